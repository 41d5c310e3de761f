"""``stepladder frameworks migrate``: the report, a profile that moves, what the server holds, and wrong use."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from stepladder.skills.frameworks import read_esco
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.packs import PackStore
from stepladder.skills.frameworks.values import Skill

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine

Data = dict[str, str]
WAY = ("frameworks", "migrate", "--from", "made@1", "--to", "made@2")


def version(number: str, **labels: str) -> Framework:
    skills = [Skill(uri=f"urn:s:{name}", label=label) for name, label in labels.items()]
    return Framework.build(name="made", version=number, title=f"Made {number}", skills=skills)


OLD = version("1", keep="weld", old="grind metal", gone="=fax", whole="finish")
NEW = version("2", keep="weld", new="grind metal", sand="sand", oil="oil")


@pytest.fixture
def data(tmp_path: Path) -> Data:
    """Both versions, stored where there is no server."""
    store = PackStore(tmp_path / "data" / "frameworks")
    store.save(OLD)
    store.save(NEW)
    return {"STEPLADDER_DATA": str(tmp_path / "data"), "STEPLADDER_DATABASE_URL": ""}


@pytest.fixture
def schema(repository: Path) -> jsonschema_rs.Validator:
    path = repository / "docs" / "schemas" / "migration.json"
    return jsonschema_rs.validator_for(json.loads(path.read_text(encoding="utf-8")))


def test_the_report_in_words_as_json_and_as_a_table(
    stepladder: CommandLine, data: Data, schema: jsonschema_rs.Validator
) -> None:
    words = stepladder(*WAY, **data)
    assert words.returncode == 0
    assert "skills: 1 kept, 1 renamed, 0 merged, 0 split, 2 dropped" in words.stdout
    assert "grind metal → grind metal: the same label under another URI, 95% sure" in words.stdout
    report = stepladder.json(*WAY, **data)
    assert schema.is_valid(report)
    assert report["counts"]["skill"] == {"kept": 1, "renamed": 1, "merged": 0, "split": 0, "dropped": 2}
    table = list(csv.DictReader(io.StringIO(stepladder(*WAY, "--csv", **data).stdout)))
    assert [row["outcome"] for row in table] == ["renamed", "dropped", "dropped"]
    assert table[0]["new_uri"] == "urn:s:new"
    assert table[1]["label"] == "'=fax"  # no spreadsheet takes it for a formula


def test_a_profile_moves_and_reads_again(stepladder: CommandLine, data: Data, schema: jsonschema_rs.Validator) -> None:
    profile = stepladder.write(
        "old.json",
        {
            "framework": "made@1",
            "skills": [
                {"uri": "urn:s:old", "strength": "assessed", "obtained": "2026-01-01", "source": "urn:uuid:1"},
                "weld",
                "urn:s:gone",
                "urn:s:whole",
            ],
        },
    )
    stated = stepladder.write("r.csv", b"old,new\nurn:s:whole,urn:s:sand\nurn:s:whole,urn:s:oil\n")
    out = stepladder.folder / "new.json"
    report = stepladder.json(*WAY, "--replacements", stated, "--profile", profile, "--out", out, **data)
    assert schema.is_valid(report)
    assert [one["outcome"] for one in report["profile"]["changes"]] == ["dropped", "renamed", "split"]
    moved: dict[str, Any] = json.loads(out.read_text("utf-8"))
    said = {one["uri"]: one for one in moved["skills"]}
    assert moved["framework"] == "made@2"
    assert set(said) == {"urn:s:new", "urn:s:keep", "urn:s:gone", "urn:s:sand", "urn:s:oil"}
    assert (said["urn:s:new"]["strength"], said["urn:s:new"]["confidence"]) == ("assessed", 0.95)
    assert "kept as it was named before" in said["urn:s:gone"]["flag"]
    assert said["urn:s:sand"]["confidence"] == 0.4
    again = stepladder.folder / "again.json"
    way = ("frameworks", "migrate", "--from", "made@2", "--to", "made@2")
    assert stepladder(*way, "--profile", out, "--out", again, **data).returncode == 0
    assert json.loads(again.read_text("utf-8")) == moved


def test_what_else_the_file_holds_stays_and_offers_move_too(stepladder: CommandLine, data: Data) -> None:
    profile = stepladder.write(
        "old.json",
        {
            "name": "Ana",
            "skills": [],
            "occupations": ["call centre agent"],
            "offered": [
                {"uri": "urn:s:old", "label": "grind metal", "because": "in your CV", "confirmed": False},
                {"uri": "urn:s:keep", "because": "in your CV", "confirmed": True},
                {"uri": "urn:s:gone"},
            ],
        },
    )
    out = stepladder.folder / "new.json"
    assert stepladder(*WAY, "--profile", profile, "--out", out, **data).returncode == 0
    moved = json.loads(out.read_text("utf-8"))
    assert moved["name"] == "Ana"
    assert [one["uri"] for one in moved["skills"]] == ["urn:s:keep"]
    assert [one["uri"] for one in moved["offered"]] == ["urn:s:new", "urn:s:gone"]
    assert moved["offered"][0]["because"] == "in your CV"
    assert moved["occupations"] == ["urn:stepladder:role-template:call-centre-agent"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--from", "made@1"), "usage.migrate_needs"),
        (("--from", "made", "--to", "made@2"), "usage.version"),
        (("--from", "made@1", "--to", "made@2", "--json", "--csv"), "usage.migrate_needs"),
        (("--from", "made@1", "--to", "made@2", "--out", "new.json"), "usage.migrate_needs"),
        (("--from", "made@1", "--to", "starter@0"), "pack.unknown"),
        (("--from", "made@1", "--to", "made@2", "--replacements", "none.csv"), "usage.no_file"),
        (("--from", "made@1", "--server"), "usage.no_server"),
        (("--from", "made@1", "--to", "made@2", "--server"), "usage.migrate_needs"),
    ],
)
def test_wrong_use_says_what_to_do(stepladder: CommandLine, data: Data, arguments: tuple[str, ...], code: str) -> None:
    done = stepladder("frameworks", "migrate", *arguments, **data)
    assert done.returncode == (1 if code == "pack.unknown" else 2)
    assert code in done.stderr


def test_replacements_of_what_is_not_there_are_wrong_use(stepladder: CommandLine, data: Data) -> None:
    stated = stepladder.write("r.csv", b"old,new\nurn:s:whole,urn:s:nothing\n")
    done = stepladder(*WAY, "--replacements", stated, **data)
    assert done.returncode == 2
    assert "migration.unknown_replacement" in done.stderr


@pytest.mark.django_db
def test_what_the_server_holds_moves_when_a_version_is_imported_and_again_when_asked(
    stepladder: CommandLine,
    data: Data,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    schema: jsonschema_rs.Validator,
) -> None:
    from stepladder.cli.frameworks.importing import store_in_server
    from stepladder.server.accounts.services import add_person
    from stepladder.server.learning.models import SkillClaim

    monkeypatch.setenv("STEPLADDER_DATABASE_URL", "as the tests have it")
    here = {**data, "STEPLADDER_DATABASE_URL": "as the tests have it"}
    person = add_person(email="p@x.example", name="P")
    for name in ("old", "whole"):
        SkillClaim.objects.create(person=person, skill_uri=f"urn:s:{name}", skill_label=name)
    assert store_in_server(OLD) is True
    assert store_in_server(NEW) is True
    assert "1 rows moved to new names; 2 names that were split or dropped stay" in capsys.readouterr().err
    assert set(SkillClaim.objects.values_list("skill_uri", flat=True)) == {"urn:s:new", "urn:s:whole"}
    stated = stepladder.write("r.csv", b"old,new\nurn:s:whole,urn:s:sand\n")
    report = stepladder.json("frameworks", "migrate", "--from", "made@1", "--server", "--replacements", stated, **here)
    assert schema.is_valid(report)
    assert report["moved"]["learning"] == {"moved": 1, "relabelled": 0, "joined": 0}
    assert set(SkillClaim.objects.values_list("skill_uri", flat=True)) == {"urn:s:new", "urn:s:sand"}
    unknown = stepladder("frameworks", "migrate", "--from", "made@7", "--server", **here)
    assert (unknown.returncode, "framework.unknown" in unknown.stderr) == (2, True)


def test_the_how_to_shows_real_output(
    stepladder: CommandLine, data: Data, shared_data: Path, repository: Path, tmp_path: Path
) -> None:
    folders = [shared_data / "skills" / f"esco-{number}" for number in ("1.1.0", "1.1.1")]
    if not all(folder.is_dir() for folder in folders):
        pytest.skip("needs ESCO 1.1.0 and 1.1.1 in ../shared/data/skills")
    store = PackStore(tmp_path / "data" / "frameworks")
    for folder in folders:
        store.save(read_esco(sorted(folder.glob("*.zip"))))
    page = (repository / "docs" / "how-to" / "move-to-a-new-framework-version.md").read_text("utf-8")
    command = "$ stepladder frameworks migrate --from esco@1.1.0 --to esco@1.1.1\n"
    shown = page.partition(command)[2].partition("```")[0]
    assert stepladder("frameworks", "migrate", "--from", "esco@1.1.0", "--to", "esco@1.1.1", **data).stdout == shown
