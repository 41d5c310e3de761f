"""Typed values of Open Badges 3.0, the builder of a credential, and strict reading of JSON."""

from stepladder.credentials.model.builder import achievement_credential
from stepladder.credentials.model.values import (
    Achievement,
    AchievementSubject,
    Alignment,
    Criteria,
    Evidence,
    IdentityObject,
    Profile,
    Result,
)

__all__ = [
    "Achievement",
    "AchievementSubject",
    "Alignment",
    "Criteria",
    "Evidence",
    "IdentityObject",
    "Profile",
    "Result",
    "achievement_credential",
]
