"""The inputs of the W3C's VC Data Model 2.0 suite: we are as strict as the standard."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from stepladder.credentials import inspect
from stepladder.credentials.dids import DocumentResolver

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2025, 1, 1, tzinfo=UTC)


TEMPLATES = {"credential-validUntil-validFrom-ok.json", "credential-validUntil-validFrom-fail.json"}


def outcomes(path: Path) -> set[str]:
    """Return the outcomes that concern the rules; the suite lets the issuer under test add itself."""
    document = json.loads(path.read_bytes())
    if path.name == "credential-issuer-object-ok.json":
        document["issuer"]["id"] = "https://vc.example/issuers/5678"
    elif "no-issuer" not in path.name:
        document.setdefault("issuer", "https://vc.example/issuers/5678")
    report = inspect(json.dumps(document).encode(), resolver=DocumentResolver(), at=AT)
    return {report.check(name).outcome for name in ("shape", "schema")} | {
        report.check("context").outcome if path.name.endswith("-fail.json") else "passed"
    }


def test_every_input_that_must_fail_fails_and_every_other_passes(shared_data: Path) -> None:
    folder = shared_data / "vectors" / "vc-data-model-2.0-input" / "input"
    paths = sorted(path for path in folder.glob("credential-*.json") if path.name not in TEMPLATES)
    assert len(paths) > 50
    assert {path.name for path in paths if (outcomes(path) == {"passed"}) == ("-fail" in path.name)} == set()
