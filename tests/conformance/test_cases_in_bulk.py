"""The table of cases once more, as rows of a report: verdict, exit code and deciding code agree with the file alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from stepladder.cli.many.checking import Checking
from stepladder.cli.many.fetching import offline
from stepladder.cli.many.rows import Item
from stepladder.cli.many.run import exit_code
from stepladder.credentials import VerificationPolicy

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
DEFAULT_TIME = "2026-01-31T00:00:00+00:00"
# Where several checks speak against it, the row has the code of the one that led to the verdict.
DECIDED_BY = {
    "issuer type changed": "proof.signature_mismatch",
    "type changed": "lossless.unknown_type",
    "context missing": "proof.signature_mismatch",
    "jwt without a key to be had": "context.unpinned",
    "vector: signed whole, by a key of another": "proof.not_issuers_key",
    "revoked and expired": "status.revoked",
    "expired, list out of reach": "valid_until.expired",
}


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_row_of_a_report(case: dict[str, Any], place: Any) -> None:
    trust = json.loads(place(case["trust"]).read_bytes()) if "trust" in case else None
    checking = Checking(
        policy=VerificationPolicy(
            trusted_issuers=None if trust is None else {entry["id"]: entry["name"] for entry in trust["issuers"]},
            recipient=case.get("recipient"),
        ),
        at=datetime.fromisoformat(case.get("at", DEFAULT_TIME)).astimezone(UTC),
        offline=True,
        issuer_documents=tuple(place(name).read_bytes() for name in case.get("issuer_documents", ())),
        status_lists=tuple(place(name).read_bytes() for name in case.get("status_lists", ())),
        documents={address: place(name).read_bytes() for address, name in case.get("documents", {}).items()},
    )
    row = checking.begin(offline)(Item(name="case", path=str(place(case["file"])))).row
    assert exit_code({row.verdict: 1}) == case["exit"], row
    assert row.message
    if case["exit"] != 0:
        assert row.code
    if case.get("kind") != "presentation":
        held_for_another = case["verdict"] == "authentic" and case["exit"] == 1
        assert row.verdict == ("recipient_differs" if held_for_another else case["verdict"])
        if case.get("code") and case["exit"] != 0 and not case.get("inner"):
            assert row.code == DECIDED_BY.get(case["case"], case["code"])
    for member, value in case.get("expect", {}).items():
        if member in row._fields:
            assert value == getattr(row, member) or member == "recipient"
