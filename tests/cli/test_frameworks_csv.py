"""A table of one's own on the command line: proposed, tried, stored, kept mapping, and told what is wrong."""

from __future__ import annotations

import json

import pytest

TABLE = "Kompetenz;Kategorie;Beruf;Niveau;Farbe\nschweißen;Metall;Schlosser;gut;rot\nführen;Team;Meister;2;blau\n"
IMPORT = ("frameworks", "import", "csv", "own.csv", "--name", "acme", "--version", "1")
SCALE = ("--scale", "basis|gut|sehr gut")


@pytest.fixture
def data(tmp_path):
    return {"STEPLADDER_DATA": str(tmp_path / "data"), "STEPLADDER_DATABASE_URL": ""}


def stored(tmp_path):
    folder = tmp_path / "data" / "frameworks"
    return {file.name: file.read_bytes() for file in folder.iterdir()} if folder.is_dir() else {}


def test_a_table_is_tried_then_stored_once(stepladder, tmp_path, data):
    stepladder.write("own.csv", TABLE.encode("utf-8-sig"))
    tried = stepladder.json(*IMPORT, *SCALE, "--dry-run", "--save-mapping", "hr", **data)
    assert tried["status"] == "dry_run"
    assert tried["mapping"]["columns"] == {
        "group": "Kategorie",
        "label": "Kompetenz",
        "level": "Niveau",
        "occupation": "Beruf",
    }
    assert tried["not_read"] == ["Farbe"]
    assert tried["sample"][0]["label"] == "schweißen"
    assert not (tmp_path / "data").exists(), "a dry run stores nothing, not even a mapping"

    first = stepladder.json(*IMPORT, *SCALE, "--language", "de", **data)
    assert first["status"] == "imported"
    assert (first["framework"]["counts"]["skills"], first["framework"]["counts"]["relations"]) == (2, 2)
    assert first["framework"]["languages"] == ["de"]
    before = stored(tmp_path)
    again = stepladder.json(*IMPORT, *SCALE, "--language", "de", **data)
    assert again["status"] == "already_there"
    assert again["framework"] == first["framework"]
    assert stored(tmp_path) == before


def test_the_same_bytes_under_another_name_or_mapping_are_another_framework(stepladder, tmp_path, data):
    stepladder.write("own.csv", TABLE.encode())
    stepladder.json(*IMPORT, *SCALE, **data)
    other = stepladder.json(*IMPORT[:-1], "2", *SCALE, **data)
    assert other["status"] == "imported"
    assert sorted(stored(tmp_path)) == ["acme-1.pack", "acme-2.pack"]
    changed = stepladder.json(*IMPORT, *SCALE, "--map", "keywords=Farbe", **data)
    assert changed["status"] == "imported"
    assert sorted(stored(tmp_path)) == ["acme-1.pack", "acme-2.pack"]


def test_a_mapping_is_kept_and_used_again(stepladder, tmp_path, data):
    stepladder.write("own.csv", TABLE.encode())
    maps = (
        "--map",
        "label=Farbe",
        "--map",
        "keywords=Kompetenz",
        "--map",
        "group=",
        "--map",
        "occupation=",
        "--map",
        "level=",
    )
    stepladder.json(*IMPORT, *maps, "--save-mapping", "hr", **data)
    kept = json.loads((tmp_path / "data" / "mappings" / "hr.json").read_bytes())
    assert kept["columns"] == {"keywords": "Kompetenz", "label": "Farbe"}
    again = stepladder.json(*IMPORT[:-1], "2", "--mapping", "hr", **data)
    assert again["framework"]["counts"]["skills"] == 2
    hits = stepladder.json("skills", "search", "rot", "--framework", "acme@2", **data)["hits"]
    assert hits[0]["label"] == "rot"


def test_every_problem_is_listed_and_nothing_is_stored(stepladder, tmp_path, data):
    stepladder.write("own.csv", TABLE.encode())
    stepladder.json(*IMPORT, *SCALE, **data)
    before = stored(tmp_path)
    stepladder.write("own.csv", (TABLE + "löten;Metall;Schlosser;prima;\n;Metall;;;\n").encode())
    refused = stepladder(*IMPORT, *SCALE, **data)
    assert refused.returncode == 1
    assert (
        "row 4, column 'Niveau': is 'prima'; expected 'basis', 'gut', 'sehr gut' or a number from 1 to 3"
        in refused.stderr
    )
    assert "row 5, column 'Kompetenz': is empty" in refused.stderr
    assert "framework.problems" in refused.stderr
    listed = stepladder.json(*IMPORT, *SCALE, exit_code=1, **data)
    assert listed["status"] == "refused"
    assert [one["where"] for one in listed["problems"]] == ["row 4, column 'Niveau'", "row 5, column 'Kompetenz'"]
    assert stored(tmp_path) == before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--map", "colour=Farbe"), "framework.mapping"),
        (("--map", "label=Nowhere"), "framework.missing_column"),
        (("--map", "nothing"), "usage.bad_pair"),
        ((), "framework.mapping"),  # a level without its scale
        (("--mapping", "gone"), "usage.no_mapping"),
        (("--mapping", "../gone"), "usage.mapping_name"),
        ((*SCALE, "--save-mapping", "a/b"), "usage.mapping_name"),
        (("--name", "starter"), "framework.bad_name"),
        (("--name", "a b"), "framework.bad_name"),
        ((*SCALE, "--separator", "||"), "framework.mapping"),
    ],
)
def test_wrong_use_is_told_with_its_code(stepladder, tmp_path, data, arguments, code):
    stepladder.write("own.csv", TABLE.encode())
    done = stepladder(*IMPORT, *arguments, **data)
    assert (done.returncode, f"code:  {code}" in done.stderr) == (2, True), done.stderr
    assert "next:" in done.stderr
    assert not stored(tmp_path)


def test_windows_1252_is_told_and_then_read(stepladder, tmp_path, data):
    stepladder.write("own.csv", TABLE.encode("windows-1252"))
    refused = stepladder(*IMPORT, *SCALE, **data)
    assert refused.returncode == 1
    assert "--encoding windows-1252" in refused.stderr
    done = stepladder(*IMPORT, *SCALE, "--encoding", "windows-1252", **data)
    assert done.returncode == 0, done.stderr
    assert "2  skills" in done.stdout
