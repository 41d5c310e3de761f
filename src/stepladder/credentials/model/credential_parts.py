"""What a credential carries beside its claims: proofs, status, schemas and the rest (VC Data Model 2.0, section 4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stepladder.credentials.model.kinds import CODE, NUMBER, PLAIN, Node
from stepladder.credentials.model.mapping import Value, member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.credentials.model.texts import Text

_TYPES = member(PLAIN, name="type", many=True)
_TYPE = member(PLAIN, name="type", many=True, single=True)
_PLAIN = member(PLAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialSubject(Value):
    """Whom or what a credential is about; its claims are members that only their context knows, in ``other``."""

    id: str | None = field(default=None, metadata=_PLAIN)
    types: Sequence[str] = field(default=(), metadata=_TYPES)

    STANDARD = "VC Data Model 2.0, section 4.8"


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialSchema(Value):
    """A schema that the credential follows, by its URL."""

    id: str = field(metadata=_PLAIN)
    types: Sequence[str] = field(metadata=_TYPE)

    STANDARD = "VC Data Model 2.0, section 4.11"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusMessage(Value):
    """What one value of a status list means (Bitstring Status List 1.0, section 2.1)."""

    status: str = field(metadata=_PLAIN)
    message: Text | None = None

    STANDARD = "Bitstring Status List 1.0, section 2.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialStatus(Value):
    """Where to look up whether the credential still holds. ``status_list_index`` is a base-10 string."""

    id: str | None = field(default=None, metadata=_PLAIN)
    types: Sequence[str] = field(metadata=_TYPE)
    status_purpose: str | None = field(default=None, metadata=_PLAIN)
    status_list_index: str | float | None = field(default=None, metadata=member(CODE))
    status_list_credential: str | None = field(default=None, metadata=_PLAIN)
    status_size: float | None = field(default=None, metadata=member(NUMBER))
    status_messages: Sequence[StatusMessage] = field(
        default=(), metadata=member(Node(name="StatusMessage"), name="statusMessage", many=True)
    )
    status_references: Sequence[str] = field(
        default=(), metadata=member(PLAIN, name="statusReference", many=True, single=True)
    )

    STANDARD = "VC Data Model 2.0, section 4.10"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshService(Value):
    """Where to get the credential anew."""

    id: str | None = field(default=None, metadata=_PLAIN)
    types: Sequence[str] = field(metadata=_TYPE)

    STANDARD = "VC Data Model 2.0, section 5.4"


@dataclass(frozen=True, slots=True, kw_only=True)
class TermsOfUse(Value):
    """Under what terms the credential was given."""

    id: str | None = field(default=None, metadata=_PLAIN)
    types: Sequence[str] = field(metadata=_TYPE)

    STANDARD = "VC Data Model 2.0, section 5.5"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedResource(Value):
    """Another document that belongs to the credential, with its digest."""

    id: str = field(metadata=_PLAIN)
    types: Sequence[str] = field(default=(), metadata=_TYPES)
    digest_sri: str | None = field(default=None, metadata=member(PLAIN, name="digestSRI"))
    digest_multibase: str | None = field(default=None, metadata=_PLAIN)
    media_type: str | None = field(default=None, metadata=_PLAIN)

    STANDARD = "VC Data Model 2.0, section 5.3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Method(Value):
    """How to show the credential, or how to be confident of its subject, in the way that its type names."""

    id: str | None = field(default=None, metadata=_PLAIN)
    types: Sequence[str] = field(metadata=_TYPE)

    STANDARD = "VC Data Model 2.0, section 4.14"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof(Value):
    """An embedded proof (VC Data Integrity 1.0, section 2.1). ``created`` and ``expires`` are as written."""

    id: str | None = field(default=None, metadata=_PLAIN)
    types: Sequence[str] = field(metadata=_TYPE)
    created: str | None = field(default=None, metadata=_PLAIN)
    expires: str | None = field(default=None, metadata=_PLAIN)
    cryptosuite: str | None = field(default=None, metadata=_PLAIN)
    verification_method: str | None = field(default=None, metadata=_PLAIN)
    proof_purpose: str | None = field(default=None, metadata=_PLAIN)
    proof_value: str | None = field(default=None, metadata=_PLAIN)
    domains: Sequence[str] = field(default=(), metadata=member(PLAIN, name="domain", many=True, single=True))
    challenge: str | None = field(default=None, metadata=_PLAIN)
    nonce: str | None = field(default=None, metadata=_PLAIN)
    previous_proofs: Sequence[str] = field(
        default=(), metadata=member(PLAIN, name="previousProof", many=True, single=True)
    )

    STANDARD = "VC Data Integrity 1.0, section 2.1"
