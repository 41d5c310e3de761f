"""How firmly a credential speaks: the rule that turns its achievement, results and evidence into a strength.

1. *supervised*: it is assessed, and says that somebody watched: a tag ``supervised`` or ``proctored`` on the
   achievement, or evidence whose genre is one of those words.
2. *assessed*: it carries a result that was completed, the achievement describes results, or its type is one that is
   given on assessment (`ASSESSED_TYPES`, of Open Badges 3.0, section B.1.1, AchievementType). A micro-credential is
   not one of these: some are given for watching a video, so it must carry a result.
3. *endorsed*: everything else. An issuer vouches, no assessment is named.
"""

from __future__ import annotations

from typing import Any

from stepladder.skills.evidence import Strength  # noqa: TC001 - part of a public signature

__all__ = ["ASSESSED_TYPES", "achieved", "strength_of"]

ASSESSED_TYPES = frozenset(
    {
        "ApprenticeshipCertificate",
        "Assessment",
        "AssociateDegree",
        "BachelorDegree",
        "Certification",
        "Degree",
        "Diploma",
        "DoctoralDegree",
        "GeneralEducationDevelopment",
        "JourneymanCertificate",
        "License",
        "MasterCertificate",
        "MasterDegree",
        "ProfessionalDoctorate",
        "QualityAssuranceCredential",
        "ResearchDoctorate",
        "SecondarySchoolDiploma",
    }
)
_WATCHED = frozenset({"supervised", "proctored", "invigilated", "supervised assessment", "proctored assessment"})
_NOT_ACHIEVED = frozenset({"Enrolled", "Failed", "InProgress", "OnHold", "Withdrew"})


def achieved(subject: dict[str, Any]) -> bool:
    """Return False where every stated result status says “not achieved” (Open Badges 3.0, ResultStatusType)."""
    stated = [result.get("status") for result in _objects(subject.get("result")) if result.get("status")]
    return not stated or any(status not in _NOT_ACHIEVED for status in stated)


def strength_of(achievement: dict[str, Any], subject: dict[str, Any], evidence: Any) -> Strength:
    """Return the strength by the rule of this module."""
    kind = achievement.get("achievementType")
    completed = [
        result
        for result in _objects(subject.get("result"))
        if result.get("status") in {None, "Completed", "Provisional"}
    ]
    assessed = kind in ASSESSED_TYPES or bool(completed) or bool(_objects(achievement.get("resultDescription")))
    if not assessed:
        return "endorsed"
    tags = achievement.get("tag")
    words = {str(tag).casefold().strip() for tag in (tags if isinstance(tags, list) else [tags]) if tag}
    words |= {str(item.get("genre") or "").casefold().strip() for item in _objects(evidence)}
    return "supervised" if words & _WATCHED else "assessed"


def _objects(value: Any) -> list[dict[str, Any]]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]
