"""The end of a course: a quiz or a piece of work, and what came of it."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from stepladder.server.flows import assessing
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors, services
from stepladder.server.web.learner.asking import asker
from stepladder.server.web.learner.forms import WorkToHandInForm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, QueryDict

    from stepladder.server.learning.models import Course, Enrolment, Submission


@login_required
@require_http_methods(["GET", "POST"])
def quiz(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the questions; to post is to hand in, and leads to the result."""
    row, enrolment = _on(request, pk)
    if enrolment is None or not row.ends_in_quiz:
        return redirect("learner:course", pk=pk)
    if hasattr(enrolment, "completion"):
        return redirect("learner:result", pk=pk)
    questions = selectors.quiz_of(enrolment)
    answers: Mapping[str, int] = {}
    error = ""
    if request.method == "POST":
        answers = _answers(request.POST)
        try:
            assessing.hand_in_quiz(enrolment=enrolment, answers=answers)
        except Refusal as refusal:
            error = f"{refusal.message} {refusal.hint}".strip()
        else:
            return redirect("learner:result", pk=pk)
    shown = [(question, choices, answers.get(str(question.pk))) for question, choices in questions]
    context = {"course": row, "questions": shown, "error": error, "needed": round(float(row.pass_share) * 100)}
    return render(request, "learner/quiz.html", context, status=422 if error else 200)


@login_required
@require_http_methods(["GET", "POST"])
def work(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the task and the rubric; take the work."""
    row, enrolment = _on(request, pk)
    if enrolment is None or row.ends_in_quiz:
        return redirect("learner:course", pk=pk)
    if hasattr(enrolment, "completion"):
        return redirect("learner:result", pk=pk)
    last = next(iter(selectors.attempts(enrolment)), None)
    form = WorkToHandInForm(initial={"text": last.text, "link": last.link} if last else None)
    if request.method == "POST":
        form = WorkToHandInForm(request.POST)
        if form.is_valid():
            try:
                services.hand_in_work(enrolment=enrolment, **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, f"{refusal.message} {refusal.hint}".strip())
            else:
                messages.success(request, "Handed in. An assessor reads it, and you get a mail.")
                return redirect("learner:course_work", pk=pk)
    context = {"course": row, "form": form, "last": last, "waiting": last and last.waits}
    return render(request, "learner/course_work.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def result(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show what came of it: what was right and why, and what was earned."""
    row, enrolment = _on(request, pk)
    last = next(iter(selectors.attempts(enrolment)), None) if enrolment else None
    if enrolment is None or last is None:
        return redirect("learner:course", pk=pk)
    passed = last.passed
    explained = _explained(enrolment, last, passed=passed)
    context = {
        "course": row,
        "last": last,
        "passed": passed,
        "explained": explained,
        "right": sum(1 for each in explained if each["right"]),
        "needed": ceil(float(row.pass_share) * len(explained)),
        "earned": assessing.earned_from(asker(request), enrolment) if passed else None,
    }
    return render(request, "learner/result.html", context)


def _on(request: HttpRequest, pk: UUID) -> tuple[Course, Enrolment | None]:
    person = asker(request)
    row = selectors.course_for(person, pk)
    return row, selectors.enrolment_in(person, row)


def _answers(post: QueryDict) -> Mapping[str, int]:
    """Read ``q-<question id>=<index>``; what is not a number is no answer."""
    return {
        name.removeprefix("q-"): int(value)
        for name, value in post.items()
        if name.startswith("q-") and isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 4
    }


def _explained(enrolment: Enrolment, last: Submission, *, passed: bool) -> list[dict[str, object]]:
    """Say what was right, and why; the right choice itself is shown only once the quiz is passed."""
    shown = []
    for question in selectors.questions_of(enrolment.course):
        if str(question.pk) not in last.answers:  # it was written after this was handed in
            continue
        given = last.answers[str(question.pk)]
        shown.append(
            {
                "text": question.text,
                "given": question.choices[given] if 0 <= given < len(question.choices) else "",
                "right": given == question.right,
                "answer": question.choices[question.right] if passed else "",
                "because": question.because,
            }
        )
    return shown if last.answers else []
