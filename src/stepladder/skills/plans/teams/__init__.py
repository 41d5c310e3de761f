"""Team plans: whom to send to what, under one budget, so that a team can fill its roles; proved."""

from __future__ import annotations

from stepladder.skills.plans.teams.planning import TeamSettings, team_plan
from stepladder.skills.plans.teams.reading import people_and_wants
from stepladder.skills.plans.teams.values import Seating, TeamPerson, TeamPlan, TeamStep, TeamWant

__all__ = [
    "Seating",
    "TeamPerson",
    "TeamPlan",
    "TeamSettings",
    "TeamStep",
    "TeamWant",
    "people_and_wants",
    "team_plan",
]
