"""One table of cases, and the library and the command line give the same answer for each.

``cases.json``: the file, the circumstances, the verdict, the exit code, and a code that a check must carry (or null).
``documents`` are what is handed over for an address: an older badge is verified by these.
``inner`` are the verdicts of what stands inside, in order; ``kind`` says ``presentation`` where it is one.
Every case runs offline, and at the end of January 2026 unless it names its own time.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from stepladder.cli.app import app

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
DEFAULT_TIME = "2026-01-31T00:00:00+00:00"
KNOWN = {
    "case",
    "file",
    "issuer_documents",
    "status_lists",
    "documents",
    "trust",
    "recipient",
    "at",
    "verdict",
    "exit",
    "code",
    "expect",
    "inner",
    "kind",
}


@pytest.fixture(params=CASES, ids=[case["case"] for case in CASES])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = request.param
    assert set(found) <= KNOWN, "a case with a member that nobody reads"
    return found


def test_the_command_line(case: dict[str, Any], place: Any) -> None:
    arguments = ["verify", str(place(case["file"])), "--offline", "--json", "--at", case.get("at", DEFAULT_TIME)]
    for document in case.get("issuer_documents", ()):
        arguments += ["--issuer-document", str(place(document))]
    for document in case.get("status_lists", ()):
        arguments += ["--status-list", str(place(document))]
    for address, document in case.get("documents", {}).items():
        arguments += ["--document", f"{address}={place(document)}"]
    for option in ("trust", "recipient"):
        if option in case:
            arguments += [f"--{option}", str(place(case[option])) if option == "trust" else case[option]]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == case["exit"], result.output
    judge(case, json.loads(result.stdout))


def test_the_library(case: dict[str, Any], place: Any) -> None:
    from stepladder.credentials import VerificationPolicy, inspect, verify
    from stepladder.credentials.dids import DocumentResolver
    from stepladder.credentials.errors import VerificationError
    from stepladder.credentials.verification.presentation import inspect_presentation

    trust = json.loads(place(case["trust"]).read_bytes()) if "trust" in case else None
    policy = VerificationPolicy(
        trusted_issuers=None if trust is None else {entry["id"]: entry["name"] for entry in trust["issuers"]},
        recipient=case.get("recipient"),
    )
    resolver = DocumentResolver(
        issuer_documents=[place(name).read_bytes() for name in case.get("issuer_documents", ())],
        status_lists=[place(name).read_bytes() for name in case.get("status_lists", ())],
        documents={address: place(name).read_bytes() for address, name in case.get("documents", {}).items()},
    )
    data, at = place(case["file"]).read_bytes(), datetime.fromisoformat(case.get("at", DEFAULT_TIME)).astimezone(UTC)
    if case.get("kind") == "presentation":
        shown = inspect_presentation(data, policy=policy, resolver=resolver, at=at)
        judge(case, shown.as_dict())
        assert shown.exit_code == case["exit"]
        assert shown.sentence
        return
    report = inspect(data, policy=policy, resolver=resolver, at=at)
    judge(case, report.as_dict())
    assert report.exit_code == case["exit"]
    assert report.sentence
    if case["exit"] == 0:
        assert verify(data, policy=policy, resolver=resolver, at=at).report.verdict == "authentic"
    else:
        with pytest.raises(VerificationError) as caught:
            verify(data, policy=policy, resolver=resolver, at=at)
        assert caught.value.report.verdict == case["verdict"]


def judge(case: dict[str, Any], report: dict[str, Any]) -> None:
    found = {check["code"]: check["outcome"] for check in report["checks"]}
    assert report["verdict"] == case["verdict"], found
    inside = report.get("credentials" if case.get("kind") == "presentation" else "inner", [])
    assert [one["verdict"] for one in inside] == case.get("inner", [])
    for member, value in case.get("expect", {}).items():
        assert report[member] == value
    for code in [case["code"]] if case.get("code") else []:
        assert found.get(code) in {"failed", "indeterminate"}, f"no check failed with {code}: {found}"
    if case["verdict"] not in {"authentic", "unreadable"}:
        assert {"failed", "indeterminate"} & set(found.values())
