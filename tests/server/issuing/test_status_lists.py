"""The status list: scattered indexes that never repeat, signed, and signed anew when something changes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from stepladder.server.flows import revocation
from stepladder.server.flows.verifying import inspect_file
from stepladder.server.issuing.models import StatusList
from stepladder.server.issuing.selectors import signed_status_list
from stepladder.server.issuing.status_lists import next_index
from stepladder.server.kernel import clock

pytestmark = pytest.mark.server

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_indexes_are_unique_and_do_not_follow_one_another(college):
    given = [next_index(college.organisation)[1] for _ in range(200)]
    assert len(set(given)) == 200
    assert all(0 <= index < 131_072 for index in given)
    steps = {(after - before) % 131_072 for before, after in pairwise(given)}
    assert steps != {1}


def test_a_whole_list_gives_every_index_once(college):
    status_list, _ = next_index(college.organisation)
    StatusList.objects.filter(pk=status_list.pk).update(length=64, stride=37, offset=5, given=0)
    given = [next_index(college.organisation) for _ in range(64)]
    assert sorted(index for _, index in given) == list(range(64))
    following, _ = next_index(college.organisation)
    assert following.pk != status_list.pk


def test_revoking_signs_the_list_anew(award, college, client):
    credential = award()
    address = f"/status/{credential.status_list_id}"
    before = client.get(address)
    assert before.status_code == 200
    assert before.headers["Access-Control-Allow-Origin"] == "*"
    assert inspect_file(bytes(credential.document)).verdict == "authentic"
    revocation.revoke(actor=college.registrar, credential=credential, reason="Wrong class")
    after = client.get(address)
    assert json.loads(after.content)["proof"][0]["cryptosuite"] == "eddsa-rdfc-2022"
    assert (
        json.loads(before.content)["credentialSubject"]["encodedList"]
        != json.loads(after.content)["credentialSubject"]["encodedList"]
    )
    assert inspect_file(bytes(credential.document)).verdict == "revoked"


def test_only_the_revoked_one_is_revoked(award, college):
    one, other = award(), award(name="Ana", email="ana@x.example")
    revocation.revoke(actor=college.registrar, credential=one, reason="Wrong class")
    assert inspect_file(bytes(other.document)).verdict == "authentic"


def test_the_list_is_signed_once_an_hour(award):
    with clock.frozen(NOON) as time:
        list_id = award().status_list_id
        first = signed_status_list(list_id)
        time.move(timedelta(minutes=59))
        assert signed_status_list(list_id) == first
        time.move(timedelta(minutes=2))
        assert signed_status_list(list_id) != first


def test_a_clock_that_was_set_back_leaves_no_list_from_the_future(award):
    with clock.frozen(NOON) as time:
        given = award()
        signed_status_list(given.status_list_id)
        time.move(timedelta(days=-3))
        assert json.loads(signed_status_list(given.status_list_id))["validFrom"] == "2026-02-27T12:00:00Z"


def test_unknown_lists_are_not_there(client, db):
    assert client.get("/status/0190c9a0-0000-7000-8000-000000000000").status_code == 404
    assert signed_status_list("no-uuid") is None
