"""Learner records: the credentials of one learner, and how their achievements belong together (CLR 2.0)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stepladder.credentials.model.credential_parts import CredentialSubject
from stepladder.credentials.model.credentials import CONTEXTS, OPEN_BADGES, TYPES, VC_2_0, VerifiableCredential
from stepladder.credentials.model.kinds import BOOLEAN, INNER, PLAIN, Node, Word
from stepladder.credentials.model.mapping import Value, member
from stepladder.credentials.model.terms import AssociationType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stepladder.credentials.model.achievements import Achievement
    from stepladder.credentials.model.credentials import EndorsementCredential, EnvelopedVerifiableCredential
    from stepladder.credentials.model.profiles import IdentityObject, Image

CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
_PLAIN = member(PLAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Association(Value):
    """That one achievement or credential stands to another in a certain way, both named by their ids."""

    types: Sequence[str] = field(default=("Association",), metadata=member(PLAIN, name="type", many=True, single=True))
    association_type: str = field(metadata=member(Word(words=AssociationType)))
    source_id: str = field(metadata=_PLAIN)
    target_id: str = field(metadata=_PLAIN)

    STANDARD = "CLR 2.0, appendix B.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClrSubject(CredentialSubject):
    """Whose record it is, with the credentials in it as their issuers signed them."""

    types: Sequence[str] = field(default=("ClrSubject",), metadata=TYPES)
    identifiers: Sequence[IdentityObject] = field(
        default=(), metadata=member(Node(name="IdentityObject"), name="identifier", many=True)
    )
    achievements: Sequence[Achievement] = field(
        default=(), metadata=member(Node(name="Achievement"), name="achievement", many=True)
    )
    verifiable_credentials: Sequence[VerifiableCredential | EnvelopedVerifiableCredential | str] = field(
        default=(), metadata=member(INNER, name="verifiableCredential", many=True)
    )
    associations: Sequence[Association] = field(
        default=(), metadata=member(Node(name="Association"), name="association", many=True)
    )

    STANDARD = "CLR 2.0, appendix B.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClrCredential(VerifiableCredential):
    """A learner record. ``partial`` says that its publisher knows of more than stands in it."""

    contexts: Sequence[str | Mapping[str, Any]] = field(
        default=(VC_2_0, CLR, OPEN_BADGES), hash=False, metadata=CONTEXTS
    )
    types: Sequence[str] = field(default=("VerifiableCredential", "ClrCredential"), metadata=TYPES)
    image: Image | None = field(default=None, metadata=member(Node(name="Image", or_id=True)))
    awarded_date: str | None = field(default=None, metadata=_PLAIN)
    partial: bool | None = field(default=None, metadata=member(BOOLEAN))
    credential_subjects: Sequence[ClrSubject] = field(
        metadata=member(Node(name="ClrSubject"), name="credentialSubject", many=True, single=True)
    )
    endorsements: Sequence[EndorsementCredential] = field(
        default=(), metadata=member(Node(name="EndorsementCredential", signed=True), name="endorsement", many=True)
    )
    endorsement_jwts: Sequence[str] = field(default=(), metadata=member(PLAIN, name="endorsementJwt", many=True))

    STANDARD = "CLR 2.0, appendix B.1"
    TYPE = frozenset({"ClrCredential"})

    @property
    def credential_subject(self) -> ClrSubject:
        """The learner."""
        return self.credential_subjects[0]
