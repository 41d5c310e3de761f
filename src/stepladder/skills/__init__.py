"""Skills: frameworks, profiles, gaps, plans and moves. Pure: no Django, no network, no clock.

Names are loaded when asked for, so that a program that only needs one part starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stepladder.skills.demand import DemandSeries, DemandSignal, RelevanceEvidence
    from stepladder.skills.errors import (
        DemandError,
        FrameworkError,
        IncomparableLevelsError,
        NoPlanError,
        SkillsError,
        UnknownSkillError,
    )
    from stepladder.skills.evidence import SkillAttestation
    from stepladder.skills.frameworks.model import Framework, Hit, Occupation, Requirement, Skill
    from stepladder.skills.gaps import GapReport, GapSettings, gap
    from stepladder.skills.linking import LinkedSkill, Suggestion, link, link_many, suggest
    from stepladder.skills.moves import Move
    from stepladder.skills.plans import LearningOpportunity, LearningPlan, plan
    from stepladder.skills.proficiency import STEPLADDER_SCALE, ProficiencyLevel, ProficiencyScale
    from stepladder.skills.profile import SkillProfile

_HOMES = {
    "DemandError": "errors",
    "FrameworkError": "errors",
    "IncomparableLevelsError": "errors",
    "NoPlanError": "errors",
    "SkillsError": "errors",
    "UnknownSkillError": "errors",
    "DemandSeries": "demand",
    "DemandSignal": "demand",
    "RelevanceEvidence": "demand",
    "SkillAttestation": "evidence",
    "Framework": "frameworks.model",
    "Hit": "frameworks.model",
    "Occupation": "frameworks.model",
    "Requirement": "frameworks.model",
    "Skill": "frameworks.model",
    "GapReport": "gaps",
    "GapSettings": "gaps",
    "gap": "gaps",
    "LinkedSkill": "linking",
    "Suggestion": "linking",
    "link": "linking",
    "link_many": "linking",
    "suggest": "linking",
    "Move": "moves",
    "LearningOpportunity": "plans",
    "LearningPlan": "plans",
    "plan": "plans",
    "STEPLADDER_SCALE": "proficiency",
    "ProficiencyLevel": "proficiency",
    "ProficiencyScale": "proficiency",
    "SkillProfile": "profile",
}

__all__ = [  # noqa: RUF022 - in the order of the modules
    "DemandError",
    "FrameworkError",
    "IncomparableLevelsError",
    "NoPlanError",
    "SkillsError",
    "UnknownSkillError",
    "DemandSeries",
    "DemandSignal",
    "RelevanceEvidence",
    "SkillAttestation",
    "Framework",
    "Hit",
    "Occupation",
    "Requirement",
    "Skill",
    "GapReport",
    "GapSettings",
    "gap",
    "LinkedSkill",
    "Suggestion",
    "link",
    "link_many",
    "suggest",
    "Move",
    "LearningOpportunity",
    "LearningPlan",
    "plan",
    "STEPLADDER_SCALE",
    "ProficiencyLevel",
    "ProficiencyScale",
    "SkillProfile",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)
