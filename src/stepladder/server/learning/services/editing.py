"""Writes of a course's content: lessons, questions, and how it ends.

Learners may be on the course meanwhile. A lesson's ``position`` is what they have marked as read: it is never used
again for another lesson, and when two lessons change places the marks change with them. A question that was answered
is not rewritten but replaced, so that what somebody answered is never shown beside other words.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Max

from stepladder.server.kernel import audit
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning.models import Course, Enrolment, Lesson, Question, Submission
from stepladder.server.learning.selectors import lacks
from stepladder.server.learning.services.courses import DEFAULT_PASS_SHARE, LessonText, QuestionText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from stepladder.server.accounts.models import Person
    from stepladder.server.catalog.models import Achievement

MOST_LESSONS = 60
MOST_LESSON_TEXT = 40_000
MOST_QUESTIONS = 60
MOST_CHOICES = 8
MOST_POINTS = 20
MOST_TASK = 8_000
LEAST_PASS_SHARE = Decimal("0.10")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoursePlan:
    """How a course is learnt besides its lessons, and how it ends; ``pass_share`` is 0.10 to 1."""

    assessment: str = "quiz"
    link: str = ""
    task: str = ""
    rubric: Sequence[str] = ()
    pass_share: Decimal = DEFAULT_PASS_SHARE


@transaction.atomic
def begin_course(*, actor: Person, achievement: Achievement, plan: CoursePlan) -> Course:
    """Make the course of an achievement, still without content; a second time it is the same course."""
    checked = _checked(plan)
    course, made = Course.objects.get_or_create(achievement=achievement, defaults=_values(checked))
    if made:
        audit.record(actor=str(actor.pk), action="course.added", subject=str(course.pk))
    return course


@transaction.atomic
def change_course(*, actor: Person, course: Course, plan: CoursePlan) -> Course:
    """Change the link and the end of a course.

    While work waits for an assessor, the task and the rubric by which it is judged stay as they were; while learners
    are on it, it cannot be left without an end.
    """
    locked, checked = _locked(course), _checked(plan)
    ends_otherwise = (locked.assessment, locked.task, list(locked.rubric)) != (
        checked.assessment,
        checked.task,
        list(checked.rubric),
    )
    if ends_otherwise:
        _refuse_while_work_waits(locked)
    for name, value in _values(checked).items():
        setattr(locked, name, value)
    locked.save()
    _refuse_when_closed_to_learners(locked)
    audit.record(actor=str(actor.pk), action="course.changed", subject=str(locked.pk))
    return locked


@transaction.atomic
def add_lesson(*, actor: Person, course: Course, lesson: LessonText) -> Lesson:
    """Add a lesson at the end."""
    locked, checked = _locked(course), _checked_lesson(lesson)
    if locked.lessons.count() >= MOST_LESSONS:
        raise Refusal(
            f"The course has {MOST_LESSONS} lessons already.",
            code="lesson.too_many",
            hint="Join short ones, or make a second micro-credential of it: small is what makes it useful.",
        )
    row = Lesson.objects.create(course=locked, position=_new_place(locked), title=checked.title, text=checked.text)
    audit.record(actor=str(actor.pk), action="lesson.added", subject=str(row.pk))
    return row


@transaction.atomic
def change_lesson(*, actor: Person, lesson: Lesson, to: LessonText) -> Lesson:
    """Change a lesson's words; who has read it has still read it."""
    checked = _checked_lesson(to)
    lesson.title, lesson.text = checked.title, checked.text
    lesson.save(update_fields=["title", "text"])
    audit.record(actor=str(actor.pk), action="lesson.changed", subject=str(lesson.pk))
    return lesson


@transaction.atomic
def move_lesson(*, actor: Person, lesson: Lesson, up: bool) -> Lesson:
    """Let a lesson and its neighbour change places; at the end of the row nothing happens."""
    course = _locked(lesson.course)
    lesson = course.lessons.get(pk=lesson.pk)
    near = (
        course.lessons.filter(position__lt=lesson.position).last()
        if up
        else course.lessons.filter(position__gt=lesson.position).first()
    )
    if near is None:
        return lesson
    here, there, aside = lesson.position, near.position, _new_place(course)
    for row, place in ((lesson, aside), (near, here), (lesson, there)):  # a place holds one lesson at a time
        row.position = place
        row.save(update_fields=["position"])
    changed = {here: there, there: here}
    readers = [each for each in Enrolment.objects.filter(course=course) if changed.keys() & set(each.lessons_read)]
    for each in readers:
        each.lessons_read = sorted(changed.get(place, place) for place in each.lessons_read)
    Enrolment.objects.bulk_update(readers, ["lessons_read"], batch_size=500)
    audit.record(actor=str(actor.pk), action="lesson.moved", subject=str(lesson.pk))
    return lesson


