"""What is next for somebody: read from the life, the wallet, the goal and the courses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.server.flows.planning import gap_for
from stepladder.server.learning import selectors as learning
from stepladder.server.wallet import selectors as wallet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.server.accounts.models import Person
    from stepladder.server.learning.models import Enrolment, Goal, LearningPlan
    from stepladder.server.wallet.models import Claim
    from stepladder.skills import GapReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """Where somebody stands today."""

    jobs: int
    claims: int
    held: int
    goal: Goal | None
    report: GapReport | None
    plan: LearningPlan | None
    next_step: dict[str, Any] | None
    enrolments: Sequence[Enrolment]
    waiting_claims: Sequence[Claim]


def today_of(person: Person) -> Today:
    """Return where somebody stands: the goal with its gap, the next step of the last plan, courses, what waits."""
    goal = learning.goal_of(person)
    plan = learning.last_plan(goal) if goal else None
    begun = learning.enrolled_achievements(person)
    steps: list[dict[str, Any]] = plan.document.get("steps", []) if plan else []
    return Today(
        jobs=len(learning.work_history(person)),
        claims=len(learning.claims(person)),
        held=len(wallet.credentials_of(person)),
        goal=goal,
        report=gap_for(person, goal) if goal else None,
        plan=plan,
        next_step=next((step for step in steps if step["id"] not in begun), None),
        enrolments=learning.enrolments_of(person),
        waiting_claims=wallet.waiting_claims(person),
    )
