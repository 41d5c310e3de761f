"""The day that a newer version of a framework is imported: what names its skills moves, what was signed stays."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from stepladder.server.accounts import services as accounts
from stepladder.server.catalog import selectors as catalog
from stepladder.server.catalog import services as catalog_services
from stepladder.server.catalog.models import FrameworkMigration
from stepladder.server.flows import awarding, claiming, migrating, profiling
from stepladder.server.issuing.services import Recipient
from stepladder.server.kernel import audit
from stepladder.server.kernel.models import AuditEntry
from stepladder.server.learning import selectors as learning
from stepladder.server.learning import services as learning_services
from stepladder.server.learning.models import SkillClaim
from stepladder.server.rewards.models import RewardRule
from stepladder.server.wallet.selectors import claim_for_credential
from stepladder.server.workforce import services as workforce
from stepladder.server.workforce.models import BaselineSkill, ProvedSkill, RoleRequirement
from stepladder.skills import Framework
from stepladder.skills.frameworks import read_esco
from stepladder.skills.frameworks.values import Occupation, Requirement, Skill
from stepladder.testing.cast import LEARNER

if TYPE_CHECKING:
    from pathlib import Path

    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.server.catalog.models import Achievement
    from stepladder.server.wallet.models import HeldCredential

pytestmark = [pytest.mark.server, pytest.mark.django_db]

AT = "urn:test:skill:"
KEEP, OLD, NEW, A, B, BOTH, WORDS, GONE, WHOLE, LEFT, RIGHT = (
    AT + name for name in ("keep", "old", "new", "a", "b", "both", "words", "gone", "whole", "left", "right")
)
PHONE, CONTACT = "urn:test:occupation:phone", "urn:test:occupation:contact"


def _skills(**labels: str) -> list[Skill]:
    return [Skill(uri=AT + name, label=label) for name, label in labels.items()]


def before() -> Framework:
    skills = _skills(
        keep="smile",
        old="answer calls",
        a="write mails",
        b="write letters",
        words="count mony",
        gone="fax",
        whole="plan",
    )
    asks = tuple(Requirement(skill=one.uri) for one in skills)
    return Framework.build(
        name="esco",
        version="9.0.9",
        skills=skills,
        occupations=[Occupation(uri=PHONE, label="phoner", requirements=asks)],
    )


def after() -> Framework:
    skills = _skills(keep="smile", new="answer calls", words="count money", left="plan days", right="plan money")
    skills.append(Skill(uri=BOTH, label="write messages", alternative_labels=("write mails", "write letters")))
    asks = tuple(Requirement(skill=one.uri) for one in skills)
    heir = Occupation(uri=CONTACT, label="contact agent", alternative_labels=("phoner",), requirements=asks)
    return Framework.build(name="esco", version="9.0.10", skills=skills, occupations=[heir])


@pytest.fixture
def old_version(db: None) -> Framework:
    assert migrating.import_framework(before()) == ()
    return before()


@pytest.fixture
def employer(old_version: Framework) -> Organisation:
    owner = accounts.add_person(email="owner@company.example", name="Owner")
    return accounts.add_organisation(owner=owner, name="Company", country="IE", employs=True, issues=True)


@pytest.fixture
def owner(employer: Organisation) -> Person:
    found = employer.memberships.first()
    assert found is not None
    return found.person


@pytest.fixture
def achievement(employer: Organisation, owner: Person) -> Achievement:
    draft = catalog_services.AchievementDraft(
        name="Calls", description="Answer.", criteria="Ten calls.", hours=Decimal(5), skills=(OLD, KEEP, A, B)
    )
    made = catalog_services.add_achievement(actor=owner, organisation=employer, draft=draft)
    return catalog_services.publish(actor=owner, achievement=made)


@pytest.fixture
def held(learner: Person, employer: Organisation, owner: Person, achievement: Achievement) -> HeldCredential:
    credential, _ = awarding.award_one(
        actor=owner,
        organisation=employer,
        achievement=achievement,
        recipient=Recipient(name=LEARNER.name, email=LEARNER.email),
    )
    waiting = claim_for_credential(credential.iri)
    assert waiting is not None
    return claiming.claim(person=learner, claim=waiting)


def said(person: Person) -> dict[str, str]:
    return {row.skill_uri: row.skill_label for row in learning.claims(person)}


@pytest.mark.usefixtures("old_version")
class TestWhatAPersonSaid:
    def test_claims_jobs_and_goals_move_and_nothing_is_lost(self, learner: Person) -> None:
        learning_services.add_work(person=learner, title="Phoner", occupation_uri=PHONE)
        learning_services.set_goal(person=learner, target_uri=PHONE)
        learning_services.claim_skills(person=learner, skills=[KEEP, OLD, A, WORDS, GONE, WHOLE], because="Phoner")
        (report,) = migrating.import_framework(after())
        assert report.moved["learning"].as_dict() == {"moved": 4, "relabelled": 1, "joined": 0}
        assert said(learner) == {
            KEEP: "smile",
            NEW: "answer calls",
            BOTH: "write messages",
            WORDS: "count money",
            GONE: "fax",
            WHOLE: "plan",
        }
        assert {row.because for row in learning.claims(learner)} == {"Phoner"}
        (job,) = learning.work_history(learner)
        assert (job.occupation_uri, job.occupation_label) == (CONTACT, "contact agent")
        goal = learning.goal_of(learner)
        assert goal is not None
        assert (goal.target_uri, goal.target_label) == (CONTACT, "contact agent")

    def test_two_answers_that_become_one_are_one_and_a_yes_stays(self, learner: Person) -> None:
        learning_services.deny_skills(person=learner, skills=[A])
        learning_services.claim_skills(person=learner, skills=[B], because="Phoner")
        (report,) = migrating.import_framework(after())
        (row,) = SkillClaim.objects.filter(person=learner)
        assert (row.skill_uri, row.denied, row.because) == (BOTH, False, "Phoner")
        assert (report.moved["learning"].moved, report.moved["learning"].joined) == (1, 1)

    def test_a_role_as_a_goal_keeps_its_employers_name(self, learner: Person) -> None:
        goal = learning_services.set_goal(
            person=learner, target_uri=PHONE, role_iri="urn:uuid:1", role_label="Agent, Company"
        )
        migrating.import_framework(after())
        goal.refresh_from_db()
        assert (goal.target_uri, goal.target_label) == (CONTACT, "Agent, Company")


class TestWhatAnEmployerNoted:
    def test_roles_baselines_proof_and_rewards_move(self, employer: Organisation, owner: Person) -> None:
        role = workforce.add_role(actor=owner, organisation=employer, name="Phoner", occupation_uri=PHONE)
        RoleRequirement.objects.filter(role=role, skill_uri=A).update(essential=False, weight=Decimal("0.5"))
        worker = workforce.add_worker(actor=owner, organisation=employer, name="Ada", number="1", role=role)
        BaselineSkill.objects.all().delete()
        workforce.note_skills(actor=owner, worker=worker, skill_uris=[A], source="worker")
        workforce.note_skills(actor=owner, worker=worker, skill_uris=[B, GONE])
        for uri, strength in ((A, "supervised"), (B, "endorsed")):
            ProvedSkill.objects.create(
                worker=worker,
                skill_uri=uri,
                skill_label=uri,
                strength=strength,
                credential_iri="urn:c",
                share_iri="urn:s",
            )
        rule = RewardRule.objects.create(organisation=employer, name="Calls", points=5, skill_uri=OLD, skill_label="x")
        (report,) = migrating.import_framework(after())

        role.refresh_from_db()
        rule.refresh_from_db()
        assert (role.occupation_uri, role.occupation_label) == (CONTACT, "contact agent")
        assert (rule.skill_uri, rule.skill_label) == (NEW, "answer calls")
        required = {row.skill_uri: row for row in role.requirements.all()}
        assert set(required) == {KEEP, NEW, BOTH, WORDS, GONE, WHOLE}
        assert (required[BOTH].essential, required[BOTH].weight) == (True, Decimal(1))
        noted = {row.skill_uri: row.source for row in BaselineSkill.objects.all()}
        assert noted == {BOTH: "worker", GONE: "employer"}
        (proof,) = ProvedSkill.objects.all()
        assert (proof.skill_uri, proof.strength) == (BOTH, "supervised")
        assert report.moved["rewards"].moved == 1


class TestWhatWasSigned:
    def test_it_is_never_altered_and_is_read_by_the_new_names(self, held: HeldCredential, learner: Person) -> None:
        signed = bytes(held.original)
        shown = {one.skill: one for one in profiling.proofs_of(learner)}
        assert set(shown) == {OLD, KEEP, A, B}
        migrating.import_framework(after())
        held.refresh_from_db()
        assert bytes(held.original) == signed
        now = {one.skill: one for one in profiling.proofs_of(learner)}
        assert set(now) == {NEW, KEEP, BOTH}
        assert (now[KEEP].confidence, now[NEW].confidence, now[BOTH].confidence) == (1.0, 0.95, 0.8)
        assert "was “answer calls”" in now[NEW].flag
        assert {one.strength for one in now.values()} == {one.strength for one in shown.values()}

    def test_what_is_offered_moves_and_is_a_new_version(self, achievement: Achievement) -> None:
        migrating.import_framework(after())
        achievement.refresh_from_db()
        assert achievement.version == 2
        assert [row.target_url for row in achievement.alignments.all()] == [NEW, KEEP, BOTH]


class TestTheMove:
    @pytest.mark.usefixtures("old_version")
    def test_twice_is_once_and_each_context_has_an_audit_row(self, learner: Person) -> None:
        learning_services.claim_skills(person=learner, skills=[OLD])
        (first,) = migrating.import_framework(after())
        rows = AuditEntry.objects.count()
        (again,) = migrating.import_framework(after())
        assert first.moved["learning"].rows == 1
        assert sum(moved.rows for moved in again.moved.values()) == 0
        assert AuditEntry.objects.count() == rows
        actions = list(AuditEntry.objects.values_list("action", flat=True))
        assert actions.count("framework.migration_found") == actions.count("learning.names_moved") == 1
        assert audit.first_broken() is None
        assert FrameworkMigration.objects.get().document == first.migration.as_dict()

    @pytest.mark.usefixtures("old_version")
    def test_it_goes_in_steps(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from stepladder.server.kernel import moving
        from stepladder.server.learning.services import moving as here

        many = [accounts.add_person(email=f"p{number}@x.example", name="P") for number in range(7)]
        for person in many:
            learning_services.claim_skills(person=person, skills=[OLD, A, B])
        monkeypatch.setattr(here, "STEP", 3)
        monkeypatch.setattr(moving.move_rows, "__kwdefaults__", {**(moving.move_rows.__kwdefaults__ or {}), "limit": 3})
        (report,) = migrating.import_framework(after())
        assert report.moved["learning"].as_dict() == {"moved": 14, "relabelled": 0, "joined": 7}
        assert AuditEntry.objects.filter(action="learning.names_moved").count() == 7
        assert all(set(said(person)) == {NEW, BOTH} for person in many)

    def test_an_older_version_that_comes_later_is_moved_from_and_never_in_use(self, learner: Person) -> None:
        assert migrating.import_framework(after()) == ()
        SkillClaim.objects.create(person=learner, skill_uri=OLD, skill_label="answer calls")
        (report,) = migrating.import_framework(before())
        assert catalog.framework().version == "9.0.10"
        assert (report.migration.from_version, report.migration.to_version) == ("9.0.9", "9.0.10")
        assert set(said(learner)) == {NEW}

    @pytest.mark.usefixtures("old_version")
    def test_what_the_publisher_says_is_kept_and_what_was_split_waits_for_a_person(self, learner: Person) -> None:
        learning_services.claim_skills(person=learner, skills=[WHOLE, GONE])
        migrating.import_framework(after())
        stated = {WHOLE: (LEFT, RIGHT), GONE: (KEEP,)}
        (report,) = migrating.move_to_newest("esco", from_version="9.0.9", replacements=stated)
        assert report.migration.counts()["skill"]["split"] == 1
        assert set(said(learner)) == {WHOLE, KEEP}
        (again,) = migrating.import_framework(after())
        assert again.migration == report.migration
        assert catalog.migrations()[0].lines == report.migration.lines


class TestTheRealRelease:
    def test_from_esco_110_to_111(self, shared_data: Path, learner: Person) -> None:
        folders = [shared_data / "skills" / f"esco-{number}" for number in ("1.1.0", "1.1.1")]
        if not all(folder.is_dir() for folder in folders):
            pytest.skip("needs ESCO 1.1.0 and 1.1.1 in ../shared/data/skills")
        old, new = (read_esco(sorted(folder.glob("*.zip"))) for folder in folders)
        migrating.import_framework(old)
        radiographer = old.occupation("therapeutic radiographer")
        inclusion = old.skill("promote inclusion in research")
        usual = [one.skill for one in radiographer.essential]
        learning_services.add_work(person=learner, title="Radiographer", occupation_uri=radiographer.uri)
        learning_services.claim_skills(person=learner, skills=[*usual, inclusion.uri])
        before = said(learner)
        (report,) = migrating.import_framework(new)
        (job,) = learning.work_history(learner)
        assert job.occupation_label.strip() == "radiation therapist"
        assert set(said(learner)) == set(before)
        assert said(learner)[inclusion.uri] == "integrate gender dimension in research"
        assert report.moved["learning"].as_dict() == {"moved": 1, "relabelled": 1, "joined": 0}
