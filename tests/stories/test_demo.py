"""The demo tells a true story: made by the flows, in an empty database, with nothing in it that does not hold."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

import pytest
from django.db import transaction
from django.test import Client

from stepladder.credentials.model.micro_credential import read_elements
from stepladder.server.accounts.models import Organisation, Person
from stepladder.server.accounts.services import add_person
from stepladder.server.adapters.demo import seed_when_empty
from stepladder.server.catalog import selectors as catalog
from stepladder.server.catalog.models import Achievement, LearningOpportunity
from stepladder.server.flows import planning, profiling
from stepladder.server.flows.verifying import inspect_file
from stepladder.server.issuing.models import IssuedCredential
from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.models import AuditEntry
from stepladder.server.learning import selectors as learning
from stepladder.server.learning.models import Submission
from stepladder.server.rewards.models import Grant
from stepladder.server.rewards.selectors import total_of_all_entries
from stepladder.server.trust.selectors import listed_issuers
from stepladder.server.wallet.models import HeldCredential
from stepladder.server.workforce.models import BaselineSkill, ProvedSkill, Role, TrainingRequest, Worker
from stepladder.skills import SkillAttestation, SkillProfile, gap, plan
from stepladder.skills.frameworks import starter
from stepladder.skills.moves import moves
from stepladder.testing.cast import CAST, EMPLOYER, ISSUERS, LEARNER, TOUR, TourStop

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pytest_django.fixtures import SettingsWrapper
    from pytest_django.plugin import DjangoDbBlocker

    from stepladder.skills import Framework, Occupation

pytestmark = [pytest.mark.server, pytest.mark.django_db]

MAJOR_GROUPS = "0123456789"
MOST_SKILLS = 6
ENOUGH_OF_A_GAP = 0.70
ENOUGH_OF_THE_MOVES = 0.90


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of asking for the demo's story: with somebody there already, at first, and once more."""

    with_somebody_there: bool
    first: bool
    again: bool


