"""A new version of a framework comes: what names skills of an older one moves to it; what was signed never changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.server.catalog import services as catalog
from stepladder.server.kernel.moving import Moved, Rename
from stepladder.server.learning import services as learning
from stepladder.server.rewards import services as rewards
from stepladder.server.workforce import services as workforce

if TYPE_CHECKING:
    from stepladder.skills import Framework
    from stepladder.skills.frameworks.migration import Migration

__all__ = ["Report", "import_framework", "move_to_newest"]

Mover = Callable[[Sequence[Rename], Sequence[Rename]], Moved]
#: How many names one statement looks for; a release that renames everything takes some dozens of these.
NAMES_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of an older version's skills, and how many rows of which context were moved this time."""

    migration: Migration
    moved: Mapping[str, Moved]

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {**self.migration.as_dict(), "moved": {name: count.as_dict() for name, count in self.moved.items()}}

    def sentence(self) -> str:
        """Return it in a sentence."""
        way = f"{self.migration.framework} {self.migration.from_version} to {self.migration.to_version}"
        rows = sum(count.rows for count in self.moved.values())
        waiting = [one for one in self.migration.lines if len(one.targets) != 1]
        left = f"; {len(waiting)} names that were split or dropped stay as they are" if waiting else ""
        return f"From {way}, {rows:,} rows moved to new names{left}."


def import_framework(new: Framework) -> tuple[Report, ...]:
    """Store a version of a framework, and move to the newest one what names skills of the others."""
    catalog.store_framework(new)
    return move_to_newest(new.name)


def move_to_newest(
    name: str, *, from_version: str = "", replacements: Mapping[str, Sequence[str]] | None = None
) -> tuple[Report, ...]:
    """Move everything stored that names skills of older versions to the newest one; a second time moves nothing.

    Only what has one successor moves. What was split or dropped stays under its old name for a person to decide.
    """
    found = catalog.find_migrations(name, from_version=from_version, replacements=replacements)
    return tuple(Report(migration=one, moved=_moved(one)) for one in found)


def _moved(migration: Migration) -> dict[str, Moved]:
    reason = f"{migration.framework} {migration.from_version} → {migration.to_version}"
    skills, occupations = _renames(migration, "skill"), _renames(migration, "occupation")
    movers: tuple[tuple[str, Mover], ...] = (
        ("catalogue", lambda skills, _: catalog.move_alignments(skills=skills, reason=reason)),
        ("learning", lambda skills, jobs: learning.move_names(skills=skills, occupations=jobs, reason=reason)),
        ("workforce", lambda skills, jobs: workforce.move_names(skills=skills, occupations=jobs, reason=reason)),
        ("rewards", lambda skills, _: rewards.move_names(skills=skills, reason=reason)),
    )
    found = dict.fromkeys((name for name, _ in movers), Moved())
    for name, mover in movers:
        for some in _parts(skills):
            found[name] += _all(mover, some, ())
        for some in _parts(occupations):
            found[name] += _all(mover, (), some)
    return found


def _renames(migration: Migration, kind: str) -> list[Rename]:
    return [
        Rename(old=one.uri, new=one.targets[0].uri, label=one.targets[0].label)
        for one in migration.lines
        if one.kind == kind and len(one.targets) == 1 and one.targets[0].label
    ]


def _parts(renames: Sequence[Rename]) -> list[Sequence[Rename]]:
    return [renames[start : start + NAMES_AT_ONCE] for start in range(0, len(renames), NAMES_AT_ONCE)]


def _all(mover: Mover, skills: Sequence[Rename], occupations: Sequence[Rename]) -> Moved:
    """Take steps, each whole by itself, until there is nothing left to move."""
    done = Moved()
    while (now := mover(skills, occupations)).rows:
        done += now
    return done
