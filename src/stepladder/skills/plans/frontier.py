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

__all__ = [
    "Columns",
    "Effort",
    "Found",
    "Layer",
    "TooManyStatesError",
    "begin",
    "chosen_by",
    "close",
    "merged",
    "next_row",
    "search",
]

SAMPLE = 24
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

    Bits below ``rows`` are rows, the others prerequisites. Costs are linear in the bits of a state: joining ``j`` costs
    ``fixed[j] + saved[·][j] · bits`` (one or more kinds of cost), and takes up ``start[j] + per_bit[j] · bits`` of
    the slack (the cost that prices are of). ``least`` is what ``j`` takes up at least; ``closing[r]`` are the columns
    that close row ``r``.
    """

    rows: int
    ids: Whole
    masks: Bits
    least: Floats
    start: Floats
    per_bit: sparse.csr_matrix
    fixed: Floats
    saved: tuple[sparse.csr_matrix, ...]
    membership: sparse.csr_matrix
    closing: tuple[Whole, ...]

    @classmethod
    def of(cls, prices: Prices, costs: Floats, slack: float) -> Columns:
        """Return the columns that can be in a choice within ``slack``, cheapest first; ``costs`` one row an offer."""
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
        member = np.zeros((len(kept), width), dtype=bool)
        per_bit = np.zeros((len(kept), width))
        saved = np.zeros((costs.shape[1], len(kept), width))
        for index, (bundle, rows, bits) in enumerate(zip(bundles, closed, taken, strict=True)):
            member[index, rows] = True
            member[index, bits] = True
            per_bit[index, rows] = prices.rows[rows]
            for p in bundle:
                if p in place:
                    per_bit[index, place[p]] = -spend[p]
                    saved[:, index, place[p]] = -costs[p]
        start = np.array([spend[list(b)].sum() - prices.rows[r].sum() for b, r in zip(bundles, closed, strict=True)])
        return cls(
            rows=problem.rows,
            ids=kept,
            masks=_pack(member),
            least=prices.reduced[kept],
            start=start,
            per_bit=sparse.csr_matrix(per_bit),
            fixed=np.array([costs[list(bundle)].sum(axis=0) for bundle in bundles]).reshape(len(kept), costs.shape[1]),
            saved=tuple(sparse.csr_matrix(one) for one in saved),
            membership=sparse.csr_matrix(member[:, : problem.rows].astype(np.float64)),
            closing=tuple(np.flatnonzero(member[:, row]) for row in range(problem.rows)),
        )


@dataclass(slots=True, kw_only=True)
class Layer:
    """States, one a row: bits, slack taken up, costs spent, and how each was reached.

    ``came`` is the place in the layer before, ``column`` what was joined (-1: the state had the row). ``left`` are the
    rows that are not done.
    """

    bits: Bits
    used: Floats
    spent: Floats
    came: Whole
    column: Whole
    before: Layer | None
    left: npt.NDArray[np.bool_]

    def part(self, rows: Whole) -> Layer:
        """Return only some of the states."""
        return Layer(
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
    costs = prices.problem.cost.astype(np.float64)[:, None]
    columns = Columns.of(prices, costs, prices.slack(below))
    stack = [begin(prices, columns, costs)]
    best: Found | None = None
    made = 0
    while stack:
        layer = stack.pop()
        slack = prices.slack(below)
        layer = layer.part(np.flatnonzero(layer.used <= slack))
        if not len(layer.used):
            continue
        if not layer.left.any():
            state = int(layer.spent[:, 0].argmin())
            cost = round(float(layer.spent[state, 0]))
            if cost < below:
                best, below = Found(chosen=chosen_by(layer, state, columns, prices), cost=cost), cost
            continue
        if effort.beam is None and len(layer.used) > effort.at_once:
            # Depth first from here, the most promising first: what they find narrows the rest.
            order = np.argsort(layer.used, kind="stable")
            size = effort.at_once // 8
            stack.extend(layer.part(order[at : at + size]) for at in range((len(order) - 1) // size * size, -1, -size))
            continue
        following = close(layer, columns, slack, next_row(layer, columns, slack))
        made += len(following.used)
        if made > effort.in_all:
            raise TooManyStatesError
        stack.append(merged(following, effort.beam))
    return best


def begin(prices: Prices, columns: Columns, costs: Floats) -> Layer:
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
    return Layer(
        bits=_pack(member),
        used=np.array([prices.priced_cost[taken].sum() - prices.rows[closed].sum()]),
        spent=costs[taken].sum(axis=0, keepdims=True),
        came=np.zeros(1, dtype=np.int64),
        column=np.full(1, -1),
        before=None,
        left=left,
    )


def next_row(layer: Layer, columns: Columns, slack: float) -> int:
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


def close(layer: Layer, columns: Columns, slack: float, row: int) -> Layer:
    """Return the states after ``row``: those that have it as they are, the others with each column that closes it."""
    has = ((layer.bits[:, row >> 6] >> np.uint64(row & 63)) & ONE) != 0
    stays, lacks = np.flatnonzero(has), np.flatnonzero(~has)
    candidates = columns.closing[row]
    bits, used, spent = [layer.bits[stays]], [layer.used[stays]], [layer.spent[stays]]
    came, column = [stays], [np.full(len(stays), -1)]
    width = columns.per_bit.shape[1]
    if len(lacks) and len(candidates):
        per_bit, saved = columns.per_bit[candidates], [one[candidates] for one in columns.saved]
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
            for kind, less in enumerate(saved):
                if less.nnz:
                    cost[:, kind] += (less @ unpacked)[which, state]
            bits.append(layer.bits[part[state]] | columns.masks[joined])
            used.append(after[which, state])
            spent.append(cost)
            came.append(part[state])
            column.append(joined)
    left = layer.left.copy()
    left[row] = False
    return Layer(
        bits=np.concatenate(bits),
        used=np.concatenate(used),
        spent=np.concatenate(spent),
        came=np.concatenate(came),
        column=np.concatenate(column),
        before=layer,
        left=left,
    )


def merged(layer: Layer, beam: int | None) -> Layer:
    """Keep, of states with the same bits, the cheapest (of two costs: all that no other beats in both).

    With a beam, only so many of the most promising.
    """
    if beam is not None and len(layer.used) > 4 * beam:
        layer = layer.part(np.argpartition(layer.used, 4 * beam)[: 4 * beam])
    order = np.lexsort((*layer.spent.T[::-1], *layer.bits.T))
    sorted_bits = layer.bits[order]
    stays = np.ones(len(order), dtype=bool)
    stays[1:] = (sorted_bits[1:] != sorted_bits[:-1]).any(axis=1)
    if layer.spent.shape[1] == 2 and len(order):
        # The second cost must fall below all before it with the same bits: each group lies far below the one before.
        second = layer.spent[order, 1]
        lowered = second - np.cumsum(stays) * (float(second.max()) + 1.0)
        stays[1:] |= lowered[1:] < np.minimum.accumulate(lowered)[:-1]
    layer = layer.part(order[stays])
    if beam is not None and len(layer.used) > beam:
        layer = layer.part(np.sort(np.argpartition(layer.used, beam)[:beam]))
    return layer


def chosen_by(layer: Layer, state: int, columns: Columns, prices: Prices) -> tuple[int, ...]:
    """Return the offers that a state took on its way, prerequisites among them."""
    problem = prices.problem
    chosen = {one for j in problem.forced for one in problem.bundles[j]}
    at: Layer | None = layer
    while at is not None:
        joined = int(at.column[state])
        if joined >= 0:
            chosen.update(problem.bundles[int(columns.ids[joined])])
        state = int(at.came[state])
        at = at.before
    return tuple(sorted(chosen))


def _pack(member: npt.NDArray[np.bool_]) -> Bits:
    count, width = member.shape
    padded = np.zeros((count, -(-max(width, 1) // 64) * 64), dtype=bool)
    padded[:, :width] = member
    packed: Bits = np.packbits(padded, axis=1, bitorder="little").view("<u8")
    return packed


def _unpack(bits: Bits, width: int) -> npt.NDArray[np.uint8]:
    flat = np.ascontiguousarray(bits).view(np.uint8)
    return np.unpackbits(flat, axis=1, bitorder="little")[:, :width]
