"""The ways in which targets ask for a skill, and what a holding adds to a target that asks in one of them.

One number holds two sums: the parts of need that are covered, above; how many essential skills are held, below. So one
addition serves both, and both are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Ways", "smallest"]

MOST_CELLS = 1 << 22  # of the table way × grade, where there is one


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ways:
    """A *way* is a kind of level, a weight and a relation; way 0 is not to ask for the skill.

    ``worth`` has a row per grade and a column per kind (`worth_table`); values are shifted by ``bits``. ``cells`` is
    every value by way and grade, or empty where there would be too many.
    """

    worth: npt.NDArray[np.uint16]
    kind: npt.NDArray[np.int64]
    weight: npt.NDArray[Any]
    essential: npt.NDArray[Any]
    bits: int
    cells: npt.NDArray[Any]

    @classmethod
    def of(
        cls,
        worth: npt.NDArray[np.uint16],
        *,
        kind: npt.NDArray[np.int64],
        weight: npt.NDArray[np.int64],
        essential: npt.NDArray[np.bool_],
        bits: int,
        dtype: type[np.int32 | np.int64],
    ) -> Ways:
        """Return ways 1, 2, … by their kinds, weights and relations; values have the type ``dtype``."""
        none = np.zeros(1, dtype=np.int64)
        bare = cls(
            worth=worth,
            kind=np.concatenate((none, kind)),
            weight=np.concatenate((none, weight)).astype(dtype),
            essential=np.concatenate((none, essential)).astype(dtype),
            bits=bits,
            cells=np.empty(0, dtype=dtype),
        )
        ways, grades = len(kind) + 1, len(worth)
        if ways * grades > MOST_CELLS or not worth.size:
            return bare
        way, grade = np.divmod(np.arange(ways * grades), grades)
        cells = bare.value(grade, way)
        return cls(worth=worth, kind=bare.kind, weight=bare.weight, essential=bare.essential, bits=bits, cells=cells)

    def value(self, grade: npt.NDArray[Any], way: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Return what holdings of these grades add to targets that ask in these ways."""
        if len(self.cells):
            place = way.astype(np.intp)
            place *= len(self.worth)
            place += grade.astype(np.intp)  # numpy adds columns of two types many times more slowly
            return self.cells.take(place, mode="clip")
        if not self.worth.size:
            return np.zeros(len(way), dtype=self.weight.dtype)
        cell: npt.NDArray[Any] = self.worth.ravel()[grade.astype(np.intp) * self.worth.shape[1] + self.kind[way]]
        cell = cell.astype(self.weight.dtype)
        held = (cell & 1) & self.essential[way]
        cell >>= 1
        cell *= self.weight[way]
        cell <<= self.bits
        cell |= held
        return cell


def smallest(values: int) -> type[np.uint8 | np.uint16 | np.uint32]:
    """Return the smallest type that numbers so many ways."""
    return np.uint8 if values <= 1 << 8 else np.uint16 if values <= 1 << 16 else np.uint32
