"""A course: what it is, its lessons, and where one stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from stepladder.server.flows import enrolling
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors, services
from stepladder.server.web.learner import words
from stepladder.server.web.learner.asking import asker

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from stepladder.server.learning.models import Course, Enrolment, Lesson, Submission


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where somebody stands on a course: what is next, and how much is done."""

    enrolment: Enrolment
    done: int
    steps: int
    next_url: str
    next_words: str
    note: str
    completed: bool
    waiting: bool


@login_required
@require_GET
def course(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a course and, for those on it, what is next."""
    person = asker(request)
    row = selectors.course_for(person, pk)
    enrolment = selectors.enrolment_in(person, row)
    offer = getattr(row.achievement, "opportunity", None)
    read = set(enrolment.lessons_read) if enrolment else set()
    context = {
        "course": row,
        "achievement": row.achievement,
        "offer": offer,
        "hours": words.hours(row.achievement.hours),
        "price": words.cents(offer.price_cents, offer.currency) if offer else "",
        "standing": standing(enrolment, row) if enrolment else None,
        "lessons": [(lesson, lesson.position in read) for lesson in row.lessons.all()],
        "ends_in": _ends_in(row),
    }
    return render(request, "learner/course.html", context)


@login_required
@require_POST
def enrol(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the person on the course; twice is once."""
    person = asker(request)
    row = selectors.course_for(person, pk)
    try:
        enrolling.enrol(person=person, achievement=row.achievement)
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.hint}".strip())
    else:
        messages.success(request, "You are on the course. Begin when you like.")
    return redirect("learner:course", pk=pk)


@login_required
@require_POST
def leave(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leave the course."""
    person = asker(request)
    row = selectors.course_for(person, pk)
    enrolment = selectors.enrolment_in(person, row)
    if enrolment is not None:
        try:
            services.leave(person=person, enrolment=enrolment)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, f"You left “{row.achievement.name}”. You can enrol again.")
    return redirect("learner:course", pk=pk)


@login_required
@require_http_methods(["GET", "POST"])
def lesson(request: HttpRequest, pk: UUID, position: int) -> HttpResponse:
    """Show a lesson; to post is to have read it, and goes on to what is next."""
    person = asker(request)
    row = selectors.course_for(person, pk)
    enrolment = selectors.enrolment_in(person, row)
    if enrolment is None:
        messages.warning(request, "Enrol first, then the lessons open.")
        return redirect("learner:course", pk=pk)
    page = selectors.lesson_of(row, position)
    lessons = list(row.lessons.all())
    if request.method == "POST":
        services.read_lesson(enrolment=enrolment, lesson=page)
        later = next((each for each in lessons if each.position > position), None)
        if later is not None:
            return redirect("learner:lesson", pk=pk, position=later.position)
        return redirect("learner:course", pk=pk)
    return render(request, "learner/lesson.html", _lesson(row, page, lessons))


def standing(enrolment: Enrolment, row: Course) -> Standing:
    """Return where somebody stands; ``row`` has its lessons at hand."""
    lessons, submissions = list(row.lessons.all()), list(enrolment.submissions.all())
    completed = hasattr(enrolment, "completion")
    read = len({each.position for each in lessons} & set(enrolment.lessons_read))
    url, say, note = _next(enrolment, row, lessons, submissions, completed=completed)
    return Standing(
        enrolment=enrolment,
        done=len(lessons) + 1 if completed else read,
        steps=len(lessons) + 1,
        next_url=url,
        next_words=say,
        note=note,
        completed=completed,
        waiting=bool(submissions) and submissions[0].waits,
    )


def _next(
    enrolment: Enrolment, row: Course, lessons: Sequence[Lesson], submissions: Sequence[Submission], *, completed: bool
) -> tuple[str, str, str]:
    if completed:
        return reverse("learner:result", args=[row.pk]), "See what you earned", "Completed"
    unread = next((each for each in lessons if each.position not in enrolment.lessons_read), None)
    if unread is not None:
        place = lessons.index(unread) + 1
        say = "Begin the first lesson" if place == 1 else f"Go on with lesson {place}"
        return reverse("learner:lesson", args=[row.pk, unread.position]), say, ""
    last = submissions[0] if submissions else None
    if row.ends_in_quiz:
        say = "Try the quiz again" if last else "Take the quiz"
        return reverse("learner:quiz", args=[row.pk]), say, "Not passed yet" if last else ""
    url = reverse("learner:course_work", args=[row.pk])
    if last is None:
        return url, "Hand in your work", ""
    if last.waits:
        return url, "See what you handed in", "Waiting for an assessor"
    return url, "Read the feedback, hand in again", "Not yet: there is feedback"


def _lesson(row: Course, page: Lesson, lessons: Sequence[Lesson]) -> dict[str, object]:
    place = list(lessons).index(page)
    return {
        "course": row,
        "lesson": page,
        "html": words.lesson_html(page.text),
        "place": place + 1,
        "count": len(lessons),
        "before": lessons[place - 1] if place else None,
        "last": place == len(lessons) - 1,
    }


def _ends_in(row: Course) -> str:
    if row.ends_in_quiz:
        return f"A quiz: {round(float(row.pass_share) * 100)} % right passes, and you can try again"
    return "A piece of work that an assessor reads"
