"""Writes of courses and of who is on them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning.models import Course, Enrolment, Lesson, Question
from stepladder.server.learning.selectors import lacks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.server.accounts.models import Person
    from stepladder.server.catalog.models import Achievement

DEFAULT_PASS_SHARE = Decimal("0.80")


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonText:
    """A page of a course: a title, and Markdown."""

    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionText:
    """A quiz question: ``right`` is the index of the one right choice, ``because`` what is said after."""

    text: str
    choices: Sequence[str]
    right: int
    because: str = ""


@transaction.atomic
def add_course(
    *,
    achievement: Achievement,
    assessment: str = "quiz",
    lessons: Sequence[LessonText] = (),
    questions: Sequence[QuestionText] = (),
    link: str = "",
    task: str = "",
    rubric: Sequence[str] = (),
    pass_share: Decimal = DEFAULT_PASS_SHARE,
    actor: Person | None = None,
) -> Course:
    """Say how an achievement is learnt here; an achievement has one course."""
    kind = _sound(achievement, assessment, questions, task, rubric, pass_share)
    course = Course.objects.create(
        achievement=achievement, assessment=kind, link=link, task=task, rubric=list(rubric), pass_share=pass_share
    )
    Lesson.objects.bulk_create(
        Lesson(course=course, position=place, title=each.title, text=each.text)
        for place, each in enumerate(lessons, start=1)
    )
    Question.objects.bulk_create(
        Question(
            course=course,
            position=place,
            text=each.text,
            choices=list(each.choices),
            right=each.right,
            because=each.because,
        )
        for place, each in enumerate(questions, start=1)
    )
    audit.record(
        actor=str(actor.pk) if actor else f"organisation:{achievement.organisation_id}",
        action="course.added",
        subject=str(course.pk),
    )
    return course


@transaction.atomic
def enrol(*, person: Person, course: Course) -> Enrolment:
    """Put a person on a course; a second time it is the same enrolment."""
    locked = Course.objects.select_for_update(of=("self",)).select_related("achievement").get(pk=course.pk)
    held = Enrolment.objects.filter(person=person, course=locked, left_at=None).first()
    if held is not None:
        return held
    if locked.achievement.published_at is None:
        raise Refusal(
            "This course is not open: its micro-credential is not published.",
            code="course.unpublished",
            hint="Choose another course from the catalogue.",
            status=409,
        )
    if lacking := lacks(locked):
        raise Refusal(
            f"This course is still being written: {lacking}.",
            code="course.not_ready",
            hint="Choose another course, or come back later.",
            status=409,
        )
    _refuse_when_full(locked)
    enrolment = _enrol_once(person, locked)
    audit.record(actor=str(person.pk), action="course.enrolled", subject=str(enrolment.pk))
    return enrolment


@transaction.atomic
def leave(*, person: Person, enrolment: Enrolment) -> Enrolment:
    """Leave a course that is not completed; one can enrol again."""
    if hasattr(enrolment, "completion"):
        raise Refusal("This course is completed; there is nothing to leave.", code="course.completed", status=409)
    enrolment.left_at = clock.now()
    enrolment.save(update_fields=["left_at"])
    audit.record(actor=str(person.pk), action="course.left", subject=str(enrolment.pk))
    return enrolment


@transaction.atomic
def read_lesson(*, enrolment: Enrolment, lesson: Lesson) -> Enrolment:
    """Remember that a lesson was read."""
    locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if lesson.position not in locked.lessons_read:
        locked.lessons_read = sorted({*locked.lessons_read, lesson.position})
        locked.save(update_fields=["lessons_read"])
        audit.record(
            actor=str(locked.person_id),
            action="lesson.read",
            subject=str(locked.pk),
            detail={"lesson": lesson.position},
        )
    return locked


def _enrol_once(person: Person, course: Course) -> Enrolment:
    try:
        with transaction.atomic():
            return Enrolment.objects.create(person=person, course=course)
    except IntegrityError:  # two requests at once: the other one was quicker
        return Enrolment.objects.get(person=person, course=course, left_at=None)


def _refuse_when_full(course: Course) -> None:
    seats = getattr(getattr(course.achievement, "opportunity", None), "seats", None)
    if seats is None:
        return
    taken = Enrolment.objects.filter(course=course, left_at=None, completion=None).count()
    if taken >= seats:
        raise Refusal(
            f"All {seats} seats of this course are taken.",
            code="course.full",
            hint="Your plan can be made again without it.",
            status=409,
        )


def _sound(  # noqa: PLR0917 - the parts that have to fit together
    achievement: Achievement,
    assessment: str,
    questions: Sequence[QuestionText],
    task: str,
    rubric: Sequence[str],
    pass_share: Decimal,
) -> Course.Assessment:
    if assessment not in Course.Assessment.values:
        raise Refusal(f"A course ends in a quiz or a submission, not {assessment!r}.", code="course.assessment")
    if Course.objects.filter(achievement=achievement).exists():
        raise Refusal("This micro-credential has a course already.", code="course.twice", status=409)
    kind = Course.Assessment(assessment)
    if kind is Course.Assessment.QUIZ and not questions:
        raise Refusal("A course that ends in a quiz needs at least one question.", code="course.no_questions")
    if kind is Course.Assessment.SUBMISSION and not (task.strip() and rubric):
        raise Refusal(
            "A course that ends in a submission needs a task and a rubric.",
            code="course.no_task",
            hint="Say what to hand in, and by which points it is judged.",
        )
    if not 0 < pass_share <= 1:
        raise Refusal("The share to pass is above 0 and at most 1.", code="course.pass_share")
    for question in questions:
        if len(question.choices) < 2 or not 0 <= question.right < len(question.choices):
            raise Refusal(
                f"The question “{question.text[:80]}” needs two choices or more, one of them right.",
                code="course.question",
            )
    return kind
