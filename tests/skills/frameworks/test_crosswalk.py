"""From ESCO to O*NET: matches with their confidence, what is inherited, changed codes, and what is not known."""

from __future__ import annotations

import pytest
from onet_files import AGENT, BAKER, POET, files, tables
from sheet_files import comma, write_folder, write_zip

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.crosswalk import Crosswalk, OccupationMatch, OccupationRow
from stepladder.skills.frameworks.crosswalk_files import read_crosswalk
from stepladder.skills.frameworks.how_much import how_much
from stepladder.skills.frameworks.onet import LEVELS, occupation_uri, read_onet

ESCO = "http://data.europa.eu/esco/occupation/"
CALLS, CHAT, BREAD, VERSE, SHIP = (f"{ESCO}{name}" for name in ("calls", "chat", "bread", "verse", "ship"))
MATCH_HEADER = ["id", "esco_occupation", "isco_code", "onet_code", "onet_occupation", "confidence", "concept_uri"]
ROW_HEADER = ["concept_uri", "job_zone", "annual_earnings", "remote_labor_index", "risk_category", "n_desirable"]


def crosswalk_rows():
    return [
        MATCH_HEADER,
        ["1", "call centre agent", "4222", AGENT, "customer service representatives", "2.0", CALLS],
        ["2", "baker", "7512", "51-3011.02", "bakers, manufacturing", "1.0", BREAD],
        ["3", "lyricist", "2641", "27-9999.00", "Poets, Lyricists and Creative Writers", "0.5", VERSE],
    ]


def occupation_rows():
    return [
        ROW_HEADER,
        [CALLS, "2.0", "19000.5", "0.75", "High risk", "3"],
        [BREAD, "2.0", "18000", "", "Lower risk", "9"],
    ]


def given():
    return {
        "esco_onet.csv": comma(crosswalk_rows()),
        "occupations.csv": comma(occupation_rows()),
        "broaderRelationsOccPillar.csv": comma(
            [
                ["conceptType", "conceptUri", "broaderType", "broaderUri"],
                ["Occupation", CHAT, "Occupation", CALLS],
                ["Occupation", CALLS, "ISCOGroup", "http://data.europa.eu/esco/isco/C4222"],
            ]
        ),
    }


@pytest.fixture
def crosswalk(tmp_path):
    return read_crosswalk([write_folder(tmp_path / "crosswalk", given())])


@pytest.fixture
def onet(tmp_path):
    return read_onet([write_folder(tmp_path / "db_12_3", files(tables()))])


def test_matches_keep_their_confidence_and_are_inherited_downward(crosswalk):
    assert crosswalk.match(CALLS) == OccupationMatch(
        code=AGENT, title="customer service representatives", confidence=2.0
    )
    assert crosswalk.match(VERSE).certainty == "low"
    inherited = crosswalk.match(CHAT)
    assert (inherited.code, inherited.inherited_from) == (AGENT, CALLS)
    assert crosswalk.match(SHIP) is None
    assert crosswalk.row(CALLS) == (
        OccupationRow(job_zone=2.0, earnings=19_000.5, remote=0.75, high_risk=True),
        "",
    )
    assert crosswalk.row(BREAD)[0].remote is None
    assert crosswalk.row(CHAT) == (crosswalk.row(CALLS)[0], CALLS)
    assert crosswalk.row(SHIP) == (OccupationRow(), "")


def test_it_survives_being_stored_and_parts_join(crosswalk, tmp_path):
    assert Crosswalk.from_bytes(crosswalk.to_bytes()) == crosswalk
    alone = read_crosswalk([write_zip(tmp_path / "one.zip", {"esco_onet.csv": given()["esco_onet.csv"]})])
    assert alone.match(CHAT) is None
    rest = {name: data for name, data in given().items() if name != "esco_onet.csv"}
    joined = alone.joined(read_crosswalk([write_folder(tmp_path / "rest", rest)]))
    assert joined.match(CHAT) == crosswalk.match(CHAT)
    assert joined.rows == crosswalk.rows


def test_a_circle_of_broader_occupations_ends():
    assert Crosswalk(broader={CHAT: CALLS, CALLS: CHAT}).match(CHAT) is None


def test_what_and_how_much_come_together(crosswalk, onet):
    known = how_much(CALLS, crosswalk, onet)
    (agent,) = known.counterparts
    assert (agent.uri, agent.certainty, agent.how, agent.job_zone) == (occupation_uri(AGENT), "high", "", 2)
    first = agent.skills[0]
    assert (first.label, first.kind, first.importance, first.level) == (
        "Customer and Personal Service",
        "knowledge",
        4.5,
        LEVELS.level(5.2),
    )
    assert [one.name for one in agent.technologies if one.in_demand] == ["Salesforce software"]
    assert known.notices == ()
    assert how_much(CHAT, crosswalk, onet).counterparts[0].how == "It stands for the broader ESCO occupation."


