from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest

HELPERS = Path(__file__).resolve().parent.parent / "skills" / "frameworks" / "esco_files.py"
_spec = importlib.util.spec_from_file_location("esco_files_for_cli", HELPERS)
assert _spec
assert _spec.loader
esco_files = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = esco_files
_spec.loader.exec_module(esco_files)


@pytest.fixture
def data(tmp_path):
    """A data folder without a server's database, whatever the tests around use."""
    return {"STEPLADDER_DATA": str(tmp_path / "data"), "STEPLADDER_DATABASE_URL": ""}


def test_an_import_is_done_once_and_listed(stepladder, tmp_path, data):
    release = esco_files.write_zip(tmp_path / "esco.zip", esco_files.tables())
    first = stepladder.json("frameworks", "import", "esco", release, **data)
    assert first["status"] == "imported"
    assert first["in_server"] is False
    assert first["framework"]["counts"]["skills"] == 3
    assert first["framework"]["counts"]["essential"] == 2
    pack = tmp_path / "data" / "frameworks" / "esco-unknown.pack"
    before = (pack.read_bytes(), pack.stat().st_mtime_ns)

    again = stepladder.json("frameworks", "import", "esco", release, **data)
    assert again["status"] == "already_there"
    assert again["framework"] == first["framework"]
    assert (pack.read_bytes(), pack.stat().st_mtime_ns) == before

    listed = stepladder.json("frameworks", "list", **data)["frameworks"]
    assert [one["name"] for one in listed] == ["starter", "esco"]
    assert "ESCO classification of the European Commission" in listed[0]["notice"]


def test_an_import_in_words(stepladder, tmp_path, data):
    release = esco_files.write_zip(tmp_path / "esco.zip", esco_files.tables())
    done = stepladder("frameworks", "import", "esco", release, **data)
    assert done.returncode == 0
    assert "imported in" in done.stdout
    assert "already there" in stepladder("frameworks", "import", "esco", release, **data).stdout


def test_a_broken_release_leaves_what_was_there(stepladder, tmp_path, data):
    release = esco_files.write_zip(tmp_path / "esco.zip", esco_files.tables())
    stepladder("frameworks", "import", "esco", release, **data)
    folder = tmp_path / "data" / "frameworks"
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    files = esco_files.tables()
    files["skills_en.csv"][0][4] = "label"
    broken = stepladder("frameworks", "import", "esco", esco_files.write_zip(tmp_path / "b.zip", files), **data)
    assert broken.returncode == 1
    assert "framework.missing_column" in broken.stderr
    assert "skills_en.csv, row 1" in broken.stderr
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def _without_a_column(files):
    files["occupationSkillRelations.csv"][0][1] = "relation"


def _in_latin_1(files):
    files["skills_en.csv"][1][4] = "führen"
    files["skills_en.csv"] = esco_files.csv_bytes(files["skills_en.csv"], "latin-1")


def _with_a_uri_twice(files):
    files["skills_en.csv"].append(files["skills_en.csv"][1])


def _in_a_circle(files):
    files["broaderRelationsSkillPillar.csv"].append(["G", esco_files.GROUP, "K", esco_files.WELD])


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (_without_a_column, "framework.missing_column"),
        (_in_latin_1, "framework.encoding"),
        (_with_a_uri_twice, "framework.duplicate_uri"),
        (_in_a_circle, "framework.circle"),
        (None, "framework.truncated"),
    ],
)
def test_every_broken_copy_is_told_and_leaves_what_was_there(stepladder, tmp_path, data, damage, code):
    release = esco_files.write_zip(tmp_path / "esco.zip", esco_files.tables())
    stepladder("frameworks", "import", "esco", release, **data)
    folder = tmp_path / "data" / "frameworks"
    before = {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}
    files = esco_files.tables()
    if damage:
        damage(files)
    broken = esco_files.write_zip(tmp_path / "broken.zip", files)
    if not damage:
        broken.write_bytes(broken.read_bytes()[:-200])
    done = stepladder("frameworks", "import", "esco", broken, **data)
    assert (done.returncode, f"code:  {code}" in done.stderr) == (1, True), done.stderr
    assert "where:" in done.stderr
    assert {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()} == before
    assert stepladder.json("frameworks", "list", **data)["frameworks"][1]["counts"]["skills"] == 3


def test_search_answers_from_the_framework_that_is_named(stepladder, tmp_path, data):
    release = esco_files.write_zip(tmp_path / "esco.zip", esco_files.tables())
    stepladder("frameworks", "import", "esco", release, **data)
    own = stepladder.json("skills", "search", "weld metal", "--framework", "esco", **data)
    assert own["framework"] == "esco@unknown"
    assert [hit["label"] for hit in own["hits"]] == ["weld metal"]
    starter = stepladder.json(
        "skills", "search", "customer complaints", "--framework", "starter", "--limit", "3", **data
    )
    assert len(starter["hits"]) == 3
    nothing = stepladder("skills", "search", "zzxqy", "--framework", "esco@unknown", **data)
    assert nothing.returncode == 0
    assert "Nothing in ESCO" in nothing.stderr
    assert stepladder("skills", "search", "x", "--framework", "none", **data).returncode == 1


@pytest.mark.django_db
def test_the_server_receives_a_framework_where_it_has_a_database(monkeypatch):
    from stepladder.cli.frameworks.importing import store_in_server
    from stepladder.server.catalog.models import FrameworkPack
    from stepladder.skills import Framework, Skill

    own = Framework.build(name="own", version="1", skills=[Skill(uri="s:1", label="weld metal")])
    monkeypatch.setenv("STEPLADDER_DATABASE_URL", "")
    assert store_in_server(own) is False
    monkeypatch.setenv("STEPLADDER_DATABASE_URL", "as the tests have it")
    assert store_in_server(own) is True
    assert store_in_server(own) is True
    assert [(row.name, row.version) for row in FrameworkPack.objects.all()] == [("own", "1")]


def test_the_whole_of_esco_is_imported_with_its_counts(stepladder, shared_data, data):
    files = sorted((shared_data / "skills" / "esco-1.1.1").glob("*.zip"))
    done = stepladder.json("frameworks", "import", "esco", *files, **data)
    counts = done["framework"]["counts"]
    assert (counts["skills"], counts["alternative_labels"]) == (13_896, 97_483)
    assert (counts["labelled_occupations"], counts["occupations"]) == (3_007, 3_008)
    assert (counts["essential"], counts["optional"], counts["relations"]) == (64_946, 58_909, 123_855)
    assert counts["isco_groups"] == 619
    shutil.rmtree(data["STEPLADDER_DATA"])
