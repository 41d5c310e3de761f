"""Presentations: what a holder hands over (VC Data Model 2.0, section 4.13)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stepladder.credentials.model.credentials import TYPES, VC_2_0, Document
from stepladder.credentials.model.kinds import INNER, JSON, PLAIN, Node
from stepladder.credentials.model.mapping import member

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stepladder.credentials.model.credential_parts import Proof, TermsOfUse
    from stepladder.credentials.model.credentials import EnvelopedVerifiableCredential, VerifiableCredential
    from stepladder.credentials.model.profiles import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiablePresentation(Document):
    """Credentials that a holder shows: objects, envelopes, and in VC 1.1 compact tokens."""

    types: Sequence[str] = field(default=("VerifiablePresentation",), metadata=TYPES)
    holder: Profile | None = field(default=None, metadata=member(Node(name="Profile", or_id=True)))
    verifiable_credentials: Sequence[VerifiableCredential | EnvelopedVerifiableCredential | str] = field(
        default=(), metadata=member(INNER, name="verifiableCredential", many=True)
    )
    terms_of_use: Sequence[TermsOfUse] = field(
        default=(), metadata=member(Node(name="TermsOfUse"), name="termsOfUse", many=True)
    )
    proofs: Sequence[Proof] = field(
        default=(), metadata=member(Node(name="Proof"), name="proof", many=True, single=True)
    )

    STANDARD = "VC Data Model 2.0, section 4.13"
    TYPE = frozenset({"VerifiablePresentation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopedVerifiablePresentation(Document):
    """A presentation that is a token: ``id`` is a ``data:`` URL that holds it."""

    id: str = field(metadata=member(PLAIN))
    types: Sequence[str] = field(
        default=("EnvelopedVerifiablePresentation",), metadata=member(PLAIN, name="type", many=True, single=True)
    )
    contexts: Sequence[str | Mapping[str, Any]] = field(
        default=(VC_2_0,), hash=False, metadata=member(JSON, name="@context", many=True, single=True, required=True)
    )

    STANDARD = "VC Data Model 2.0, section 4.13"
    TYPE = frozenset({"EnvelopedVerifiablePresentation"})
