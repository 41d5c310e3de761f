"""The plan of a goal as a calendar file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.server.kernel import clock
from stepladder.skills.plans import calendar_of as written

if TYPE_CHECKING:
    from stepladder.skills import LearningPlan


def calendar_of(plan: LearningPlan, key: str) -> str:
    """Return the calendar's text; steps without known weeks are left out."""
    return written(plan, key=key, stamp=clock.now())
