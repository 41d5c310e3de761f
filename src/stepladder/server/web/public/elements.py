"""What a signed micro-credential says at a glance, whoever issued it: the elements of the EU's list, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from stepladder.credentials.model.micro_credential import read_elements

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


def glance_of(document: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return what ``<c-glance>`` shows of a signed document and the facts below it; None for a plain badge."""
    found = read_elements(document)
    if found is None:
        return None
    said = found.extension
    return {
        "hours": said.hours,
        "workload": workload_words(said.hours, found.credits, said.credit_system),
        "level": f"EQF {found.level}" if found.level else "",
        "assessment": _listed(said.assessment_types, _ASSESSMENTS),
        "supervision": _sentence(
            (said.supervision, _SUPERVISION),
            (said.identity_verification, _IDENTITY),
        ),
        "participation": _listed(said.participation, _PARTICIPATION),
        "quality": _quality(found),
        "evidence": f"{found.evidence} piece{'' if found.evidence == 1 else 's'}" if found.evidence else "",
        "skills": found.skills,
        "facts": [(term, words) for term, words in _facts(found) if words],
    }


def hours_words(hours: float) -> str:
    """Return hours of work in words: “1 hour”, “37.5 hours”, “45 minutes”."""
    if 0 < hours < 1:
        return f"{round(hours * 60)} minutes"
    return "1 hour" if hours == 1 else f"{round(hours, 2):g} hours"


def workload_words(hours: float | None, credits_: float | None, system: str | None = "ects") -> str:
    """Return a workload in words: “37.5 hours, 1.5 ECTS credits”; ``system`` is what the credits count by."""
    words = [] if hours is None else [hours_words(hours)]
    if credits_ is not None:
        words.append(f"{credits_:g} {_SYSTEMS.get(system, 'credits') if system else 'credits'}")
    return ", ".join(words)


def _quality(found: Elements) -> str:
    kinds = _listed(found.extension.quality_assurance_types, _ASSURANCE)
    said = "; ".join(_mention(one) for one in found.extension.quality_assurance)
    return _clipped(f"{said} ({kinds.lower()})" if said and kinds else said or kinds)


def _facts(found: Elements) -> Iterable[tuple[str, str]]:
    said = found.extension
    yield "Issuer’s country", _clipped(found.country or "")
    towards = "; ".join(_mention(one) for one in said.counts_towards)
    alone = "Nothing else: it stands alone" if said.stackability == "standAlone" else ""
    yield "Counts towards", _clipped(towards or alone)
    yield "Earn first", _clipped("; ".join(one.name or _mention(one) for one in said.prerequisites))
    yield "More about it", _clipped("; ".join(_mention(one) for one in said.further_information))


def _mention(one: Mention) -> str:
    said = ": ".join(part for part in (one.name, one.description) if part)
    return said or one.url or ""


def _sentence(*values: tuple[str | None, Mapping[str, str]]) -> str:
    words = ", ".join(_word(value, known) for value, known in values if value)
    return words[:1].upper() + words[1:]


def _listed(values: Iterable[str], known: Mapping[str, str]) -> str:
    return _clipped("; ".join(_word(value, known) for value in values))


def _word(value: str, known: Mapping[str, str]) -> str:
    """Return the words for a value of ours; of a foreign one its last part, and whose word it is."""
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
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
