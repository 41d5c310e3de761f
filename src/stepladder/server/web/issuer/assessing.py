"""The assessor's pages: what waits, and judging one piece of work by its rubric."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from stepladder.server.flows import assessing
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import permissions, selectors

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from stepladder.server.accounts.models import Person
    from stepladder.server.learning.models import Submission


@login_required
@require_GET
def submissions(request: HttpRequest) -> HttpResponse:
    """List what waits for this assessor, and what was judged last."""
    person = cast("Person", request.user)
    if not permissions.organisations_to_assess(person).exists():
        raise Http404
    context = {"waiting": selectors.submissions_to_assess(person), "judged": selectors.submissions_judged(person)}
    return render(request, "issuer/assessing/submissions.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def submission(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one piece of work with its rubric; to post is to judge it."""
    person = cast("Person", request.user)
    row = selectors.submission_for_assessor(person, pk)
    rubric = row.enrolment.course.rubric
    error, feedback = "", request.POST.get("feedback", "").replace("\x00", "")
    judged = [request.POST.get(f"point-{place}", "") for place in range(len(rubric))]
    if request.method == "POST":
        error = _judge(person, row, judged, feedback)
        if not error:
            messages.success(request, f"Judged. {row.enrolment.person} gets a mail.")
            return redirect("issuer:submissions")
    context = {
        "submission": row,
        "course": row.enrolment.course,
        "points": [(place, point, said) for place, (point, said) in enumerate(zip(rubric, judged, strict=True))],
        "open": row.waits,
        "own": row.enrolment.person_id == person.pk,
        "feedback": feedback,
        "error": error,
    }
    return render(request, "issuer/assessing/submission.html", context, status=422 if error else 200)


def _judge(person: Person, row: Submission, judged: list[str], feedback: str) -> str:
    """Judge, and return what stood in the way in words, or nothing."""
    if any(each not in {"met", "not_yet"} for each in judged):
        return "Judge every point of the rubric."
    try:
        assessing.judge(assessor=person, submission=row, met=[each == "met" for each in judged], feedback=feedback)
    except Refusal as refusal:
        return f"{refusal.message} {refusal.hint}".strip()
    return ""
