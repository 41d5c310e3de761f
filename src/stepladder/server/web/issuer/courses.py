"""How a micro-credential is learnt here: lessons or a link, then a quiz or a task with a rubric."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepladder.server.catalog.selectors import achievement_by_id
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors, services
from stepladder.server.learning.services import CoursePlan, LessonText, QuestionText
from stepladder.server.web.issuer.course_forms import EndingForm, LessonForm, QuestionForm
from stepladder.server.web.issuer.desk import actor, desk, login_required
from stepladder.server.web.learner.words import lesson_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from stepladder.server.catalog.models import Achievement
    from stepladder.server.learning.models import Course, Lesson

DESIGN = ("designer",)
REMOVED = "issuer-course-removed"


# ------------------------------------------------------------------ the course as a whole
@require_safe
@login_required
def course(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Show what the course holds and what it still needs; who has none yet is led to begin."""
    achievement = _own(request, achievement_id)
    row = selectors.course_to_edit(achievement)
    context = _context(achievement, row)
    removed = request.session.get(REMOVED)
    if row is not None:
        context |= {
            "lessons": list(row.lessons.all()),
            "questions": [(each, each.choices[each.right]) for each in row.questions.all()],
            "lacks": selectors.lacks(row),
            "removed": removed if removed and removed["course"] == str(row.pk) else None,
            "says_otherwise": row.assessment != achievement.assessment,
        }
    return render(request, "issuer/courses/course.html", context)


@require_POST
@login_required
def begin(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Make the course, ending as the micro-credential says and with its offer's link; twice is once."""
    achievement = _own(request, achievement_id)
    by_work = achievement.assessment == "submission"
    offer = getattr(achievement, "opportunity", None)
    plan = CoursePlan(assessment="submission" if by_work else "quiz", link=offer.link if offer else "")
    services.begin_course(actor=actor(request), achievement=achievement, plan=plan)
    return redirect("issuer:lesson_new", achievement.pk)


@require_safe
@login_required
def preview(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Show the whole course as learners see it."""
    achievement, row = _mine(request, achievement_id)
    context = {
        **_context(achievement, row),
        "lessons": [(each, lesson_html(each.text)) for each in row.lessons.all()],
        "questions": list(row.questions.all()),
    }
    return render(request, "issuer/courses/preview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ending(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Change the link, and how the course ends."""
    achievement, row = _mine(request, achievement_id)
    form = EndingForm(request.POST or None, initial=EndingForm.start(row))
    if request.method == "POST" and _saved(
        request, form, lambda: services.change_course(actor=actor(request), course=row, plan=form.plan)
    ):
        return redirect("issuer:course", achievement.pk)
    return _form_page(request, "ending", {**_context(achievement, row), "form": form}, form)


# ------------------------------------------------------------------ lessons
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def lesson(request: HttpRequest, achievement_id: UUID, lesson_id: UUID | None = None) -> HttpResponse:
    """Write a lesson, new or not; ``look`` shows it as learners see it and saves nothing."""
    achievement, row = _mine(request, achievement_id)
    found = row.lessons.filter(pk=lesson_id).first() if lesson_id else None
    if lesson_id and found is None:
        raise Http404
    form = LessonForm(request.POST or None, initial=LessonForm.start(found))
    looks = bool(request.POST.get("look"))
    if (
        request.method == "POST"
        and not looks
        and _saved(request, form, lambda: _keep_lesson(request, row, found, form))
    ):
        if request.POST.get("next") == "another":
            return redirect("issuer:lesson_new", achievement.pk)
        return redirect("issuer:course", achievement.pk)
    context = {**_context(achievement, row), "form": form, "lesson": found}
    if looks and form.is_valid():
        context |= {"look": lesson_html(form.lesson.text), "look_title": form.lesson.title}
    return _form_page(request, "lesson", context, form)


@require_POST
@login_required
def move(request: HttpRequest, achievement_id: UUID, lesson_id: UUID) -> HttpResponse:
    """Let a lesson change places with the one before or after it."""
    achievement, row = _mine(request, achievement_id)
    found = row.lessons.filter(pk=lesson_id).first()
    if found is None:
        raise Http404
    services.move_lesson(actor=actor(request), lesson=found, up=request.POST.get("to") == "up")
    return redirect("issuer:course", achievement.pk)


@require_POST
@login_required
def remove_lesson(request: HttpRequest, achievement_id: UUID, lesson_id: UUID) -> HttpResponse:
    """Take a lesson away, and offer to put it back."""
    achievement, row = _mine(request, achievement_id)
    found = row.lessons.filter(pk=lesson_id).first()
    if found is None:
        raise Http404
    kept = {"pk": str(found.pk), "position": found.position, "title": found.title, "text": found.text}
    services.remove_lesson(actor=actor(request), lesson=found)
    request.session[REMOVED] = {"course": str(row.pk), "words": f"The lesson “{found.title}”", "lesson": kept}
    return redirect("issuer:course", achievement.pk)


def _keep_lesson(request: HttpRequest, row: Course, found: Lesson | None, form: LessonForm) -> object:
    if found is None:
        return services.add_lesson(actor=actor(request), course=row, lesson=form.lesson)
    return services.change_lesson(actor=actor(request), lesson=found, to=form.lesson)


# ------------------------------------------------------------------ questions
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: HttpRequest, achievement_id: UUID, question_id: UUID | None = None) -> HttpResponse:
    """Write a question, new or not."""
    achievement, row = _mine(request, achievement_id)
    found = row.questions.filter(pk=question_id).first() if question_id else None
    if question_id and found is None:
        raise Http404
    form = QuestionForm(request.POST or None, initial=QuestionForm.start(found))

    def keep() -> object:
        if found is None:
            return services.add_question(actor=actor(request), course=row, question=form.question)
        return services.change_question(actor=actor(request), question=found, to=form.question)

    if request.method == "POST" and _saved(request, form, keep):
        if request.POST.get("next") == "another":
            return redirect("issuer:question_new", achievement.pk)
        return redirect("issuer:course", achievement.pk)
    return _form_page(request, "question", {**_context(achievement, row), "form": form, "question": found}, form)


@require_POST
@login_required
def remove_question(request: HttpRequest, achievement_id: UUID, question_id: UUID) -> HttpResponse:
    """Take a question away, and offer to put it back."""
    achievement, row = _mine(request, achievement_id)
    found = row.questions.filter(pk=question_id).first()
    if found is None:
        raise Http404
    kept = {"pk": str(found.pk), "text": found.text, "choices": found.choices, "right": found.right}
    kept["because"] = found.because
    try:
        services.remove_question(actor=actor(request), question=found)
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.hint}".strip())
    else:
        words = f"The question “{found.text[:80]}”"
        request.session[REMOVED] = {"course": str(row.pk), "words": words, "question": kept}
    return redirect("issuer:course", achievement.pk)


