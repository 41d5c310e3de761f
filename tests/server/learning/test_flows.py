from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from stepladder.server.accounts import services as accounts
from stepladder.server.catalog import selectors as catalog
from stepladder.server.flows import assessing, employing, enrolling, planning, today
from stepladder.server.flows.revocation import revoke
from stepladder.server.issuing.models import IssuedCredential
from stepladder.server.kernel.models import OutboxMessage
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors, services
from stepladder.server.wallet import selectors as wallet
from stepladder.server.wallet import services as wallet_services
from stepladder.server.workforce import services as workforce
from stepladder.server.workforce.models import Worker

from .conftest import offer, right_answers

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Person
    from stepladder.server.learning.models import Goal

    from .conftest import School

pytestmark = [pytest.mark.server, pytest.mark.django_db]


@pytest.fixture
def goal(learner: Person, help_desk: str) -> Goal:
    return services.set_goal(person=learner, target_uri=help_desk, budget_cents=10_000)


def pass_quiz(learner: Person, school: School) -> None:
    enrolment = services.enrol(person=learner, course=school.quiz)
    assessing.hand_in_quiz(enrolment=enrolment, answers=right_answers(school.quiz))


class TestGapAndPlan:
    def test_claims_count_in_one_way_only(self, learner: Person, goal: Goal, skills_wanted: tuple[str, ...]) -> None:
        services.claim_skills(person=learner, skills=skills_wanted[:4])
        report = planning.gap_for(learner, goal)
        assert report.coverage_claims.essential_held == 4
        assert report.coverage_proof.essential_held == 0
        assert report.line(skills_wanted[0]).reason == "You say so."

    def test_a_no_is_taken_at_its_word(self, learner: Person, goal: Goal) -> None:
        agent = catalog.framework().occupation("call centre agent")
        services.add_work(person=learner, title="phone", occupation_uri=agent.uri)
        services.claim_skills(person=learner, skills=[item.skill for item in agent.essential])
        before = planning.gap_for(learner, goal)
        asked = next(line.skill for line in before.lines if line.status == "probably_held")
        services.deny_skills(person=learner, skills=[asked])
        after = planning.gap_for(learner, goal)
        assert after.line(asked).status == "missing"
        assert "You said" in after.line(asked).reason
        probably = after.coverage_claims.essential_probably + after.coverage_claims.optional_probably
        assert probably == before.coverage_claims.essential_probably + before.coverage_claims.optional_probably - 1

    @pytest.mark.usefixtures("goal")
    def test_a_passed_quiz_is_proof_and_the_gap_shrinks(self, learner: Person, school: School) -> None:
        pass_quiz(learner, school)
        held = wallet.credentials_of(learner)
        assert [each.verdict for each in held] == ["authentic"]
        earned = assessing.earned_from(learner, selectors.enrolment_in(learner, school.quiz))
        assert earned is not None
        assert earned.before.coverage_proof.essential_held == 0
        assert earned.after.coverage_proof.essential_held == 3
        row = next(row for row in planning.skills_of(learner) if row.strength == "assessed")
        assert row.evidence[0].held == held[0].pk
        assert row.evidence[0].issuer_known

    def test_somebody_elses_credential_proves_nothing(
        self, learner: Person, stranger: Person, goal: Goal, school: School
    ) -> None:
        pass_quiz(stranger, school)
        original = bytes(wallet.credentials_of(stranger)[0].original)
        from stepladder.server.flows.claiming import bring

        bring(person=learner, data=original)
        assert len(wallet.credentials_of(learner)) == 1
        assert planning.gap_for(learner, goal).coverage_proof.essential_held == 0

    def test_a_revoked_credential_proves_nothing_and_does_not_come_back(
        self, learner: Person, goal: Goal, school: School
    ) -> None:
        pass_quiz(learner, school)
        assert planning.gap_for(learner, goal).coverage_proof.essential_held == 3
        revoke(actor=school.registrar, credential=IssuedCredential.objects.get(), reason="a mistake")
        assert planning.gap_for(learner, goal).coverage_proof.essential_held == 0
        pass_quiz(learner, school)
        assert IssuedCredential.objects.count() == 1

    def test_a_removed_credential_proves_nothing(self, learner: Person, goal: Goal, school: School) -> None:
        pass_quiz(learner, school)
        wallet_services.remove(held=wallet.credentials_of(learner)[0])
        assert planning.gap_for(learner, goal).coverage_proof.essential_held == 0

    @pytest.mark.usefixtures("school")
    def test_the_plan_fits_the_budget_and_is_proved(self, learner: Person, goal: Goal) -> None:
        answer = planning.plan_for(learner, goal, planning.PlanChoice())
        assert answer.offers == 2
        assert {step.opportunity.title for step in answer.plan.steps} == {"Calls that help", "Tickets in order"}
        assert answer.plan.proved_optimal
        assert answer.plan.cost == 49
        assert answer.plan.open_skills

    @pytest.mark.usefixtures("school")
    def test_no_money_takes_what_is_free(self, learner: Person, goal: Goal) -> None:
        services.change_goal(person=learner, goal=goal, budget_cents=0, hours_per_week=5, deadline=None)
        answer = planning.plan_for(learner, goal, planning.PlanChoice())
        assert [step.opportunity.title for step in answer.plan.steps] == ["Tickets in order"]

    @pytest.mark.usefixtures("school")
    def test_full_closure_that_cannot_be_had_is_refused_in_words(self, learner: Person, goal: Goal) -> None:
        answer = planning.plan_for(learner, goal, planning.PlanChoice(full_closure=True))
        assert answer.plan is None
        assert answer.refusal.message

    def test_what_is_completed_is_not_planned_again(self, learner: Person, goal: Goal, school: School) -> None:
        pass_quiz(learner, school)
        answer = planning.plan_for(learner, goal, planning.PlanChoice(counting="proof"))
        assert [step.opportunity.title for step in answer.plan.steps] == ["Tickets in order"]

    @pytest.mark.usefixtures("school")
    def test_the_plan_that_is_followed_keeps_what_was_asked(self, learner: Person, goal: Goal) -> None:
        choice = planning.PlanChoice(objective="count", counting="proof")
        planning.keep_plan(goal, choice, planning.plan_for(learner, goal, choice).plan)
        assert planning.kept_choice(goal) == choice
        day = today.today_of(learner)
        assert day.next_step["title"] in {"Calls that help", "Tickets in order"}


