"""What a publisher states about an occupation beside its skills: job zone, technologies, related occupations.

O*NET states all three; ESCO none. Columns by row of the occupation, kept packed until somebody asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.skills.frameworks.model import Framework

__all__ = [
    "HOT",
    "IN_DEMAND",
    "TIERS",
    "FactColumns",
    "OccupationFacts",
    "RelatedOccupation",
    "Technology",
    "facts_from",
    "facts_of",
]

HOT, IN_DEMAND = 1, 2
# In O*NET's order of nearness; "" where a release states none.
TIERS = ("", "Primary-Short", "Primary-Long", "Supplemental")


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology:
    """A technology that an occupation uses.

    O*NET flags as ``hot`` what postings ask for often, and as ``in_demand`` what they ask of this occupation.
    """

    name: str
    category: str = ""
    hot: bool = False
    in_demand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedOccupation:
    """An occupation that the publisher holds to be related, nearest first: its URI and O*NET's tier."""

    uri: str
    tier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupationFacts:
    """The facts about one occupation; ``job_zone`` is O*NET's 1–5 or None where it is not stated."""

    job_zone: int | None = None
    technologies: tuple[Technology, ...] = ()
    related: tuple[RelatedOccupation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FactColumns:
    """The facts of a framework by row of the occupation; a row beyond the end of a list has none.

    ``zones`` holds 0 for “not stated”; ``technologies`` pairs of (row in ``names``, flags `HOT` | `IN_DEMAND`);
    ``related`` pairs of (row of the occupation, place in `TIERS`).
    """

    zones: Sequence[int] = ()
    names: Sequence[str] = ()
    categories: Sequence[str] = ()
    category_of: Sequence[int] = ()
    technologies: Sequence[Sequence[tuple[int, int]]] = ()
    related: Sequence[Sequence[tuple[int, int]]] = ()

    def __bool__(self) -> bool:
        return bool(self.zones or self.technologies or self.related)


def facts_from(value: dict[str, Any]) -> FactColumns:
    """Return the columns in a pack's section; raises `ValueError` or `TypeError` for ones that do not fit together."""
    facts = FactColumns(**value)
    names, categories, occupations = len(facts.names), len(facts.categories), len(facts.related)
    sound = (
        len(facts.category_of) == names
        and _below(facts.category_of, categories)
        and all(_below([name for name, _ in row], names) for row in facts.technologies)
        and all(_below([other for other, _ in row], occupations) for row in facts.related)
        and all(_below([tier for _, tier in row], len(TIERS)) for row in facts.related)
    )
    if not sound:
        raise ValueError("facts name what is not there")
    return facts


def _below(values: Sequence[int], limit: int) -> bool:
    return not values or (min(values) >= 0 and max(values) < limit)


def job_zone_of(framework: Framework, uri: str) -> int | None:
    """Return the job zone of an occupation, 1 to 5, or None where it is not stated."""
    zones = framework.extras.facts.get().zones
    row = framework.columns.occupation_rows.get(uri)
    return (zones[row] or None) if row is not None and row < len(zones) else None


def facts_of(framework: Framework, uri: str) -> OccupationFacts:
    """Return the facts about an occupation by URI; nothing is stated about one that is not there."""
    columns = framework.extras.facts.get()
    row = framework.columns.occupation_rows.get(uri)
    if row is None or not columns:
        return OccupationFacts()
    return OccupationFacts(
        job_zone=job_zone_of(framework, uri),
        technologies=tuple(
            Technology(
                name=columns.names[name],
                category=columns.categories[columns.category_of[name]],
                hot=bool(flags & HOT),
                in_demand=bool(flags & IN_DEMAND),
            )
            for name, flags in (columns.technologies[row] if row < len(columns.technologies) else ())
        ),
        related=tuple(
            RelatedOccupation(uri=framework.columns.occupation_uris[other], tier=TIERS[tier])
            for other, tier in (columns.related[row] if row < len(columns.related) else ())
        ),
    )
