"""One question to the solver: a gap, offers, limits and wishes; and the same with something forced or forbidden.

Where payers have limits in all there is one problem for each set of limits that are reached; the best answer of all of
them is the answer, proved where each of them is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from stepladder.skills.plans.instance import build_instance
from stepladder.skills.plans.search import best, prices

if TYPE_CHECKING:
    from collections.abc import Mapping

    from stepladder.skills.gaps.report import GapLine
    from stepladder.skills.plans.instance import Instance, Limits
    from stepladder.skills.plans.model import Objective
    from stepladder.skills.plans.paying import Case
    from stepladder.skills.plans.search import Answer, Effort
    from stepladder.skills.plans.wishes import Conditions

__all__ = ["Question", "Solved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Solved:
    """An answer, the problem that it answers, and what to deduct from its price in the objective's whole units."""

    instance: Instance
    answer: Answer
    deduct: int = 0
    proved: bool = True
    bound: float = 0.0

    def coverage(self) -> int:
        """Return Σ weight × need closed, in the instance's whole units."""
        return sum(self.instance.values[row] for row in self.answer.closed)

    def price(self, objective: Objective) -> float:
        """Return the price in the objective, in its whole units."""
        cost = prices(self.instance, "cost" if objective == "coverage" else objective)
        return sum(cost[j] for j in self.answer.order) - self.deduct


@dataclass(frozen=True, kw_only=True)  # without slots: the problems are kept once they are made
class Question:
    """What is asked of the solver; `solve` answers it, also with more offers required or barred."""

    lines: tuple[GapLine, ...]
    cases: tuple[Case, ...]
    held: frozenset[str]
    claimed: frozenset[str]
    completed: frozenset[str]
    proof: bool
    limits: Limits
    objective: Objective
    conditions: Conditions
    effort: Effort
    full_closure: bool = False
    tie_break: bool = True
    presolve: bool = True

    def limits_in(self, case: Case) -> Limits:
        """Return the limits with the budget that holds in a case."""
        budget = self.limits.budget
        return self.limits if budget is None or not case.deduct else replace(self.limits, budget=budget + case.deduct)

    def instance(self, case: Case, conditions: Conditions, *, presolve: bool) -> Instance:
        """Return the problem of one case in numbers."""
        return build_instance(
            self.lines,
            case.offers,
            held=self.held,
            claimed=self.claimed,
            completed=self.completed,
            proof=self.proof,
            limits=self.limits_in(case),
            presolve_for=self.objective if presolve else None,
            conditions=replace(conditions, ceilings=case.ceilings),
        )

    @cached_property
    def instances(self) -> tuple[Instance, ...]:
        """The problems as asked, one for each case."""
        return tuple(self.instance(case, self.conditions, presolve=self.presolve) for case in self.cases)

    def solve(
        self, *, forced: str = "", barred: Mapping[str, str] | None = None, tie_break: bool | None = None
    ) -> Solved | None:
        """Return the best answer, or None where there is none; with an offer forced in, or with others barred."""
        conditions = self.conditions
        if forced and forced not in conditions.required:
            conditions = replace(conditions, required=(*conditions.required, forced))
        if barred:
            conditions = replace(conditions, barred={**conditions.barred, **barred})
        found = []
        for number, case in enumerate(self.cases):
            instance = (
                self.instances[number]
                if conditions is self.conditions
                else self.instance(case, conditions, presolve=self.presolve)
            )
            answer = self.answer(instance, conditions, tie_break=self.tie_break if tie_break is None else tie_break)
            if answer is not None:
                found.append(self._solved(instance, answer, case))
        return self._best(found)

    def force(self, solved: Solved, key: str) -> Solved | None:
        """Return the best answer with one more offer in it, reusing the problem where there is one case."""
        instance = solved.instance
        place = next((number for number, offer in enumerate(instance.offers) if offer.id == key), None)
        if len(self.cases) > 1 or place is None:
            return replace(self, full_closure=False).solve(forced=key, tie_break=False)
        answer = best(instance, instance.limits, self.objective, self.effort, must_take=(place,), tie_break=False)
        return None if answer is None else self._solved(instance, answer, self.cases[0])

    def answer(self, instance: Instance, conditions: Conditions, *, tie_break: bool) -> Answer | None:
        """Return the best answer of one problem; None also where something required cannot be taken at all."""
        if len(instance.must) < len(conditions.required):
            return None
        if self.full_closure and len(instance.closable) < len(instance.lines):
            return None
        return best(
            instance,
            instance.limits,
            self.objective,
            self.effort,
            all_or_nothing=self.full_closure,
            tie_break=tie_break,
        )

    def _solved(self, instance: Instance, answer: Answer, case: Case) -> Solved:
        units = {"time": 0, "count": 0, "weighted": self.conditions.weights[0]}.get(self.objective, 1)
        ids = [instance.offers[j].id for j in answer.order]
        # A step that closed nothing may have been dropped, and with it the reaching of a limit: count what is paid.
        paid = sum(min(one.at_least, sum(one.amounts.get(key, 0) for key in ids)) for one in case.ceilings)
        deduct = units * paid
        spending = answer.spending.bound - units * case.deduct
        bound = answer.coverage.bound if self.objective == "coverage" else spending
        return Solved(instance=instance, answer=answer, deduct=deduct, proved=answer.proved, bound=bound)

    def _best(self, found: list[Solved]) -> Solved | None:
        """Return the best of the cases; its bound is the weakest of those that could still be better."""
        if not found:
            return None
        first = min(found, key=lambda one: (-one.coverage(), one.price(self.objective)))
        if self.objective == "coverage":
            bound = max(one.bound for one in found)
        else:
            bound = min(one.bound for one in found if not one.proved or one.coverage() == first.coverage())
        return replace(first, proved=all(one.proved for one in found), bound=bound)
