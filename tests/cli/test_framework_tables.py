"""Importing O*NET, the crosswalk and wages: once, whole, and never at the cost of what was there."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

SKILLS = Path(__file__).resolve().parent.parent / "skills"
for folder in (SKILLS / "frameworks", SKILLS / "labour"):
    sys.path.insert(0, str(folder))


def helper(folder: str, name: str):
    spec = importlib.util.spec_from_file_location(name, SKILLS / folder / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault(name, module)
    spec.loader.exec_module(module)
    return module


sheets, onet = helper("frameworks", "sheet_files"), helper("frameworks", "onet_files")
oews = helper("labour", "oews_files")


@pytest.fixture
def data(tmp_path):
    return {"STEPLADDER_DATA": str(tmp_path / "data"), "STEPLADDER_DATABASE_URL": ""}


def stored(tmp_path):
    return {path: path.read_bytes() for path in sorted((tmp_path / "data").rglob("*")) if path.is_file()}


def test_onet_is_imported_once_and_a_broken_copy_changes_nothing(stepladder, tmp_path, data):
    folder = sheets.write_folder(tmp_path / "db_12_3_excel", onet.files(onet.tables()))
    first = stepladder.json("frameworks", "import", "onet", folder, **data)
    assert (first["status"], first["framework"]["version"]) == ("imported", "12.3")
    assert first["framework"]["counts"]["essential"] == 5
    before = stored(tmp_path)
    assert stepladder.json("frameworks", "import", "onet", folder, **data)["status"] == "already_there"
    given = onet.tables()
    given["Skills"][2][4] = "XX"
    broken = sheets.write_folder(tmp_path / "broken", onet.files(given))
    refused = stepladder("frameworks", "import", "onet", broken, **data)
    assert refused.returncode == 1
    assert "framework.unknown_value" in refused.stderr
    assert "Skills.xlsx, row 3" in refused.stderr
    assert stored(tmp_path) == before
    assert "O*NET 12.3 Database" in stepladder("frameworks", "list", **data).stderr


def crosswalk_csv(confidence="2.0"):
    return sheets.comma(
        [
            ["concept_uri", "onet_code", "onet_occupation", "confidence"],
            ["http://data.europa.eu/esco/occupation/calls", onet.AGENT, "customer service agents", confidence],
        ]
    )


def test_a_crosswalk_is_imported_in_parts(stepladder, tmp_path, data):
    table = tmp_path / "crosswalk.csv"
    table.write_bytes(crosswalk_csv())
    first = stepladder.json("frameworks", "import", "crosswalk", table, **data)
    assert (first["status"], first["crosswalk"]["counts"]["matches"]) == ("imported", 1)
    before = stored(tmp_path)
    assert stepladder.json("frameworks", "import", "crosswalk", table, **data)["status"] == "already_there"
    assert "already there" in stepladder("frameworks", "import", "crosswalk", table, **data).stdout
    table.write_bytes(crosswalk_csv("7"))
    refused = stepladder("frameworks", "import", "crosswalk", table, **data)
    assert refused.returncode == 1
    assert "crosswalk.csv, row 2" in refused.stderr
    assert stored(tmp_path) == before
    rows = tmp_path / "occupations.csv"
    rows.write_text(
        "concept_uri,job_zone,annual_earnings,remote_labor_index,risk_category\n"
        "http://data.europa.eu/esco/occupation/calls,2,19000,0.75,High risk\n",
        encoding="utf-8",
    )
    joined = stepladder.json("frameworks", "import", "crosswalk", rows, **data)
    assert joined["crosswalk"]["counts"]["matches"] == joined["crosswalk"]["counts"]["occupation_rows"] == 1


def test_wages_are_imported_once(stepladder, tmp_path, data):
    table = tmp_path / "national_M2031_dl.xlsx"
    table.write_bytes(sheets.xlsx(oews.table()))
    first = stepladder.json("frameworks", "import", "oews", table, **data)
    assert (first["status"], first["wages"]["period"]) == ("imported", "May 2031")
    assert stepladder.json("frameworks", "list", **data)["tables"] == [first["wages"]]
    listed = stepladder("frameworks", "list", **data)
    assert "oews-may-2031  May 2031: 4 wages, 3 occupations, 2 places" in listed.stdout
    assert first["wages"]["counts"] == {"wages": 4, "occupations": 3, "places": 2}
    before = stored(tmp_path)
    again = stepladder("frameworks", "import", "oews", table, **data)
    assert "is already there, nothing changed" in again.stdout
    assert "BLS cannot vouch" in again.stderr
    table.write_bytes(sheets.xlsx(oews.table())[:-100])
    refused = stepladder("frameworks", "import", "oews", table, **data)
    assert refused.returncode == 1
    assert "framework.truncated" in refused.stderr
    assert stored(tmp_path) == before
