"""Somebody's rows of every kind, and two people to whom none of them belong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Person

VC_API = ("issue", "verify", "update_status", "derive", "verify_presentation")
SECRET = "Zebedee Quillfeather"  # in every row of the owner's; it may not leak


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Somebody's rows of every kind, and the arguments that name them."""

    arguments: dict[str, dict[str, Any]]
    by_parameter: dict[str, Any]
    secret: str
    stranger: Person
    rival: Person


@pytest.fixture
def world(db: None) -> World:
    from stepladder.server.accounts import services as accounts

    stranger = accounts.add_person(email="stranger@nowhere.example", name="Stranger")
    rival = accounts.add_person(email="rival@other.example", name="Rival")
    accounts.add_organisation(owner=rival, name="Other organisation", issues=True, employs=True)
    ids = {**_issuer_rows(), **_employer_rows()}
    names = {
        "issuer:submission": {"pk": ids["submission"]},
        "learner:work": {"pk": ids["work"]},
        "learner:work_remove": {"pk": ids["work"]},
        "learner:education_remove": {"pk": ids["education"]},
        "learner:goal_resume": {"pk": ids["goal"]},
        "learner:plan_ask": {"pk": ids["achievement_id"]},
        "public:claim": {"token": ids["claim_token"]},
        "public:shared": {"token": ids["share_token"]},
        "employer:invitation": {"token": ids["invitation_token"]},
        "public:demo_sign_in": {"key": "learner"},
        "account_confirm_email": {"key": "MQ:abc"},
        "account_reset_password_from_key": {"uidb36": "1", "key": "abc-def"},
        "public:context": {"name": "micro-credential", "version": "v1"},
        "public:schema": {"name": "achievement-credential", "version": "v1"},
        "public:did": {"slug": ids["organisation_slug"]},
        **{f"vc_api:{name}": {"name": "eddsa-rdfc-2022"} for name in VC_API},
        "vc_api:identifier": {"did": "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp"},
    }
    by_parameter = {
        **ids,
        "pk": ids["course"],
        "question_id": ids["course"],
        "position": 1,
        "slug": ids["achievement_slug"],
        "step": 1,
        "key": "learner",
    }
    return World(secret=SECRET, arguments=names, by_parameter=by_parameter, stranger=stranger, rival=rival)


def _issuer_rows() -> dict[str, Any]:
    from stepladder.server.accounts import services as accounts
    from stepladder.server.catalog.selectors import framework
    from stepladder.server.catalog.services import AchievementDraft, add_achievement, publish
    from stepladder.server.flows import awarding, claiming, sharing
    from stepladder.server.issuing.batches import preview_batch
    from stepladder.server.issuing.keys import key_of
    from stepladder.server.issuing.services import Recipient
    from stepladder.server.kernel import clock
    from stepladder.server.learning import services as learning
    from stepladder.server.trust.services import list_issuer
    from stepladder.server.wallet.selectors import claim_for_credential

    person = accounts.add_person(email="zebedee@home.example", name=SECRET)
    organisation = accounts.add_organisation(owner=person, name="Somebody's school", issues=True)
    known = framework()
    skill = known.search_skills("ICT help desk", 1)[0].uri
    draft = AchievementDraft(name="Course", description="D", criteria="C", hours=Decimal(3), skills=(skill,))
    made = [
        publish(actor=person, achievement=add_achievement(actor=person, organisation=organisation, draft=draft))
        for _ in range(2)
    ]
    course = learning.add_course(
        achievement=made[0],
        assessment="submission",
        lessons=[learning.LessonText(title="One", text="Text")],
        task="Do it",
        rubric=["Done"],
    )
    enrolment = learning.enrol(person=person, course=course)
    submission = learning.hand_in_work(enrolment=enrolment, text=SECRET)
    credential, _ = awarding.award_one(
        actor=person,
        organisation=organisation,
        achievement=made[1],
        recipient=Recipient(name=SECRET, email=person.email),
    )
    waiting = claim_for_credential(credential.iri)
    assert waiting is not None
    held = claiming.claim(person=person, claim=waiting)
    until = clock.now() + timedelta(days=3)
    share = sharing.share(holder=person, credentials=[held], until=until)
    batch = preview_batch(
        actor=person,
        organisation=organisation,
        achievement=made[1],
        data=f"name,email\n{SECRET},other@home.example\n".encode(),
        filename="class.csv",
    )
    goal = learning.set_goal(person=person, target_uri=known.search_occupations("ICT help desk agent", 1)[0].uri)
    return {
        "achievement_id": made[1].pk,
        "achievement_slug": made[1].slug,
        "organisation_slug": organisation.slug,
        "course": course.pk,
        "lesson_id": course.lessons.get().pk,
        "submission": submission.pk,
        "credential_id": credential.pk,
        "list_id": credential.status_list_id,
        "key_id": key_of(organisation).pk,
        "claim_token": waiting.token,
        "held_id": held.pk,
        "share_id": share.pk,
        "share_token": share.token,
        "batch_id": batch.pk,
        "goal": learning.end_goal(person=person, goal=goal).pk,
        "work": learning.add_work(person=person, title=SECRET).pk,
        "education": learning.add_education(person=person, title=SECRET).pk,
        "entry_id": list_issuer(actor="test", issuer_iri="did:example:1", name=SECRET).pk,
    }


def _employer_rows() -> dict[str, Any]:
    from stepladder.server.accounts import services as accounts
    from stepladder.server.rewards.services import add_rule
    from stepladder.server.workforce import services as workforce

    boss = accounts.add_person(email="boss@company.example", name=f"Boss {SECRET}")
    company = accounts.add_organisation(owner=boss, name="Somebody's company", employs=True)
    worker = workforce.add_worker(actor=boss, organisation=company, name=SECRET, number="1", email="w@company.example")
    request = workforce.ask_for_training(
        worker=worker,
        actor=boss,
        achievement_iri="urn:example:course",
        title=SECRET,
        price_cents=100,
        currency="EUR",
        hours=Decimal(1),
    )
    people = workforce.read_people_file(
        actor=boss, organisation=company, data=f"number,name\n2,{SECRET}\n".encode(), filename="people.csv"
    )
    rule = add_rule(actor=boss, organisation=company, name=SECRET, points=5, skill_uri="urn:x", skill_label="x")
    return {
        "worker_id": worker.pk,
        "role_id": workforce.add_role(actor=boss, organisation=company, name=SECRET).pk,
        "request_id": request.pk,
        "import_id": people.pk,
        "rule_id": rule.pk,
        "invitation_token": workforce.invitation_token(worker),
    }
