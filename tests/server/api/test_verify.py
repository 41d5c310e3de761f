"""POST /api/v1/verify: the file as the body, the report of the library as the answer, no account."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from tests.server import inside

from stepladder.credentials import bake
from stepladder.server.catalog.pictures import picture_png, picture_svg
from stepladder.server.flows import revocation
from stepladder.server.flows.verifying import inspect_file
from stepladder.server.kernel import clock

pytestmark = pytest.mark.server

ADDRESS = "/api/v1/verify"


@pytest.fixture
def ask(db):
    client = Client(enforce_csrf_checks=True)

    def post(data: bytes, query: str = "", kind: str = "application/octet-stream"):
        return client.post(ADDRESS + query, data, content_type=kind)

    return post


@pytest.fixture
def files(award, college, shared_data):
    document = bytes(award().document)
    return {
        "json": document,
        "png": bake(picture_png(college.achievement), document),
        "svg": bake(picture_svg(college.achievement).encode(), document),
        "jwt": (shared_data / "openbadges" / "simple-jwt.jwt").read_bytes()
        if (shared_data / "openbadges" / "simple-jwt.jwt").exists()
        else b"eyJhbGciOiJub25lIn0.e30.",
        "garbage": b"\x00\x01 hello",
        "nothing": b"",
        "altered": document.replace(b"Help desk basics", b"Help desk master"),
    }


@pytest.mark.parametrize("name", ["json", "png", "svg", "jwt", "garbage", "nothing", "altered"])
def test_the_answer_is_the_librarys(ask, files, name):
    with clock.frozen(clock.now()):
        answer = ask(files[name])
        assert answer.status_code == 200
        assert answer.json() == inspect_file(files[name]).as_dict()


def test_verdicts(ask, files, award, college):
    verdicts = {name: ask(data).json()["verdict"] for name, data in files.items() if name != "jwt"}
    assert verdicts == {
        "json": "authentic",
        "png": "authentic",
        "svg": "authentic",
        "garbage": "unreadable",
        "nothing": "unreadable",
        "altered": "altered",
    }
    revocation.revoke(actor=college.registrar, credential=award(), reason="Wrong class")
    assert ask(files["json"]).json()["verdict"] == "revoked"


def test_whatever_the_content_type_says(ask, files):
    for kind in ("application/json", "image/png", "text/plain", "application/x-www-form-urlencoded"):
        assert ask(files["json"], kind=kind).json()["verdict"] == "authentic"


def test_who_it_is_for(ask, files):
    assert ask(files["json"], "?recipient=rosa.almeida@harbourline.example").json()["recipient"] == "matches"
    assert ask(files["json"], "?recipient=x@y.example").json()["recipient"] == "differs"
    assert ask(files["json"]).json()["recipient"] == "not_asked"


def test_too_large_is_a_problem_with_a_code(ask):
    answer = ask(b"x" * (5 * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "request.too_large"
    assert answer.json()["status"] == 413


def test_a_recipient_that_is_too_long_is_refused(ask):
    assert ask(b"{}", "?recipient=" + "a" * 300).status_code == 422


def test_other_methods_are_refused(client, db):
    assert client.get(ADDRESS).status_code == 405


def test_the_description_names_every_field_of_the_answer(client, ask, db):
    described = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    found = ask(b"hello").json()
    assert set(described["ReportOut"]["properties"]) == {*found, "inner"}
    presented = ask(inside.shown()).json()
    assert set(described["PresentationOut"]["properties"]) == set(presented)
    assert set(described["InnerOut"]["properties"]) >= set(ask(inside.record()).json()["inner"][0])


def test_what_stands_inside_has_a_report_of_its_own(ask):
    report = ask(inside.record(changed=True)).json()
    assert report["verdict"] == "authentic"
    assert [(each["role"], each["verdict"]) for each in report["inner"]] == [
        ("credential", "authentic"),
        ("credential", "altered"),
    ]


def test_a_presentation_is_answered_as_one(ask):
    report = ask(inside.shown()).json()
    assert (report["kind"], report["verdict"]) == ("presentation", "authentic")
    assert [each["verdict"] for each in report["credentials"]] == ["authentic"]
    assert ask(inside.shown(signed=False)).json()["verdict"] == "unsigned"


def test_a_body_in_chunks_is_read_and_has_the_same_limit(ask, files):
    def post(data: bytes):
        extra = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input": io.BytesIO(data)}
        return Client().post(ADDRESS, b"", content_type="application/json", **extra)

    assert post(files["json"]).json()["verdict"] == "authentic"
    assert post(b"x" * (5 * 1024 * 1024 + 1)).status_code == 413


def test_the_answer_has_the_members_of_the_contract_and_no_others(ask, files):
    report = ask(files["json"]).json()
    assert list(report) == ["verdict", "issuer_identity", "recipient", "checks", "credential"]
    assert all(list(check) == ["check", "outcome", "code", "message"] for check in report["checks"])
