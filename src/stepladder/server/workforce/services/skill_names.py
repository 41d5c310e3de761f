"""From names that people write to skills of the framework: exact names and other names only, never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepladder.server.catalog.selectors import framework

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stepladder.skills import Framework, Skill


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillNames:
    """The skills that a set of names means."""

    skills: dict[str, Skill]
    pack: Framework

    @classmethod
    def of(cls, names: Iterable[str]) -> SkillNames:
        """Look up all names in one pass over the framework."""
        wanted = {_fold(name) for name in names}
        pack = framework()
        found: dict[str, Skill] = {}
        others: dict[str, list[Skill]] = {}
        if wanted:
            for skill in pack.skills.values():
                for label in (skill.label, skill.uri):
                    if _fold(label) in wanted:
                        found.setdefault(_fold(label), skill)
                for label in skill.alternative_labels:
                    if _fold(label) in wanted:
                        others.setdefault(_fold(label), []).append(skill)
        for name, skills in others.items():
            if len({skill.uri for skill in skills}) == 1:  # a name that two skills bear decides nothing
                found.setdefault(name, skills[0])
        return cls(skills=found, pack=pack)

    def found(self, name: str) -> Skill | None:
        """Return the skill with this name or identifier, or ``None``."""
        return self.skills.get(_fold(name))

    def advice(self, name: str) -> str:
        """Say that a name is unknown, and which are near."""
        near = [hit.label for hit in self.pack.search_skills(name, 3)]
        hint = f" Near: {'; '.join(near)}." if near else ""
        return f"No skill of {self.pack.title} is called {name!r}; it is left out.{hint}"


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())
