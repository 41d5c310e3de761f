"""What the command line tells of an EU micro-credential."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from stepladder.credentials import issue
from stepladder.credentials.keys import InMemorySigner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROWS = {
    "Workload": "37.5 hours, 1.5 ECTS credits",
    "Level": "EQF 4",
    "Assessment": "Practical demonstration",
    "Supervision": "Supervised on site, identity checked",
    "Taking part": "Partly online, partly on site",
    "Quality": "Academic board of Northgate College: Reviewed each year. (internal)",
    "Country": "IE",
    "Towards": "Diploma in ICT support",
    "Earn first": "Help desk basics",
    "More": "https://college.example/courses/fault-finding",
}


@pytest.fixture
def file(repository: Path, tmp_path: Path) -> str:
    """Sign the example of the reference page."""
    page = (repository / "docs/reference/micro-credentials.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```json\n(.+?)\n```", page, re.DOTALL)
    signer = InMemorySigner(b"5" * 32)
    document: dict[str, Any] = json.loads(text)
    document["issuer"]["id"] = signer.controller
    made = tmp_path / "badge.json"
    made.write_bytes(issue(document, signer=signer, created=datetime(2026, 3, 1, tzinfo=UTC)).original)
    return str(made)


@pytest.mark.parametrize("command", ["inspect", "verify"])
def test_every_element_has_its_line(command: str, file: str, stepladder: Callable[..., Any]) -> None:
    shown = stepladder(command, file, *(["--offline"] if command == "verify" else [])).stdout
    for term, words in ROWS.items():
        assert re.search(rf"^{term} +{re.escape(words)} *$", shown, re.MULTILINE), (term, shown)
    assert not re.search(r"^Skills", shown, re.MULTILINE), "a level is no skill"
