"""The times of a token and those of the credential in it: in VC-JOSE-COSE they may differ, and both count."""

from __future__ import annotations

from typing import Any

import pytest
from tests.credentials.conftest import AT, build

from stepladder.credentials import VerificationReport, inspect
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.proofs.tokens import sign_compact

SIGNER = InMemorySigner(bytes(range(32)))
PAST, FUTURE = 1_767_400_000, 1_893_456_000  # January of 2026, January of 2030
LONG = {"validUntil": "2031-01-01T00:00:00Z"}


def _look(typ: str, **claims: Any) -> VerificationReport:
    token = sign_compact({"typ": typ}, {**build(SIGNER), **claims}, SIGNER)
    return inspect(token.encode(), resolver=DocumentResolver(), at=AT)


@pytest.mark.parametrize("typ", ["vc+jwt", "application/VC+JWT"])
@pytest.mark.parametrize(
    ("claims", "verdict"),
    [
        ({"exp": FUTURE, **LONG}, "authentic"),
        ({"exp": PAST, **LONG}, "expired"),
        ({"exp": FUTURE, "validUntil": "2026-02-01T00:00:00Z"}, "expired"),
        ({"exp": FUTURE}, "authentic"),
        ({"exp": PAST}, "expired"),
        ({"nbf": PAST}, "authentic"),
        ({"nbf": FUTURE}, "not_yet_valid"),
        ({"nbf": PAST, "validFrom": "2026-06-01T00:00:00Z"}, "not_yet_valid"),
        ({"nbf": PAST, "exp": FUTURE, "iat": PAST, **LONG}, "authentic"),
    ],
)
def test_a_signature_may_end_and_begin_at_other_times_than_its_credential(
    typ: str, claims: dict[str, Any], verdict: str
) -> None:
    assert _look(typ, **claims).verdict == verdict


@pytest.mark.parametrize("claims", [{"exp": FUTURE, **LONG}, {"nbf": PAST}])
def test_in_the_profile_of_open_badges_the_times_are_the_same(claims: dict[str, Any]) -> None:
    report = _look("JWT", **claims)
    assert (report.verdict, report.check("schema").code) == ("unreadable", "jwt.claim_mismatch")


@pytest.mark.parametrize("claims", [{"exp": "soon"}, {"nbf": True}, {"iss": "https://a.example"}, {"jti": "urn:x:1"}])
def test_other_claims_must_be_right_in_every_profile(claims: dict[str, Any]) -> None:
    assert _look("vc+jwt", **claims).verdict == "unreadable"


def test_a_status_list_of_tokens_is_not_called_no_status() -> None:
    status = {"status_list": {"idx": 7, "uri": "https://x.example/lists/1"}}
    report = _look("vc+jwt", status=status)
    assert (report.verdict, report.check("status").code) == ("could_not_check", "status.token_status_list")
