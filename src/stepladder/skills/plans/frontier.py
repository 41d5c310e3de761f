"""Frontier search: the cheapest choice that closes every row, by sets of choices that close the same rows.

A *state* is a set of closed rows (and of prerequisites taken) with the least cost at which it was reached. Rows are
closed one after the other: each state that lacks the row is joined with every offer that closes it; states that close
the same are one, and the cheapest of them stays. A state goes when its cost and the least that the rest can cost
reach what is known to be possible. That least is the sum of the rows' prices (`Prices`: a dual solution of the
relaxation, in whole numbers), so every comparison is exact. The next row is the one that adds fewest states, estimated
on a sample: this, not the order of states, is what keeps the frontier narrow.

Dynamic programming over sets with bounds from linear duality; compare T. Ibaraki, "Branch-and-bound procedure and
state-space representation of combinatorial optimization problems" (1978). All on NumPy arrays, one state a row of bits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

if TYPE_CHECKING:
    import numpy.typing as npt

    from stepladder.skills.plans.relaxing import Prices

    Bits = npt.NDArray[np.uint64]
    Floats = npt.NDArray[np.float64]
    Whole = npt.NDArray[np.int64]

__all__ = ["Columns", "Effort", "Found", "TooManyStatesError", "search"]

SAMPLE = 48
BLOCK = 3_000_000
ONE = np.uint64(1)


class TooManyStatesError(Exception):
    """The frontier grew beyond what was allowed: nothing is proved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How many states may be held at once before they are taken in turns, and how many may be made in all.

    ``beam``: keep only so many of the best at each row; what is found is then possible, not proved to be the best.
    """

    at_once: int = 400_000
    in_all: int = 12_000_000
    beam: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The chosen columns and their cost in whole units."""

    chosen: tuple[int, ...]
    cost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Offers as bits: ``masks[j]`` what is closed and taken once ``j`` and its prerequisites are.

    Bits below ``rows`` are rows, the others prerequisites. ``spent`` and ``prices`` are linear in the bits of a state:
    joining ``j`` costs ``fixed[j] + saved[j] · bits`` (cost), and takes up ``start[j] + per_bit[j] · bits`` of the
    slack (priced). ``least`` is what ``j`` takes up at least. ``closing[r]`` are the columns that close row ``r``.
    """

    rows: int
    ids: Whole
    masks: Bits
    least: Floats
    start: Floats
    per_bit: sparse.csr_matrix
    fixed: Floats
    saved: sparse.csr_matrix
    membership: sparse.csr_matrix
    closing: tuple[Whole, ...]

    @classmethod
    def of(cls, prices: Prices, slack: float) -> Columns:
        """Return the columns that can be in a choice within ``slack``, cheapest first."""
        problem = prices.problem
        kept = np.flatnonzero(prices.reduced <= slack)
        kept = kept[np.argsort(prices.reduced[kept], kind="stable")]
        bundles = [problem.bundles[j] for j in kept.tolist()]
        needed = sorted({p for j in kept.tolist() for p in problem.bundles[j] if p in problem.needed})
        place = {p: problem.rows + index for index, p in enumerate(needed)}
        width = problem.rows + len(needed)
        closed = [sorted({row for one in bundle for row in problem.covers[one]}) for bundle in bundles]
        taken = [[place[p] for p in bundle if p in place] for bundle in bundles]
        spend = prices.priced_cost
        cost = problem.cost
        member = np.zeros((len(kept), width), dtype=bool)
        per_bit = np.zeros((len(kept), width))
        saved = np.zeros((len(kept), width))
        for index, (bundle, rows, bits) in enumerate(zip(bundles, closed, taken, strict=True)):
            member[index, rows] = True
            member[index, bits] = True
            per_bit[index, rows] = prices.rows[rows]
            for p in bundle:
                if p in place:
                    per_bit[index, place[p]] = -spend[p]
                    saved[index, place[p]] = -cost[p]
        start = np.array([spend[list(b)].sum() - prices.rows[r].sum() for b, r in zip(bundles, closed, strict=True)])
        return cls(
            rows=problem.rows,
            ids=kept,
            masks=_pack(member),
            least=prices.reduced[kept],
            start=start,
            per_bit=sparse.csr_matrix(per_bit),
            fixed=np.array([cost[list(bundle)].sum() for bundle in bundles]),
            saved=sparse.csr_matrix(saved),
            membership=sparse.csr_matrix(member[:, : problem.rows].astype(np.float64)),
            closing=tuple(np.flatnonzero(member[:, row]) for row in range(problem.rows)),
        )


@dataclass(slots=True, kw_only=True)
class _Layer:
    """States, and how each was reached: from which of the layer before, by which column (-1: it had the row)."""

    bits: Bits
    used: Floats
    spent: Floats
    came: Whole
    column: Whole
    before: _Layer | None
    left: npt.NDArray[np.bool_]

    def part(self, rows: Whole) -> _Layer:
        """Return only some of the states."""
        return _Layer(
            bits=self.bits[rows],
            used=self.used[rows],
            spent=self.spent[rows],
            came=self.came[rows],
            column=self.column[rows],
            before=self.before,
            left=self.left,
        )


def search(prices: Prices, below: int, effort: Effort) -> Found | None:
    """Return the cheapest choice that costs less than ``below`` whole units, or None: then there is none.

    With a beam, None says nothing. Raises `TooManyStatesError` when ``effort.in_all`` does not suffice.
    """
    columns = Columns.of(prices, prices.slack(below))
    stack = [_begin(prices, columns)]
    best: Found | None = None
    made = 0
    while stack:
        layer = stack.pop()
        slack = prices.slack(below)
        layer = layer.part(np.flatnonzero(layer.used <= slack))
        if not len(layer.used):
            continue
        if not layer.left.any():
            found = _cheapest(layer, columns, prices)
            if found.cost < below:
                best, below = found, found.cost
            continue
        if effort.beam is None and len(layer.used) > effort.at_once:
            # Depth first from here, the most promising first: what they find narrows the rest.
            order = np.argsort(layer.used, kind="stable")
            size = effort.at_once // 8
            stack.extend(layer.part(order[at : at + size]) for at in range((len(order) - 1) // size * size, -1, -size))
            continue
        following = _close(layer, columns, slack, _next_row(layer, columns, slack))
        made += len(following.used)
        if made > effort.in_all:
            raise TooManyStatesError
        stack.append(_merged(following, effort.beam))
    return best


def _begin(prices: Prices, columns: Columns) -> _Layer:
    """Return the one state before anything is chosen: what must be taken is taken already."""
    problem = prices.problem
    taken = sorted({one for j in problem.forced for one in problem.bundles[j]})
    closed = sorted({row for j in taken for row in problem.covers[j]})
    width = columns.per_bit.shape[1]
    member = np.zeros((1, width), dtype=bool)
    member[0, closed] = True
    place = {int(j): index for index, j in enumerate(columns.ids)}
    for j in taken:  # its own bit, where it is somebody's prerequisite, is in the mask of its column
        if j in place and j in problem.needed:
            member |= _unpack(columns.masks[place[j]][None, :], width).astype(bool)
    left = np.ones(problem.rows, dtype=bool)
    left[closed] = False
    return _Layer(
        bits=_pack(member),
        used=np.array([prices.priced_cost[taken].sum() - prices.rows[closed].sum()]),
        spent=np.array([float(problem.cost[taken].sum())]),
        came=np.zeros(1, dtype=np.int64),
        column=np.full(1, -1),
        before=None,
        left=left,
    )


def _next_row(layer: _Layer, columns: Columns, slack: float) -> int:
    """Return the open row that is estimated to leave the least work: states count by the slack that they have left."""
    step = max(1, len(layer.used) // SAMPLE)
    bits = _unpack(layer.bits[::step], columns.per_bit.shape[1]).astype(np.float64)
    used = layer.used[::step]
    steep = 6.0 / max(slack, 1.0)
    after = (columns.per_bit @ bits.T).T + columns.start[None, :] + used[:, None]
    weight = np.where(after <= slack, np.exp(-steep * np.minimum(after, slack)), 0.0)
    joined = (columns.membership.T @ weight.T).T
    open_rows = bits[:, : columns.rows] == 0
    made = np.where(open_rows, joined, np.exp(-steep * used)[:, None]).sum(axis=0)
    made[~layer.left] = np.inf
    return int(made.argmin())


def _close(layer: _Layer, columns: Columns, slack: float, row: int) -> _Layer:
    """Return the states after ``row``: those that have it as they are, the others with each column that closes it."""
    has = ((layer.bits[:, row >> 6] >> np.uint64(row & 63)) & ONE) != 0
    stays, lacks = np.flatnonzero(has), np.flatnonzero(~has)
    candidates = columns.closing[row]
    bits, used, spent = [layer.bits[stays]], [layer.used[stays]], [layer.spent[stays]]
    came, column = [stays], [np.full(len(stays), -1)]
    width = columns.per_bit.shape[1]
    if len(lacks) and len(candidates):
        per_bit, saved = columns.per_bit[candidates], columns.saved[candidates]
        chunk = max(1, BLOCK // (len(candidates) + width))
        for at in range(0, len(lacks), chunk):
            part = lacks[at : at + chunk]
            unpacked = _unpack(layer.bits[part], width).T.astype(np.float64, order="C")
            after = per_bit @ unpacked
            after += columns.start[candidates][:, None]
            after += layer.used[part][None, :]
            which, state = np.nonzero(after <= slack)
            if not len(which):
                continue
            joined = candidates[which]
            cost = layer.spent[part[state]] + columns.fixed[joined]
            if saved.nnz:
                cost += (saved @ unpacked)[which, state]
            bits.append(layer.bits[part[state]] | columns.masks[joined])
            used.append(after[which, state])
            spent.append(cost)
            came.append(part[state])
            column.append(joined)
    left = layer.left.copy()
    left[row] = False
    return _Layer(
        bits=np.concatenate(bits),
        used=np.concatenate(used),
        spent=np.concatenate(spent),
        came=np.concatenate(came),
        column=np.concatenate(column),
        before=layer,
        left=left,
    )


def _merged(layer: _Layer, beam: int | None) -> _Layer:
    """Keep, of states with the same bits, the cheapest; with a beam, only so many of the most promising."""
    if beam is not None and len(layer.used) > 4 * beam:
        layer = layer.part(np.argpartition(layer.used, 4 * beam)[: 4 * beam])
    order = np.lexsort((layer.spent, *layer.bits.T))
    sorted_bits = layer.bits[order]
    first = np.ones(len(order), dtype=bool)
    first[1:] = (sorted_bits[1:] != sorted_bits[:-1]).any(axis=1)
    layer = layer.part(order[first])
    if beam is not None and len(layer.used) > beam:
        layer = layer.part(np.sort(np.argpartition(layer.used, beam)[:beam]))
    return layer


def _cheapest(layer: _Layer, columns: Columns, prices: Prices) -> Found:
    """Return the cheapest of states that close everything, with the offers that it took, prerequisites among them."""
    state = int(layer.spent.argmin())
    cost = round(float(layer.spent[state]))
    problem = prices.problem
    chosen = {one for j in problem.forced for one in problem.bundles[j]}
    at: _Layer | None = layer
    while at is not None:
        joined = int(at.column[state])
        if joined >= 0:
            chosen.update(problem.bundles[int(columns.ids[joined])])
        state = int(at.came[state])
        at = at.before
    return Found(chosen=tuple(sorted(chosen)), cost=cost)


def _pack(member: npt.NDArray[np.bool_]) -> Bits:
    count, width = member.shape
    padded = np.zeros((count, -(-max(width, 1) // 64) * 64), dtype=bool)
    padded[:, :width] = member
    packed: Bits = np.packbits(padded, axis=1, bitorder="little").view("<u8")
    return packed


def _unpack(bits: Bits, width: int) -> npt.NDArray[np.uint8]:
    flat = np.ascontiguousarray(bits).view(np.uint8)
    return np.unpackbits(flat, axis=1, bitorder="little")[:, :width]
