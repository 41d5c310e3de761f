"""What is achieved, by whom, and what shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stepladder.credentials.model.credential_parts import CredentialSubject
from stepladder.credentials.model.kinds import NUMBER, PLAIN, TEXTS, Node, Word
from stepladder.credentials.model.mapping import Value, member
from stepladder.credentials.model.terms import AchievementType, AlignmentTargetType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.credentials.model.credentials import EndorsementCredential
    from stepladder.credentials.model.profiles import IdentifierEntry, IdentityObject, Image, Profile
    from stepladder.credentials.model.results import Result, ResultDescription
    from stepladder.credentials.model.texts import Text

_TYPES = member(PLAIN, name="type", many=True)
_PLAIN = member(PLAIN)
_NUMBER = member(NUMBER)
_IMAGE = member(Node(name="Image", or_id=True))
_PROFILE = member(Node(name="Profile", or_id=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Criteria(Value):
    """What one must do: a narrative (Markdown), the URL of a page, or both."""

    id: str | None = field(default=None, metadata=_PLAIN)
    types: Sequence[str] = field(default=(), metadata=_TYPES)
    narrative: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment(Value):
    """A skill or standard that an achievement stands for, such as an ESCO skill by its URI.

    ``target_type`` is an ``AlignmentTargetType`` or begins with ``ext:``.
    """

    types: Sequence[str] = field(default=("Alignment",), metadata=_TYPES)
    target_code: str | None = field(default=None, metadata=_PLAIN)
    target_description: Text | None = None
    target_name: Text
    target_framework: Text | None = None
    target_type: str | None = field(default=None, metadata=member(Word(words=AlignmentTargetType)))
    target_url: str = field(metadata=_PLAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Related(Value):
    """The same achievement in another language or version, by its id."""

    id: str = field(metadata=_PLAIN)
    types: Sequence[str] = field(default=("Related",), metadata=_TYPES)
    in_language: str | None = field(default=None, metadata=_PLAIN)
    version: str | None = field(default=None, metadata=_PLAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Achievement(Value):
    """What is achieved. ``credits_available`` counts as the issuer does (ECTS), ``in_language`` is a BCP 47 tag.

    ``achievement_type`` is an ``AchievementType`` or begins with ``ext:``.
    """

    id: str = field(metadata=_PLAIN)
    types: Sequence[str] = field(default=("Achievement",), metadata=_TYPES)
    alignments: Sequence[Alignment] = field(
        default=(), metadata=member(Node(name="Alignment"), name="alignment", many=True)
    )
    achievement_type: str | None = field(default=None, metadata=member(Word(words=AchievementType)))
    creator: Profile | None = field(default=None, metadata=_PROFILE)
    credits_available: float | None = field(default=None, metadata=_NUMBER)
    criteria: Criteria = field(metadata=member(Node(name="Criteria", or_id=True)))
    description: Text
    endorsements: Sequence[EndorsementCredential] = field(
        default=(), metadata=member(Node(name="EndorsementCredential", signed=True), name="endorsement", many=True)
    )
    endorsement_jwts: Sequence[str] = field(default=(), metadata=member(PLAIN, name="endorsementJwt", many=True))
    field_of_study: Text | None = None
    human_code: str | None = field(default=None, metadata=_PLAIN)
    image: Image | None = field(default=None, metadata=_IMAGE)
    in_language: str | None = field(default=None, metadata=_PLAIN)
    name: Text
    other_identifiers: Sequence[IdentifierEntry] = field(
        default=(), metadata=member(Node(name="IdentifierEntry"), name="otherIdentifier", many=True)
    )
    related: Sequence[Related] = field(default=(), metadata=member(Node(name="Related"), many=True))
    result_descriptions: Sequence[ResultDescription] = field(
        default=(), metadata=member(Node(name="ResultDescription"), name="resultDescription", many=True)
    )
    specialization: Text | None = None
    tags: Sequence[Text] = field(default=(), metadata=member(TEXTS, name="tag", many=True))
    version: str | None = field(default=None, metadata=_PLAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence(Value):
    """What shows the achievement: a page, a narrative, or both."""

    id: str | None = field(default=None, metadata=_PLAIN)
    types: Sequence[str] = field(default=("Evidence",), metadata=_TYPES)
    narrative: Text | None = None
    name: Text | None = None
    description: Text | None = None
    genre: Text | None = None
    audience: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementSubject(CredentialSubject):
    """Who achieved it: an id (a DID or URL), identities, or both. The activity dates are ISO dates.

    ``achievement`` is only missing until the builder of the credential puts it in.
    """

    types: Sequence[str] = field(default=("AchievementSubject",), metadata=_TYPES)
    activity_end: str | None = field(default=None, metadata=member(PLAIN, name="activityEndDate"))
    activity_start: str | None = field(default=None, metadata=member(PLAIN, name="activityStartDate"))
    credits_earned: float | None = field(default=None, metadata=_NUMBER)
    achievement: Achievement | None = field(default=None, metadata=member(Node(name="Achievement")))
    identifiers: Sequence[IdentityObject] = field(
        default=(), metadata=member(Node(name="IdentityObject"), name="identifier", many=True)
    )
    image: Image | None = field(default=None, metadata=_IMAGE)
    license_number: str | None = field(default=None, metadata=_PLAIN)
    narrative: Text | None = None
    results: Sequence[Result] = field(default=(), metadata=member(Node(name="Result"), name="result", many=True))
    role: Text | None = None
    source: Profile | None = field(default=None, metadata=_PROFILE)
    term: Text | None = None
    STANDARD = "Open Badges 3.0, appendix B.1"
