from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from stepladder.server.kernel import clock
from stepladder.server.kernel.models import AuditEntry
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors, services
from stepladder.server.learning.models import Enrolment, Goal, SkillClaim, Submission

from .conftest import QUESTIONS, RUBRIC, offer, right_answers

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Person

    from .conftest import School

pytestmark = [pytest.mark.server, pytest.mark.django_db]


class TestLife:
    def test_a_job_takes_the_label_of_its_occupation(self, learner: Person, help_desk: str) -> None:
        work = services.add_work(person=learner, title=" help desk ", occupation_uri=help_desk)
        assert (work.title, work.occupation_label) == ("help desk", "ICT help desk agent")
        assert AuditEntry.objects.last().action == "work.added"

    def test_an_unknown_occupation_is_refused(self, learner: Person) -> None:
        with pytest.raises(Refusal) as refused:
            services.add_work(person=learner, title="x", occupation_uri="http://example.org/none")
        assert refused.value.code == "occupation.unknown"
        assert not selectors.work_history(learner)

    @pytest.mark.parametrize("years", [(2010, 2001), (1802, None), (None, 2999)])
    def test_years_that_cannot_be(self, learner: Person, years: tuple[int | None, int | None]) -> None:
        with pytest.raises(Refusal, match=r"year|ends"):
            services.add_work(person=learner, title="x", from_year=years[0], to_year=years[1])

    def test_a_claim_is_made_once_and_can_be_denied_and_forgotten(
        self, learner: Person, skills_wanted: tuple[str, ...]
    ) -> None:
        services.claim_skills(person=learner, skills=[skills_wanted[0], skills_wanted[0]])
        services.claim_skills(person=learner, skills=skills_wanted[:1], because="your jobs")
        assert [row.because for row in selectors.claims(learner)] == ["your jobs"]
        services.deny_skills(person=learner, skills=skills_wanted[:1])
        assert not selectors.claims(learner)
        assert services.forget_skills(person=learner, skills=skills_wanted[:1]) == 1
        assert not SkillClaim.objects.exists()

    def test_one_unknown_skill_among_many_saves_none(self, learner: Person, skills_wanted: tuple[str, ...]) -> None:
        with pytest.raises(Refusal) as refused:
            services.claim_skills(person=learner, skills=[skills_wanted[0], "javascript:alert(1)"])
        assert refused.value.code == "skill.unknown"
        assert not SkillClaim.objects.exists()


class TestGoal:
    def test_a_new_goal_ends_the_one_before_and_it_can_be_resumed(self, learner: Person, help_desk: str) -> None:
        first = services.set_goal(person=learner, target_uri=help_desk)
        second = services.set_goal(person=learner, target_uri=help_desk, budget_cents=1000)
        assert selectors.goal_of(learner) == second
        services.resume_goal(person=learner, goal=first)
        assert selectors.goal_of(learner) == first
        assert Goal.objects.filter(ended_at=None).count() == 1

    @pytest.mark.parametrize(
        ("wrong", "code"),
        [
            ({"budget_cents": -1}, "goal.budget"),
            ({"budget_cents": 10**12}, "goal.budget"),
            ({"hours_per_week": 0}, "goal.hours"),
            ({"hours_per_week": 200}, "goal.hours"),
            ({"deadline": datetime(2001, 1, 1, tzinfo=UTC).date()}, "goal.deadline"),
            ({"target_uri": "urn:nothing"}, "occupation.unknown"),
        ],
    )
    def test_what_cannot_be_meant_is_refused(
        self, learner: Person, help_desk: str, wrong: dict[str, object], code: str
    ) -> None:
        with pytest.raises(Refusal) as refused:
            services.set_goal(person=learner, **{"target_uri": help_desk, **wrong})
        assert refused.value.code == code
        assert selectors.goal_of(learner) is None

    def test_the_same_plan_is_kept_once_and_old_ones_go(self, learner: Person, help_desk: str) -> None:
        goal = services.set_goal(person=learner, target_uri=help_desk)
        for n in range(25):
            services.keep_plan(goal=goal, document={"n": n})
        services.keep_plan(goal=goal, document={"n": 24})
        assert goal.plans.count() == 20
        assert selectors.last_plan(goal).document == {"n": 24}


