"""What a framework may hold beside its columns: words in other languages, details of skills, matches with others.

None of it is needed to open a framework or to compute a gap, so each part stays packed until it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, Literal, TypeVar, get_args

from stepladder.skills.frameworks.facts import FactColumns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["MATCH_RELATIONS", "Extras", "Lazy", "Match", "MatchRelation", "Words"]

Value = TypeVar("Value")
MatchRelation = Literal["exact", "close", "broad", "narrow", "related", "replaced_by"]
MATCH_RELATIONS: tuple[MatchRelation, ...] = get_args(MatchRelation)


class Lazy(Generic[Value]):
    """A value that is there, or one that is made when it is first asked for."""

    __slots__ = ("_load", "_value")

    def __init__(self, value: Value | None = None, load: Callable[[], Value] | None = None) -> None:
        self._value = value
        self._load = load

    def get(self) -> Value:
        """Return the value; raises what making it raises."""
        if self._load is not None:
            self._value = self._load()
            self._load = None
        return self._value  # type: ignore[return-value]  # one of the two was given


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """What a publisher says about a skill and something of another framework.

    ``relation`` is SKOS's mapping relation: a ``broad`` match is broader than the skill. ``target`` is a URI, ``label``
    and ``framework`` are its names where they are stated.
    """

    skill: str
    relation: MatchRelation
    target: str
    label: str = ""
    framework: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What skills, occupations and groups are called in one language, in the order of the framework's own rows.

    Empty where the language has no name, and beyond the end of a list: there the framework's first language holds.
    """

    skills: Sequence[str] = ()
    skill_aliases: Sequence[Sequence[str]] = ()
    occupations: Sequence[str] = ()
    occupation_aliases: Sequence[Sequence[str]] = ()
    groups: Sequence[str] = ()
    isco_groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """The parts: ``words`` by language tag, ``details`` by URI and name (``statement``, ``keyword`` …), ``matches``.

    ``facts`` are those about occupations: job zones, technologies, related ones.
    """

    words: Mapping[str, Lazy[Words]] = field(default_factory=dict)
    details: Lazy[Mapping[str, Mapping[str, Sequence[str]]]] = field(default_factory=lambda: Lazy({}))
    matches: Lazy[tuple[Match, ...]] = field(default_factory=lambda: Lazy(()))
    facts: Lazy[FactColumns] = field(default_factory=lambda: Lazy(FactColumns()))
