"""Credentials as a whole: verifiable credentials of both versions, achievement credentials, endorsements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.compact_jwt import split
from stepladder.credentials.model.credential_parts import CredentialSubject
from stepladder.credentials.model.kinds import JSON, PLAIN, Node, named, unlike
from stepladder.credentials.model.mapping import Member, Value, member, shape_of
from stepladder.credentials.model.strict_json import check_values, pointer
from stepladder.credentials.model.times import parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from stepladder.credentials.model.achievements import AchievementSubject, Evidence
    from stepladder.credentials.model.credential_parts import (
        CredentialSchema,
        CredentialStatus,
        Method,
        Proof,
        RefreshService,
        RelatedResource,
        TermsOfUse,
    )
    from stepladder.credentials.model.profiles import Image, Profile
    from stepladder.credentials.model.strict_json import Path
    from stepladder.credentials.model.texts import Text

VC_2_0 = "https://www.w3.org/ns/credentials/v2"
VC_1_1 = "https://www.w3.org/2018/credentials/v1"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"

CONTEXTS = member(JSON, name="@context", many=True, required=True)
TYPES = member(PLAIN, name="type", many=True)
_PLAIN = member(PLAIN)
_IMAGE = member(Node(name="Image", or_id=True))
_ENDORSEMENTS = member(Node(name="EndorsementCredential", signed=True), name="endorsement", many=True)
_ENDORSEMENT_JWTS = member(PLAIN, name="endorsementJwt", many=True)


def _several(name: str, kind: str, *, single: bool = False) -> dict[str, Any]:
    return member(Node(name=kind), name=name, many=True, single=single)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Value):
    """What credentials and presentations have: contexts, which say the version, an id, types, and proofs."""

    contexts: Sequence[str | Mapping[str, Any]] = field(default=(VC_2_0,), hash=False, metadata=CONTEXTS)
    id: str | None = field(default=None, metadata=_PLAIN)
    types: Sequence[str] = field(metadata=TYPES)

    STANDARD = "VC Data Model 2.0, section 4"
    TYPE: ClassVar[frozenset[str]] = frozenset()

    @property
    def version(self) -> Literal["1.1", "2.0"]:
        """The version of the VC Data Model that its first context names."""
        return "1.1" if self.contexts[:1] == (VC_1_1,) else "2.0"

    @classmethod
    def _check(cls, found: Mapping[str, Any], path: Path) -> None:
        if cls.TYPE.isdisjoint(found["types"]):
            said, expected = ", ".join(found["types"])[:200] or "nothing", " or ".join(sorted(cls.TYPE))
            raise MalformedCredentialError(
                f"Its type says {said}, and not {expected}",
                code="model.class",
                hint="Read it as what its type says: read_credential finds the class.",
                where=pointer((path, "type")),
                spec=cls.STANDARD,
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiableCredential(Document):
    """A credential, of VC 2.0 or 1.1, which ``version`` tells.

    The times are as written; those of VC 1.1 are what it calls ``issuanceDate`` and ``expirationDate``.
    """

    types: Sequence[str] = field(default=("VerifiableCredential",), metadata=TYPES)
    issuer: Profile = field(metadata=member(Node(name="Profile", or_id=True)))
    valid_from: str | None = field(default=None, metadata=member(PLAIN, older="issuanceDate"))
    valid_until: str | None = field(default=None, metadata=member(PLAIN, older="expirationDate"))
    name: Text | None = None
    description: Text | None = None
    credential_subjects: Sequence[CredentialSubject] = field(
        metadata=_several("credentialSubject", "CredentialSubject", single=True)
    )
    evidence: Sequence[Evidence] = field(default=(), metadata=_several("evidence", "Evidence"))
    credential_schemas: Sequence[CredentialSchema] = field(
        default=(), metadata=_several("credentialSchema", "CredentialSchema")
    )
    credential_statuses: Sequence[CredentialStatus] = field(
        default=(), metadata=_several("credentialStatus", "CredentialStatus", single=True)
    )
    refresh_services: Sequence[RefreshService] = field(
        default=(), metadata=_several("refreshService", "RefreshService", single=True)
    )
    terms_of_use: Sequence[TermsOfUse] = field(default=(), metadata=_several("termsOfUse", "TermsOfUse"))
    related_resources: Sequence[RelatedResource] = field(
        default=(), metadata=_several("relatedResource", "RelatedResource")
    )
    render_methods: Sequence[Method] = field(default=(), metadata=_several("renderMethod", "Method"))
    confidence_methods: Sequence[Method] = field(default=(), metadata=_several("confidenceMethod", "Method"))
    proofs: Sequence[Proof] = field(default=(), metadata=_several("proof", "Proof", single=True))

    TYPE = frozenset({"VerifiableCredential"})

    @property
    def credential_subject(self) -> CredentialSubject:
        """The subject, or the first of several."""
        return self.credential_subjects[0]

    @property
    def valid_from_time(self) -> datetime | None:
        """From when it is valid; None if it does not say so, or not as a time with a zone."""
        return parse_timestamp(self.valid_from)

    @property
    def valid_until_time(self) -> datetime | None:
        """Until when it is valid; None if it does not say so, or not as a time with a zone."""
        return parse_timestamp(self.valid_until)

    @classmethod
    def _known(cls, document: Mapping[str, Any]) -> Mapping[str, Member]:
        contexts = document.get("@context")
        first = contexts[0] if isinstance(contexts, (list, tuple)) and contexts else contexts
        return _named(cls, document) if first == VC_1_1 else shape_of(cls).by_name

    def _members(self) -> Mapping[str, Member]:
        return _named(type(self), self.written) if self.version == "1.1" else shape_of(type(self)).by_name


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementCredential(VerifiableCredential):
    """A credential that somebody achieved something: an Open Badge."""

    contexts: Sequence[str | Mapping[str, Any]] = field(default=(VC_2_0, OPEN_BADGES), hash=False, metadata=CONTEXTS)
    types: Sequence[str] = field(default=("VerifiableCredential", "AchievementCredential"), metadata=TYPES)
    image: Image | None = field(default=None, metadata=_IMAGE)
    awarded_date: str | None = field(default=None, metadata=_PLAIN)
    credential_subjects: Sequence[AchievementSubject] = field(
        metadata=_several("credentialSubject", "AchievementSubject", single=True)
    )
    endorsements: Sequence[EndorsementCredential] = field(default=(), metadata=_ENDORSEMENTS)
    endorsement_jwts: Sequence[str] = field(default=(), metadata=_ENDORSEMENT_JWTS)

    STANDARD = "Open Badges 3.0, appendix B.1"
    TYPE = frozenset({"AchievementCredential", "OpenBadgeCredential"})

    @property
    def credential_subject(self) -> AchievementSubject:
        """The subject, or the first of several."""
        return self.credential_subjects[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementSubject(CredentialSubject):
    """What is endorsed, by its id, and what is said of it (Markdown)."""

    id: str = field(metadata=_PLAIN)
    types: Sequence[str] = field(default=("EndorsementSubject",), metadata=TYPES)
    endorsement_comment: Text | None = None

    STANDARD = "Open Badges 3.0, appendix B.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementCredential(VerifiableCredential):
    """A credential that speaks for an issuer, an achievement or another credential."""

    contexts: Sequence[str | Mapping[str, Any]] = field(default=(VC_2_0, OPEN_BADGES), hash=False, metadata=CONTEXTS)
    types: Sequence[str] = field(default=("VerifiableCredential", "EndorsementCredential"), metadata=TYPES)
    awarded_date: str | None = field(default=None, metadata=_PLAIN)
    credential_subjects: Sequence[EndorsementSubject] = field(
        metadata=_several("credentialSubject", "EndorsementSubject", single=True)
    )

    STANDARD = "Open Badges 3.0, appendix B.1"
    TYPE = frozenset({"EndorsementCredential"})

    @property
    def credential_subject(self) -> EndorsementSubject:
        """The subject, or the first of several."""
        return self.credential_subjects[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvelopedVerifiableCredential(Document):
    """A credential that is a token, inside another document: ``id`` is a ``data:`` URL that holds it."""

    id: str = field(metadata=_PLAIN)
    types: Sequence[str] = field(
        default=("EnvelopedVerifiableCredential",), metadata=member(PLAIN, name="type", many=True, single=True)
    )
    contexts: Sequence[str | Mapping[str, Any]] = field(
        default=(VC_2_0,), hash=False, metadata=member(JSON, name="@context", many=True, single=True, required=True)
    )

    STANDARD = "VC Data Model 2.0, section 4.13"
    TYPE = frozenset({"EnvelopedVerifiableCredential"})

    @classmethod
    def of(cls, token: str) -> EnvelopedVerifiableCredential:
        """Put a compact token into an envelope; MalformedCredentialError (``jwt.malformed`` …) if it is none."""
        typ = str(split(token).header.get("typ", "")).lower().removeprefix("application/")
        return cls(id=f"data:application/{'vc+jwt' if typ == 'vc+jwt' else 'jwt'},{token}")


_CLASSES = {
    "AchievementCredential": "AchievementCredential",
    "OpenBadgeCredential": "AchievementCredential",
    "EndorsementCredential": "EndorsementCredential",
    "ClrCredential": "ClrCredential",
    "EnvelopedVerifiableCredential": "EnvelopedVerifiableCredential",
}


def read_credential(document: Any, *, strict: bool = False) -> VerifiableCredential:
    """Read a credential as the class that its types name.

    That is ``AchievementCredential`` (also for ``OpenBadgeCredential``), ``EndorsementCredential``, ``ClrCredential``,
    or else ``VerifiableCredential``. Give it the ``document`` of a :class:`stepladder.credentials.Credential`, which
    keeps the original bytes. Raises what :meth:`Value.from_document` raises; ``model.class`` if it is no credential.
    """
    check_values(document)
    found: VerifiableCredential = class_of(document, (), enveloped=False).read_part(document, (), strict=strict)
    return found


def class_of(document: Any, path: Path, *, enveloped: bool = True) -> type[Any]:
    """Return the class of a credential: the first that its types name."""
    if not isinstance(document, dict):
        raise unlike(document, path, code="model.object", expected="an object (VerifiableCredential)")
    types = document.get("type")
    for name in types if isinstance(types, (list, tuple)) else [types]:
        found = _CLASSES.get(name) if isinstance(name, str) else None
        if found and (enveloped or found != "EnvelopedVerifiableCredential"):
            return named(found)
    return VerifiableCredential


def _named(cls: type[Value], names: Mapping[str, Any]) -> Mapping[str, Member]:
    """Return the members by their names in VC 1.1, or in 2.0 where the document has only that one."""
    by_name = {}
    for one in shape_of(cls).members:
        older = one.older and (one.older in names or one.name not in names)
        by_name[one.older if older else one.name] = one
    return by_name