class TestCourses:
    def test_enrolling_twice_is_one_enrolment(self, learner: Person, school: School) -> None:
        first = services.enrol(person=learner, course=school.quiz)
        assert services.enrol(person=learner, course=school.quiz) == first
        assert Enrolment.objects.count() == 1

    def test_leaving_and_enrolling_again(self, learner: Person, school: School) -> None:
        first = services.enrol(person=learner, course=school.quiz)
        services.leave(person=learner, enrolment=first)
        assert services.enrol(person=learner, course=school.quiz) != first

    def test_an_unpublished_course_is_closed(self, learner: Person, school: School) -> None:
        draft = offer(school.registrar, school.organisation, "Draft", (), publish=False)
        course = services.add_course(achievement=draft, questions=QUESTIONS)
        with pytest.raises(Refusal) as refused:
            services.enrol(person=learner, course=course)
        assert refused.value.code == "course.unpublished"

    def test_a_full_course_is_full(self, learner: Person, stranger: Person, school: School) -> None:
        one_seat = offer(school.registrar, school.organisation, "One seat", (), seats=1)
        course = services.add_course(achievement=one_seat, questions=QUESTIONS)
        services.enrol(person=stranger, course=course)
        with pytest.raises(Refusal) as refused:
            services.enrol(person=learner, course=course)
        assert refused.value.code == "course.full"

    @pytest.mark.parametrize(
        ("parts", "code"),
        [
            ({}, "course.no_questions"),
            ({"assessment": "oral"}, "course.assessment"),
            ({"assessment": "submission"}, "course.no_task"),
            ({"questions": [services.QuestionText(text="?", choices=["a"], right=0)]}, "course.question"),
            ({"questions": [services.QuestionText(text="?", choices=["a", "b"], right=2)]}, "course.question"),
            ({"questions": QUESTIONS, "pass_share": Decimal(0)}, "course.pass_share"),
        ],
    )
    def test_a_course_has_all_its_parts(self, school: School, parts: dict[str, object], code: str) -> None:
        bare = offer(school.registrar, school.organisation, "Bare", ())
        with pytest.raises(Refusal) as refused:
            services.add_course(achievement=bare, **parts)
        assert refused.value.code == code

    def test_a_lesson_is_read_once(self, learner: Person, school: School) -> None:
        enrolment = services.enrol(person=learner, course=school.quiz)
        lesson = selectors.lesson_of(school.quiz, 1)
        services.read_lesson(enrolment=enrolment, lesson=lesson)
        assert services.read_lesson(enrolment=enrolment, lesson=lesson).lessons_read == [1]


class TestQuiz:
    def test_four_of_five_pass_and_three_do_not(self, learner: Person, school: School) -> None:
        enrolment = services.enrol(person=learner, course=school.quiz)
        failed = services.hand_in_quiz(enrolment=enrolment, answers=right_answers(school.quiz, wrong=2))
        assert (failed.state, failed.share_right) == ("not_yet", Decimal("0.60"))
        passed = services.hand_in_quiz(enrolment=enrolment, answers=right_answers(school.quiz, wrong=1))
        assert (passed.state, passed.share_right) == ("passed", Decimal("0.80"))

    def test_what_was_passed_stays_passed(self, learner: Person, school: School) -> None:
        enrolment = services.enrol(person=learner, course=school.quiz)
        passed = services.hand_in_quiz(enrolment=enrolment, answers=right_answers(school.quiz))
        assert services.hand_in_quiz(enrolment=enrolment, answers=right_answers(school.quiz, wrong=5)) == passed

    def test_tampered_answers_mark_nothing(self, learner: Person, school: School) -> None:
        enrolment = services.enrol(person=learner, course=school.quiz)
        one = next(iter(right_answers(school.quiz)))
        for answers in ({}, {one: 0}, {**right_answers(school.quiz), one: 99}, {**right_answers(school.quiz), one: -1}):
            with pytest.raises(Refusal) as refused:
                services.hand_in_quiz(enrolment=enrolment, answers=answers)
            assert refused.value.code == "quiz.unanswered"
        assert not Submission.objects.exists()

    def test_a_retry_has_another_order(self, learner: Person, school: School) -> None:
        enrolment = services.enrol(person=learner, course=school.quiz)
        orders = set()
        for _ in range(6):
            orders.add(tuple((q.pk, tuple(c)) for q, c in selectors.quiz_of(enrolment)))
            assert selectors.quiz_of(enrolment) == selectors.quiz_of(enrolment)
            services.hand_in_quiz(enrolment=enrolment, answers=right_answers(school.quiz, wrong=5))
        assert len(orders) > 1


