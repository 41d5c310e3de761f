"""The gap to the goal, counted in two ways, with a reason for each skill."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from stepladder.server.flows import planning
from stepladder.server.learning import selectors
from stepladder.server.web.learner.asking import asker, last_answer
from stepladder.server.web.learner.skills import safe_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from stepladder.server.learning.models import Goal
    from stepladder.skills import GapReport
    from stepladder.skills.gaps import GapLine


@login_required
@require_GET
def gap(request: HttpRequest) -> HttpResponse:
    """Show what is proved, what is only said, what is probably held, and what is missing."""
    person = asker(request)
    goal = selectors.goal_of(person)
    if goal is None:
        return render(request, "learner/gap.html", {"goal": None})
    report = planning.gap_for(person, goal)
    lines = _sorted(report)
    context = {
        "goal": goal,
        "report": report,
        "undo": last_answer(request),
        **lines,
        "missing": _ways(lines["missing"], goal),
    }
    return render(request, "learner/gap.html", context)


@login_required
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """Give the gap as a table."""
    person = asker(request)
    goal = selectors.goal_of(person)
    if goal is None:
        return redirect("learner:gap")
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-gap.csv"'
    writer = csv.writer(response)
    writer.writerow(["skill", "uri", "relation", "status", "rests_on", "strength", "reason"])
    for line in planning.gap_for(person, goal).lines:
        cells = (line.label, line.skill, line.relation, line.status, line.basis or "", line.strength or "", line.reason)
        writer.writerow([safe_cell(each) for each in cells])
    return response


def _ways(lines: Sequence[GapLine], goal: Goal) -> list[dict[str, object]]:
    """Return each missing skill with the way to close it, and the reason where something speaks for it."""
    offers = planning.offers_that_teach(line.skill for line in lines)
    kept = selectors.last_plan(goal)
    steps = {skill: step["order"] for step in (kept.document["steps"] if kept else []) for skill in step["skills"]}
    return [
        {
            "line": line,
            "reason": line.reason if line.strength or line.rule else "",
            "step": steps.get(line.skill),
            "offers": offers.get(line.skill, 0),
        }
        for line in lines
    ]


def _sorted(report: GapReport) -> dict[str, list[GapLine]]:
    essential = [line for line in report.lines if line.relation == "essential"]
    held = [line for line in report.lines if line.status == "held"]
    return {
        "probably": [line for line in report.lines if line.status == "probably_held"],
        "missing": [line for line in essential if line.status == "missing"],
        "missing_optional": [line for line in report.lines if line.status == "missing" and line.relation == "optional"],
        "proved": [line for line in held if line.basis == "proof"],
        "claimed": [line for line in held if line.basis != "proof"],
    }
