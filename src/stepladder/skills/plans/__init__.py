"""Plans: which learning opportunities to take, proved to be the best choice within the catalogue shown."""

from __future__ import annotations

from stepladder.skills.plans.calendar import calendar_of
from stepladder.skills.plans.catalogue import Catalogue, RefusedRow, catalogue_from, read_catalogue
from stepladder.skills.plans.front import FrontPoint, cost_time_front
from stepladder.skills.plans.model import (
    Asked,
    Check,
    Feasibility,
    LearningPlan,
    Objective,
    OpenSkill,
    PlanStep,
    Rejected,
    Renewal,
)
from stepladder.skills.plans.opportunity import LearningOpportunity, Outcomes, Payment
from stepladder.skills.plans.paying import Paying, PayingRule, read_paying
from stepladder.skills.plans.planning import PlanSettings, plan
from stepladder.skills.plans.wishes import PlanWishes, Weights

__all__ = [
    "Asked",
    "Catalogue",
    "Check",
    "Feasibility",
    "FrontPoint",
    "LearningOpportunity",
    "LearningPlan",
    "Objective",
    "OpenSkill",
    "Outcomes",
    "Paying",
    "PayingRule",
    "Payment",
    "PlanSettings",
    "PlanStep",
    "PlanWishes",
    "RefusedRow",
    "Rejected",
    "Renewal",
    "Weights",
    "calendar_of",
    "catalogue_from",
    "cost_time_front",
    "plan",
    "read_catalogue",
    "read_paying",
]