def test_a_changed_code_is_found_and_says_how(crosswalk, onet):
    bread = how_much(BREAD, crosswalk, onet)
    assert [one.uri for one in bread.counterparts] == [occupation_uri(BAKER)]
    assert "belonged to this occupation" in bread.counterparts[0].how
    assert bread.notices == ("Bakers has no job zone in O*NET 12.3.",)
    verse = how_much(VERSE, crosswalk, onet)
    assert [one.uri for one in verse.counterparts] == [occupation_uri(POET)]
    assert "by its title" in verse.counterparts[0].how
    assert "is not rated" in verse.notices[0]
    table = crosswalk.joined(Crosswalk(newer_codes={"51-3011.02": (POET,)}))
    assert [one.uri for one in how_much(BREAD, table, onet).counterparts] == [occupation_uri(POET)]


def test_what_is_not_known_is_said(crosswalk, onet):
    assert how_much(SHIP, crosswalk, onet).counterparts == ()
    assert "does not reach" in how_much(SHIP, crosswalk, onet).notices[0]
    lost = crosswalk.joined(
        Crosswalk(matches={SHIP: OccupationMatch(code="53-0000.00", title="sailors", confidence=1.0)})
    )
    assert "has no occupation for 53-0000.00 (sailors)" in how_much(SHIP, lost, onet).notices[0]


def break_confidence(rows):
    rows[1][5] = "3"


def break_code(rows):
    rows[2][3] = "51-3011"


def break_twice(rows):
    rows.append(rows[1])


def break_words(rows):
    rows[3][5] = "sure"


@pytest.mark.parametrize(
    ("damage", "code", "where"),
    [
        (break_confidence, "framework.unknown_value", "esco_onet.csv, row 2"),
        (break_code, "framework.missing_value", "esco_onet.csv, row 3"),
        (break_twice, "framework.duplicate_uri", "esco_onet.csv, row 5"),
        (break_words, "framework.unknown_value", "esco_onet.csv, row 4"),
    ],
)
def test_a_broken_crosswalk_is_refused(tmp_path, damage, code, where):
    rows = crosswalk_rows()
    damage(rows)
    with pytest.raises(FrameworkError) as caught:
        read_crosswalk([write_folder(tmp_path / "c", {"esco_onet.csv": comma(rows)})])
    assert (caught.value.code, caught.value.where) == (code, where)


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        (0, "", "framework.missing_value"),
        (1, "6", "framework.unknown_value"),
        (2, "-1", "framework.unknown_value"),
        (3, "1.5", "framework.unknown_value"),
        (4, "Some risk", "framework.unknown_value"),
        (0, BREAD, "framework.duplicate_uri"),
    ],
)
def test_a_broken_table_of_occupations_is_refused(tmp_path, place, value, code):
    rows = occupation_rows()
    rows[1][place] = value
    with pytest.raises(FrameworkError) as caught:
        read_crosswalk([write_folder(tmp_path / "c", {"occupations.csv": comma(rows)})])
    assert caught.value.code == code


def test_other_tables_and_half_a_table_are_refused(tmp_path):
    with pytest.raises(FrameworkError) as caught:
        read_crosswalk([write_folder(tmp_path / "c", {"other.csv": b"a,b\n1,2\n"})])
    assert caught.value.code == "framework.wrong_file"
    half = {"esco_onet_crosswalk_Nov2020.csv": given()["esco_onet.csv"]}
    with pytest.raises(FrameworkError) as caught:
        read_crosswalk([write_folder(tmp_path / "h", half)])
    assert caught.value.code == "framework.count_mismatch"


@pytest.mark.parametrize("damage", [lambda data: data[:-3], lambda data: data[8:], lambda data: data + b"x"])
def test_a_damaged_store_is_refused(crosswalk, damage):
    with pytest.raises(FrameworkError) as caught:
        Crosswalk.from_bytes(damage(crosswalk.to_bytes()))
    assert caught.value.code in {"pack.damaged", "pack.not_a_pack"}


def test_a_store_of_another_kind_is_refused():
    from stepladder.skills.sealed import seal

    for data in (seal("wages", {}), seal("crosswalk", {"version": "1"})):
        with pytest.raises(FrameworkError) as caught:
            Crosswalk.from_bytes(data)
        assert caught.value.code == "pack.damaged"


def test_the_published_crosswalk_and_table_are_whole(shared_data):
    skills = shared_data / "skills"
    relations = skills / "esco-1.1.1" / "ESCO-v1.1.1-relations-csv.zip"
    found = read_crosswalk([skills / "crosswalk", relations])
    assert (found.version, len(found.matches), len(found.rows), len(found.broader)) == ("2020-11", 1_680, 1_627, 1_248)
    assert "confidence: 515 high, 1,100 medium, 65 low" in found.report[0]
    assert sum(row.remote is None for row in found.rows.values()) == 39
