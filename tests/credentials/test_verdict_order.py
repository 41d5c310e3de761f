"""When several verdicts apply, the first in the promised order is the one; the checks list all."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.credentials.conftest import AT, build

from stepladder.credentials import VerificationPolicy, inspect
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.proofs.data_integrity import add_proof
from stepladder.credentials.status import build_status_list, status_entry

SIGNER = InMemorySigner(bytes(range(32)))
STRANGER = InMemorySigner(bytes(range(32, 64)))
LIST = "https://lists.example/1"
ENDED = {"validUntil": "2026-02-01T00:00:00Z"}
LATER = {"validFrom": "2027-01-01T00:00:00Z"}
REVOCABLE = {"credentialStatus": status_entry(LIST, 5, "revocation")}
BOTH = {"credentialStatus": [status_entry(f"{LIST}/s", 6, "suspension"), status_entry(LIST, 5, "revocation")]}
STRANGE = {"@context": [*build(SIGNER)["@context"], "https://unpinned.example/context"]}


def signed(signer: InMemorySigner = SIGNER, **members: Any) -> dict[str, Any]:
    return add_proof({**build(SIGNER), **members}, signer=signer, created=AT, store=ContextStore())


def unsigned(**members: Any) -> dict[str, Any]:
    return {**build(SIGNER), **members}


def status_list(*indexes: int, url: str = LIST, purpose: str = "revocation", **members: Any) -> bytes:
    document = build_status_list(
        id=url,
        issuer=SIGNER.controller,
        purpose=purpose,
        indexes=indexes,
        valid_from=datetime(2026, 1, 1, tzinfo=UTC),
        ttl_ms=None,
    )
    return json.dumps(add_proof(document | members, signer=SIGNER, created=AT, store=ContextStore())).encode()


REVOKED = status_list(5)
SUSPENDED = status_list(6, url=f"{LIST}/s", purpose="suspension")


@pytest.mark.parametrize(
    ("document", "lists", "verdict", "exit_code", "also"),
    [
        (unsigned(credentialSubject={}, **ENDED), [], "unreadable", 1, {"proof", "valid_until"}),
        ({**signed(**ENDED), "name": "Other"}, [], "altered", 1, {"valid_until", "trust"}),
        ({**signed(STRANGER, **ENDED), "added": 1}, [], "altered", 1, {"lossless", "issuer_key", "valid_until"}),
        (unsigned(**ENDED, **STRANGE), [], "unsigned", 1, {"context", "valid_until", "trust"}),
        (signed(STRANGER, **REVOCABLE, **ENDED), [REVOKED], "not_issuers_key", 1, {"valid_until", "trust"}),
        ({**signed(**ENDED), **STRANGE}, [], "could_not_check", 3, {"proof", "valid_until", "trust"}),
        (signed(**BOTH, **ENDED), [REVOKED, SUSPENDED], "revoked", 1, {"valid_until", "trust"}),
        (signed(**BOTH, **ENDED), [SUSPENDED], "suspended", 1, {"valid_until", "trust"}),
        (signed(**REVOCABLE, **ENDED), [], "expired", 1, {"status", "trust"}),
        (signed(**LATER, **ENDED), [], "expired", 1, {"valid_from", "trust"}),
        (signed(**REVOCABLE, **LATER), [], "not_yet_valid", 1, {"status", "trust"}),
        (signed(**REVOCABLE), [], "untrusted_issuer", 1, {"status"}),
        (signed(**REVOCABLE), [status_list(**ENDED)], "untrusted_issuer", 1, {"status"}),
    ],
)
def test_the_first_that_applies_is_the_verdict(
    document: dict[str, Any], lists: list[bytes], verdict: str, exit_code: int, also: set[str]
) -> None:
    resolver = DocumentResolver(status_lists=lists)
    policy = VerificationPolicy(trusted_issuers={"did:example:other": "Other"})
    report = inspect(json.dumps(document).encode(), resolver=resolver, at=AT, policy=policy)
    assert (report.verdict, report.exit_code) == (verdict, exit_code)
    told = {check.check for check in report.checks if check.outcome in {"failed", "indeterminate"}}
    assert also <= told


@pytest.mark.parametrize(
    ("lists", "verdict"),
    [
        ([], "could_not_check"),
        ([status_list(**ENDED)], "status_too_old"),
        ([status_list(5, **ENDED)], "revoked"),
        ([status_list()], "authentic"),
    ],
)
@pytest.mark.parametrize("asked", [None, "did:example:learner", "bob@example.org"])
def test_a_recipient_that_differs_keeps_the_verdict_and_does_not_hold(
    lists: list[bytes], verdict: str, asked: str | None
) -> None:
    resolver = DocumentResolver(status_lists=lists)
    policy = VerificationPolicy(recipient=asked)
    report = inspect(json.dumps(signed(**REVOCABLE)).encode(), resolver=resolver, at=AT, policy=policy)
    assert report.verdict == verdict
    codes = {"could_not_check": 3, "status_too_old": 3, "revoked": 1, "authentic": 0}
    assert report.exit_code == (1 if asked == "bob@example.org" else codes[verdict])