class TestRoles:
    def test_only_a_role_of_ones_own_employer_can_be_a_goal(
        self, learner: Person, stranger: Person, help_desk: str
    ) -> None:
        company = accounts.add_organisation(owner=stranger, name="Harbourline Services", employs=True)
        role = workforce.add_role(actor=stranger, organisation=company, name="Help desk", occupation_uri=help_desk)
        iri = f"urn:uuid:{role.pk}"
        with pytest.raises(Refusal) as refused:
            planning.aim_at_role(person=learner, role_iri=iri)
        assert refused.value.code == "goal.role_unknown"
        worker = Worker.objects.create(organisation=company, person=learner, name=learner.name, number="1")
        goal = planning.aim_at_role(person=learner, role_iri=iri, budget_cents=500)
        assert goal.target_label == "Help desk, Harbourline Services"
        asked = planning.gap_for(learner, goal).coverage_claims.essential_total
        worker.delete()
        assert planning.gap_for(learner, goal).coverage_claims.essential_total == asked

    @pytest.mark.usefixtures("learner")
    def test_a_goal_whose_target_is_gone_says_so(self, goal: Goal) -> None:
        goal.target_uri = "urn:gone"
        with pytest.raises(Refusal) as refused:
            planning.target_of(goal)
        assert refused.value.code == "goal.gone"


class TestEnrolling:
    def test_what_was_asked_of_the_employer_is_known(self, learner: Person, stranger: Person, school: School) -> None:
        assert enrolling.asked_of_employers(learner) == {}
        company = accounts.add_organisation(owner=stranger, name="Harbourline Services", employs=True)
        Worker.objects.create(organisation=company, person=learner, name=learner.name, number="1")
        employing.ask(person=learner, achievement=school.quiz.achievement)
        assert enrolling.asked_of_employers(learner) == {str(school.quiz.achievement_id): "waiting"}

    def test_an_achievement_without_a_course_is_refused(self, learner: Person, school: School) -> None:
        bare = offer(school.registrar, school.organisation, "Bare", ())
        with pytest.raises(Refusal) as refused:
            enrolling.enrol(person=learner, achievement=bare)
        assert refused.value.code == "course.none"


class TestJudging:
    def test_what_passes_is_awarded_and_the_learner_is_told(self, learner: Person, school: School) -> None:
        enrolment = services.enrol(person=learner, course=school.work)
        submission = services.hand_in_work(enrolment=enrolment, text="A case.")
        assessing.judge(assessor=school.assessor, submission=submission, met=[True, True])
        held = wallet.credentials_of(learner)[0]
        assert held.achievement_iri == school.work.achievement.iri
        assert OutboxMessage.objects.get(key=f"judged:{submission.pk}").payload["to"] == learner.email

    def test_what_does_not_pass_is_not_awarded(self, learner: Person, school: School) -> None:
        enrolment = services.enrol(person=learner, course=school.work)
        submission = services.hand_in_work(enrolment=enrolment, text="A case.")
        assessing.judge(assessor=school.assessor, submission=submission, met=[True, False], feedback="More.")
        assert not wallet.credentials_of(learner)
        assert "More." in OutboxMessage.objects.get(key=f"judged:{submission.pk}").payload["body"]


def test_moves_say_what_this_person_lacks(learner: Person) -> None:
    framework = catalog.framework()
    agent = framework.occupation("call centre agent")
    services.add_work(person=learner, title="phone", occupation_uri=agent.uri)
    before = planning.steps_within_reach(learner)
    assert before
    assert all(each.label != agent.label for each in before)
    target = framework.occupation(before[0].uri)
    services.claim_skills(person=learner, skills=[item.skill for item in target.essential])
    assert next(each for each in planning.steps_within_reach(learner) if each.uri == target.uri).missing == ()
    assert planning.skills_to_confirm(learner)
