"""The integer programme and HiGHS: one function builds it, one solves it. Deterministic: one thread, fixed seed."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stepladder.skills.plans.instance import Instance, Limits

__all__ = ["Programme", "Solution", "solve", "solver_with"]

INF = math.inf


@dataclass(slots=True, kw_only=True)
class Programme:
    """Rows over variables ``0 … n-1`` (choose offer) and ``n … n+m-1`` (gap row closed); all coefficients are whole."""

    offers: int
    rows: int
    columns: list[list[int]] = field(default_factory=list)
    factors: list[list[float]] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    fixed_zero: set[int] = field(default_factory=set)
    fixed_one: set[int] = field(default_factory=set)

    def add(
        self, columns: Sequence[int], factors: Sequence[float], *, at_least: float = -INF, at_most: float = INF
    ) -> None:
        """Add a row."""
        self.columns.append(list(columns))
        self.factors.append(list(factors))
        self.lower.append(at_least)
        self.upper.append(at_most)


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """What the solver found: chosen offers, the value, the bound, and whether the two meet; None chosen: infeasible."""

    chosen: tuple[int, ...] | None
    value: float
    bound: float
    proved: bool

    @property
    def gap(self) -> float:
        """Return the relative distance between value and bound."""
        if self.chosen is None:
            return INF
        return 0.0 if self.proved else abs(self.bound - self.value) / max(1.0, abs(self.value))


def programme(instance: Instance, limits: Limits, *, must_close: Iterable[int] = ()) -> Programme:
    """Return the rows of an instance under limits: closing, prerequisites, exclusions, budget, time."""
    offers = len(instance.offers)
    built = Programme(offers=offers, rows=len(instance.lines))
    forced = frozenset(must_close)
    for row, suppliers in enumerate(instance.suppliers()):
        if row in forced:
            built.fixed_one.add(offers + row)
            built.add(suppliers, [1.0] * len(suppliers), at_least=1.0)
        else:
            built.add([*suppliers, offers + row], [*([1.0] * len(suppliers)), -1.0], at_least=0.0)
    for offer, others in enumerate(instance.needs):
        for other in others:
            built.add([offer, other], [-1.0, 1.0], at_least=0.0)
    for offer, groups in enumerate(instance.supplies):
        for _, others in groups:
            built.add([offer, *others], [-1.0, *([1.0] * len(others))], at_least=0.0)
    for one, other in instance.excludes:
        built.add([one, other], [1.0, 1.0], at_most=1.0)
    if limits.budget is not None:
        priced = [j for j, offer in enumerate(instance.offers) if offer.cents]
        built.add(priced, [float(instance.offers[j].cents) for j in priced], at_most=float(limits.budget))
    _time_rows(built, instance, limits)
    built.fixed_one.update(instance.must)
    for ceiling in instance.conditions.ceilings:
        inside = [j for j, offer in enumerate(instance.offers) if ceiling.amounts.get(offer.id)]
        amounts = [float(ceiling.amounts[instance.offers[j].id]) for j in inside]
        most = INF if ceiling.at_most is None else float(ceiling.at_most)
        built.add(inside, amounts, at_least=float(ceiling.at_least), at_most=most)
    return built


def _time_rows(built: Programme, instance: Instance, limits: Limits) -> None:
    """Work that can only begin on day *t* must fit between *t* and the deadline, for each *t*."""
    if limits.days is None:
        return
    if not limits.minutes_per_week:
        built.fixed_zero.update(j for j, day in enumerate(instance.release) if day > limits.days)
        return
    for day in sorted(set(instance.release)):
        later = [j for j, release in enumerate(instance.release) if release >= day]
        capacity = (limits.days - day) / 7 * limits.minutes_per_week
        if capacity <= 0:
            built.fixed_zero.update(later)
            break
        minutes = [float(instance.offers[j].minutes) for j in later]
        if sum(minutes) > capacity:
            built.add(later, minutes, at_most=math.floor(capacity + 1e-6))


def solve(
    built: Programme,
    *,
    offer_cost: Sequence[float] = (),
    row_value: Sequence[float] = (),
    maximise: bool = False,
    time_limit: float = 30.0,
    node_limit: int | None = None,
    start: Iterable[int] | None = None,
    row_start: Iterable[int] = (),
) -> Solution:
    """Return the best choice; costs and values are whole numbers, so a bound within 1 of the value proves it.

    Large programmes go in three steps, which keep every optimum: (1) the relaxation gives a bound and, per offer, how
    much worse any choice with it must be; (2) the most promising offers alone give a good choice; (3) offers with
    which no choice can be as good as that one are left out, and the rest is solved.
    """
    if built.fixed_zero & built.fixed_one:
        return Solution(chosen=None, value=INF, bound=INF, proved=True)
    n, m = built.offers, built.rows
    cost = np.zeros(n + m)
    cost[:n] = offer_cost if len(offer_cost) else 0.0
    cost[n:] = row_value if len(row_value) else 0.0
    unit = float(np.gcd.reduce(cost.astype(np.int64))) or 1.0  # prices in whole euros: a bound within one euro proves
    sign = -1.0 if maximise else 1.0
    cost /= sign * unit
    upper, lower = np.ones(n + m), np.zeros(n + m)
    upper[list(built.fixed_zero)] = 0.0
    lower[list(built.fixed_one)] = 1.0
    shape = _matrix(built)
    first = (list(start), list(row_start)) if start is not None else None
    options = (
        {"time_limit": time_limit} if node_limit is None else {"time_limit": time_limit, "mip_max_nodes": node_limit}
    )
    if n > CORE and cost.any():
        relaxed, worse = _relaxation(shape, cost, lower, upper, n)
        if relaxed is None:
            return Solution(chosen=None, value=INF, bound=INF, proved=True)
        good = start_value = None
        if first is not None:
            start_value = float(cost[first[0]].sum() + cost[[n + row for row in first[1]]].sum())
        else:
            promising = np.argsort(worse, kind="stable")[:CORE]
            good = _integer(shape, cost, lower, _only(upper, promising, lower, n), n, None, options)
            start_value = good.value if good.chosen is not None else None
        if start_value is not None:
            possible = np.flatnonzero(relaxed + worse <= start_value + 1e-6)
            upper = _only(upper, possible, lower, n)
            if good is not None and good.proved and len(np.setdiff1d(possible, promising)) == 0:
                return _in_units(good, sign * unit)
            if good is not None and good.chosen is not None:
                first = (list(good.chosen), [])
    return _in_units(_integer(shape, cost, lower, upper, n, first, options), sign * unit)


CORE = 120
Shape = tuple[int, int, "np.ndarray", "np.ndarray", "np.ndarray", "np.ndarray", "np.ndarray"]


def _matrix(built: Programme) -> Shape:
    lengths = [len(row) for row in built.columns]
    return (
        built.offers + built.rows,
        len(lengths),
        np.array(built.lower, dtype=float),
        np.array(built.upper, dtype=float),
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
        np.array([column for row in built.columns for column in row], dtype=np.int32),
        np.array([factor for row in built.factors for factor in row], dtype=float),
    )


def _only(upper: np.ndarray, columns: np.ndarray, lower: np.ndarray, n: int) -> np.ndarray:
    """Return upper bounds with only some of the first ``n`` columns open, and those that are fixed at one."""
    kept = upper.copy()
    closed = np.ones(n, dtype=bool)
    closed[columns] = False
    closed &= lower[:n] < 1
    kept[:n][closed] = 0.0
    return kept


def _model(shape: Shape, cost: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> Any:
    import highspy

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_, lp.row_lower_, lp.row_upper_ = shape[:4]
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = cost, lower, upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = shape[4:]
    return lp


def solver_with(**options: float) -> Any:
    """Return a quiet HiGHS on one thread with a fixed seed."""
    import highspy

    # The base class: Highs itself prints a banner to standard output while it is made, before it can be told not to.
    solver = highspy.Highs.__base__()
    for option, value in {"output_flag": False, "threads": 1, "random_seed": 0, **options}.items():
        solver.setOptionValue(option, value)
    return solver


def _relaxation(
    shape: Shape, cost: np.ndarray, lower: np.ndarray, upper: np.ndarray, n: int
) -> tuple[float | None, np.ndarray]:
    """Return the bound of the relaxation (None: infeasible) and, per offer, by how much taking it raises the bound."""
    import highspy

    solver = solver_with()
    solver.passModel(_model(shape, cost, lower, upper))
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
        return None, np.zeros(n)
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return -INF, np.zeros(n)
    solution = solver.getSolution()
    taken = np.asarray(solution.col_value)[:n]
    worse = np.where(taken < 1e-7, np.maximum(np.asarray(solution.col_dual)[:n], 0.0), 0.0)
    return float(solver.getInfo().objective_function_value), worse


def _integer(  # noqa: PLR0917 - a programme, its start and the options
    shape: Shape,
    cost: np.ndarray,
    lower: np.ndarray,
    upper: np.ndarray,
    n: int,
    start: tuple[list[int], list[int]] | None,
    options: Mapping[str, float],
) -> Solution:
    import highspy

    model = _model(shape, cost, lower, upper)
    model.integrality_ = [highspy.HighsVarType.kInteger] * n + [highspy.HighsVarType.kContinuous] * (shape[0] - n)
    solver = solver_with(mip_rel_gap=0.0, mip_abs_gap=0.99, **options)
    solver.passModel(model)
    if start is not None:
        _hand_over(solver, shape[0], n, *start)
    solver.run()
    return _read(solver, n)


def _in_units(solution: Solution, unit: float) -> Solution:
    if solution.chosen is None:
        return solution
    return replace(solution, value=round(solution.value) * unit, bound=solution.bound * unit)


def _hand_over(solver: Any, size: int, n: int, start: Iterable[int], row_start: Iterable[int]) -> None:
    import highspy

    values = np.zeros(size)
    values[list(start)] = 1.0
    values[[n + row for row in row_start]] = 1.0
    solution = highspy.HighsSolution()
    solution.col_value = values.tolist()
    solver.setSolution(solution)


def _read(solver: Any, n: int) -> Solution:
    import highspy

    status = solver.getModelStatus()
    info = solver.getInfo()
    if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
        return Solution(chosen=None, value=INF, bound=INF, proved=True)
    if info.primal_solution_status != int(highspy.SolutionStatus.kSolutionStatusFeasible):
        return Solution(chosen=None, value=INF, bound=INF, proved=status == highspy.HighsModelStatus.kModelEmpty)
    values = np.asarray(solver.getSolution().col_value)
    chosen = tuple(int(j) for j in np.flatnonzero(values[:n] > 0.5))
    bound = info.mip_dual_bound if math.isfinite(info.mip_dual_bound) else info.objective_function_value
    proved = status == highspy.HighsModelStatus.kOptimal and abs(bound - info.objective_function_value) < 1.0
    return Solution(chosen=chosen, value=float(info.objective_function_value), bound=float(bound), proved=proved)
