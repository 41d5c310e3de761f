"""The errors of the skills library; codes are stable.

::

    SkillsError
    ├── UnknownSkillError         skill.unknown, occupation.unknown, occupation.ambiguous; carries near suggestions
    ├── FrameworkError            framework.* (a release that cannot be read), pack.* (a stored pack), migration.*
    ├── DemandError               demand.* (postings that cannot be read, a series that cannot be opened or asked)
    ├── IncomparableLevelsError   levels.incomparable
    └── NoPlanError               plan.*; carries the conditions that conflict
"""

from __future__ import annotations

from stepladder.errors import StepladderError

__all__ = [
    "DemandError",
    "FrameworkError",
    "IncomparableLevelsError",
    "NoPlanError",
    "SkillsError",
    "UnknownSkillError",
]


class SkillsError(StepladderError):
    """The root of every error of `stepladder.skills`."""


class UnknownSkillError(SkillsError):
    """A skill or occupation that the framework does not have; ``suggestions`` holds labels that come near."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "skill.unknown",
        hint: str = "",
        where: str = "",
        spec: str = "",
        suggestions: tuple[str, ...] = (),
    ) -> None:
        if suggestions and not hint:
            hint = "Did you mean " + ", ".join(f"“{name}”" for name in suggestions) + "?"
        super().__init__(message, code=code, hint=hint, where=where, spec=spec)
        self.suggestions = suggestions


class FrameworkError(SkillsError):
    """A file of a framework that cannot be read, or that is not what it says it is; ``where`` names file and row."""


class DemandError(SkillsError):
    """Postings that cannot be read, or a series of them that is not there, is damaged or cannot be asked this."""


class IncomparableLevelsError(SkillsError):
    """Two proficiency levels on different scales, which no rule here may compare."""

    def __init__(self, message: str, *, code: str = "levels.incomparable", hint: str = "", where: str = "") -> None:
        super().__init__(message, code=code, hint=hint, where=where)


class NoPlanError(SkillsError):
    """No set of learning opportunities meets the conditions; ``conflicts`` names the smallest set that clashes."""

    def __init__(
        self,
        message: str,
        *,
        code: str = "plan.impossible",
        hint: str = "",
        where: str = "",
        conflicts: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message, code=code, hint=hint, where=where)
        self.conflicts = conflicts
