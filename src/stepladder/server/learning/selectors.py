"""Reads of the learning context; what is not yours is not there (404)."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.http import Http404

from stepladder.server.learning.models import (
    Completion,
    Course,
    Education,
    Enrolment,
    Goal,
    LearningPlan,
    Lesson,
    Question,
    SkillClaim,
    Submission,
    WorkHistory,
)
from stepladder.server.learning.permissions import may_assess, organisations_to_assess

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from stepladder.server.accounts.models import Person
    from stepladder.server.catalog.models import Achievement

T = TypeVar("T")


# ------------------------------------------------------------------ a life so far
def work_history(person: Person) -> Sequence[WorkHistory]:
    """Return the jobs somebody noted, newest first."""
    return list(WorkHistory.objects.filter(person=person))


def work_for(person: Person, pk: UUID) -> WorkHistory:
    """Return one job of this person, or 404."""
    return _or_404(WorkHistory.objects.filter(person=person, pk=pk).first())


def education(person: Person) -> Sequence[Education]:
    """Return the degrees somebody noted, newest first."""
    return list(Education.objects.filter(person=person))


def education_for(person: Person, pk: UUID) -> Education:
    """Return one degree of this person, or 404."""
    return _or_404(Education.objects.filter(person=person, pk=pk).first())


def said_of_skills(person: Person) -> Sequence[SkillClaim]:
    """Return every yes and no that somebody said, by the skill's label."""
    return list(SkillClaim.objects.filter(person=person))


def claims(person: Person) -> Sequence[SkillClaim]:
    """Return the skills that somebody says they have."""
    return [row for row in said_of_skills(person) if not row.denied]


# ------------------------------------------------------------------ goal and plan
def goal_of(person: Person) -> Goal | None:
    """Return the goal somebody has now."""
    return Goal.objects.filter(person=person, ended_at=None).first()


def goal_for(person: Person, pk: UUID) -> Goal:
    """Return one goal of this person, past ones too, or 404."""
    return _or_404(Goal.objects.filter(person=person, pk=pk).first())


def ended_goals(person: Person, limit: int = 5) -> Sequence[Goal]:
    """Return the goals that ended last."""
    return list(Goal.objects.filter(person=person).exclude(ended_at=None).order_by("-ended_at")[:limit])


def last_plan(goal: Goal) -> LearningPlan | None:
    """Return the plan that was shown last for a goal."""
    return goal.plans.first()


# ------------------------------------------------------------------ courses
# A course that ends in nothing yet is still being written: nobody can be on it.
READY = Q(assessment=Course.Assessment.QUIZ) & Exists(Question.objects.filter(course=OuterRef("pk"))) | (
    Q(assessment=Course.Assessment.SUBMISSION) & ~Q(task="") & ~Q(rubric=[])
)


def course_of(achievement: Achievement) -> Course | None:
    """Return how an achievement is learnt here, if it is; a course still being written is not."""
    return Course.objects.filter(READY, achievement=achievement).first()


def course_to_edit(achievement: Achievement) -> Course | None:
    """Return the course of an achievement for those who write it, ready or not."""
    return Course.objects.prefetch_related("lessons", "questions").filter(achievement=achievement).first()


def lacks(course: Course) -> str:
    """Return in words what a course still needs before anybody can be on it, or nothing."""
    if course.assessment == Course.Assessment.QUIZ:
        return "" if Question.objects.filter(course=course).exists() else "the quiz has no question"
    if not course.task:
        return "there is no task to hand in"
    return "" if course.rubric else "there is no rubric to judge by"


def on_course(course: Course) -> tuple[int, int]:
    """Return how many are on a course now, and how many completed it."""
    rows = Enrolment.objects.filter(course=course)
    completed = rows.filter(completion__isnull=False).count()
    return rows.filter(left_at=None, completion=None).count(), completed


def courses_by_achievement(achievements: Iterable[str]) -> Mapping[str, UUID]:
    """Return the course of each achievement that has an open one: achievement id → course id."""
    rows = Course.objects.filter(READY, achievement__in=list(achievements), achievement__published_at__isnull=False)
    return {str(achievement): course for achievement, course in rows.values_list("achievement", "pk")}


