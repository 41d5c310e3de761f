"""Why this, why not that: the price of forcing an offer into the plan, and of doing without a step of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stepladder.skills.plans.explain import money
from stepladder.skills.plans.instance import VALUE_UNIT
from stepladder.skills.plans.model import Asked, Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from stepladder.skills.plans.model import LearningOpportunity, PlanStep
    from stepladder.skills.plans.solving import Question, Solved
    from stepladder.skills.plans.wishes import Weights

__all__ = ["Prices"]


class Prices:
    """Solves a question again with one offer forced or forbidden, and says in words what that changes."""

    def __init__(
        self,
        question: Question,
        solved: Solved,
        offers: Mapping[str, LearningOpportunity],
        weights: Weights | None = None,
    ) -> None:
        self.question, self.solved, self.offers, self.weights = question, solved, offers, weights

    def alternatives(self, number: int) -> tuple[Rejected, ...]:
        """Return the most relevant offers that were not chosen, each with the price of choosing it anyway."""
        instance, answer = self.solved.instance, self.solved.answer
        if not number or not answer.order:
            return ()
        inside = set(answer.order)
        rest = [j for j in range(len(instance.offers)) if j not in inside and instance.covers[j]]
        rest.sort(
            key=lambda j: (
                -sum(instance.values[row] for row in instance.covers[j]),
                instance.offers[j].cents,
                instance.offers[j].id,
            )
        )
        found = []
        for j in rest[:number]:
            key = instance.offers[j].id
            reason, price = self.forcing(key)
            found.append(Rejected(opportunity=self.offers[key], reason=reason, forcing=price))
        chosen = {instance.offers[j].id for j in answer.order}
        beaten = sorted((loser, winner) for loser, winner in instance.dominated.items() if winner in chosen)
        found += [
            Rejected(opportunity=self.offers[loser], reason=self._beaten(winner))
            for loser, winner in beaten[: max(0, number - len(found))]
        ]
        return tuple(found)

    def priced(self, steps: tuple[PlanStep, ...], number: int) -> tuple[PlanStep, ...]:
        """Return the steps, the first ``number`` of them with what doing without each would mean."""
        found = []
        for step in steps:
            if step.order <= number:
                words, price = self.forbidding(step.opportunity.id)
                found.append(replace(step, without=words, price_of_forbidding=price))
            else:
                found.append(step)
        return tuple(found)

    def asked(self, keys: Iterable[str], steps: tuple[PlanStep, ...]) -> tuple[Asked, ...]:
        """Return the answer to "why this, why not that" for each id."""
        by_id = {step.opportunity.id: step for step in steps}
        found = []
        for key in dict.fromkeys(keys):
            step = by_id.get(key)
            if step is not None:
                words, price = self.forbidding(key)
                found.append(
                    Asked(opportunity=step.opportunity, chosen=True, reason=f"{step.reason} {words}", price=price)
                )
            else:
                reason, price = self.forcing(key)
                found.append(Asked(opportunity=self.offers[key], chosen=False, reason=reason, price=price))
        return tuple(found)

    def forcing(self, key: str) -> tuple[str, float | None]:
        """Return what taking an offer would mean, in words and in the plan's objective."""
        instance = self.solved.instance
        if key in instance.unusable:
            return f"It cannot be taken: {instance.unusable[key]}.", None
        other = self.question.force(self.solved, key)
        if other is None:
            return "It does not fit within the limits at all.", None
        words, price = self._compare(other, "with it")
        if key in instance.dominated:
            words = f"{self._beaten(instance.dominated[key])} {words}"
        elif not any(offer.id == key and instance.covers[j] for j, offer in enumerate(instance.offers)):
            words = f"It closes nothing that is open. {words}"
        return words, price

    def forbidding(self, key: str) -> tuple[str, float | None]:
        """Return what doing without a step would mean, in words and in the plan's objective."""
        if key in self.question.conditions.required:
            return "You asked for it.", None
        other = self.question.solve(barred={key: "it was left out to see"}, tie_break=False)
        if other is None:
            return "Without it there is no plan.", None
        return self._compare(other, "without it")

    def _beaten(self, winner: str) -> str:
        return f"“{self.offers[winner].name}” closes as much of the gap for no more money and no more hours."

    def _compare(self, other: Solved, how: str) -> tuple[str, float | None]:
        objective = self.question.objective
        lost = self.solved.coverage() - other.coverage()
        if lost > 0:
            fewer = len(self.solved.answer.closed) - len(other.answer.closed)
            words = f"{fewer} fewer skill{'s' if fewer > 1 else ''}" if fewer > 0 else "less of the gap"
            price = round(lost / VALUE_UNIT, 4) if objective == "coverage" else None
            return f"{how.capitalize()}, {words} could be closed within the limits.", price
        more = other.price(objective) - self.solved.price(objective)
        if more <= 0:
            return f"A plan {how} is as good; this one was taken first by a fixed order.", 0.0
        hedge = "" if other.proved else "at least about "
        currency = next((offer.currency for offer in self.offers.values() if offer.price), "EUR")
        if objective == "weighted" and self.weights is not None:
            price = more / self.weights.whole[3]
            words = f"{price:g} more by {self.weights.in_words()}"
        elif objective == "time":
            price, words = more / 60, f"{more / 60:g} hours longer"
        elif objective == "count":
            price, words = more, f"{more:g} step{'s' if more > 1 else ''} longer"
        else:
            price, words = more / 100, f"{money(more, currency)} dearer"
        return f"The best plan {how} is {hedge}{words}.", 0.0 if objective == "coverage" else round(price, 4)
