"""How firmly a credential speaks: the rule that turns its achievement, results and evidence into a strength.

1. *supervised*: it is assessed, and says that somebody watched. Where the extension for EU micro-credentials speaks of
   supervision or of identity verification, it alone decides: *supervised* needs both, a supervised assessment
   (``supervised``, ``supervisedOnline``, ``supervisedOnSite``) of somebody whose identity was ``verified``, because to
   watch somebody without knowing whom proves little of the holder. Elsewhere a tag ``supervised`` or ``proctored`` on
   the achievement, or evidence whose genre is one of those words, says so.
2. *assessed*: it carries a result that was completed, the achievement describes results, its type is one that is
   given on assessment (`ASSESSED_TYPES`, of Open Badges 3.0, section B.1.1, AchievementType), or it is a complete EU
   micro-credential, which names its type of assessment. A micro-credential without that is not one of these: some are
   given for watching a video, so it must carry a result.
3. *endorsed*: everything else. An issuer vouches, no assessment is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.skills.evidence import Strength  # noqa: TC001 - part of a public signature

if TYPE_CHECKING:
    from stepladder.credentials.model.micro_credential import MicroCredential

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
_SUPERVISED = frozenset({"supervised", "supervisedOnline", "supervisedOnSite"})
_NOT_ACHIEVED = frozenset({"Enrolled", "Failed", "InProgress", "OnHold", "Withdrew"})


def achieved(subject: dict[str, Any]) -> bool:
    """Return False where every stated result status says “not achieved” (Open Badges 3.0, ResultStatusType)."""
    stated = [str(result.get("status")) for result in _objects(subject.get("result")) if result.get("status")]
    return not stated or any(status not in _NOT_ACHIEVED for status in stated)


def strength_of(
    achievement: dict[str, Any], subject: dict[str, Any], evidence: Any, extension: MicroCredential | None = None
) -> Strength:
    """Return the strength by the rule of this module; ``extension`` is that of an EU micro-credential."""
    kind = achievement.get("achievementType")
    completed = [
        result
        for result in _objects(subject.get("result"))
        if result.get("status") in (None, "Completed", "Provisional")  # not a set: it may be any JSON
    ]
    given = isinstance(kind, str) and kind in ASSESSED_TYPES
    assessed = given or bool(completed) or bool(_objects(achievement.get("resultDescription")))
    if not assessed and not (extension is not None and extension.assessment_types):
        return "endorsed"
    if extension is not None and (extension.supervision or extension.identity_verification):
        known = extension.supervision in _SUPERVISED and extension.identity_verification == "verified"
        return "supervised" if known else "assessed"
    tags = achievement.get("tag")
    words = {str(tag).casefold().strip() for tag in (tags if isinstance(tags, list) else [tags]) if tag}
    words |= {str(item.get("genre") or "").casefold().strip() for item in _objects(evidence)}
    return "supervised" if words & _WATCHED else "assessed"


def _objects(value: Any) -> list[dict[str, Any]]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]
