"""From columns that a database or a file hands over to a population, in parts, so that tens of millions fit memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from stepladder.skills.errors import SkillsError
from stepladder.skills.population.grades import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from stepladder.skills.population.grades import Grade

__all__ = ["Table", "checked", "graded", "in_order", "starts"]

PART = 1 << 20  # holdings looked at in one go
DIGITS = 6
SMALL = np.iinfo(np.uint16).max
Column = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The columns, of one length; those that nobody gave are None."""

    person: Column
    skill: Column
    level: Column | None
    confidence: Column | None
    proof: Column | None

    def parts(self) -> Iterator[slice]:
        for first in range(0, len(self.person), PART):
            yield slice(first, first + PART)

    def taken(self, order: npt.NDArray[np.int64]) -> Table:
        def of(column: Column | None) -> Column | None:
            return None if column is None else column[order]

        return Table(
            person=self.person[order],
            skill=self.skill[order],
            level=of(self.level),
            confidence=of(self.confidence),
            proof=of(self.proof),
        )


def checked(given: Mapping[str, npt.ArrayLike | None], *, people: int, skills: int) -> Table:
    """Return columns that are what they should be, or raise `SkillsError` (``population.malformed``)."""
    found = {name: None if values is None else _array(values, name) for name, values in given.items()}
    person, skill, level, confidence, proof = found.values()
    if person is None or skill is None:
        raise _malformed("The columns person and skill are needed")
    sizes = {name: len(column) for name, column in found.items() if column is not None}
    if len(set(sizes.values())) > 1:
        raise _malformed("The columns have different lengths: " + ", ".join(f"{k} {v}" for k, v in sizes.items()))
    _within(person, "person", np.integer, people - 1)
    _within(skill, "skill", np.integer, skills - 1)
    _within(level, "level", np.number, np.inf)
    _within(confidence, "confidence", np.number, 1)
    return Table(person=person, skill=skill, level=level, confidence=confidence, proof=proof)


def in_order(table: Table, skills: int) -> Table:
    """Return the table by person and skill. Raises `SkillsError` where a person holds a skill twice."""
    if not _ascends(table, skills):
        key = table.person.astype(np.int64) * skills + table.skill
        table = table.taken(np.argsort(key, kind="stable"))
        if not _ascends(table, skills):
            key.sort()
            twice = int(key[1:][key[1:] == key[:-1]][0])
            raise _malformed(f"Person {twice // skills} holds skill {twice % skills} twice")
    return table


def starts(table: Table, people: int) -> npt.NDArray[np.int64]:
    """Return where each person's holdings begin, and where the last one's end."""
    count = np.zeros(people, dtype=np.int64)
    for part in table.parts():
        who = table.person[part]
        low = int(who[0])
        found = np.bincount(who - low)
        count[low : low + len(found)] += found
    start = np.zeros(people + 1, dtype=np.int64)
    np.cumsum(count, out=start[1:])
    return start


def graded(table: Table, scale: str) -> tuple[tuple[Grade, ...], npt.NDArray[Any]]:
    """Return the combinations of level, confidence and proof that occur, and which one each holding has."""
    levels, sures = _values(table.level, table, 0.0), _values(table.confidence, table, 1.0)
    codes: dict[int, int] = {}
    which = np.empty(len(table.person), dtype=np.uint32)
    for part in table.parts():
        code = _places(levels, table.level, part) * len(sures) + _places(sures, table.confidence, part)
        code *= 2
        if table.proof is not None:
            code += table.proof[part].astype(bool)
        found, back = np.unique(code, return_inverse=True)
        rows = [codes.setdefault(one, len(codes)) for one in found.tolist()]
        which[part] = np.array(rows, dtype=np.uint32)[back]
    grades = []
    for one in codes:
        rest, proved = divmod(one, 2)
        level_row, sure_row = divmod(rest, len(sures))
        level, sure = (round(float(of[row]), DIGITS) for of, row in ((levels, level_row), (sures, sure_row)))
        grades.append((Fact(scale if level else "", level, sure, 1.0, bool(proved)),))
    return tuple(grades), which.astype(np.uint16) if len(codes) <= SMALL else which


def _ascends(table: Table, skills: int) -> bool:
    last = -1
    for part in table.parts():
        key = table.person[part].astype(np.int64) * skills + table.skill[part]
        if int(key[0]) <= last or not bool((key[1:] > key[:-1]).all()):
            return False
        last = int(key[-1])
    return True


def _values(column: Column | None, table: Table, default: float) -> Column:
    if column is None or not len(column):
        return np.array([default])
    return np.unique(np.concatenate([np.unique(column[part]) for part in table.parts()]))


def _places(values: Column, column: Column | None, part: slice) -> npt.NDArray[np.int64]:
    return np.zeros(1, dtype=np.int64) if column is None else np.searchsorted(values, column[part]).astype(np.int64)


def _array(values: npt.ArrayLike, name: str) -> Column:
    found = np.asarray(values)
    if found.ndim != 1:
        raise _malformed(f"The column {name} is not one row of values")
    return found


def _within(column: Column | None, name: str, kind: Any, most: float) -> None:
    if column is None or not len(column):
        return
    if not np.issubdtype(column.dtype, kind) or np.issubdtype(column.dtype, np.complexfloating):
        raise _malformed(f"The column {name} holds {column.dtype}, and numbers were expected")
    low, high = column.min(), column.max()
    if not 0 <= low <= high <= most or not np.isfinite(high):  # false for what is no number, too
        raise _malformed(f"The column {name} runs from {low} to {high}; expected 0 to {most:g}")


def _malformed(found: str) -> SkillsError:
    return SkillsError(
        found, code="population.malformed", hint="See “Gaps of a whole population” in the documentation."
    )
