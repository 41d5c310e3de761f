"""My skills: tick what you can do, and see what each skill rests on."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from stepladder.server.catalog import selectors as catalog
from stepladder.server.flows import planning
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors, services
from stepladder.server.web.learner.asking import asker, last_answer, onward, remember_answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, QueryDict

    from stepladder.server.flows.profiling import SkillRow

PER_PAGE = 40
JOBS = "your jobs"
STRENGTHS = ("claimed", "endorsed", "assessed", "supervised")
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@login_required
@require_GET
def skills(request: HttpRequest) -> HttpResponse:
    """Show what to confirm, a search, and every skill with its strength and evidence."""
    person = asker(request)
    words = request.GET.get("q", "").strip()[:200]
    only = request.GET.get("strength", "")
    rows = planning.skills_of(person)
    shown = [row for row in rows if not only or row.strength == only]
    offered = planning.skills_to_confirm(person)
    essential = [each for each in offered if each.relation == "essential"]
    said = {row.skill_uri: row.denied for row in selectors.said_of_skills(person)}
    found = [(hit, said.get(hit.uri)) for hit in catalog.framework().search_skills(words, 12)] if words else []
    context = {
        "words": words,
        "found": found,
        "only": only if only in STRENGTHS else "",
        "filters": _filters(rows),
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "total": len(rows),
        "essential": essential,
        "optional": offered[len(essential) :],
        "denied": [row for row in selectors.said_of_skills(person) if row.denied],
        "has_work": bool(selectors.work_history(person)),
        "undo": last_answer(request),
    }
    return render(request, "learner/skills.html", context)


@login_required
@require_POST
def say(request: HttpRequest) -> HttpResponse:
    """Take an answer: ``yes`` and ``no`` for one skill, ``ticked`` for those that are ticked, ``undo`` takes back."""
    person, post = asker(request), request.POST
    yes, no, undo, ticked = (_uris(post, name) for name in ("yes", "no", "undo", "skill"))
    do = post.get("ticked", "")
    yes, no = yes + (ticked if do == "yes" else []), no + (ticked if do == "no" else [])
    if not (yes or no or undo):
        messages.warning(request, "Tick at least one skill first.")
        return onward(request, "learner:skills")
    try:
        if yes:
            services.claim_skills(person=person, skills=yes, because=JOBS if post.get("because") == JOBS else "")
            remember_answer(request, yes, f"Noted: {_counted(yes)} you say you have.")
        if no:
            services.deny_skills(person=person, skills=no)
            remember_answer(request, no, f"Noted: {_counted(no)} you do not have yet.")
        if undo:
            services.forget_skills(person=person, skills=undo)
            messages.success(request, "Taken back.")
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.hint}".strip())
        return redirect("learner:skills")
    return onward(request, "learner:skills")


@login_required
@require_GET
def download(request: HttpRequest) -> HttpResponse:
    """Give every skill with its evidence as a table."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="my-skills.csv"'
    writer = csv.writer(response)
    writer.writerow(["skill", "uri", "strength", "valid_until", "freshness", "evidence"])
    for row in planning.skills_of(asker(request)):
        names = "; ".join(f"{each.name} ({each.strength})" for each in row.evidence)
        writer.writerow(
            [safe_cell(each) for each in (row.label, row.uri, row.strength, str(row.until or ""), row.freshness, names)]
        )
    return response


def safe_cell(value: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(DANGEROUS) else value


def _uris(post: QueryDict, name: str) -> list[str]:
    """Return the URIs under a name, without what no database takes."""
    return [value.replace("\x00", "")[:400] for value in post.getlist(name)]


def _filters(rows: Sequence[SkillRow]) -> list[dict[str, object]]:
    counted = [{"key": key, "count": sum(1 for row in rows if row.strength == key)} for key in STRENGTHS]
    return [{"key": "", "count": len(rows)}, *(each for each in counted if each["count"])]


def _counted(uris: Sequence[str]) -> str:
    return "1 skill" if len(uris) == 1 else f"{len(uris)} skills"
