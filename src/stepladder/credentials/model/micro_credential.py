"""What the EU asks of a micro-credential and Open Badges has no place for, as an extension of the achievement.

The list is Annex I of Council Recommendation 2022/C 243/02. What Open Badges has a place for stays there: credits,
results, skills, the level as an alignment, the issuer's country as its address. The rest stands under the extra type
``EuMicroCredential`` of the achievement, in the words of a context of our own; that type says that every mandatory
element is there. Element by element: docs/reference/micro-credentials.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from stepladder.credentials.model.reading import first_object, identifier_of, plain_text, text_of
from stepladder.credentials.model.values import compact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stepladder.credentials.model.achievements import Alignment

CONTEXT = "https://w3id.org/stepladder/micro-credential/v1"
VOCABULARY = "https://w3id.org/stepladder/micro-credential#"
TYPE = "EuMicroCredential"
EQF = "http://data.europa.eu/snb/eqf/"
_MODE = "http://data.europa.eu/snb/learning-assessment/"
_DURATION = re.compile(r"PT(?=\d)(?:(\d{1,5})H)?(?:(\d{1,5})M)?(?:(\d{1,5})S)?", re.ASCII)
_MOST_READ = 20


def _own(*words: str) -> dict[str, str]:
    return {word: VOCABULARY + word for word in words}


# Our words and what they stand for. Any other value is an absolute URL, so that everybody can add their own.
CREDIT_SYSTEMS = {"ects": "http://data.europa.eu/snb/education-credit/6fcec5c5af"}
ASSESSMENT_TYPES = _own(
    "examination",
    "oralExamination",
    "quiz",
    "assignment",
    "project",
    "portfolio",
    "practicalDemonstration",
    "workplaceObservation",
    "priorLearning",
)
PARTICIPATION = {
    "online": f"{_MODE}920fbb3cbe",
    "onSite": f"{_MODE}9191af2ed9",
    "blended": f"{_MODE}e92d221e4d",
    "hybrid": f"{_MODE}c_3a90b26d",
    "workplace": f"{_MODE}729f3bed4b",
}
SUPERVISION = _own("unsupervised", "supervised", "supervisedOnline", "supervisedOnSite")
IDENTITY_VERIFICATION = _own("verified", "notVerified")
QUALITY_ASSURANCE_TYPES = _own("internal", "external", "accreditation")
STACKABILITY = _own("standAlone", "stackable")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Something that is named, described, found at an address, or all three."""

    name: str | None = None
    description: str | None = None
    url: str | None = None

    def to_document(self) -> dict[str, Any]:
        """Return it as JSON."""
        return compact(name=self.name, description=self.description, url=self.url)

    @classmethod
    def from_document(cls, value: Any) -> Mention | None:
        """Read one; a bare URL or text counts as its address or its name; None where nothing can be read."""
        if isinstance(value, str):
            return cls(url=value) if "://" in value else cls(name=value or None)
        if not isinstance(value, dict):
            return None
        found = cls(
            name=plain_text(value.get("name")),
            description=plain_text(value.get("description")),
            url=text_of(value.get("url")) or identifier_of(value),
        )
        return found if found != cls() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class MicroCredential:
    """The elements that the extension carries; ``notional_workload`` is the time an average learner needs.

    Controlled values are our words (``PARTICIPATION`` …) or absolute URLs. ``quality_assurance`` says who sees to it,
    how, and where that is written; ``counts_towards`` names what the micro-credential stacks towards.
    """

    notional_workload: timedelta | None = None
    credit_system: str | None = None
    assessment_types: Sequence[str] = ()
    participation: Sequence[str] = ()
    quality_assurance: Sequence[Mention] = ()
    quality_assurance_types: Sequence[str] = ()
    supervision: str | None = None
    identity_verification: str | None = None
    stackability: str | None = None
    counts_towards: Sequence[Mention] = ()
    prerequisites: Sequence[Mention] = ()
    further_information: Sequence[Mention] = ()

    def to_document(self) -> dict[str, Any]:
        """Return the members that an achievement of type ``EuMicroCredential`` has besides its own."""
        return compact(
            notionalWorkload=write_duration(self.notional_workload) if self.notional_workload else None,
            creditSystem=self.credit_system,
            assessmentType=list(self.assessment_types),
            participation=list(self.participation),
            qualityAssurance=[one.to_document() for one in self.quality_assurance],
            qualityAssuranceType=list(self.quality_assurance_types),
            supervision=self.supervision,
            identityVerification=self.identity_verification,
            stackability=self.stackability,
            countsTowards=[one.to_document() for one in self.counts_towards],
            prerequisites=[one.to_document() for one in self.prerequisites],
            furtherInformation=[one.to_document() for one in self.further_information],
        )

    @classmethod
    def from_document(cls, achievement: Mapping[str, Any]) -> MicroCredential | None:
        """Read them from an achievement, whoever issued it; None if it does not claim the type.

        What has another shape than expected is left out, never an error; a value given by its full IRI reads as our
        word for it.
        """
        if TYPE not in _listed(achievement.get("type")):
            return None
        return cls(
            notional_workload=read_duration(achievement.get("notionalWorkload")),
            credit_system=_word(achievement.get("creditSystem"), CREDIT_SYSTEMS),
            assessment_types=_words(achievement.get("assessmentType"), ASSESSMENT_TYPES),
            participation=_words(achievement.get("participation"), PARTICIPATION),
            quality_assurance=_mentions(achievement.get("qualityAssurance")),
            quality_assurance_types=_words(achievement.get("qualityAssuranceType"), QUALITY_ASSURANCE_TYPES),
            supervision=_word(achievement.get("supervision"), SUPERVISION),
            identity_verification=_word(achievement.get("identityVerification"), IDENTITY_VERIFICATION),
            stackability=_word(achievement.get("stackability"), STACKABILITY),
            counts_towards=_mentions(achievement.get("countsTowards")),
            prerequisites=_mentions(achievement.get("prerequisites")),
            further_information=_mentions(achievement.get("furtherInformation")),
        )

    @property
    def hours(self) -> float | None:
        """The notional workload in hours."""
        return None if self.notional_workload is None else self.notional_workload.total_seconds() / 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """The extension of a badge, with what Open Badges itself says of the same: what a reader wants to see at once.

    ``level`` is that of the EQF, 1 to 8; ``credits`` count as ``extension.credit_system`` does; ``country`` is a code,
    a name or a region; ``evidence`` and ``skills`` are how many there are.
    """

    extension: MicroCredential
    level: int | None
    credits: float | None
    country: str | None
    evidence: int
    skills: int


