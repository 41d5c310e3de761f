"""How a framework lies in memory: columns, so that 14,000 skills and 124,000 relations cost a few megabytes.

Nothing outside this package reads columns; `Framework` shows them as mappings of values that are made when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["Columns", "LazyLists", "LazyMapping", "Ragged"]

Value = TypeVar("Value")
Ints = npt.NDArray[np.int32]
Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


class LazyLists:
    """One list of strings per row, decoded when the first one is asked for."""

    __slots__ = ("_load", "_rows")

    def __init__(
        self, rows: Sequence[Sequence[str]] | None = None, load: Callable[[], list[list[str]]] | None = None
    ) -> None:
        self._rows = rows
        self._load = load

    @property
    def rows(self) -> Sequence[Sequence[str]]:
        """Return every row; the first call decodes."""
        if self._rows is None:
            self._rows = self._load() if self._load else []
            self._load = None
        return self._rows

    def __getitem__(self, row: int) -> tuple[str, ...]:
        return tuple(self.rows[row])


@dataclass(slots=True)
class Ragged:
    """Whole numbers per row, of any length: row ``i`` is ``values[start[i]:start[i + 1]]``."""

    start: Ints
    values: Ints

    @classmethod
    def of(cls, rows: Sequence[Sequence[int]]) -> Ragged:
        start = np.zeros(len(rows) + 1, dtype=np.int32)
        np.cumsum([len(row) for row in rows], out=start[1:])
        values = np.fromiter((value for row in rows for value in row), dtype=np.int32, count=int(start[-1]))
        return cls(start, values)

    def __getitem__(self, row: int) -> Ints:
        return self.values[self.start[row] : self.start[row + 1]]

    def transposed(self, width: int) -> Ragged:
        """Return, per value below ``width``, the rows that hold it, in ascending order."""
        rows = np.repeat(np.arange(len(self.start) - 1, dtype=np.int32), np.diff(self.start))
        order = np.argsort(self.values, kind="stable")
        start = np.zeros(width + 1, dtype=np.int32)
        np.cumsum(np.bincount(self.values, minlength=width), out=start[1:])
        return Ragged(start, rows[order])


@dataclass(slots=True, kw_only=True)
class Columns:
    """The columns of a framework. Nodes of the skill graph are the skills 0 … n−1, then the groups n … n+g−1."""

    skill_uris: list[str]
    skill_labels: list[str]
    skill_aliases: LazyLists
    skill_kinds: Bytes
    skill_reuse: Bytes

    occupation_uris: list[str]
    occupation_labels: list[str]
    occupation_aliases: LazyLists
    occupation_isco: list[str]
    occupation_sources: list[str]

    requirements: Ragged
    requirement_relations: Bytes
    requirement_weights: Floats
    requirement_scales: Bytes
    requirement_levels: Floats

    group_uris: list[str]
    group_labels: list[str]
    group_codes: list[str]
    broader: Ragged
    related: Ragged
    related_relations: Bytes

    skill_rows: dict[str, int] = field(init=False, repr=False)
    occupation_rows: dict[str, int] = field(init=False, repr=False)
    group_rows: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.skill_rows = {uri: row for row, uri in enumerate(self.skill_uris)}
        self.occupation_rows = {uri: row for row, uri in enumerate(self.occupation_uris)}
        self.group_rows = {uri: row for row, uri in enumerate(self.group_uris)}

    def node(self, uri: str) -> int | None:
        """Return the graph node of a skill or a group, or None."""
        row = self.skill_rows.get(uri)
        if row is not None:
            return row
        group = self.group_rows.get(uri)
        return None if group is None else len(self.skill_uris) + group

    def node_uri(self, node: int) -> str:
        """Return the identifier of a graph node."""
        skills = len(self.skill_uris)
        return self.skill_uris[node] if node < skills else self.group_uris[node - skills]


class LazyMapping(Mapping[str, Value], Generic[Value]):
    """A read-only mapping whose values are made from columns when asked for."""

    __slots__ = ("_make", "_rows")

    def __init__(self, rows: Mapping[str, int], make: Callable[[int], Value]) -> None:
        self._rows = rows
        self._make = make

    def __getitem__(self, uri: str) -> Value:
        return self._make(self._rows[uri])

    def __contains__(self, uri: object) -> bool:
        return uri in self._rows

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __repr__(self) -> str:
        return f"<{len(self)} values by URI>"
