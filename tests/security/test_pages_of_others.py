"""A page at a university's site is not the university: the place of the key is told, not the domain alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.credentials.conftest import AT, build
from tests.credentials.status_samples import sealed

from stepladder.credentials import VerificationReport, inspect
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.verification.whereabouts import domain_of, place_of


def _report(issuer: str, **members: Any) -> VerificationReport:
    signer = InMemorySigner(bytes(range(32)), issuer)
    method = {
        "id": signer.verification_method,
        "type": "Multikey",
        "controller": issuer,
        "publicKeyMultibase": signer.public_multikey,
    }
    document = {"id": issuer, "verificationMethod": [method], "assertionMethod": [method["id"]], **members}
    body = json.dumps(document).encode()
    return inspect(
        sealed(build(signer, name="Famous University"), signer), resolver=DocumentResolver(fetch=lambda _: body), at=AT
    )


@pytest.mark.parametrize(
    ("issuer", "place"),
    [
        ("https://famous.example/~mallory/issuer.json", "famous.example/~mallory/issuer.json"),
        ("https://famous.example/show?file=7", "famous.example/show?file=7"),
        ("did:web:famous.example:~mallory", "famous.example/~mallory"),
    ],
)
def test_a_page_at_a_famous_site_is_told_as_a_page(issuer: str, place: str) -> None:
    report = _report(issuer)
    assert (report.verdict, report.issuer_identity, report.domain) == ("authentic", "domain_proved", "famous.example")
    assert f"published at {place}." in report.sentence
    assert f"Whether you trust {place} is for you to decide." in report.sentence
    assert "others may have pages at famous.example too" in report.next_step


@pytest.mark.parametrize("issuer", ["did:web:famous.example", "https://famous.example", "https://famous.example/"])
def test_a_whole_site_is_told_as_the_site(issuer: str) -> None:
    report = _report(issuer)
    assert "published at famous.example." in report.sentence
    assert report.next_step == "Make sure that famous.example is the website of the organisation you think of."


@pytest.mark.parametrize(
    ("issuer", "place"),
    [
        ("https://f\u0430mous.example/\u202e~x y", "xn--fmous-4ve.example/%E2%80%AE~x%20y"),
        ("https://famous.example/" + "a" * 500, "famous.example/" + "a" * 80 + "…"),
        ("did:web:famous.example%3A8443:a%2Fb", "famous.example:8443/a%2Fb"),
        ("https://[", ""),
        ("did:key:z6Mk", ""),
        ("", ""),
    ],
)
def test_a_place_is_written_in_plain_letters(issuer: str, place: str) -> None:
    assert place_of(issuer) == place
    assert place.startswith(domain_of(issuer))
