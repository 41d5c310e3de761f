"""A plan as a calendar file (RFC 5545): one all-day event over the weeks of each step."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from stepladder.skills.errors import SkillsError

if TYPE_CHECKING:
    from datetime import date

    from stepladder.skills.plans.model import LearningPlan, PlanStep

__all__ = ["calendar_of"]

LINE = 75  # octets of a line, without its end (RFC 5545, 3.1)


def calendar_of(plan: LearningPlan, *, key: str, stamp: datetime | None = None) -> str:
    """Return the calendar's text, the same for the same plan, ``key`` and ``stamp``; steps without weeks are left out.

    ``key`` names the plan: the same step of the same plan keeps its UID, so that a second import replaces the first.
    ``stamp`` is the moment at which it is made (DTSTAMP), by default the plan's day at 00:00 UTC. Raises `SkillsError`
    (``calendar.*``) where no step has weeks, because hours a week were not known, and for a stamp without a zone.
    """
    if plan.steps and not any(step.weeks for step in plan.steps):
        raise SkillsError(
            "The steps of this plan have no weeks, because it does not know the hours a week",
            code="calendar.no_weeks",
            hint="Plan with hours a week.",
        )
    moment = stamp or datetime(plan.at.year, plan.at.month, plan.at.day, tzinfo=UTC)
    if moment.tzinfo is None:
        raise SkillsError(f"The stamp {moment.isoformat()} has no zone", code="calendar.stamp", hint="Use UTC.")
    made = f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stepladder//Learning plan//EN", "CALSCALE:GREGORIAN"]
    for step in plan.steps:
        if step.starts_week is not None and step.weeks:
            lines += _event(step, *_days(plan.at, step), key, made)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _days(start: date, step: PlanStep) -> tuple[date, date]:
    """Return the first day and the day after the last: the step's weeks, within the offer's own days."""
    first = start + timedelta(weeks=step.starts_week or 0)
    after = first + timedelta(weeks=step.weeks or 1)
    offer = step.opportunity
    if offer.starts is not None and first < offer.starts < after:
        first = offer.starts
    if offer.ends is not None and first <= offer.ends < after:
        after = offer.ends + timedelta(days=1)
    return first, after


def _event(step: PlanStep, first: date, after: date, key: str, made: str) -> list[str]:
    offer = step.opportunity
    by = f"{offer.provider}: " if offer.provider else ""
    return [
        "BEGIN:VEVENT",
        f"UID:{uuid5(NAMESPACE_URL, f'{key} {offer.id}')}@stepladder",
        f"DTSTAMP:{made}",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{_text(offer.name)}",
        f"DESCRIPTION:{_text(f'{by}{offer.hours:g} hours. {step.reason}')}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _text(words: str) -> str:
    """Escape a TEXT value (3.3.11); what a line may not hold is left out."""
    plain = "".join(letter for letter in words if letter in "\n\t" or letter.isprintable())
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(" ".join(line.split()) for line in escaped.split("\n"))


def _folded(line: str) -> str:
    """Fold to 75 octets between letters; the continuation begins with a space (3.1)."""
    parts: list[str] = []
    size, start = 0, 0
    for place, letter in enumerate(line):
        wide = len(letter.encode("utf-8", "replace"))
        if size + wide > LINE:
            parts.append(line[start:place])
            start, size = place, 1
        size += wide
    return "\r\n ".join([*parts, line[start:]])
