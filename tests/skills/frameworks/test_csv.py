"""Somebody's own table: delimiters, encodings, a proposed mapping, and every problem with its row."""

from __future__ import annotations

import csv

import pytest

from stepladder.skills import Framework
from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.csv_file import read_csv
from stepladder.skills.frameworks.csv_mapping import FIELDS, CsvMapping, proposed
from stepladder.skills.frameworks.delimited import Delimited
from stepladder.skills.frameworks.problems import MOST_PROBLEMS, FrameworkProblemsError

ROLES = """skill,label,alternative_labels,description,kind,parent,group,occupation,relation,weight,level
w1,weld metal,join metal|fuse metal,Joins parts by heat.,skill,,Metal,welder,essential,,expert
w2,weld under water,,,skill,w1,Metal|Diving,diver,essential,0.9,good
w1,weld metal,join metal|fuse metal,Joins parts by heat.,,,,diver,optional,"0,25",1.5
,first aid,,,knowledge,,,diver,nice to have,,
"""
COLUMNS = {name: name for name in ROLES.splitlines()[0].split(",")}
SCALE = "basic|good|expert"


def written(tmp_path, text, *, encoding="utf-8", name="own.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def read(tmp_path, text, columns=None, *, written_as="utf-8", **settings) -> Framework:
    path = written(tmp_path, text, encoding=written_as)
    mapping = CsvMapping(columns=columns or proposed(Delimited.of(path).header), **settings)
    return read_csv(path, name="acme", version="1", mapping=mapping)


def problems_of(tmp_path, text, columns=None, **settings):
    with pytest.raises(FrameworkProblemsError) as caught:
        read(tmp_path, text, columns, **settings)
    return caught.value


def test_skills_roles_levels_weights_parents_and_groups(tmp_path):
    framework = read(tmp_path, ROLES, COLUMNS, scale=SCALE)
    weld = framework.skill("weld metal")
    assert (weld.uri, weld.kind) == ("urn:stepladder:acme:skill:w1", "skill")
    assert weld.alternative_labels == ("join metal", "fuse metal")
    assert framework.details(weld.uri) == {"statement": ["Joins parts by heat."]}
    aid = framework.skill("first aid")
    assert (aid.uri, aid.kind) == ("urn:stepladder:acme:skill:first%20aid", "knowledge")
    under = framework.skill("weld under water")
    assert set(framework.broader(under.uri)) == {
        weld.uri,
        "urn:stepladder:acme:group:Metal",
        "urn:stepladder:acme:group:Diving",
    }
    diver = framework.occupation("diver")
    asked = {r.skill: (r.relation, r.weight, r.level and (r.level.value, r.level.label)) for r in diver.requirements}
    assert asked == {
        under.uri: ("essential", 0.9, (2.0, "good")),
        weld.uri: ("optional", 0.25, (1.5, "basic")),
        aid.uri: ("optional", 0.5, None),
    }
    assert framework.occupation("welder").requirements[0].level.label == "expert"
    assert [scale.id for scale in framework.scales] == ["urn:stepladder:acme:scale"]
    assert dict(Framework.from_bytes(framework.to_bytes()).occupations) == dict(framework.occupations)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("lines", ["\n", "\r\n"])
def test_delimiters_and_a_byte_order_mark_need_no_option(tmp_path, delimiter, encoding, lines):
    text = lines.join([delimiter.join(row) for row in (["Kompetenz", "Kategorie"], ["schweißen", "Metall"])]) + lines
    framework = read(tmp_path, text, written_as=encoding)
    assert framework.skill("schweißen").uri == "urn:stepladder:acme:skill:schwei%C3%9Fen"
    assert [group.label for group in framework.groups.values()] == ["Metall"]


def test_a_line_of_excel_that_names_the_delimiter_is_no_header(tmp_path):
    framework = read(tmp_path, "sep=;\nname;tags\nweld, braze;metal|heat\n")
    assert framework.details(framework.skill("weld, braze").uri) == {"keyword": ["metal", "heat"]}


@pytest.mark.parametrize(
    ("encoding", "named", "hint"),
    [
        ("utf-16", "utf-16", "--encoding utf-16"),
        ("utf-16-le", "utf-16-le", "--encoding utf-16"),
        ("windows-1252", "windows-1252", "--encoding windows-1252"),
    ],
)
def test_another_encoding_is_told_with_what_to_do_and_read_when_said(tmp_path, encoding, named, hint):
    text = "name\nlead\nführen\n"
    with pytest.raises(FrameworkError) as caught:
        read(tmp_path, text, {"label": "name"}, written_as=encoding)
    assert caught.value.code == "framework.encoding"
    assert hint in caught.value.hint
    assert "UTF-8" in caught.value.hint
    if encoding == "windows-1252":
        assert caught.value.where == "own.csv, line 3"
        assert "0xfc" in caught.value.message
    if named != "utf-16-le":
        assert read(tmp_path, text, {"label": "name"}, written_as=encoding, encoding=named).skill("führen")


def test_words_in_other_languages_have_columns_of_their_own(tmp_path):
    header = "label,label (fr),alternative labels_fr,Beruf,occupation label:de"
    text = f"{header}\nweld,souder,braser|assembler,welder,Schweißer\n"
    path = written(tmp_path, text)
    columns = proposed(Delimited.of(path).header)
    assert columns["label:fr"] == "label (fr)"
    framework = read(tmp_path, text)
    assert framework.languages == ("en", "de", "fr")
    assert framework.in_language("fr").skill("souder").alternative_labels == ("braser", "assembler")
    assert framework.in_language("de").occupation("Schweißer").requirements


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["Kompetenz", "Synonyme"], {"label": "Kompetenz", "alternative_labels": "Synonyme"}),
        (
            ["Skill ID", "Skill", "Role", "Level"],
            {"skill": "Skill ID", "label": "Skill", "occupation": "Role", "level": "Level"},
        ),
        (["skill", "label"], {"skill": "skill", "label": "label"}),
        (["Libellé", "Métier", "Poids"], {"label": "Libellé", "occupation": "Métier", "weight": "Poids"}),
        (["Level", "Name"], {"label": "Name"}),
        (["colour", ""], {}),
    ],
)
def test_a_mapping_is_proposed_from_the_header(header, expected):
    assert proposed(header) == expected


