"""Postings found twice, and series joined: arithmetic on columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from stepladder.skills.demand.series import DemandSeries, Method
from stepladder.skills.errors import DemandError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.skills.demand.model import SeriesFile

__all__ = ["Found", "joined", "series_of"]

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Postings as numbers, a row each: fingerprints, day, place, occupation and set of skills."""

    ids: Longs
    texts: Longs
    days: Ints
    places: Ints
    occupations: Ints
    sets: Ints

    def rows(self, chosen: npt.NDArray[Any]) -> Found:
        """Return these rows, in this order."""
        return Found(**{name: getattr(self, name)[chosen] for name in self.__slots__})

    def without_doubles(self, repost_days: int, before: DemandSeries | None = None) -> Found:
        """Return each posting once, the earliest; those counted ``before`` not at all.

        The answer does not depend on the order of the rows: they are put in order by day and fingerprint first.
        """
        order = np.lexsort((self.sets, self.occupations, self.places, self.ids, self.texts, self.days))
        found = self.rows(order)
        keep = np.ones(len(found.days), dtype=bool)
        if before is not None:
            keep &= (found.ids == 0) | ~np.isin(found.ids, before.ids)
        seen: set[int] = set()
        for row in np.flatnonzero(keep & (found.ids != 0)).tolist():
            mark = int(found.ids[row])
            if mark in seen:
                keep[row] = False
            seen.add(mark)
        counted: dict[int, list[int]] = {}
        if before is not None:
            again = np.flatnonzero(np.isin(before.texts, found.texts) & (before.texts != 0))
            for mark, day in zip(before.texts[again].tolist(), before.days[again].tolist(), strict=True):
                counted.setdefault(mark, []).append(day)
        for row in np.flatnonzero(keep & (found.texts != 0)).tolist():
            days = counted.setdefault(int(found.texts[row]), [])
            day = int(found.days[row])
            if any(abs(day - other) <= repost_days for other in reversed(days)):
                keep[row] = False
            else:
                days.append(day)
        return found.rows(np.flatnonzero(keep))


def series_of(found: Found, sets: Sequence[tuple[int, ...]], *, file: SeriesFile, **names: Any) -> DemandSeries:
    """Return the series of postings that are each there once; ``names`` are the other members of a series."""
    months = _months(found.days)
    keys = np.column_stack((months, found.places, found.occupations)).astype(np.int32)
    postings, cells, cell_of = _summed(keys, np.ones(len(keys), dtype=np.int32))
    sizes = np.array([len(one) for one in sets] or [0], dtype=np.int64)
    flat = np.array([row for one in sets for row in one], dtype=np.int64)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    lengths = sizes[found.sets] if len(found.sets) else np.zeros(0, dtype=np.int64)
    owner = np.repeat(cell_of, lengths)
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    skills = flat[np.repeat(starts[found.sets], lengths) + within] if len(owner) else np.zeros(0, dtype=np.int64)
    columns: dict[str, Any] = {
        "cells": np.column_stack((cells, postings)).astype(np.int32),
        "entries": np.column_stack((owner, skills, np.ones(len(owner)))).astype(np.int32),
        "ids": found.ids,
        "texts": found.texts,
        "days": found.days,
    }
    columns |= {name: tuple(value) if isinstance(value, list) else value for name, value in names.items()}
    return _tidy(DemandSeries(files=(file,), **columns))


def joined(one: DemandSeries, other: DemandSeries) -> DemandSeries:
    """Return both series as one; ``other`` must not hold a posting of ``one`` (see `Found.without_doubles`).

    Raises `DemandError` ``demand.mixed`` where skills were found by two methods.
    """
    if one.method != other.method:
        raise mixed(one, other.method)
    names: dict[str, Any] = {}
    rows: dict[str, Ints] = {}
    for name, labels in (("skills", "labels"), ("places", ""), ("occupations", "occupation_labels")):
        mine, theirs = getattr(one, name), getattr(other, name)
        place = {value: row for row, value in enumerate(dict.fromkeys((*mine, *theirs)))}
        names[name] = tuple(place)
        rows[name] = np.array([place[value] for value in theirs] or [0], dtype=np.int32)
        if labels:
            known = dict(zip(theirs, getattr(other, labels), strict=True))
            known |= dict(zip(mine, getattr(one, labels), strict=True))
            names[labels] = tuple(known[value] for value in place)
    cells, entries = other.cells.copy(), other.entries.copy()
    cells[:, 1], cells[:, 2] = rows["places"][cells[:, 1]], rows["occupations"][cells[:, 2]]
    entries[:, 0] += len(one.cells)
    entries[:, 1] = rows["skills"][entries[:, 1]]
    return _tidy(
        replace(
            one,
            files=(*one.files, *other.files),
            cells=np.concatenate((one.cells, cells)),
            entries=np.concatenate((one.entries, entries)),
            ids=np.concatenate((one.ids, other.ids)),
            texts=np.concatenate((one.texts, other.texts)),
            days=np.concatenate((one.days, other.days)),
            **names,
        )
    )


def mixed(series: DemandSeries, method: Method) -> DemandError:
    """Return the error for postings whose skills were found otherwise than those of the series."""
    return DemandError(
        f"The series {series.source} holds {series.method.sentence()}; these would be {method.sentence()}",
        code="demand.mixed",
        hint="Give these another --source, or import all of them anew under a new one.",
    )


def _tidy(series: DemandSeries) -> DemandSeries:
    """Return the series in order, each name, cell and entry once, so that equal series have equal bytes."""
    cells, entries = series.cells.copy(), series.entries.copy()
    names: dict[str, Any] = {}
    for name, table, column in (("skills", entries, 1), ("places", cells, 1), ("occupations", cells, 2)):
        values = getattr(series, name)
        used = set(table[:, column].tolist()) | ({values.index("")} if "" in values else set())
        order = sorted(used, key=lambda row, values=values: values[row])  # type: ignore[misc]  # a default binds the loop's
        place = np.zeros(len(values) + 1, dtype=np.int32)
        place[order] = np.arange(len(order), dtype=np.int32)
        table[:, column] = place[table[:, column]]
        for other in (name, {"skills": "labels", "occupations": "occupation_labels"}.get(name, name)):
            names[other] = tuple(getattr(series, other)[row] for row in order)
    postings, cells, cell_of = _summed(cells[:, :3], cells[:, 3])
    asking, entries, _ = _summed(np.column_stack((cell_of[entries[:, 0]], entries[:, 1])), entries[:, 2])
    order_of_marks = np.lexsort((series.ids, series.texts, series.days))
    return replace(
        series,
        cells=np.column_stack((cells, postings)).astype(np.int32),
        entries=np.column_stack((entries, asking)).astype(np.int32),
        ids=series.ids[order_of_marks],
        texts=series.texts[order_of_marks],
        days=series.days[order_of_marks],
        **names,
    )


def _summed(keys: Ints, counts: Ints) -> tuple[npt.NDArray[np.int64], Ints, npt.NDArray[np.int64]]:
    """Return sums by key, the keys in order, and for each row the place of its key."""
    found, inverse = np.unique(keys, axis=0, return_inverse=True)
    place = inverse.reshape(-1).astype(np.int64)
    sums = np.zeros(len(found), dtype=np.int64)
    np.add.at(sums, place, counts)
    return sums, found, place


def _months(days: Ints) -> Ints:
    """Return year × 12 + month − 1 of proleptic ordinals."""
    since_1970 = (days.astype(np.int64) - 719_163).astype("datetime64[D]")
    months: Ints = (since_1970.astype("datetime64[M]").astype(np.int64) + 1970 * 12).astype(np.int32)
    return months
