"""Writes of what is handed in, how it was judged, and what was completed."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning.models import Completion, Course, Enrolment, Submission

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stepladder.server.accounts.models import Person

MOST_TEXT = 20_000


@transaction.atomic
def hand_in_quiz(*, enrolment: Enrolment, answers: Mapping[str, int]) -> Submission:
    """Mark a quiz: ``answers`` maps the id of each question to the index of the choice, as the course numbers them.

    Answers to questions of other courses count for nothing; a quiz that was passed stays passed.
    """
    enrolment = _open(enrolment, Course.Assessment.QUIZ)
    passed = enrolment.submissions.filter(state=Submission.State.PASSED).first()
    if passed is not None:
        return passed
    questions = list(enrolment.course.questions.all())
    given = {str(each.pk): answers.get(str(each.pk), -1) for each in questions}
    if any(not 0 <= given[str(each.pk)] < len(each.choices) for each in questions):
        raise Refusal("Answer every question, then hand in.", code="quiz.unanswered", hint="Nothing was marked yet.")
    right = sum(1 for each in questions if given[str(each.pk)] == each.right)
    share = Decimal(right) / Decimal(len(questions))
    state = Submission.State.PASSED if share >= Decimal(str(enrolment.course.pass_share)) else Submission.State.NOT_YET
    submission = Submission.objects.create(
        enrolment=enrolment,
        answers=given,
        state=state,
        share_right=share.quantize(Decimal("0.01"), rounding=ROUND_DOWN),
        assessed_at=clock.now(),
    )
    audit.record(
        actor=str(enrolment.person_id), action="quiz.handed_in", subject=str(submission.pk), detail={"state": state}
    )
    return submission


@transaction.atomic
def hand_in_work(*, enrolment: Enrolment, text: str = "", link: str = "") -> Submission:
    """Hand in a piece of work; it waits for an assessor. While one waits, another replaces its content."""
    enrolment = _open(enrolment, Course.Assessment.SUBMISSION)
    if not text.strip() and not link.strip():
        raise Refusal("There is nothing to hand in yet.", code="work.empty", hint="Write a text, or give a link.")
    if len(text) > MOST_TEXT:
        raise Refusal(
            f"The text has {len(text):,} characters; at most {MOST_TEXT:,} are read.",
            code="work.too_long",
            hint="Put the long version behind a link.",
        )
    passed = enrolment.submissions.filter(state=Submission.State.PASSED).first()
    if passed is not None:
        return passed
    submission, made = Submission.objects.get_or_create(
        enrolment=enrolment, state=Submission.State.WAITING, defaults={"text": text, "link": link}
    )
    if not made:
        submission.text, submission.link, submission.submitted_at = text, link, clock.now()
        submission.save(update_fields=["text", "link", "submitted_at"])
    audit.record(actor=str(enrolment.person_id), action="work.handed_in", subject=str(submission.pk))
    return submission


@transaction.atomic
def assess(*, assessor: Person, submission: Submission, met: Sequence[bool], feedback: str = "") -> Submission:
    """Judge a submission by the course's rubric, one yes or no per point; all met is passed."""
    locked = (
        Submission.objects.select_for_update(of=("self",)).select_related("enrolment__course").get(pk=submission.pk)
    )
    rubric = locked.enrolment.course.rubric
    if locked.state != Submission.State.WAITING:
        raise Refusal("This was judged already.", code="submission.judged", status=409)
    if locked.enrolment.person_id == assessor.pk:
        raise Refusal("Nobody judges their own work.", code="submission.own", hint="Ask another assessor.", status=409)
    if len(met) != len(rubric):
        raise Refusal(f"The rubric has {len(rubric)} points; {len(met)} were judged.", code="submission.rubric")
    passed = all(met)
    if not passed and not feedback.strip():
        raise Refusal(
            "Say what is missing, so that the learner knows what to do next.",
            code="submission.no_feedback",
        )
    locked.state = Submission.State.PASSED if passed else Submission.State.NOT_YET
    locked.rubric_outcome = [{"point": point, "met": bool(ok)} for point, ok in zip(rubric, met, strict=True)]
    locked.feedback = feedback.strip()[:MOST_TEXT]
    locked.assessed_by, locked.assessed_at = assessor, clock.now()
    locked.save(update_fields=["state", "rubric_outcome", "feedback", "assessed_by", "assessed_at"])
    audit.record(
        actor=str(assessor.pk), action="submission.judged", subject=str(locked.pk), detail={"state": locked.state}
    )
    return locked


@transaction.atomic
def record_completion(*, enrolment: Enrolment, submission: Submission | None = None) -> Completion:
    """Record once that a course was completed; ``submission`` is what was passed."""
    if submission is not None and submission.enrolment_id != enrolment.pk:
        raise Refusal("That was handed in for another course.", code="completion.other_course", status=409)
    if submission is not None and submission.state != Submission.State.PASSED:
        raise Refusal("What was handed in has not passed yet.", code="completion.not_passed", status=409)
    Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    completion, made = Completion.objects.get_or_create(enrolment=enrolment, defaults={"submission": submission})
    if made:
        audit.record(actor=str(enrolment.person_id), action="course.completed", subject=str(completion.pk))
    return completion


def _open(enrolment: Enrolment, kind: Course.Assessment) -> Enrolment:
    """Lock the enrolment; refuse when it was left or its course ends in something else."""
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("course").get(pk=enrolment.pk)
    if locked.left_at is not None:
        raise Refusal("You left this course.", code="course.left", hint="Enrol again to go on.", status=409)
    if locked.course.assessment != kind:
        raise Refusal("This course ends in something else.", code="course.assessment", status=409)
    return locked
