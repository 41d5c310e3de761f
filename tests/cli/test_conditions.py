"""What a verifier asks for beyond the standards, option by option, for one file and in bulk alike."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIST = "https://issuer.example/status/1"
SCHEMA = "https://schemas.example/badge.json"


@pytest.fixture
def judge(stepladder: Any, made: Path) -> Callable[..., tuple[str, str]]:
    """Issue the badge with more members, verify it alone and in bulk, and return verdict and deciding code."""
    unsigned = json.loads((made / "unsigned.json").read_text(encoding="utf-8"))

    def verdict(*options: object, exit_code: int, **members: object) -> tuple[str, str]:
        stepladder.write("unsigned.json", {**unsigned, **members})
        done = stepladder("issue", "unsigned.json", "--key", made / "key.json", "-o", "badge.json")
        assert done.returncode == 0, done.stderr
        alone = stepladder.json("verify", "badge.json", "--offline", *options, exit_code=exit_code)
        (stepladder.folder / "places.csv").write_text("file\nbadge.json\n", encoding="ascii")
        many = stepladder(
            "verify", "--many", "places.csv", "--report", "out.csv", "--restart", "--offline", "--jobs", "1", *options
        )
        assert many.returncode == exit_code
        with (stepladder.folder / "out.csv").open(encoding="utf-8", newline="") as file:
            (row,) = csv.DictReader(file)
        assert row["verdict"] == alone["verdict"]
        return alone["verdict"], row["code"]

    return verdict


def test_kinds_of_signatures(judge: Callable[..., tuple[str, str]]) -> None:
    assert judge("--accept", "eddsa-rdfc-2022", "--accept", "ES256", exit_code=0) == ("authentic", "")
    assert judge("--accept", "hosted", exit_code=3) == ("could_not_check", "proof.suite_not_accepted")
    found = judge("--accept", "ecdsa-rdfc-2019", exit_code=3)
    assert found == ("could_not_check", "proof.suite_not_accepted")


def test_a_key_that_others_hold(judge: Callable[..., tuple[str, str]], made: Path) -> None:
    key = json.loads((made / "key.json").read_text(encoding="utf-8"))["id"]
    assert judge("--compromised", f"{key}=2020-01-01", exit_code=1) == ("not_issuers_key", "proof.key_compromised")
    assert judge("--compromised", f"{key}=2199-01-01", exit_code=0) == ("authentic", "")


def test_how_old_a_status_list_may_be(judge: Callable[..., tuple[str, str]], stepladder: Any, made: Path) -> None:
    from stepladder.credentials import issue
    from stepladder.credentials.keys import signer_from_key_document
    from stepladder.credentials.status import build_status_list, status_entry

    signer = signer_from_key_document(json.loads((made / "key.json").read_text(encoding="utf-8")))
    since = datetime(2026, 3, 1, tzinfo=UTC)
    made_list = build_status_list(id=LIST, issuer=signer.controller, purpose="revocation", valid_from=since)
    stepladder.write("list.json", issue(made_list, signer=signer, created=since).original)
    given = ("--status-list", "list.json", "--at", "2026-03-03")
    status = {"credentialStatus": status_entry(LIST, 7)}
    assert judge(*given, "--max-status-age", "3d", exit_code=0, **status) == ("authentic", "")
    found = judge(*given, "--max-status-age", "24h", exit_code=3, **status)
    assert found == ("status_too_old", "status.too_old")


def test_schemas_that_a_credential_names(judge: Callable[..., tuple[str, str]], stepladder: Any) -> None:
    named = {"credentialSchema": {"id": SCHEMA, "type": "JsonSchema"}}
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA}
    stepladder.write("good.json", {**draft, "required": ["name"]})
    stepladder.write("bad.json", {**draft, "required": ["grade"]})
    assert judge(exit_code=0, **named) == ("authentic", "")
    required = ("--schemas", "required")
    verdict, code = judge(*required, exit_code=3, **named)
    assert verdict == "could_not_check"
    assert code == "resolve.offline"
    assert judge(*required, "--document", f"{SCHEMA}=good.json", exit_code=0, **named) == ("authentic", "")
    verdict, code = judge(*required, "--document", f"{SCHEMA}=bad.json", exit_code=1, **named)
    assert verdict == "unreadable"
    assert code.startswith("named_schema.")


def test_a_document_that_is_not_there(stepladder: Any, made: Path) -> None:
    for pair, code in ((f"{SCHEMA}=nothing.json", "usage.no_such_file"), (SCHEMA, "usage.bad_pair")):
        done = stepladder("verify", made / "badge.json", "--document", pair)
        assert (done.returncode, f"code:  {code}" in done.stderr) == (2, True)
