"""A plan as a calendar file (RFC 5545): one event over the weeks of each step."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from stepladder.server.kernel import clock

if TYPE_CHECKING:
    from stepladder.skills import LearningPlan

_FOLD = 73


def calendar_of(plan: LearningPlan, key: str) -> str:
    """Return the calendar's text; steps without known weeks are left out."""
    stamp = clock.now().strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Stepladder//Learning plan//EN"]
    for step in plan.steps:
        if step.starts_week is None or not step.weeks:
            continue
        first = plan.at + timedelta(weeks=step.starts_week)
        after = first + timedelta(weeks=step.weeks)
        offer = step.opportunity
        lines += [
            "BEGIN:VEVENT",
            f"UID:{key}-{offer.id}@stepladder",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
            f"DTEND;VALUE=DATE:{after:%Y%m%d}",
            f"SUMMARY:{_text(offer.name)}",
            f"DESCRIPTION:{_text(f'{offer.provider}: {offer.hours:g} hours. {step.reason}')}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _text(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(escaped.split())


def _folded(line: str) -> str:
    """Fold to 75 octets; the continuation begins with a space."""
    parts, rest = [], line
    while len(rest.encode()) > _FOLD:
        cut = _FOLD
        while len(rest[:cut].encode()) > _FOLD:
            cut -= 1
        parts.append(rest[:cut])
        rest = rest[cut:]
    return "\r\n ".join([*parts, rest])
