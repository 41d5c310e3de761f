"""A pasted CV: read once, offered back for confirmation, never kept as text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from stepladder.server.catalog import selectors as catalog
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors, services
from stepladder.server.web.learner.asking import asker
from stepladder.server.web.learner.forms import CvForm
from stepladder.server.web.learner.reading import read_cv

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FOUND = "learner.cv_found"


@login_required
@require_http_methods(["GET", "POST"])
def cv(request: HttpRequest) -> HttpResponse:
    """Take the text of a CV, and show what was found in it."""
    if request.method == "POST":
        form = CvForm(request.POST)
        if not form.is_valid():
            return render(request, "learner/cv.html", {"form": form}, status=422)
        person = asker(request)
        said = {row.skill_uri for row in selectors.said_of_skills(person)}
        noted = {row.occupation_uri for row in selectors.work_history(person)}
        request.session[FOUND] = read_cv(form.cleaned_data["text"], catalog.framework(), said, noted)
        return redirect("learner:cv")
    found: dict[str, Any] | None = request.session.get(FOUND)
    return render(request, "learner/cv.html", {"form": CvForm(), "found": found})


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the jobs and skills that were ticked; everything else found in the CV is thrown away."""
    person = asker(request)
    found: dict[str, Any] = request.session.get(FOUND) or {"jobs": [], "skills": []}
    ticked = set(request.POST.getlist("job"))
    jobs = [(job["words"], job["uri"]) for job in found["jobs"] if job["uri"] in ticked]
    wanted = request.POST.getlist("skill")
    try:
        kept = services.keep_found(person=person, jobs=jobs, skills=wanted, because="your CV")
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.hint}".strip())
        return redirect("learner:cv")
    request.session.pop(FOUND, None)
    messages.success(request, f"Kept: {_count(len(kept), 'job')} and {_count(len(wanted), 'skill')}. The text is gone.")
    return redirect("learner:life")


@login_required
@require_POST
def throw_away(request: HttpRequest) -> HttpResponse:
    """Forget what was found."""
    request.session.pop(FOUND, None)
    messages.success(request, "Thrown away. Nothing of your CV was kept.")
    return redirect("learner:cv")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