@transaction.atomic
def remove_lesson(*, actor: Person, lesson: Lesson) -> None:
    """Take a lesson away; :func:`put_back_lesson` undoes it."""
    audit.record(actor=str(actor.pk), action="lesson.removed", subject=str(lesson.pk))
    Lesson.objects.filter(pk=lesson.pk).delete()


@transaction.atomic
def put_back_lesson(*, actor: Person, course: Course, lesson: LessonText, pk: UUID, position: int) -> Lesson:
    """Undo a removal: the lesson stands where it stood, and who had read it has read it. Twice is once."""
    locked, checked = _locked(course), _checked_lesson(lesson)
    found = locked.lessons.filter(pk=pk).first()
    if found is not None:
        return found
    taken = locked.lessons.filter(position=position).exists()
    row = Lesson.objects.create(
        pk=pk,
        course=locked,
        position=_new_place(locked) if taken else position,
        title=checked.title,
        text=checked.text,
    )
    audit.record(actor=str(actor.pk), action="lesson.put_back", subject=str(row.pk))
    return row


@transaction.atomic
def add_question(*, actor: Person, course: Course, question: QuestionText, pk: UUID | None = None) -> Question:
    """Add a question to the quiz; with the ``pk`` of one that was removed it is that one again, and twice is once."""
    locked, checked = _locked(course), _checked_question(question)
    if pk is not None and (found := locked.questions.filter(pk=pk).first()) is not None:
        return found
    if locked.questions.count() >= MOST_QUESTIONS:
        raise Refusal(
            f"The quiz has {MOST_QUESTIONS} questions already.",
            code="question.too_many",
            hint="Keep those that tell whether somebody can do it.",
        )
    row = Question(course=locked, position=_new_question_place(locked), **_question_values(checked))
    if pk is not None:
        row.pk = pk
    row.save(force_insert=True)
    audit.record(actor=str(actor.pk), action="question.added", subject=str(row.pk))
    return row


@transaction.atomic
def change_question(*, actor: Person, question: Question, to: QuestionText) -> Question:
    """Change a question. Once learners are on the course, other words or choices make it a new question."""
    locked, checked = _locked(question.course), _checked_question(to)
    asks_the_same = (question.text, list(question.choices)) == (checked.text, list(checked.choices))
    place = question.position
    if not asks_the_same and Enrolment.objects.filter(course=locked).exists():
        question.delete()
        question = Question(course=locked, position=place)
    for name, value in _question_values(checked).items():
        setattr(question, name, value)
    question.save()
    audit.record(actor=str(actor.pk), action="question.changed", subject=str(question.pk))
    return question


@transaction.atomic
def remove_question(*, actor: Person, question: Question) -> None:
    """Take a question away; the last one of a quiz stays while learners are on the course."""
    locked = _locked(question.course)
    audit.record(actor=str(actor.pk), action="question.removed", subject=str(question.pk))
    question.delete()
    _refuse_when_closed_to_learners(locked)


# ------------------------------------------------------------------ what keeps learners unharmed
def _locked(course: Course) -> Course:
    return Course.objects.select_for_update(of=("self",)).select_related("achievement").get(pk=course.pk)


def _refuse_while_work_waits(course: Course) -> None:
    waiting = Submission.objects.filter(enrolment__course=course, state=Submission.State.WAITING).count()
    if waiting:
        pieces = "1 piece of work waits" if waiting == 1 else f"{waiting} pieces of work wait"
        raise Refusal(
            f"{pieces} for an assessor, to be judged by the task as it was.",
            code="course.work_waits",
            hint="Judge it first (Learners’ work), then change the task.",
            status=409,
        )


