"""The elements of a micro-credential in words for people, for pages and for the command line alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stepladder.credentials.model.micro_credential import Elements, Mention

LONGEST = 400
_ASSESSMENTS = {
    "examination": "Exam",
    "oralExamination": "Oral exam",
    "quiz": "Quiz",
    "assignment": "Assignment",
    "project": "Project",
    "portfolio": "Portfolio",
    "practicalDemonstration": "Practical demonstration",
    "workplaceObservation": "Observation at work",
    "priorLearning": "Recognition of prior learning",
}
_PARTICIPATION = {
    "online": "Online",
    "onSite": "On site",
    "blended": "Partly online, partly on site",
    "hybrid": "Online and on site at the same time",
    "workplace": "At the workplace",
}
_SUPERVISION = {
    "unsupervised": "Not supervised",
    "supervised": "Supervised",
    "supervisedOnline": "Supervised online",
    "supervisedOnSite": "Supervised on site",
}
_IDENTITY = {"verified": "identity checked", "notVerified": "identity not checked"}
_ASSURANCE = {"internal": "internal", "external": "external", "accreditation": "accredited"}
_SYSTEMS = {"ects": "ECTS credits"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementWords:
    """Each element in a few words, at most 400 characters; empty where the badge says nothing of it."""

    workload: str
    level: str
    assessment: str
    supervision: str
    participation: str
    quality: str
    country: str
    counts_towards: str
    earn_first: str
    more: str

    def rows(self) -> tuple[tuple[str, str], ...]:
        """Return what is said as pairs of term and words, in the order to read them."""
        pairs = (
            ("Workload", self.workload),
            ("Level", self.level),
            ("Assessment", self.assessment),
            ("Supervision", self.supervision),
            ("Taking part", self.participation),
            ("Quality", self.quality),
            ("Country", self.country),
            ("Towards", self.counts_towards),
            ("Earn first", self.earn_first),
            ("More", self.more),
        )
        return tuple((term, words) for term, words in pairs if words)


def in_words(found: Elements) -> ElementWords:
    """Return the elements of a badge in words; a foreign value is named as such, by its last part and its host."""
    said = found.extension
    alone = "Nothing else: it stands alone" if said.stackability == "standAlone" else ""
    return ElementWords(
        workload=workload_words(said.hours, found.credits, said.credit_system),
        level=f"EQF {found.level}" if found.level else "",
        assessment=_listed(said.assessment_types, _ASSESSMENTS),
        supervision=_sentence((said.supervision, _SUPERVISION), (said.identity_verification, _IDENTITY)),
        participation=_listed(said.participation, _PARTICIPATION),
        quality=_quality(found),
        country=_clipped(found.country or ""),
        counts_towards=_mentions(said.counts_towards) or alone,
        earn_first=_clipped("; ".join(one.name or _mention(one) for one in said.prerequisites)),
        more=_mentions(said.further_information),
    )


def hours_words(hours: float) -> str:
    """Return hours of work in words.

    >>> [hours_words(hours) for hours in (0.75, 1, 37.5)]
    ['45 minutes', '1 hour', '37.5 hours']
    """
    if 0 < hours < 1:
        return f"{round(hours * 60)} minutes"
    return "1 hour" if hours == 1 else f"{_number(hours)} hours"


def workload_words(hours: float | None, credits_: float | None, system: str | None = "ects") -> str:
    """Return a workload in words: “37.5 hours, 1.5 ECTS credits”; ``system`` is what the credits count by."""
    words = [] if hours is None else [hours_words(hours)]
    if credits_ is not None:
        words.append(f"{_number(credits_)} {_SYSTEMS.get(system, 'credits') if system else 'credits'}")
    return ", ".join(words)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if abs(value) < 1e9 else f"{value:g}"


def _quality(found: Elements) -> str:
    kinds = _listed(found.extension.quality_assurance_types, _ASSURANCE)
    said = _mentions(found.extension.quality_assurance)
    return _clipped(f"{said} ({kinds.lower()})" if said and kinds else said or kinds)


def _mentions(several: Iterable[Mention]) -> str:
    return _clipped("; ".join(_mention(one) for one in several))


def _mention(one: Mention) -> str:
    said = ": ".join(part for part in (one.name, one.description) if part)
    return said or one.url or ""


def _sentence(*values: tuple[str | None, Mapping[str, str]]) -> str:
    words = ", ".join(_word(value, known) for value, known in values if value)
    return words[:1].upper() + words[1:]


def _listed(values: Iterable[str], known: Mapping[str, str]) -> str:
    return _clipped("; ".join(_word(value, known) for value in values))


def _word(value: str, known: Mapping[str, str]) -> str:
    if value in known:
        return known[value]
    try:
        parts = urlsplit(value)
        host = parts.hostname
    except ValueError:
        return _clipped(value)
    last = parts.fragment or parts.path.rstrip("/").rpartition("/")[2]
    return _clipped(f"{last} ({host})" if last and host else value)


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
