"""Plans: which learning opportunities to take, proved to be the best choice within the catalogue shown."""

from __future__ import annotations

from stepladder.skills.plans.catalogue import read_catalogue
from stepladder.skills.plans.front import FrontPoint, cost_time_front
from stepladder.skills.plans.model import (
    Check,
    Feasibility,
    LearningOpportunity,
    LearningPlan,
    Objective,
    OpenSkill,
    PlanStep,
    Rejected,
)
from stepladder.skills.plans.planning import PlanSettings, plan

__all__ = [
    "Check",
    "Feasibility",
    "FrontPoint",
    "LearningOpportunity",
    "LearningPlan",
    "Objective",
    "OpenSkill",
    "PlanSettings",
    "PlanStep",
    "Rejected",
    "cost_time_front",
    "plan",
    "read_catalogue",
]
