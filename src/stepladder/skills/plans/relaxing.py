"""The relaxation: what rows are worth when offers may be taken in parts, as a bound in whole numbers.

HiGHS solves the relaxation over the offers that look best, the others are priced out, and those that would help come in
until none does (column generation). What it returns are floating-point numbers; they are rounded down to whole
parts of a unit and repaired, so that no offer is worth less than its rows: then their sum is a bound by plain addition,
whatever the solver did.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from stepladder.skills.plans.milp import solver_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Whole = npt.NDArray[np.int64]

__all__ = ["PARTS", "Cover", "Prices", "relaxed"]

#: Parts of a unit in which prices are whole numbers; sums stay far below 2^53, where floats are exact.
PARTS = 1024
FIRST = 40
ROUNDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Offers that close rows at a cost, with prerequisites: close every row as cheaply as possible.

    ``covers[j]`` are the rows that offer ``j`` closes, ``needs[j]`` the offers that must be taken with it, ``cost``
    whole units ≥ 0, ``forced`` offers that are taken anyway. ``bundles[j]`` is ``j`` with all that it needs.
    """

    rows: int
    covers: Sequence[tuple[int, ...]]
    needs: Sequence[tuple[int, ...]]
    cost: npt.NDArray[np.int64]
    forced: frozenset[int] = frozenset()
    bundles: list[tuple[int, ...]] = field(init=False)
    needed: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        bundles = [(j,) if not others else self._with_needs(j) for j, others in enumerate(self.needs)]
        object.__setattr__(self, "bundles", bundles)
        object.__setattr__(self, "needed", frozenset(other for others in self.needs for other in others))

    def _with_needs(self, offer: int) -> tuple[int, ...]:
        seen = {offer}
        queue = [offer]
        while queue:
            for other in self.needs[queue.pop()]:
                if other not in seen:
                    seen.add(other)
                    queue.append(other)
        return tuple(sorted(seen))

    def matrix(self) -> sparse.csc_matrix:
        """Return rows × offers, 1 where the offer closes the row."""
        lengths = np.fromiter((len(rows) for rows in self.covers), dtype=np.int64, count=len(self.covers))
        start = np.concatenate([[0], np.cumsum(lengths)])
        index = np.fromiter((row for rows in self.covers for row in rows), dtype=np.int64, count=int(start[-1]))
        return sparse.csc_matrix((np.ones(len(index)), index, start), shape=(self.rows, len(self.covers)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """A bound with its reasons, in parts of a unit: ``rows[r]`` is the price of row ``r``, ``bound`` their sum.

    ``reduced[j]`` (≥ 0) is by how much any choice with ``j`` exceeds the bound at least; ``priced_cost[j]`` is the cost
    of ``j`` moved by what its prerequisites are worth, so that reduced = priced cost − prices of its rows.
    """

    problem: Cover
    rows: Floats
    priced_cost: Floats
    reduced: Floats

    @property
    def bound(self) -> int:
        """Return the least that any choice costs, in whole units."""
        return math.ceil(float(self.rows.sum()) / PARTS - 1e-9)

    def slack(self, below: int) -> float:
        """Return by how many parts a choice may exceed the bound and still cost less than ``below`` units."""
        return float((below - 1) * PARTS) - float(self.rows.sum())


def relaxed(problem: Cover) -> Prices:
    """Return prices of the rows that nearly reach the relaxation's value; every row must have an offer."""
    matrix = problem.matrix()
    cost = problem.cost.astype(np.float64)
    pairs = [(j, other) for j, others in enumerate(problem.needs) for other in others]
    rows, bonds = _with_bonds(matrix, cost, pairs) if pairs else (_generated(matrix, cost), np.zeros(0))
    return _whole(problem, matrix, cost, pairs, rows, bonds)


def _generated(matrix: sparse.csc_matrix, cost: Floats) -> Floats:
    """Solve over the cheapest offers of each row, and let in those that the prices show to be worth taking."""
    inside = _first(matrix, cost)
    solver = solver_with()
    solver.passModel(_programme(matrix[:, inside], cost[inside], np.ones(matrix.shape[0])))
    waiting = np.ones(matrix.shape[1], dtype=bool)
    waiting[inside] = False
    rows = np.zeros(matrix.shape[0])
    for _ in range(ROUNDS):
        solver.run()
        rows = _row_duals(solver, matrix.shape[0])
        reduced = cost - matrix.T @ rows
        better = np.flatnonzero((reduced < -1e-7) & waiting)
        if not len(better):
            break
        most = 2 * matrix.shape[0]
        if len(better) > most:
            better = np.sort(better[np.argpartition(reduced[better], most)[:most]])
        waiting[better] = False
        new = matrix[:, better]
        count = len(better)
        solver.addCols(
            count,
            cost[better],
            np.zeros(count),
            np.full(count, np.inf),
            new.nnz,
            new.indptr[:-1].astype(np.int32),
            new.indices.astype(np.int32),
            new.data,
        )
    return rows


def _first(matrix: sparse.csc_matrix, cost: Floats) -> Whole:
    """Return, per row, the offers with the least cost per row closed, in order of their numbers."""
    share = cost / np.maximum(np.diff(matrix.indptr), 1)
    by_row = matrix.tocsr()
    chosen = np.zeros(matrix.shape[1], dtype=bool)
    for row in range(matrix.shape[0]):
        offers = by_row.indices[by_row.indptr[row] : by_row.indptr[row + 1]]
        chosen[offers[np.argsort(share[offers], kind="stable")[:FIRST]]] = True
    return np.flatnonzero(chosen)


def _with_bonds(matrix: sparse.csc_matrix, cost: Floats, pairs: Sequence[tuple[int, int]]) -> tuple[Floats, Floats]:
    """Return the duals of rows and of bonds (offer, prerequisite): x[prerequisite] − x[offer] ≥ 0."""
    rows, count = matrix.shape
    number, ones = np.arange(len(pairs)), np.ones(len(pairs))
    offers, others = np.array(pairs).T
    bonds = sparse.csc_matrix((ones, (number, others)), shape=(len(pairs), count))
    bonds -= sparse.csc_matrix((ones, (number, offers)), shape=(len(pairs), count))
    solver = solver_with()
    lower = np.concatenate([np.ones(rows), np.zeros(len(pairs))])
    solver.passModel(_programme(sparse.vstack([matrix, bonds]).tocsc(), cost, lower))
    solver.run()
    duals = _row_duals(solver, rows + len(pairs))
    return duals[:rows], duals[rows:]


def _programme(matrix: sparse.csc_matrix, cost: Floats, lower: Floats) -> Any:
    import highspy

    lp = highspy.HighsLp()
    lp.num_row_, lp.num_col_ = matrix.shape
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, np.zeros(len(cost)), np.full(len(cost), np.inf)
    lp.row_lower_, lp.row_upper_ = lower, np.full(len(lower), np.inf)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_ = matrix.indptr.astype(np.int32)
    lp.a_matrix_.index_ = matrix.indices.astype(np.int32)
    lp.a_matrix_.value_ = matrix.data
    return lp


def _row_duals(solver: Any, count: int) -> Floats:
    """Return the duals, or no prices at all where the solver has none: then the bound is 0, and still a bound."""
    duals = np.asarray(solver.getSolution().row_dual)
    return np.maximum(duals, 0.0) if len(duals) == count else np.zeros(count)


def _whole(  # noqa: PLR0917 - the relaxation and its answer
    problem: Cover,
    matrix: sparse.csc_matrix,
    cost: Floats,
    pairs: Sequence[tuple[int, int]],
    rows: Floats,
    bonds: Floats,
) -> Prices:
    """Round the duals down to whole parts and repair what is then still worth more than it costs."""
    prices = np.floor(rows * PARTS + 1e-6)
    priced = cost * PARTS
    for (offer, other), bond in zip(pairs, np.floor(bonds * PARTS + 1e-6).tolist(), strict=True):
        priced[offer] += bond
        priced[other] -= bond
    reduced = priced - matrix.T @ prices
    if (priced < 0).any():  # a prerequisite may not be worth more than it costs: without bonds the bound still holds
        priced = cost * PARTS
        reduced = priced - matrix.T @ prices
    for j in np.flatnonzero(reduced < 0).tolist():
        for row in problem.covers[j]:
            lacking = float(prices[list(problem.covers[j])].sum() - priced[j])
            prices[row] -= min(prices[row], max(lacking, 0.0))
    reduced = priced - matrix.T @ prices
    return Prices(problem=problem, rows=prices, priced_cost=priced, reduced=reduced)