def test_a_mapping_survives_being_saved():
    mapping = CsvMapping(
        columns={"label": "Kompetenz", "label:fr": "FR"}, scale=SCALE, encoding="utf-16", separator=";"
    )
    assert CsvMapping.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        {},
        {"columns": {"colour": "x"}},
        {"columns": {"weight:fr": "x"}},
        {"columns": {"label": 5}},
        {"columns": {"label": "x"}, "encoding": "klingon"},
        {"columns": {"label": "x"}, "delimiter": "a"},
        {"columns": {"label": "x"}, "separator": "||"},
        {"columns": {"label": "x"}, "more": "y"},
    ],
)
def test_what_is_no_mapping_is_refused(value):
    with pytest.raises(FrameworkError) as caught:
        CsvMapping.from_json(value)
    assert caught.value.code == "framework.mapping"
    assert caught.value.hint


@pytest.mark.parametrize(
    ("columns", "settings", "code"),
    [
        ({"label": "nowhere"}, {}, "framework.missing_column"),
        ({"kind": "a"}, {}, "framework.mapping"),
        ({"label": "a", "weight": "b"}, {}, "framework.mapping"),
        ({"label": "a", "occupation": "b", "weight": "c", "importance": "d"}, {}, "framework.mapping"),
        ({"label": "a", "occupation": "b", "level": "c"}, {}, "framework.mapping"),
        ({"label": "a", "occupation": "b", "level": "c"}, {"scale": "only one"}, "framework.mapping"),
        ({"label": "a", "occupation": "b", "level": "c"}, {"scale": "Same|same"}, "framework.mapping"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_before_rows_are_read(tmp_path, columns, settings, code):
    with pytest.raises(FrameworkError) as caught:
        read(tmp_path, "a,b,c,d\nweld,welder,1,1\n", columns, **settings)
    assert caught.value.code == code
    assert caught.value.hint


def test_every_problem_is_listed_with_row_and_column(tmp_path):
    rows = [
        "skill,label,kind,parent,occupation,relation,weight,level",
        "w1,weld,skill,,welder,essential,,expert",
        "w1,weld metal,,,diver,essential,,",
        ",,,,welder,,,",
        ",,,,,,1,",
        "w1,weld,,,welder,optional,,",
        "w2,lead,talent,gone,chief,sometimes,2,7",
        "w3,talk,,,chief,,many,best",
        "w4,talk,,,chief,,,,too,many",
    ]
    error = problems_of(tmp_path, "\n".join(rows), {name: name for name in rows[0].split(",")}, scale=SCALE)
    assert error.code == "framework.problems"
    assert [(one.where, one.code) for one in error.problems] == [
        ("row 3, column 'label'", "framework.contradiction"),
        ("row 5, column 'label'", "framework.missing_value"),
        ("row 6, column 'occupation'", "framework.duplicate_relation"),
        ("row 7, column 'kind'", "framework.unknown_value"),
        ("row 7, column 'relation'", "framework.unknown_value"),
        ("row 7, column 'weight'", "framework.unknown_value"),
        ("row 7, column 'level'", "framework.unknown_value"),
        ("row 8, column 'weight'", "framework.unknown_value"),
        ("row 8, column 'level'", "framework.unknown_value"),
        ("row 9", "framework.long_row"),
        ("row 7, column 'parent'", "framework.dangling_relation"),
    ]
    assert "'basic', 'good', 'expert' or a number from 1 to 3" in error.problems[6].text
    assert "11 problems" in error.message


def test_without_roles_a_skill_stands_once(tmp_path):
    error = problems_of(tmp_path, "label\nweld\nlead\nweld\n")
    assert (error.code, error.where) == ("framework.duplicate_uri", "row 4")
    assert "row 2" in error.problems[0].text


def test_a_circle_of_parents_is_refused_with_its_row(tmp_path):
    error = problems_of(tmp_path, "skill,label,parent\na,one,b\nb,two,c\nc,three,a\n")
    assert error.code == "framework.circle"
    assert error.where == "row 2, column 'parent'"
    assert "'one' is narrower than 'two' is narrower than 'three' is narrower than 'one'" in error.problems[0].text


def test_names_of_parents_may_be_labels_and_come_later(tmp_path):
    framework = read(tmp_path, "label,parent\nweld,work metal\nwork metal,\n")
    assert framework.broader(framework.skill("weld").uri) == (framework.skill("work metal").uri,)


def test_a_parent_that_is_the_name_of_several_skills_is_asked_for(tmp_path):
    error = problems_of(tmp_path, "skill,label,parent\na,weld,\nb,weld,\nc,seam,weld\nd,joint,a\n")
    assert (error.code, error.where) == ("framework.ambiguous_name", "row 4, column 'parent'")
    assert "2 skills are called 'weld'" in error.message


def test_a_wrong_layout_ends_after_as_many_problems_as_anybody_reads(tmp_path):
    text = "label,kind\n" + "".join(f"skill {n},nonsense\n" for n in range(100_000))
    error = problems_of(tmp_path, text)
    assert len(error.problems) == MOST_PROBLEMS
    assert "and more" in error.message


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "framework.missing_column"),
        (b"\n\n", "framework.missing_column"),
        (b"label,label\nx,y\n", "framework.duplicate_column"),
        (b'label\n"weld\n', "framework.malformed_csv"),
        (b"label\n" + b"x" * 2_000_000, "framework.field_too_large"),
        (b"x" * 3_000_000, "framework.field_too_large"),
        (b",".join(b"c%d" % n for n in range(9_000)), "framework.too_large"),
        (b"a" + b" " * 300_000 + b"b,label\nx,y\n", "framework.field_too_large"),
        (b"PK\x03\x04 and so on", "framework.wrong_file"),
        (b"\x1f\x8b\x08 and so on", "framework.wrong_file"),
        (b"label\n\xff\xfe\n", "framework.encoding"),
        (b"\x00" * 100, "framework.encoding"),
    ],
)
def test_hostile_files_are_refused_with_our_errors(tmp_path, content, code):
    before = csv.field_size_limit()
    with pytest.raises(FrameworkError) as caught:
        read_csv(written(tmp_path, content), name="acme", version="1", mapping=CsvMapping(columns={"label": "label"}))
    assert caught.value.code == code
    assert caught.value.hint or caught.value.where
    assert csv.field_size_limit() == before


def test_a_name_that_is_longer_than_names_are_is_a_problem_of_its_cell(tmp_path):
    error = problems_of(tmp_path, f"label,description\nweld,{'x' * 30_000}\n{'y' * 2_000},\n")
    assert [one.where for one in error.problems] == ["row 2, column 'description'", "row 3, column 'label'"]
    assert error.code == "framework.field_too_large"


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FrameworkError) as caught:
        Delimited.of(tmp_path / "gone.csv")
    assert caught.value.code == "framework.no_file"


def test_what_was_not_read_is_reported(tmp_path):
    framework = read(tmp_path, "label,colour,skill\nweld,red,a\nWeld,blue,b\n")
    assert framework.report == (
        "Columns that were not read: colour.",
        "1 names are shared by several skills, such as 'weld'.",
    )


def test_every_field_has_words_that_propose_it():
    for name, words in FIELDS.items():
        assert words, name
