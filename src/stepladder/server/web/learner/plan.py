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
from stepladder.server.flows import employing, enrolling, planning
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors
from stepladder.server.web.learner import words
from stepladder.server.web.learner.asking import asker
from stepladder.server.web.learner.calendar import calendar_of
from stepladder.server.web.learner.forms import PlanForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from django.http import HttpRequest, QueryDict

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
    first: bool
    asked: str


@login_required
@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """Solve the plan for the goal and show it."""
    person = asker(request)
    goal = selectors.goal_of(person)
    if goal is None:
        return render(request, "learner/plan.html", {"goal": None})
    mine = planning.kept_choice(goal)
    form = _form(request.GET, goal, mine)
    choice = _choice(form, goal)
    answer = planning.plan_for(person, goal, choice)
    followed = choice == mine
    context: dict[str, Any] = {
        "goal": goal,
        "form": form,
        "answer": answer,
        "followed": followed,
        "budget": words.cents(goal.budget_cents),
    }
    if answer.plan is not None:
        if followed:
            planning.keep_plan(goal, choice, answer.plan)
        context["can_ask"] = employing.can_ask(person)
        asked = enrolling.asked_of_employers(person) if context["can_ask"] else {}
        context |= _shown(answer, answer.plan, selectors.enrolled_achievements(person), asked)
    return render(request, "learner/plan.html", context)


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Follow another plan than before: the one that was just shown."""
    person = asker(request)
    goal = selectors.goal_of(person)
    if goal is None:
        return redirect("learner:plan")
    choice = _choice(_form(request.POST, goal, planning.kept_choice(goal)), goal)
    answer = planning.plan_for(person, goal, choice)
    if answer.plan is None:
        messages.error(request, "That plan cannot be made now.")
    else:
        planning.keep_plan(goal, choice, answer.plan)
        messages.success(request, "This is your plan now.")
    return redirect("learner:plan")


@login_required
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Give the steps of the plan as a calendar file."""
    person = asker(request)
    goal = selectors.goal_of(person)
    if goal is None:
        return redirect("learner:plan")
    answer = planning.plan_for(person, goal, _choice(_form(request.GET, goal, planning.kept_choice(goal)), goal))
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


def _form(asked: QueryDict, goal: Goal, mine: planning.PlanChoice) -> PlanForm:
    """Return the form with what was asked, and what the plan followed so far has for the rest."""
    start = {
        "objective": mine.objective,
        "counting": mine.counting,
        "hours": str(mine.hours_per_week or goal.hours_per_week),
        "full": "on" if mine.full_closure and "objective" not in asked else "",
    }
    return PlanForm({**start, **{key: asked[key] for key in start if key in asked}})


def _choice(form: PlanForm, goal: Goal) -> planning.PlanChoice:
    if not form.is_valid():
        return planning.PlanChoice()
    data = form.cleaned_data
    return planning.PlanChoice(
        objective=data["objective"],
        full_closure=data["full"],
        counting=data["counting"],
        hours_per_week=data["hours"] if data["hours"] != goal.hours_per_week else None,
    )


def _shown(
    answer: PlanAnswer, solved: LearningPlan, enrolled: Mapping[str, UUID], asked: Mapping[str, str]
) -> dict[str, Any]:
    courses = selectors.courses_by_achievement(step.opportunity.id for step in solved.steps)
    titles = {step.opportunity.id: step.opportunity.name for step in solved.steps}
    first = next((step for step in solved.steps if step.opportunity.id not in enrolled), None)
    steps = [
        Step(
            step=step,
            price=words.money(step.opportunity.price, step.opportunity.currency),
            hours=words.hours(step.opportunity.hours),
            when=words.weeks(step.starts_week, step.weeks),
            course=courses.get(step.opportunity.id),
            enrolled=step.opportunity.id in enrolled,
            first=step is first,
            asked=asked.get(step.opportunity.id, ""),
            needs=[titles[each] for each in step.opportunity.prerequisites if each in titles],
        )
        for step in solved.steps
    ]
    return {
        "plan": solved,
        "steps": steps,
        "left": _left_open(solved),
        "cost": words.money(solved.cost, solved.currency),
        "hours": words.hours(solved.hours),
        "proof": _proof(answer, solved),
        "invented": any(step.opportunity.invented for step in solved.steps),
    }


def _left_open(solved: LearningPlan) -> list[tuple[str, list[str]]]:
    """Return the skills that stay open, by reason; a reason that many share is said once."""
    by_reason: dict[str, list[str]] = {}
    for skill in solved.open_skills:
        by_reason.setdefault(skill.reason, []).append(skill.label)
    return sorted(by_reason.items(), key=lambda item: len(item[1]))


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