@pytest.fixture(scope="module", autouse=True)
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Told]:
    """Tell the story once for all tests of this file; a transaction takes all of it back."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            add_person(email="somebody@else.example", name="Somebody Else")
            with_somebody_there = seed_when_empty()
            transaction.set_rollback(True)
        with transaction.atomic():
            first = seed_when_empty()
            again = seed_when_empty()
            yield Told(with_somebody_there=with_somebody_there, first=first, again=again)
            transaction.set_rollback(True)


@pytest.fixture
def rosa() -> Person:
    return Person.objects.get(email=LEARNER.email)


@pytest.fixture
def company() -> Organisation:
    return Organisation.objects.get(name=EMPLOYER.name)


# ---------------------------------------------------------------------- when it is told
def test_the_story_is_told_in_an_empty_database_and_only_there(told: Told) -> None:
    assert told.first
    assert not told.with_somebody_there, "a server with people on it must never get invented ones"
    assert not told.again
    assert Organisation.objects.count() == len(ISSUERS) + 1


def test_it_is_told_by_the_flows_so_each_act_stands_in_an_unbroken_log(company: Organisation) -> None:
    acts = Counter(AuditEntry.objects.values_list("action", flat=True))
    assert acts["achievement.added"] == Achievement.objects.count()
    assert acts["people_import.applied"] == 1
    assert acts["credential.revoked"] == 1
    assert acts["share.accepted"] > 1
    assert audit.first_broken() is None


# ---------------------------------------------------------------------- who is there, and what is on offer
def test_three_issuers_sign_and_one_employer_has_300_people_and_eight_roles(company: Organisation) -> None:
    assert set(Organisation.objects.filter(issues=True).values_list("name", flat=True)) == {o.name for o in ISSUERS}
    assert list(Organisation.objects.filter(employs=True)) == [company]
    assert Worker.objects.filter(organisation=company).count() == 300
    roles = Role.objects.filter(organisation=company)
    assert roles.count() == 8
    assert all(role.requirements.exists() for role in roles)
    assert BaselineSkill.objects.filter(worker__organisation=company).exists()
    assert set(Person.objects.exclude(demo_key="").values_list("demo_key", flat=True)) == set(CAST)


def test_some_400_offers_go_over_all_major_groups_and_each_says_that_it_is_invented() -> None:
    offers = list(LearningOpportunity.objects.prefetch_related("achievement__alignments"))
    assert 380 <= len(offers) <= 420
    assert {offer.isco_major for offer in offers} == set(MAJOR_GROUPS)
    assert all(offer.invented for offer in offers)
    counts = [len(offer.achievement.alignments.all()) for offer in offers]
    assert min(counts) >= 1
    assert max(counts) <= MOST_SKILLS
    known = starter().skills
    assert all(each.target_url in known for offer in offers for each in offer.achievement.alignments.all())
    assert all(offer.achievement.published_at for offer in offers)


# ---------------------------------------------------------------------- awards
def test_six_months_of_awards_some_expired_and_one_revoked() -> None:
    issued = list(IssuedCredential.objects.select_related("award"))
    days = [(clock.now() - each.issued_at).days for each in issued]
    assert len(issued) > 100
    assert 150 <= max(days) <= 190
    assert sum(each.is_expired for each in issued) >= 5
    assert sum(each.revoked_at is not None for each in issued) == 1


def test_the_revoked_one_earns_nothing_and_all_points_ever_moved_add_up_to_nothing() -> None:
    revoked = IssuedCredential.objects.get(revoked_at__isnull=False)
    taken_back = Grant.objects.filter(reversed_at__isnull=False)
    assert [grant.credential_iri for grant in taken_back] == [revoked.iri]
    assert not ProvedSkill.objects.filter(credential_iri=revoked.iri, ended_at=None).exists()
    assert HeldCredential.objects.get(credential_iri=revoked.iri).verdict == "revoked"
    assert Grant.objects.filter(reversed_at=None).exists()
    assert total_of_all_entries() == 0


def test_every_badge_of_the_demo_reads_as_listed() -> None:
    listed = set(listed_issuers())
    assert len(listed) == len(ISSUERS)
    held = list(HeldCredential.objects.all())
    assert {each.report["issuer_identity"] for each in held} == {"listed"}
    for issuer in Organisation.objects.filter(issues=True):
        credential = IssuedCredential.objects.filter(organisation=issuer, revoked_at=None).first()
        assert credential is not None, f"{issuer} has issued nothing"
        report = inspect_file(bytes(credential.document))
        assert report.issuer_identity == "listed"
        assert report.verdict == ("expired" if credential.is_expired else "authentic")
        assert issuer.name in report.sentence


def test_every_badge_of_the_demo_is_complete_by_the_eus_list() -> None:
    read = [read_elements(json.loads(bytes(each.document))) for each in IssuedCredential.objects.all()]
    assert len(read) > 100
    assert all(each is not None and each.country and each.extension.hours for each in read)
    assert {each.level for each in read if each} == {None, 4}
    assert any(each.credits for each in read if each)


# ---------------------------------------------------------------------- the learner's story
def test_what_the_learner_earned_verifies_is_hers_and_closes_a_gap(rosa: Person, company: Organisation) -> None:
    held = HeldCredential.objects.get(holder=rosa)
    report = inspect_file(bytes(held.original), recipient=LEARNER.email)
    assert (report.verdict, report.recipient) == ("authentic", "matches")
    goal = learning.goal_of(rosa)
    assert goal is not None
    with_it, without_it = planning.gap_for(rosa, goal), planning.gap_for(rosa, goal, without=held.credential_iri)
    assert with_it.coverage_proof.essential_held > without_it.coverage_proof.essential_held
    worker = Worker.objects.get(organisation=company, person=rosa)
    proved = set(ProvedSkill.objects.filter(worker=worker, ended_at=None).values_list("skill_uri", flat=True))
    assert proved & set(goal_skills(goal.role_iri))
    assert Grant.objects.filter(worker_iri=f"urn:uuid:{worker.pk}", reversed_at=None).count() == 1


def goal_skills(role_iri: str) -> Iterator[str]:
    role = Role.objects.get(pk=role_iri.removeprefix("urn:uuid:"))
    return (each.skill_uri for each in role.requirements.all())


def test_she_said_what_she_can_do_and_the_demo_put_no_words_into_her_record(rosa: Person) -> None:
    assert learning.work_history(rosa)
    assert learning.said_of_skills(rosa)
    assert {proof.skill for proof in profiling.proofs_of(rosa)} <= {
        each.target_url
        for held in HeldCredential.objects.filter(holder=rosa)
        for each in Achievement.objects.get(iri=held.achievement_iri).alignments.all()
    }


def test_one_request_and_one_piece_of_work_wait_for_the_visitor(rosa: Person) -> None:
    assert [one.worker.person for one in TrainingRequest.objects.filter(state="waiting")] == [rosa]
    assert [one.enrolment.person for one in Submission.objects.filter(state="waiting")] == [rosa]


# ---------------------------------------------------------------------- the moves that the demo offers
def offered_moves(known: Framework) -> Sequence[tuple[Occupation, Occupation]]:
    """Return every (from, to) that the demo offers from a role template, the learner's own and the employer's roles."""
    origins = {each.uri for each in known.occupations.values() if each.is_template}
    origins |= {uri for uri in Role.objects.values_list("occupation_uri", flat=True) if uri in known.occupations}
    found = [
        (known.occupation(uri), known.occupation(move.uri)) for uri in sorted(origins) for move in moves(known, uri)
    ]
    return [(origin, target) for origin, target in found if target.essential]


def closed_share(origin: Occupation, target: Occupation, known: Framework) -> float:
    """Return how much of the gap a plan over the demo's catalogue closes for somebody who can do their job."""
    today = clock.now().date()
    can = tuple(
        SkillAttestation(
            skill=each.skill,
            strength="claimed",
            obtained=today,
            valid_until=None,
            source="self",
            source_name="own word",
        )
        for each in origin.requirements
    )
    report = gap(SkillProfile(attestations=can), target, known, at=today)
    solved = plan(report, catalog.opportunities(), objective="coverage", at=today)
    assert solved.feasibility.holds
    return solved.closed / solved.wanted if solved.wanted else 1.0


