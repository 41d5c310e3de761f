"""``stepladder profile``: offers say nothing until confirmed, in a file that `gap` reads; the schema of profiles."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine

CV = b"2019 - 2024 Call centre agent, Brightwater\nhandled complaints of customers\ndata protection\n"
SHOWN = re.compile(r"<!-- profile: begin -->\n(.*?)<!-- profile: end -->", re.DOTALL)


@pytest.fixture
def data(tmp_path: Path) -> dict[str, str]:
    return {"STEPLADDER_DATA": str(tmp_path / "data"), "STEPLADDER_DATABASE_URL": ""}


@pytest.fixture
def schema(repository: Path) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(
        json.loads((repository / "docs" / "schemas" / "profile.json").read_text("utf-8"))
    )


def test_nothing_is_claimed_until_it_is_confirmed_and_a_gap_reads_it(
    stepladder: CommandLine, data: dict[str, str], schema: jsonschema_rs.Validator
) -> None:
    cv = stepladder.write("cv.txt", CV)
    out = stepladder.folder / "ana.json"
    made = stepladder.json("profile", "--cv", cv, "--degree", "BSc Computer science", "--out", out, **data)
    assert made == json.loads(out.read_text("utf-8"))
    assert schema.is_valid(made)
    assert (made["skills"], made["occupations"]) == ([], [])
    offered = {one["label"]: one for one in made["offered"]}
    assert "handled complaints" in offered["handle customer complaints"]["because"]
    assert "computer science" in offered
    assert [one["label"] for one in made["offered_occupations"]] == ["call centre agent"]

    gap = ("gap", "--profile", out, "--occupation", "call centre agent", "--at", "2026-03-01")
    before = stepladder.json(*gap, **data)
    for one in (*made["offered"], *made["offered_occupations"]):
        one["confirmed"] = True
        one["strength"] = "supervised"
    stepladder.write("ana.json", made)
    after = stepladder.json(*gap, **data)
    assert before["coverage"]["claims"]["essential_held"] == 0
    assert after["coverage"]["claims"]["essential_held"] >= 2
    assert after["coverage"]["proof"]["essential_held"] == 0
    assert after["backgrounds"]
    assert not before["backgrounds"]


@pytest.mark.parametrize(("confirm", "relations"), [("essential", {"optional"}), ("all", set())])
def test_what_is_confirmed_at_once_is_claimed(
    stepladder: CommandLine, data: dict[str, str], confirm: str, relations: set[str], schema: jsonschema_rs.Validator
) -> None:
    made = stepladder.json("profile", "--occupation", "call centre agent", "--confirm", confirm, **data)
    assert schema.is_valid(made)
    assert made["skills"]
    assert {one["strength"] for one in made["skills"]} == {"claimed"}
    assert {one["relation"] for one in made["offered"]} == relations
    assert len(made["occupations"]) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), "usage.profile_needs"),
        (("--occupation", "call centre agent", "--confirm", "some"), "usage.confirm"),
        (("--occupation", "astrologer of the court"), "occupation.unknown"),
        (("--field", "9999"), "claims.unknown_field"),
        (("--cv", "none.txt"), "usage.no_file"),
        (("--cv", "cv.pdf"), "usage.not_text"),
        (("--cv", "empty.txt"), "usage.not_text"),
    ],
)
def test_wrong_use_says_what_to_do(
    stepladder: CommandLine, data: dict[str, str], arguments: tuple[str, ...], code: str
) -> None:
    stepladder.write("cv.pdf", b"%PDF-1.7\n")
    stepladder.write("empty.txt", b" \n")
    done = stepladder("profile", *arguments, **data)
    assert (done.returncode, code in done.stderr) == (2, True)


def test_the_page_shows_real_output(stepladder: CommandLine, data: dict[str, str], repository: Path) -> None:
    page = (repository / "docs" / "reference" / "planning.md").read_text("utf-8")
    shown = SHOWN.search(page)
    assert shown is not None
    stepladder.write("cv.txt", CV)
    done = stepladder("profile", "--occupation", "secretary", "--cv", "cv.txt", "--out", "ana.json", **data)
    command = "$ stepladder profile --occupation secretary --cv cv.txt --out ana.json\n"
    lines = done.stdout.splitlines(keepends=True)
    expected = "".join([*lines[:4], "  …\n", *lines[-3:]])
    assert shown[1] == f"```console\n{command}{expected}```\n"


def test_every_profile_that_the_documentation_shows_fits_the_schema(
    repository: Path, schema: jsonschema_rs.Validator
) -> None:
    shown: list[Any] = []
    for name in ("docs/reference/planning.md", "docs/how-to/see-your-gaps.md"):
        for block in re.findall(r"```json\n(.*?)```", (repository / name).read_text("utf-8"), re.DOTALL):
            value = json.loads(block)
            if isinstance(value, dict) and "skills" in value and "target" not in value:
                shown.append(value)
    assert shown
    assert all(schema.is_valid(one) for one in shown)


@pytest.mark.parametrize(
    "wrong",
    [
        {"skills": [{"level": 2}]},
        {"skills": [{"uri": "u", "strength": "sworn"}]},
        {"skills": [{"uri": "u", "confidence": 2}]},
        {"skills": [{"uri": "u", "valid_until": "soon"}]},
        {"skills": "u"},
        {"occupations": [1]},
        {"offered": [{"label": "no uri"}]},
        3,
    ],
)
def test_the_schema_refuses_what_the_reader_refuses(wrong: Any, schema: jsonschema_rs.Validator) -> None:
    from stepladder.skills.errors import SkillsError
    from stepladder.skills.frameworks import starter
    from stepladder.skills.profile import profile_from_json

    if isinstance(wrong, dict) and isinstance(wrong.get("skills"), list):
        wrong = {"skills": [{**one, "uri": "urn:u"} if "uri" in one else one for one in wrong["skills"]]}
    assert not schema.is_valid(wrong)
    with pytest.raises(SkillsError):
        profile_from_json(wrong, starter())
