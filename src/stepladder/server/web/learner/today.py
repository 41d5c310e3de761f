"""Today: what is next for me."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_GET

from stepladder.server.flows import today as flow
from stepladder.server.learning import selectors
from stepladder.server.web.learner import words
from stepladder.server.web.learner.asking import asker
from stepladder.server.web.learner.courses import standing

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Show the goal, the next step, courses under way and what waits; for a newcomer, the way in."""
    person = asker(request)
    day = flow.today_of(person)
    standings = [standing(each, each.course) for each in day.enrolments]
    step = day.next_step
    context = {
        "day": day,
        "under_way": [each for each in standings if not each.completed],
        "completed": [each for each in standings if each.completed],
        "step": step,
        "step_price": words.money(step["price"], step["currency"]) if step else "",
        "step_hours": words.hours(step["hours"]) if step else "",
        "step_course": selectors.courses_by_achievement([step["id"]]).get(step["id"]) if step else None,
        "way_in": 0 if day.goal and day.enrolments else _way_in(day),
    }
    return render(request, "learner/today.html", context)


def _way_in(day: flow.Today) -> int:
    """The step of the way in that is next, 1 to 4; 0 when all are done."""
    done = (bool(day.jobs or day.held), bool(day.claims), day.goal is not None, day.plan is not None)
    return next((place for place, is_done in enumerate(done, start=1) if not is_done), 0)