@require_POST
@login_required
def undo(request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Put back what was removed last."""
    achievement, row = _mine(request, achievement_id)
    removed = request.session.get(REMOVED)
    if not removed or removed["course"] != str(row.pk):
        messages.warning(request, "There is nothing to put back.")
        return redirect("issuer:course", achievement.pk)
    try:
        _put_back(request, row, removed)
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.hint}".strip())
    else:
        del request.session[REMOVED]
        messages.success(request, f"{removed['words']} is back.")
    return redirect("issuer:course", achievement.pk)


def _put_back(request: HttpRequest, row: Course, removed: dict[str, Any]) -> None:
    if "lesson" in removed:
        kept = removed["lesson"]
        services.put_back_lesson(
            actor=actor(request),
            course=row,
            lesson=LessonText(title=kept["title"], text=kept["text"]),
            pk=UUID(kept["pk"]),
            position=kept["position"],
        )
        return
    values = dict(removed["question"])
    pk = UUID(values.pop("pk"))
    services.add_question(actor=actor(request), course=row, question=QuestionText(**values), pk=pk)


# ------------------------------------------------------------------ what the pages share
def _own(request: HttpRequest, achievement_id: UUID) -> Achievement:
    """Return a micro-credential of the organisation for which this person designs, or 404."""
    organisation = desk(request, DESIGN)
    found = achievement_by_id(achievement_id)
    if found is None or found.organisation_id != organisation.pk:
        raise Http404
    return found


def _mine(request: HttpRequest, achievement_id: UUID) -> tuple[Achievement, Course]:
    achievement = _own(request, achievement_id)
    row = selectors.course_to_edit(achievement)
    if row is None:
        raise Http404
    return achievement, row


def _context(achievement: Achievement, row: Course | None) -> dict[str, Any]:
    now, completed = selectors.on_course(row) if row else (0, 0)
    return {
        "organisation": achievement.organisation,
        "achievement": achievement,
        "course": row,
        "learners_now": now,
        "learners_done": completed,
    }


def _saved(request: HttpRequest, form: Form, keep: Callable[[], object]) -> bool:
    """Keep a valid form's values; what is refused stands above the form, in words."""
    if not form.is_valid():
        return False
    try:
        keep()
    except Refusal as refusal:
        form.add_error(None, f"{refusal.message} {refusal.hint}".strip())
        return False
    request.session.pop(REMOVED, None)
    messages.success(request, "Saved.")
    return True


def _form_page(request: HttpRequest, name: str, context: dict[str, Any], form: Form) -> HttpResponse:
    return render(request, f"issuer/courses/{name}.html", context, status=422 if form.errors else 200)
