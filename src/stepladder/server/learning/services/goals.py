"""Writes of a goal and the plans made for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from stepladder.server.catalog import selectors as catalog
from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning.models import Goal, LearningPlan
from stepladder.server.learning.services.life import known_occupation

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from stepladder.server.accounts.models import Person

MOST_BUDGET_CENTS = 100_000_00
MOST_HOURS_A_WEEK = 60
PLANS_KEPT = 20


@transaction.atomic
def set_goal(
    *,
    person: Person,
    target_uri: str = "",
    role_iri: str = "",
    role_label: str = "",
    budget_cents: int | None = None,
    hours_per_week: int = 5,
    deadline: date | None = None,
) -> Goal:
    """Set what somebody wants next: an occupation, or an employer's role (``role_iri``); the goal before it ends."""
    _reasonable(budget_cents, hours_per_week, deadline)
    label = role_label if role_iri else known_occupation(target_uri).name
    Goal.objects.filter(person=person, ended_at=None).update(ended_at=clock.now())
    goal = Goal.objects.create(
        person=person,
        target_uri=target_uri or role_iri,
        target_label=label[:300],
        framework=catalog.framework().name,
        role_iri=role_iri,
        budget_cents=budget_cents,
        hours_per_week=hours_per_week,
        deadline=deadline,
    )
    audit.record(actor=str(person.pk), action="goal.set", subject=str(goal.pk), detail={"target": goal.target_uri})
    return goal


@transaction.atomic
def change_goal(
    *, person: Person, goal: Goal, budget_cents: int | None, hours_per_week: int, deadline: date | None
) -> Goal:
    """Change what can be put into a goal; the target stays."""
    _reasonable(budget_cents, hours_per_week, deadline)
    goal.budget_cents, goal.hours_per_week, goal.deadline = budget_cents, hours_per_week, deadline
    goal.save(update_fields=["budget_cents", "hours_per_week", "deadline"])
    audit.record(actor=str(person.pk), action="goal.changed", subject=str(goal.pk))
    return goal


@transaction.atomic
def end_goal(*, person: Person, goal: Goal) -> Goal:
    """End a goal; it can be taken up again."""
    goal.ended_at = clock.now()
    goal.save(update_fields=["ended_at"])
    audit.record(actor=str(person.pk), action="goal.ended", subject=str(goal.pk))
    return goal


@transaction.atomic
def resume_goal(*, person: Person, goal: Goal) -> Goal:
    """Take an ended goal up again; the one in its place ends."""
    Goal.objects.filter(person=person, ended_at=None).exclude(pk=goal.pk).update(ended_at=clock.now())
    goal.ended_at = None
    goal.save(update_fields=["ended_at"])
    audit.record(actor=str(person.pk), action="goal.resumed", subject=str(goal.pk))
    return goal


@transaction.atomic
def keep_plan(*, goal: Goal, document: Mapping[str, Any]) -> LearningPlan:
    """Keep a plan as it was shown, unless the one before says the same; the oldest beyond twenty go."""
    last = goal.plans.first()
    if last is not None and last.document == document:
        return last
    kept = LearningPlan.objects.create(goal=goal, document=dict(document))
    old = list(goal.plans.values_list("pk", flat=True)[PLANS_KEPT:])
    if old:
        LearningPlan.objects.filter(pk__in=old).delete()
    audit.record(actor=str(goal.person_id), action="plan.kept", subject=str(kept.pk))
    return kept


def _reasonable(budget_cents: int | None, hours_per_week: int, deadline: date | None) -> None:
    if budget_cents is not None and not 0 <= budget_cents <= MOST_BUDGET_CENTS:
        raise Refusal(
            f"A budget is between 0 and {MOST_BUDGET_CENTS // 100:,}.",
            code="goal.budget",
            hint="Leave it empty when money does not matter.",
        )
    if not 1 <= hours_per_week <= MOST_HOURS_A_WEEK:
        raise Refusal(f"Hours a week are between 1 and {MOST_HOURS_A_WEEK}.", code="goal.hours")
    if deadline is not None and deadline <= clock.now().date():
        raise Refusal("The date is in the past.", code="goal.deadline", hint="Choose a day to come, or leave it empty.")
