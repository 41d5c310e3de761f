"""Grants happen once, reversals leave a trace, and the ledger always adds up to nothing."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stepladder.server.accounts import services as accounts
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.rewards import selectors, services
from stepladder.server.rewards.models import Grant, LedgerEntry, LedgerTransaction

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Organisation, Person

pytestmark = [pytest.mark.server, pytest.mark.django_db]

SKILL = "http://data.europa.eu/esco/skill/a"
ANA, BO = "urn:uuid:ana", "urn:uuid:bo"


@pytest.fixture
def owner(db: None) -> Person:
    return accounts.add_person(email="owner@company.example", name="Owner")


@pytest.fixture
def company(owner: Person) -> Organisation:
    return accounts.add_organisation(owner=owner, name="Company", employs=True)


def grant(
    company: Organisation,
    *,
    worker: str = ANA,
    credential: str = "urn:c:1",
    skills: tuple[str, ...] = (SKILL,),
    achievement: str = "",
) -> tuple[Grant, ...]:
    return services.grant(
        worker_iri=worker,
        worker_name=worker[-3:],
        organisation=company,
        credential_iri=credential,
        credential_name="IT support foundations",
        achievement_iri=achievement,
        skill_uris=skills,
    )


def test_a_rule_grants_once_for_a_credential(owner: Person, company: Organisation) -> None:
    services.add_rule(actor=owner, organisation=company, name="Skill", points=100, skill_uri=SKILL)
    services.add_rule(
        actor=owner, organisation=company, name="Badge", points=40, achievement_iri="http://x/achievements/1"
    )
    assert sum(one.points for one in grant(company, achievement="http://x/achievements/1")) == 140
    assert grant(company, achievement="http://x/achievements/1") == ()
    assert selectors.balance(organisation=company, worker_iri=ANA) == 140
    assert grant(company, credential="urn:c:2", skills=("other",)) == ()


def test_a_credential_without_a_name_of_its_own_earns_nothing(owner: Person, company: Organisation) -> None:
    services.add_rule(actor=owner, organisation=company, name="Skill", points=100, skill_uri=SKILL)
    assert grant(company, credential="") == ()


def test_reversing_happens_once_and_keeps_the_trace(owner: Person, company: Organisation) -> None:
    services.add_rule(actor=owner, organisation=company, name="Skill", points=100, skill_uri=SKILL)
    grant(company)
    assert services.reverse(credential_iri="urn:c:1", because="Revoked: error") == 1
    assert services.reverse(credential_iri="urn:c:1", because="Revoked: error") == 0
    assert selectors.balance(organisation=company, worker_iri=ANA) == 0
    assert LedgerTransaction.objects.count() == 2
    assert grant(company) == (), "what was taken back does not come again for the same credential"
    (row,) = selectors.balances_of(company)
    assert (row.points, row.grants, row.reversed) == (0, 1, 1)


def test_an_ended_rule_grants_nothing_new(owner: Person, company: Organisation) -> None:
    rule = services.add_rule(actor=owner, organisation=company, name="Skill", points=100, skill_uri=SKILL)
    grant(company)
    services.end_rule(actor=owner, rule=rule)
    assert grant(company, credential="urn:c:2") == ()
    assert selectors.balance(organisation=company, worker_iri=ANA) == 100


def test_rules_of_another_employer_do_not_apply(owner: Person, company: Organisation) -> None:
    other = accounts.add_organisation(owner=owner, name="Other", employs=True)
    services.add_rule(actor=owner, organisation=other, name="Skill", points=100, skill_uri=SKILL)
    assert grant(company) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"points": 0}, "rule.points"),
        ({"points": 100_001}, "rule.points"),
        ({"name": " "}, "rule.no_name"),
        ({"skill_uri": ""}, "rule.no_cause"),
        ({"achievement_iri": "x"}, "rule.no_cause"),
    ],
)
def test_a_wrong_rule_is_refused_in_words(
    owner: Person, company: Organisation, change: dict[str, object], code: str
) -> None:
    fields = {"name": "Skill", "points": 10, "skill_uri": SKILL, **change}
    with pytest.raises(Refusal) as caught:
        services.add_rule(actor=owner, organisation=company, **fields)
    assert caught.value.code == code


def test_strangers_make_no_rules(company: Organisation) -> None:
    stranger = accounts.add_person(email="s@example.org", name="Stranger")
    with pytest.raises(Refusal) as caught:
        services.add_rule(actor=stranger, organisation=company, name="Skill", points=10, skill_uri=SKILL)
    assert caught.value.status == 404


steps = st.lists(
    st.tuples(st.sampled_from(["grant", "reverse"]), st.sampled_from([ANA, BO]), st.integers(1, 4)), max_size=12
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_whatever_happens_the_ledger_adds_up_to_nothing(
    owner: Person, company: Organisation, steps: list[tuple[str, str, int]]
) -> None:
    for points in (100, 7):
        services.add_rule(actor=owner, organisation=company, name=f"{points}", points=points, skill_uri=SKILL)
    for what, worker, n in steps:
        if what == "grant":
            grant(company, worker=worker, credential=f"urn:c:{n}")
        else:
            services.reverse(credential_iri=f"urn:c:{n}", because="Revoked")
    assert selectors.total_of_all_entries() == 0
    for movement in LedgerTransaction.objects.prefetch_related("entries"):
        assert sum(entry.points for entry in movement.entries.all()) == 0
    live = sum(row.points for row in Grant.objects.filter(reversed_at=None))
    assert sum(row.points for row in selectors.balances_of(company)) == live


@pytest.mark.django_db(transaction=True)
def test_two_at_once_grant_once(owner: Person, company: Organisation) -> None:
    services.add_rule(actor=owner, organisation=company, name="Skill", points=100, skill_uri=SKILL)
    made: list[int] = []

    def run() -> None:
        try:
            made.append(len(grant(company)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(made) == [0, 0, 0, 1]
    assert selectors.balance(organisation=company, worker_iri=ANA) == 100
    assert LedgerEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_at_once_reverse_once(owner: Person, company: Organisation) -> None:
    services.add_rule(actor=owner, organisation=company, name="Skill", points=100, skill_uri=SKILL)
    grant(company)
    undone: list[int] = []

    def run() -> None:
        try:
            undone.append(services.reverse(credential_iri="urn:c:1", because="Revoked"))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(undone) == 1
    assert selectors.total_of_all_entries() == 0
    assert selectors.balance(organisation=company, worker_iri=ANA) == 0
