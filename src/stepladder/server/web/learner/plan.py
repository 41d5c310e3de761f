"""The solved plan: what to take, in which order, why, what stays open, and why not something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from stepladder.server.catalog import selectors as catalog
from stepladder.server.flows import employing, planning
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors
from stepladder.server.web.learner import words
from stepladder.server.web.learner.asking import asker
from stepladder.server.web.learner.calendar import calendar_of
from stepladder.server.web.learner.forms import PlanForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.http import HttpRequest

    from stepladder.server.flows.planning import PlanAnswer
    from stepladder.server.learning.models import Goal
    from stepladder.skills import LearningPlan
    from stepladder.skills.plans import PlanStep


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the plan as the page shows it."""

    step: PlanStep
    price: str
    hours: str
    when: str
    course: UUID | None
    enrolled: bool
    needs: Sequence[str]


@login_required
@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """Solve the plan for the goal and show it."""
    person = asker(request)
    goal = selectors.goal_of(person)
    if goal is None:
        return render(request, "learner/plan.html", {"goal": None})
    form = _form(request, goal)
    answer = planning.plan_for(person, goal, _choice(form))
    context: dict[str, Any] = {"goal": goal, "form": form, "answer": answer, "budget": words.cents(goal.budget_cents)}
    if answer.plan is not None:
        context |= _shown(answer, answer.plan, selectors.enrolled_achievements(person))
        context["can_ask"] = employing.can_ask(person)
    return render(request, "learner/plan.html", context)


@login_required
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Give the steps of the plan as a calendar file."""
    person = asker(request)
    goal = selectors.goal_of(person)
    if goal is None:
        return redirect("learner:plan")
    answer = planning.plan_for(person, goal, _choice(_form(request, goal)))
    if answer.plan is None or not answer.plan.steps:
        messages.warning(request, "There is no plan to put into a calendar yet.")
        return redirect("learner:plan")
    response = HttpResponse(calendar_of(answer.plan, str(goal.pk)), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-plan.ics"'
    return response


@login_required
@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the employer to pay for a step."""
    achievement = catalog.achievement_by_id(pk)
    if achievement is None or achievement.published_at is None:
        raise Http404
    try:
        employing.ask(person=asker(request), achievement=achievement)
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.hint}".strip())
    else:
        messages.success(request, f"Asked: your employer sees your request for “{achievement.name}”.")
    return redirect("learner:plan")


def _form(request: HttpRequest, goal: Goal) -> PlanForm:
    start = {"objective": "coverage", "counting": "claims", "hours": str(goal.hours_per_week)}
    data = {
        **start,
        **{key: request.GET[key] for key in ("objective", "full", "counting", "hours") if key in request.GET},
    }
    return PlanForm(data)


def _choice(form: PlanForm) -> planning.PlanChoice:
    if not form.is_valid():
        return planning.PlanChoice()
    data = form.cleaned_data
    return planning.PlanChoice(
        objective=data["objective"], full_closure=data["full"], counting=data["counting"], hours_per_week=data["hours"]
    )


def _shown(answer: PlanAnswer, solved: LearningPlan, enrolled: Mapping[str, UUID]) -> dict[str, Any]:
    courses = selectors.courses_by_achievement(step.opportunity.id for step in solved.steps)
    titles = {step.opportunity.id: step.opportunity.name for step in solved.steps}
    steps = [
        Step(
            step=step,
            price=words.money(step.opportunity.price, step.opportunity.currency),
            hours=words.hours(step.opportunity.hours),
            when=words.weeks(step.starts_week, step.weeks),
            course=courses.get(step.opportunity.id),
            enrolled=step.opportunity.id in enrolled,
            needs=[titles[each] for each in step.opportunity.prerequisites if each in titles],
        )
        for step in solved.steps
    ]
    return {
        "plan": solved,
        "steps": steps,
        "cost": words.money(solved.cost, solved.currency),
        "hours": words.hours(solved.hours),
        "proof": _proof(answer, solved),
        "invented": any(step.opportunity.invented for step in solved.steps),
    }


def _proof(answer: PlanAnswer, solved: LearningPlan) -> str:
    if not solved.steps:
        return ""
    if not solved.proved_optimal:
        return f"A good plan among the {answer.offers:,} offers shown; time ran out before it was proved the best."
    words_for = {
        "coverage": "Proved: no other choice among the {n} offers shown closes more within your limits.",
        "cost": "Proved: no cheaper set among the {n} offers shown closes these skills.",
        "time": "Proved: no set with fewer hours among the {n} offers shown closes these skills.",
        "count": "Proved: no smaller set among the {n} offers shown closes these skills.",
    }
    return words_for[solved.objective_name].format(n=f"{answer.offers:,}")
