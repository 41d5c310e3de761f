"""A goal: the occupation, role template or employer's role that somebody wants next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from stepladder.server.catalog import selectors as catalog
from stepladder.server.flows import planning
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors, services
from stepladder.server.web.learner.asking import asker, told
from stepladder.server.web.learner.forms import ResourcesForm

if TYPE_CHECKING:
    from uuid import UUID

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from stepladder.server.accounts.models import Person
    from stepladder.server.learning.models import Goal


@login_required
@require_GET
def goal(request: HttpRequest) -> HttpResponse:
    """Show the goal and what can be put into it; search and suggestions where there is none, or for another."""
    return _page(request)


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Set the goal that was chosen; budget and hours of the one before stay."""
    person, post = asker(request), request.POST
    before = selectors.goal_of(person) or next(iter(selectors.ended_goals(person, 1)), None)
    kept: dict[str, Any] = {}
    if before is not None:
        kept = {"budget_cents": before.budget_cents, "hours_per_week": before.hours_per_week}
    role = post.get("role", "")[:400]
    try:
        if role:
            planning.aim_at_role(person=person, role_iri=role, **kept)
        else:
            services.set_goal(person=person, target_uri=post.get("target", "")[:400], **kept)
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.hint}".strip())
        return redirect("learner:goal")
    messages.success(request, "Your goal is set. What can you put into it?")
    return redirect("learner:goal")


@login_required
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Change budget, hours and date of the goal."""
    person, form = asker(request), ResourcesForm(request.POST)
    now = selectors.goal_of(person)
    if now is None:
        return redirect("learner:goal")
    if form.is_valid():
        try:
            services.change_goal(person=person, goal=now, **form.resources)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.message} {refusal.hint}".strip())
        else:
            return redirect("learner:plan")
    return _page(request, form=form, status=422)


@login_required
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """End the goal; it can be taken up again."""
    person = asker(request)
    now = selectors.goal_of(person)
    if now is not None:
        services.end_goal(person=person, goal=now)
        messages.success(request, f"Ended: {now.target_label}. You can take it up again below.")
    return redirect("learner:goal")


@login_required
@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take up an ended goal again."""
    person = asker(request)
    row = selectors.goal_for(person, pk)
    return told(
        request, lambda: services.resume_goal(person=person, goal=row), "learner:goal", done=f"Your goal is {row}."
    )


def _ended(person: Person) -> list[Goal]:
    """Return the goals that ended last, each target once."""
    return list({row.target_uri: row for row in reversed(selectors.ended_goals(person, 10))}.values())[::-1][:3]


def _roles(request: HttpRequest) -> list[planning.OpenRole]:
    """Return the employer's roles; one that a link names stands alone."""
    roles = list(planning.roles_open_to(asker(request)))
    named = [role for role in roles if role.iri == request.GET.get("role")]
    return named or roles


def _page(request: HttpRequest, *, form: Form | None = None, status: int = 200) -> HttpResponse:
    person = asker(request)
    now = selectors.goal_of(person)
    words = request.GET.get("q", "").strip()[:200]
    start = {
        "budget": f"{now.budget_cents / 100:g}" if now and now.budget_cents is not None else None,
        "hours_per_week": now.hours_per_week if now else 5,
        "deadline": now.deadline if now else None,
    }
    context = {
        "goal": now,
        "form": form or ResourcesForm(initial=start),
        "words": words,
        "found": catalog.framework().search_occupations(words, 10) if words else (),
        "moves": () if now and not words else planning.steps_within_reach(person),
        "ended": [] if now else _ended(person),
        "roles": _roles(request) if not words else [],
    }
    return render(request, "learner/goal.html", context, status=status)
