"""The values of a framework: skills, occupations and what they require, sources, and hits of a search."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from stepladder.skills.proficiency import ProficiencyLevel  # noqa: TC001 - dataclass fields, resolved at run time

__all__ = [
    "KINDS",
    "RELATIONS",
    "REUSE_LEVELS",
    "ROLE_TEMPLATE_PREFIX",
    "TEMPLATE_SOURCE",
    "Hit",
    "Occupation",
    "RelatedSkill",
    "Requirement",
    "Skill",
    "SkillGroup",
    "Source",
]

Kind = Literal["", "skill", "knowledge"]
ReuseLevel = Literal["", "transversal", "cross-sector", "sector-specific", "occupation-specific"]
Relation = Literal["essential", "optional"]

KINDS: tuple[Kind, ...] = ("", "skill", "knowledge")
REUSE_LEVELS: tuple[ReuseLevel, ...] = ("", "transversal", "cross-sector", "sector-specific", "occupation-specific")
RELATIONS: tuple[Relation, ...] = ("essential", "optional")

ROLE_TEMPLATE_PREFIX = "urn:stepladder:role-template:"
TEMPLATE_SOURCE = "written for Stepladder, not ESCO"


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A skill or a piece of knowledge of a framework; ``kind`` and ``reuse_level`` are empty where not stated."""

    uri: str
    label: str
    alternative_labels: tuple[str, ...] = ()
    kind: Kind = ""
    reuse_level: ReuseLevel = ""

    @property
    def name(self) -> str:
        """Return the label, or words that say there is none."""
        return self.label or f"unlabelled skill {self.uri.rsplit('/', 1)[-1]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One skill that an occupation asks for.

    ``relation`` is ESCO's; ``weight`` is 0 to 1 (ESCO states none: essential 1, optional 0.5; an importance of
    1–5 is divided by 5); ``level`` is None where the framework states none.
    """

    skill: str
    relation: Relation = "essential"
    weight: float = 1.0
    level: ProficiencyLevel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Occupation:
    """An occupation, or a role template, with what it asks for; ``isco`` is the ISCO-08 code or empty.

    ``source`` says who wrote it where that is not the framework's publisher.
    """

    uri: str
    label: str
    alternative_labels: tuple[str, ...] = ()
    isco: str = ""
    requirements: tuple[Requirement, ...] = ()
    source: str = ""

    @property
    def name(self) -> str:
        """Return the label, or words that say there is none."""
        return self.label or f"unlabelled occupation {self.uri.rsplit('/', 1)[-1]}"

    @property
    def is_template(self) -> bool:
        """Return whether this is a role template written for Stepladder."""
        return self.uri.startswith(ROLE_TEMPLATE_PREFIX)

    @property
    def essential(self) -> tuple[Requirement, ...]:
        """Return the essential requirements, in the framework's order."""
        return tuple(item for item in self.requirements if item.relation == "essential")

    @property
    def optional(self) -> tuple[Requirement, ...]:
        """Return the optional requirements, in the framework's order."""
        return tuple(item for item in self.requirements if item.relation == "optional")


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillGroup:
    """A group of the skill hierarchy, such as ESCO's S1.2 or an ISCED-F field."""

    uri: str
    label: str
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedSkill:
    """A skill that the framework relates to another one, as essential or optional for it."""

    skill: str
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file that a framework was read from: its name, the SHA-256 of its bytes in hex, its size in bytes.

    ``language`` is stated where the file gave the words of a language other than the framework's first.
    """

    name: str
    sha256: str
    size: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A skill or occupation that a search found: ``score`` 0 to 1, ``matched`` the label or words that decided."""

    uri: str
    label: str
    score: float
    matched: str = field(default="")
