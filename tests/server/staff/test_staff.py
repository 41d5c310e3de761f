"""The operator's desk: the list of issuers, what waits, and whether the audit log is whole."""

from __future__ import annotations

import pytest

from stepladder.server.accounts.services import add_person
from stepladder.server.flows.verifying import inspect_file
from stepladder.server.issuing.keys import key_of
from stepladder.server.kernel.models import AuditEntry
from stepladder.server.trust.selectors import listed_issuers, operator_list
from stepladder.testing.cast import OPERATOR

pytestmark = pytest.mark.server


@pytest.fixture
def desk(db, signed_in):
    return signed_in(add_person(email=OPERATOR.email, name=OPERATOR.name, is_operator=True))


def test_only_the_operator_gets_in(client, db, signed_in, stranger, desk):
    assert client.get("/staff/").headers["Location"].startswith("/accounts/login/")
    assert signed_in(stranger).get("/staff/").status_code == 404
    assert desk.get("/staff/").status_code == 200


def test_an_issuer_goes_on_the_list_and_off_again(desk, award, college):
    document = bytes(award().document)
    iri = key_of(college.organisation).controller
    desk.post("/staff/issuers/add", {"issuer_iri": iri, "name": "Northgate College", "source": "A letter"})
    assert inspect_file(document).issuer_identity == "listed"
    [entry] = operator_list()
    assert "A letter" in desk.get("/staff/").content.decode()
    desk.post(f"/staff/issuers/{entry.pk}/remove")
    assert inspect_file(document).issuer_identity == "self_asserted"
    desk.post("/staff/issuers/add", {"issuer_iri": iri, "name": "Northgate", "source": ""})
    assert listed_issuers() == {iri: "Northgate"}
    assert AuditEntry.objects.filter(action__startswith="issuer.").count() == 3


@pytest.mark.parametrize("iri", ["Northgate College", "javascript:alert(1)", ""])
def test_a_name_alone_is_no_identifier(desk, iri):
    answer = desk.post("/staff/issuers/add", {"issuer_iri": iri, "name": "Northgate College"})
    assert answer.status_code == 400
    assert operator_list() == []


def test_the_longest_identifier_fits(desk):
    iri = "did:web:" + "a" * 392
    assert desk.post("/staff/issuers/add", {"issuer_iri": iri, "name": "n" * 200}).status_code == 302
    assert listed_issuers() == {iri: "n" * 200}


def test_a_changed_audit_entry_is_named(desk, award):
    award()
    assert "The audit log is whole" in desk.get("/staff/").content.decode()
    entry = AuditEntry.objects.order_by("sequence")[2]
    AuditEntry.objects.filter(pk=entry.pk).update(subject="somebody else")
    page = desk.get("/staff/").content.decode()
    assert "The audit log was changed" in page
    assert f"Entry {entry.sequence}" in page
    refused = desk.post("/staff/issuers/add", {"issuer_iri": "x", "name": "x"}).content.decode()
    assert "The audit log was changed" in refused


def test_a_deleted_audit_entry_is_named(desk, award):
    award()
    second, third = AuditEntry.objects.order_by("sequence")[1:3]
    second.delete()
    assert f"Entry {third.sequence}" in desk.get("/staff/").content.decode()