def read_elements(document: Mapping[str, Any]) -> Elements | None:
    """Read the elements from a badge, whoever issued it; None if it does not name our context and claim the type.

    A learner record is none, although achievements stand in it: its schema does not ask for the elements.
    """
    achievement = first_object(document.get("credentialSubject")).get("achievement")
    if not isinstance(achievement, dict) or CONTEXT not in _listed(document.get("@context")):
        return None
    extension = MicroCredential.from_document(achievement)
    if extension is None:
        return None
    available = achievement.get("creditsAvailable")
    countable = isinstance(available, (int, float)) and not isinstance(available, bool)
    return Elements(
        extension=extension,
        level=eqf_level(achievement),
        credits=float(available) if countable and available else None,
        country=country_of(document),
        evidence=sum(isinstance(one, dict) for one in _listed(document.get("evidence"))),
        skills=sum(
            isinstance(one, dict) and not is_eqf(one.get("targetUrl")) for one in _listed(achievement.get("alignment"))
        ),
    )


def extend(document: dict[str, Any], elements: MicroCredential, *, country: str | None = None) -> dict[str, Any]:
    """Return an unsigned Open Badges 3.0 credential with the extension in its achievement.

    Adds the context, the type and the members; ``country`` (ISO 3166-1, two letters) becomes the issuer's address, the
    place that Open Badges has for it, unless the issuer has one. ``document`` stays as it is.
    """
    subject, issuer = document["credentialSubject"], document["issuer"]
    achievement = subject["achievement"]
    extended = {**achievement, "type": [*_listed(achievement["type"]), TYPE], **elements.to_document()}
    if country and isinstance(issuer, dict) and "address" not in issuer:
        issuer = {**issuer, "address": {"type": ["Address"], "addressCountryCode": country}}
    return {
        **document,
        "@context": [*_listed(document["@context"]), CONTEXT],
        "issuer": issuer,
        "credentialSubject": {**subject, "achievement": extended},
    }


def eqf_alignment(level: int) -> Alignment:
    """Return a level of the European Qualifications Framework as the alignment that Open Badges has for it."""
    from stepladder.credentials.model.achievements import Alignment

    return Alignment(
        target_url=f"{EQF}{level}",
        target_name=f"EQF level {level}",
        target_framework="European Qualifications Framework",
        target_code=str(level),
        target_type="ext:EQFLevel",
    )


def is_eqf(target_url: object) -> bool:
    """Tell whether an alignment names a level of the European Qualifications Framework, and no skill."""
    return isinstance(target_url, str) and target_url.replace("https://", "http://", 1).startswith(EQF)


def eqf_level(achievement: Mapping[str, Any]) -> int | None:
    """Read the EQF level, 1 to 8, from the alignments of an achievement."""
    for entry in _listed(achievement.get("alignment")):
        url = entry.get("targetUrl") if isinstance(entry, dict) else None
        level = str(url).rsplit("/", 1)[-1]
        if is_eqf(url) and level in {"1", "2", "3", "4", "5", "6", "7", "8"}:
            return int(level)
    return None


def country_of(document: Mapping[str, Any]) -> str | None:
    """Read the country or region of the issuer: its code, else its name, else the region."""
    issuer = document.get("issuer")
    address = first_object(issuer.get("address")) if isinstance(issuer, dict) else {}
    members = ("addressCountryCode", "addressCountry", "addressRegion")
    return next((text for text in (plain_text(address.get(member)) for member in members) if text), None)


def write_duration(time: timedelta) -> str:
    """Write a time as an ISO 8601 duration in hours, minutes and seconds.

    >>> write_duration(timedelta(hours=37, minutes=30))
    'PT37H30M'
    """
    seconds = round(time.total_seconds())
    parts = ((seconds // 3600, "H"), (seconds // 60 % 60, "M"), (seconds % 60, "S"))
    return "PT" + ("".join(f"{number}{unit}" for number, unit in parts if number) or "0S")


def read_duration(value: object) -> timedelta | None:
    """Read an ISO 8601 duration in hours, minutes and seconds; None for another, as days and months are no workload.

    >>> read_duration("P2W") is None
    True
    """
    match = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _word(value: Any, words: Mapping[str, str]) -> str | None:
    return next(iter(_words(value, words)), None)


def _words(value: Any, words: Mapping[str, str]) -> tuple[str, ...]:
    by_iri = {iri: word for word, iri in words.items()}
    texts = [identifier_of(one) for one in _listed(value)[:_MOST_READ]]
    return tuple(dict.fromkeys(by_iri.get(text, text) for text in texts if text))


def _mentions(value: Any) -> tuple[Mention, ...]:
    found = [Mention.from_document(one) for one in _listed(value)[:_MOST_READ]]
    return tuple(one for one in found if one is not None)