def test_for_nine_of_ten_moves_a_plan_closes_seven_tenths_of_the_gap() -> None:
    known = starter()
    offered = offered_moves(known)
    shares = {(a.label, b.label): closed_share(a, b, known) for a, b in offered}
    enough = [share for share in shares.values() if share >= ENOUGH_OF_A_GAP]
    assert len(offered) >= 40
    assert ("call centre agent", "service desk agent") in shares
    assert len(enough) >= ENOUGH_OF_THE_MOVES * len(shares), sorted(shares.items(), key=lambda one: one[1])[:12]


# ---------------------------------------------------------------------- its pages
@pytest.mark.parametrize("stop", TOUR, ids=lambda stop: stop.address)
def test_each_click_of_the_tour_leads_its_person_to_what_it_promises(stop: TourStop, settings: SettingsWrapper) -> None:
    settings.DEMO = True
    visitor = Client()
    place = TOUR.index(stop) + 1
    page = visitor.get(f"/demo/tour/{place}").content.decode()
    assert stop.title in page
    assert stop.button in page
    answer = visitor.post(f"/demo/sign-in/{stop.who}", {"next": stop.address}, follow=True)
    assert answer.redirect_chain == [(stop.address, 302)]
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert CAST[stop.who].name in shown
    assert PROMISED[stop.address] in shown


@pytest.mark.parametrize("place", range(1, len(TOUR) + 1))
def test_the_tutorial_says_what_one_sees(place: int, repository: Path, settings: SettingsWrapper) -> None:
    """Each stop has its part in the tutorial, and the words in bold there are on the page that the click leads to."""
    settings.DEMO = True
    stop = TOUR[place - 1]
    told_in = (repository / "docs" / "tutorials" / "the-demo-in-five-clicks.md").read_text(encoding="utf-8")
    part = told_in.partition(f"## Click {place}: {stop.button}\n")[2].partition("\n## ")[0]
    assert f"*{stop.title}.*" in part
    answer = Client().post(f"/demo/sign-in/{stop.who}", {"next": stop.address}, follow=True)
    shown = plain(answer.content.decode())
    bold = [plain(words) for words in re.findall(r"\*\*(.+?)\*\*", part, re.DOTALL)]
    assert bold
    assert not [words for words in bold if words not in shown]


def plain(html: str) -> str:
    """Return the words of a page, one space between them."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


# What stands on the page only when the story has come so far.
PROMISED = {
    "/learner/plan/": "missing skills closed",
    "/employer/requests/": LEARNER.name,
    "/issuer/submissions/": LEARNER.name,
    "/learner/record/": "badge--valid",
    "/employer/matrix/?who=aspirants": "matrix__cell--proof",
}


def test_anyone_can_step_in_as_any_of_the_cast_and_comes_to_their_desk(settings: SettingsWrapper) -> None:
    settings.DEMO = True
    assert all(part.name in Client().get("/demo/").content.decode() for part in CAST.values())
    for part in CAST.values():
        answer = Client().post(f"/demo/sign-in/{part.key}", follow=True)
        assert answer.redirect_chain[-1][0] == part.desk
        assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/demo/", "/demo/tour/1", "/dev/mail"])
def test_outside_the_demo_its_pages_are_not_there(path: str, settings: SettingsWrapper) -> None:
    settings.DEMO = False
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("key", CAST)
def test_outside_the_demo_nobody_signs_in_with_one_click(key: str, settings: SettingsWrapper) -> None:
    settings.DEMO = False
    visitor = Client()
    assert visitor.post(f"/demo/sign-in/{key}").status_code == 404
    assert "_auth_user_id" not in visitor.session


def test_one_click_never_leads_away_from_this_server(settings: SettingsWrapper) -> None:
    settings.DEMO = True
    answer = Client().post("/demo/sign-in/learner", {"next": "https://elsewhere.example/"})
    assert answer["Location"] == "/learner/"