def _refuse_when_closed_to_learners(course: Course) -> None:
    lacking = lacks(course)
    if lacking and Enrolment.objects.filter(course=course, left_at=None, completion=None).exists():
        raise Refusal(
            f"Learners are on this course, and it would have no end: {lacking}.",
            code="course.no_end",
            hint="Add the new one first, then take the old one away.",
            status=409,
        )


def _new_place(course: Course) -> int:
    """Return a place that no lesson has and no learner has marked as read."""
    rows = Enrolment.objects.filter(course=course).values_list("lessons_read", flat=True)
    read = max((place for places in rows.iterator() for place in places), default=0)
    return 1 + max(read, course.lessons.aggregate(last=Max("position"))["last"] or 0)


def _new_question_place(course: Course) -> int:
    return 1 + int(course.questions.aggregate(last=Max("position"))["last"] or 0)


# ------------------------------------------------------------------ what a course may hold
def _values(plan: CoursePlan) -> dict[str, object]:
    return {
        "assessment": Course.Assessment(plan.assessment),
        "link": plan.link,
        "task": plan.task,
        "rubric": list(plan.rubric),
        "pass_share": plan.pass_share,
    }


def _checked(plan: CoursePlan) -> CoursePlan:
    if plan.assessment not in Course.Assessment.values:
        raise Refusal(f"A course ends in a quiz or a submission, not {plan.assessment!r}.", code="course.assessment")
    if not plan.pass_share.is_finite() or not LEAST_PASS_SHARE <= plan.pass_share <= 1:
        raise Refusal("The share to pass is between 10 % and 100 %.", code="course.pass_share")
    if plan.link and urlsplit(plan.link).scheme not in {"http", "https"}:
        raise Refusal("The link is not the address of a web page.", code="course.link", hint="It begins with https://")
    rubric = _distinct(plan.rubric)
    if len(rubric) > MOST_POINTS:
        raise Refusal(
            f"The rubric has {len(rubric)} points; at most {MOST_POINTS} are judged.",
            code="course.rubric",
            hint="Join those that are judged together.",
        )
    if any(len(point) > 300 for point in rubric):
        raise Refusal(
            "A point of the rubric is longer than 300 characters.", code="course.rubric", hint="One line each."
        )
    _not_longer(plan.task, MOST_TASK, "task", "course.task_too_long")
    return CoursePlan(
        assessment=plan.assessment,
        link=plan.link.strip(),
        task=plan.task.strip(),
        rubric=rubric,
        pass_share=plan.pass_share.quantize(Decimal("0.01")),
    )


def _checked_lesson(lesson: LessonText) -> LessonText:
    if not lesson.title.strip():
        raise Refusal("The lesson has no title.", code="lesson.no_title", hint="Say in a few words what it is about.")
    if not lesson.text.strip():
        raise Refusal("The lesson is empty.", code="lesson.empty", hint="Write at least a sentence.")
    _not_longer(lesson.text, MOST_LESSON_TEXT, "lesson", "lesson.too_long")
    return LessonText(title=lesson.title.strip()[:200], text=lesson.text)


def _checked_question(question: QuestionText) -> QuestionText:
    if not question.text.strip():
        raise Refusal(
            "The question has no words.", code="question.empty", hint="Ask what only the right choice answers."
        )
    choices = [each.strip() for each in question.choices]
    if not 2 <= len(choices) <= MOST_CHOICES:
        raise Refusal(
            f"A question has 2 to {MOST_CHOICES} choices, this one has {len(choices)}.", code="question.choices"
        )
    if not all(choices) or len({each.casefold() for each in choices}) < len(choices):
        raise Refusal("Two choices say the same, or one is empty.", code="question.choices", hint="Change one of them.")
    if not 0 <= question.right < len(choices):
        raise Refusal("No choice is marked as right.", code="question.no_right", hint="Mark the one that is right.")
    return QuestionText(
        text=question.text.strip()[:1000],
        choices=[each[:300] for each in choices],
        right=question.right,
        because=question.because.strip()[:1000],
    )


def _question_values(question: QuestionText) -> dict[str, object]:
    return {
        "text": question.text,
        "choices": list(question.choices),
        "right": question.right,
        "because": question.because,
    }


def _not_longer(text: str, most: int, what: str, code: str) -> None:
    if len(text) > most:
        raise Refusal(f"The {what} has {len(text):,} characters; at most {most:,} fit.", code=code, hint="Split it.")


def _distinct(lines: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in lines if line.strip()))