class TestSubmission:
    def test_a_second_hand_in_replaces_the_one_that_waits(self, learner: Person, school: School) -> None:
        enrolment = services.enrol(person=learner, course=school.work)
        first = services.hand_in_work(enrolment=enrolment, text="one")
        assert services.hand_in_work(enrolment=enrolment, text="two") == first
        assert Submission.objects.get().text == "two"

    @pytest.mark.parametrize(("text", "code"), [("  ", "work.empty"), ("x" * 20_001, "work.too_long")])
    def test_nothing_and_too_much(self, learner: Person, school: School, text: str, code: str) -> None:
        enrolment = services.enrol(person=learner, course=school.work)
        with pytest.raises(Refusal) as refused:
            services.hand_in_work(enrolment=enrolment, text=text)
        assert refused.value.code == code

    def test_all_points_pass_and_one_missing_does_not(self, learner: Person, school: School) -> None:
        enrolment = services.enrol(person=learner, course=school.work)
        first = services.hand_in_work(enrolment=enrolment, text="short")
        with pytest.raises(Refusal, match="Say what is missing"):
            services.assess(assessor=school.assessor, submission=first, met=[True, False])
        judged = services.assess(
            assessor=school.assessor, submission=first, met=[True, False], feedback="More, please."
        )
        assert judged.state == "not_yet"
        second = services.hand_in_work(enrolment=enrolment, text="long")
        assert second != first
        assert services.assess(assessor=school.assessor, submission=second, met=[True, True]).state == "passed"
        assert [each["point"] for each in second.__class__.objects.get(pk=second.pk).rubric_outcome] == list(RUBRIC)

    def test_nobody_judges_their_own_work_nor_twice(self, school: School) -> None:
        enrolment = services.enrol(person=school.assessor, course=school.work)
        own = services.hand_in_work(enrolment=enrolment, text="mine")
        with pytest.raises(Refusal) as refused:
            services.assess(assessor=school.assessor, submission=own, met=[True, True])
        assert refused.value.code == "submission.own"
        services.assess(assessor=school.registrar, submission=own, met=[True, True])
        with pytest.raises(Refusal) as refused:
            services.assess(assessor=school.registrar, submission=own, met=[True, True])
        assert refused.value.code == "submission.judged"


class TestCompletion:
    def test_it_is_recorded_once(self, learner: Person, school: School) -> None:
        enrolment = services.enrol(person=learner, course=school.quiz)
        passed = services.hand_in_quiz(enrolment=enrolment, answers=right_answers(school.quiz))
        first = services.record_completion(enrolment=enrolment, submission=passed)
        assert services.record_completion(enrolment=enrolment, submission=passed) == first
        with pytest.raises(Refusal) as refused:
            services.leave(person=learner, enrolment=Enrolment.objects.get(pk=enrolment.pk))
        assert refused.value.code == "course.completed"

    def test_only_what_passed_completes_and_only_its_own_course(self, learner: Person, school: School) -> None:
        enrolment = services.enrol(person=learner, course=school.quiz)
        other = services.enrol(person=learner, course=school.work)
        failed = services.hand_in_quiz(enrolment=enrolment, answers=right_answers(school.quiz, wrong=5))
        for wrong in (enrolment, other):
            with pytest.raises(Refusal):
                services.record_completion(enrolment=wrong, submission=failed)

    def test_deadline_is_judged_by_the_clock(self, learner: Person, help_desk: str) -> None:
        with clock.frozen(datetime(2030, 1, 1, tzinfo=UTC)) as now:
            day = now().date() + timedelta(days=1)
            services.set_goal(person=learner, target_uri=help_desk, deadline=day)
            now.move(timedelta(days=2))
            with pytest.raises(Refusal):
                services.set_goal(person=learner, target_uri=help_desk, deadline=day)
