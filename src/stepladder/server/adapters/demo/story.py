"""The learner's story: a life, a goal, a plan that is paid for, a credential, a gap closed, a reward; what waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from stepladder.server.adapters.demo.company import CALL_CENTRE_URI, HELP_DESK, note_aim
from stepladder.server.adapters.demo.points import reward_skill
from stepladder.server.catalog.selectors import achievement_by_id, framework
from stepladder.server.flows import assessing, employing, planning, sharing
from stepladder.server.flows.enrolling import enrol
from stepladder.server.kernel import clock
from stepladder.server.learning import selectors as learning_reads
from stepladder.server.learning import services as learning

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stepladder.server.accounts.models import Person
    from stepladder.server.adapters.demo.organisations import Demo
    from stepladder.server.catalog.models import Achievement
    from stepladder.server.learning.models import Goal

BUDGET_CENTS = 30_000
# What she ticks first among what call-centre agents usually can; the rest stays "probably held: confirm".
TICKED = 9


def tell_story(demo: Demo, today: datetime) -> None:
    """Tell it up to this morning; the next clicks are the visitor's."""
    learner = demo.people["learner"]
    with clock.frozen(today - timedelta(days=40)) as now:
        goal = _begin(learner)
        note_aim(demo, HELP_DESK)
        steps = _steps(learner, goal)
        now.move(timedelta(days=1))
        _learn_paid_step(demo, learner, steps, now)
    with clock.frozen(today - timedelta(days=3)):
        _leave_waiting(learner, _steps(learner, goal))


def _begin(learner: Person) -> Goal:
    learning.add_work(
        person=learner,
        title="Call-centre agent",
        employer="Harbourline Services",
        occupation_uri=CALL_CENTRE_URI,
        from_year=2006,
    )
    learning.add_education(person=learner, title="Leaving certificate", institution="Northgate", year=1999)
    usual = [each.skill for each in planning.skills_to_confirm(learner)][:TICKED]
    learning.claim_skills(person=learner, skills=usual, because="your work as a call-centre agent")
    role = next(each for each in planning.roles_open_to(learner) if each.name == HELP_DESK)
    return planning.aim_at_role(person=learner, role_iri=role.iri, budget_cents=BUDGET_CENTS, hours_per_week=5)


def _steps(learner: Person, goal: Goal) -> list[Achievement]:
    answer = planning.plan_for(learner, goal, planning.PlanChoice())
    found = [achievement_by_id(step.opportunity.id) for step in answer.plan.steps] if answer.plan else []
    return [each for each in found if each is not None]


def _learn_paid_step(demo: Demo, learner: Person, steps: Sequence[Achievement], now: clock.FrozenClock) -> None:
    """She asks, he pays, she learns and passes, the credential comes, she shares it, a gap closes, points follow."""
    step = _choose(steps, "quiz")
    request = employing.ask(person=learner, achievement=step, why=f"It is a step to the {HELP_DESK} role.")
    now.move(timedelta(days=2))
    first = step.alignments.all()[0]
    reward_skill(demo, uri=first.target_url, label=framework().skill(first.target_url).label, points=200)
    employing.decide(actor=demo.people["manager"], request=request, approve=True, note="Good luck, Rosa.")
    now.move(timedelta(days=12))
    enrolment = enrol(person=learner, achievement=step)
    answers = {str(each.pk): each.right for each in learning_reads.questions_of(enrolment.course)}
    assessing.hand_in_quiz(enrolment=enrolment, answers=answers)
    now.move(timedelta(days=1))
    _share_everything(demo, learner, until=now() + timedelta(days=365))


def _leave_waiting(learner: Person, steps: Sequence[Achievement]) -> None:
    """One request waits for the employer, one piece of work for the assessor."""
    work = _choose(steps, "submission")
    enrolment = enrol(person=learner, achievement=work)
    learning.hand_in_work(
        enrolment=enrolment,
        text="On the evening line a caller could not open her bills. I asked what she saw, tried the same steps, found "
        "that her browser was too old, wrote down how to update it, and called back the next day: it worked.",
    )
    paid = [each for each in steps if each != work and each.opportunity.price_cents]
    if paid:
        employing.ask(person=learner, achievement=paid[0], why=f"It is the next step to the {HELP_DESK} role.")


def _choose(steps: Sequence[Achievement], assessment: str) -> Achievement:
    fitting = [each for each in steps if each.assessment == assessment]
    paid = [each for each in fitting if each.opportunity.price_cents]
    return (paid or fitting or list(steps))[0]


def _share_everything(demo: Demo, learner: Person, *, until: datetime) -> None:
    share = sharing.share_all(holder=learner, until=until, audience=demo.employer)
    sharing.accept(share=share, actor=demo.people["manager"])