def course_for(person: Person, pk: UUID) -> Course:
    """Return a course that is open, or on which this person is; else 404."""
    course = (
        Course.objects.select_related("achievement__organisation", "achievement__opportunity")
        .prefetch_related("lessons", "achievement__alignments")
        .filter(pk=pk)
        .annotate(ready=READY)
        .first()
    )
    if course is None:
        raise Http404
    is_open = course.ready and course.achievement.published_at is not None
    if not is_open and not Enrolment.objects.filter(person=person, course=course).exists():
        raise Http404
    return course


def lesson_of(course: Course, position: int) -> Lesson:
    """Return a lesson by its place, or 404."""
    return _or_404(next((each for each in course.lessons.all() if each.position == position), None))


def enrolment_in(person: Person, course: Course) -> Enrolment | None:
    """Return this person's standing enrolment on a course."""
    return (
        Enrolment.objects.select_related("course", "completion")
        .filter(person=person, course=course, left_at=None)
        .first()
    )


def enrolments_of(person: Person) -> Sequence[Enrolment]:
    """Return the courses somebody is on or has completed, with what was handed in, newest first."""
    return list(
        Enrolment.objects.filter(person=person, left_at=None)
        .select_related("course__achievement__organisation", "completion")
        .prefetch_related("course__lessons", Prefetch("submissions", queryset=Submission.objects.all()))
    )


def enrolled_achievements(person: Person) -> Mapping[str, UUID]:
    """Return achievement id → course id of the courses somebody is on or has completed."""
    rows = Enrolment.objects.filter(person=person, left_at=None)
    return {str(achievement): course for achievement, course in rows.values_list("course__achievement", "course")}


def completed_achievements(person: Person) -> Sequence[str]:
    """Return the ids of the achievements whose courses somebody completed."""
    rows = Completion.objects.filter(enrolment__person=person)
    return [str(pk) for pk in rows.values_list("enrolment__course__achievement", flat=True)]


def attempts(enrolment: Enrolment) -> Sequence[Submission]:
    """Return what was handed in, newest first."""
    return list(enrolment.submissions.select_related("assessed_by"))


def quiz_of(enrolment: Enrolment) -> Sequence[tuple[Question, Sequence[tuple[int, str]]]]:
    """Return the questions and their choices in an order that is this attempt's own: index and words of each choice."""
    tries = enrolment.submissions.count()
    order = random.Random(f"{enrolment.pk}:{tries}")  # noqa: S311 - a shuffle that can be repeated, not a secret
    questions = list(Question.objects.filter(course=enrolment.course_id))
    order.shuffle(questions)
    shown = []
    for question in questions:
        choices = list(enumerate(question.choices))
        order.shuffle(choices)
        shown.append((question, choices))
    return shown


def questions_of(course: Course) -> Sequence[Question]:
    """Return a course's questions in their own order."""
    return list(course.questions.all())


def completion_of(enrolment: Enrolment) -> Completion | None:
    """Return the completion of an enrolment."""
    return Completion.objects.filter(enrolment=enrolment).first()


# ------------------------------------------------------------------ assessing
def submissions_to_assess(person: Person) -> Sequence[Submission]:
    """Return the work that waits in the organisations for which this person assesses, oldest first."""
    return list(
        _submissions()
        .filter(
            enrolment__course__achievement__organisation__in=organisations_to_assess(person),
            state=Submission.State.WAITING,
        )
        .order_by("submitted_at")
    )


def submissions_judged(person: Person, limit: int = 20) -> Sequence[Submission]:
    """Return the work that was judged last in those organisations."""
    return list(
        _submissions()
        .filter(
            enrolment__course__achievement__organisation__in=organisations_to_assess(person),
            enrolment__course__assessment=Course.Assessment.SUBMISSION,
        )
        .exclude(state=Submission.State.WAITING)
        .order_by("-assessed_at")[:limit]
    )


def submission_for_assessor(person: Person, pk: UUID) -> Submission:
    """Return one submission of an organisation for which this person assesses, or 404."""
    submission = _submissions().filter(pk=pk).first()
    if submission is None or not may_assess(person, submission.enrolment.course):
        raise Http404
    return submission


def _submissions() -> QuerySet[Submission]:
    return Submission.objects.select_related(
        "enrolment__person", "enrolment__course__achievement__organisation", "assessed_by"
    )


def _or_404(found: T | None) -> T:
    if found is None:
        raise Http404
    return found
