"""Rows that name something by URI and label, moved to the names of a newer version: in steps, and twice is once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence  # noqa: TC003 - part of public signatures
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.db.models import QuerySet

__all__ = ["STEP", "Moved", "Rename", "move_rows"]

#: At most so many rows in one transaction: nobody waits long for them, and what was moved stays moved.
STEP = 2000
LONGEST_LABEL = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """What is called ``old`` is called ``new`` from now on, and ``label`` for people."""

    old: str
    new: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How many rows got another URI, only another label, or became one with a row that was there."""

    moved: int = 0
    relabelled: int = 0
    joined: int = 0

    @property
    def rows(self) -> int:
        """Return how many rows were touched."""
        return self.moved + self.relabelled + self.joined

    def __add__(self, other: Moved) -> Moved:
        return Moved(
            moved=self.moved + other.moved,
            relabelled=self.relabelled + other.relabelled,
            joined=self.joined + other.joined,
        )

    def as_dict(self) -> dict[str, int]:
        """Return the counts as JSON."""
        return {"moved": self.moved, "relabelled": self.relabelled, "joined": self.joined}


def move_rows(
    rows: QuerySet[Any],
    renames: Iterable[Rename],
    *,
    uri: str,
    label: str = "",
    once_in: Sequence[str] = (),
    is_live: Callable[[Any], bool] = lambda _: True,
    join: Callable[[Any, Any], None] = lambda _kept, _gone: None,
    limit: int = STEP,
) -> Moved:
    """Move at most ``limit`` of ``rows``, in the caller's transaction; call again until nothing is left to move.

    ``uri`` and ``label`` name the columns; without ``label`` the words for people stay as they are.
    ``once_in`` names the columns within which a URI may stand once (among rows that are live). Where a moved row meets
    one, ``join`` gives what it says to the row that stays, and it goes.
    """
    done = Moved()
    for one in renames:
        left = limit - done.rows
        if left <= 0:
            break
        here = rows.filter(**{uri: one.old}).order_by("pk").select_for_update()
        words = {label: one.label[:LONGEST_LABEL]} if label else {}
        if one.old == one.new:
            keys = [row.pk for row in here.exclude(**words)[:left]] if words else []
            done += Moved(relabelled=rows.filter(pk__in=keys).update(**words) if keys else 0)
            continue
        picked = list(here[:left])
        if not picked:
            continue
        gone = _joined(rows.filter(**{uri: one.new}), picked, once_in, is_live, join)
        rows.filter(pk__in=gone).delete()
        going = [row.pk for row in picked if row.pk not in gone]
        moved = rows.filter(pk__in=going).update(**{uri: one.new, **words})
        done += Moved(moved=moved, joined=len(gone))
    return done


def _joined(
    there: QuerySet[Any],
    picked: Sequence[Any],
    once_in: Sequence[str],
    is_live: Callable[[Any], bool],
    join: Callable[[Any, Any], None],
) -> set[Any]:
    """Give what rows say to those that already stand where they go; return the keys of the ones that are spared."""
    if not once_in:
        return set()

    def place(row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, column) for column in once_in)

    among = there.filter(**{f"{once_in[0]}__in": {getattr(row, once_in[0]) for row in picked}}).select_for_update()
    taken = {place(row): row for row in among if is_live(row)}
    gone = set()
    for row in picked:
        kept = taken.get(place(row))
        if kept is not None and is_live(row):
            join(kept, row)
            gone.add(row.pk)
    return gone
