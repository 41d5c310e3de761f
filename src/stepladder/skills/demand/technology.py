"""O*NET's hot and in-demand technologies, and what changed between two releases.

O*NET calls a technology *hot* where employers' postings often ask for it, and *in demand* for an occupation where the
postings for that occupation do. The flags come from postings that the O*NET programme has analysed, and change with the
releases: the change is a signal of demand that ships with the framework.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stepladder.skills.errors import DemandError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stepladder.skills.frameworks.model import Framework

__all__ = ["TechnologyChanges", "TechnologyTable", "compare_technologies", "technologies_of"]

ATTRIBUTION = "O*NET by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA), CC BY 4.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyTable:
    """The technologies of one release: all of them, the hot ones, and per occupation those in demand.

    ``occupations`` are all occupations of the table by code or URI with their titles; ``in_demand`` holds pairs of
    (occupation, technology).
    """

    release: str
    technologies: frozenset[str]
    hot: frozenset[str]
    in_demand: frozenset[tuple[str, str]]
    occupations: Mapping[str, str] = field(hash=False)

    @classmethod
    def of(cls, release: str, rows: Iterable[tuple[str, str, str, bool, bool]]) -> TechnologyTable:
        """Return the table of rows (occupation, its title, technology, hot, in demand).

        Raises `DemandError` ``demand.no_technologies`` where there is no row.
        """
        listed = list(rows)
        if not listed:
            raise DemandError(
                f"{release} holds no technologies",
                code="demand.no_technologies",
                hint="Import an O*NET release with its table “Technology Skills”.",
            )
        return cls(
            release=release,
            technologies=frozenset(name for _, _, name, _, _ in listed),
            hot=frozenset(name for _, _, name, hot, _ in listed if hot),
            in_demand=frozenset((occupation, name) for occupation, _, name, _, asked in listed if asked),
            occupations={occupation: title for occupation, title, _, _, _ in listed},
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyChanges:
    """What changed from one release to the next; names in order.

    ``newly_hot`` and ``no_longer_hot`` are technologies; ``newly_listed`` are those of the newly hot that the older
    release does not have at all. ``newly_in_demand`` and ``no_longer_in_demand`` are (occupation, technology), over the
    ``compared`` occupations that both releases have.
    """

    older: str
    newer: str
    hot: int
    newly_hot: tuple[str, ...]
    newly_listed: tuple[str, ...]
    no_longer_hot: tuple[str, ...]
    newly_in_demand: tuple[tuple[str, str], ...]
    no_longer_in_demand: tuple[tuple[str, str], ...]
    compared: int
    titles: Mapping[str, str] = field(hash=False, repr=False)
    source: str = ATTRIBUTION

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "older": self.older,
            "newer": self.newer,
            "hot": self.hot,
            "newly_hot": list(self.newly_hot),
            "newly_listed": list(self.newly_listed),
            "no_longer_hot": list(self.no_longer_hot),
            "newly_in_demand": [self._pair(*pair) for pair in self.newly_in_demand],
            "no_longer_in_demand": [self._pair(*pair) for pair in self.no_longer_in_demand],
            "occupations_compared": self.compared,
            "source": self.source,
        }

    def _pair(self, occupation: str, technology: str) -> dict[str, str]:
        return {"occupation": occupation, "title": self.titles.get(occupation, ""), "technology": technology}


def technologies_of(framework: Framework) -> TechnologyTable:
    """Return the technologies of an O*NET release that is loaded; raises `DemandError` ``demand.no_technologies``."""
    return TechnologyTable.of(
        framework.title if framework.version in framework.title else f"{framework.title} {framework.version}",
        (
            (uri, occupation.name, one.name, one.hot, one.in_demand)
            for uri, occupation in framework.occupations.items()
            for one in framework.facts(uri).technologies
        ),
    )


def compare_technologies(older: TechnologyTable, newer: TechnologyTable) -> TechnologyChanges:
    """Return what is newly hot or in demand, and what no longer is."""
    both = older.occupations.keys() & newer.occupations.keys()
    new_hot, new_asked = newer.hot - older.hot, newer.in_demand - older.in_demand
    gone_hot, gone_asked = older.hot - newer.hot, older.in_demand - newer.in_demand
    return TechnologyChanges(
        older=older.release,
        newer=newer.release,
        hot=len(newer.hot),
        newly_hot=_sorted(new_hot),
        newly_listed=_sorted(new_hot - older.technologies),
        no_longer_hot=_sorted(gone_hot),
        newly_in_demand=tuple(sorted(pair for pair in new_asked if pair[0] in both)),
        no_longer_in_demand=tuple(sorted(pair for pair in gone_asked if pair[0] in both)),
        compared=len(both),
        titles={**older.occupations, **newer.occupations},
    )


def _sorted(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (name.casefold(), name)))
