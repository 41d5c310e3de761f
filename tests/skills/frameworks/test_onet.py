"""O*NET in the layouts of 29 and 30.3, as workbooks and as text, whole and broken."""

from __future__ import annotations

import time

import pytest
from onet_files import AGENT, BAKER, POET, files, newer, tables, text_files
from sheet_files import tabbed, write_folder, write_zip, xlsx

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks import Framework, starter
from stepladder.skills.frameworks.extras import Extras, Lazy
from stepladder.skills.frameworks.facts import FactColumns, OccupationFacts
from stepladder.skills.frameworks.onet import KNOWN_COUNTS, LEVELS, element_uri, occupation_uri, read_onet
from stepladder.skills.frameworks.values import Occupation
from stepladder.skills.gaps import gap
from stepladder.skills.profile import SkillProfile


def read(tmp_path, given, name="db_12_3_excel"):
    return read_onet([write_folder(tmp_path / name, given)])


def test_ratings_become_requirements_with_importance_and_level(tmp_path):
    framework = read(tmp_path, files(tables()))
    assert (framework.name, framework.version, framework.title) == ("onet", "12.3", "O*NET 12.3")
    assert "O*NET 12.3 Database by the U.S. Department of Labor" in framework.notice
    agent = framework.occupation("Customer Service Representatives")
    asked = [(framework.skills[r.skill].label, r.relation, round(r.weight * 5, 2), r.level) for r in agent.requirements]
    assert asked == [
        ("Customer and Personal Service", "essential", 4.5, LEVELS.level(5.2)),
        ("Active Listening", "essential", 4.12, LEVELS.level(4.62)),
        ("Service Orientation", "essential", 3.0, LEVELS.level(3.5)),
        ("Mathematics", "optional", 2.5, None),  # the level is one that O*NET advises not to show
    ]
    baker = framework.occupations[occupation_uri(BAKER)]
    assert [framework.skills[r.skill].label for r in baker.requirements] == ["Food Production", "Mathematics"]
    assert not framework.occupations[occupation_uri(POET)].requirements
    assert framework.skills[element_uri("2.C.2.b")].kind == "knowledge"
    assert framework.skills[element_uri("2.A.1.e")].kind == "skill"
    assert LEVELS.level(4.62).label == "4 of 7"
    assert "1 occupations are not rated: they ask for nothing here." in framework.report
    assert any("1 pairs below" in line and "2 not relevant" in line and "1 levels" in line for line in framework.report)


def test_facts_titles_hierarchy_and_anchors_survive_the_pack(tmp_path):
    framework = Framework.from_bytes(read(tmp_path, files(tables())).to_bytes())
    facts = framework.facts(occupation_uri(AGENT))
    assert facts.job_zone == 2
    assert [(one.name, one.hot, one.in_demand) for one in facts.technologies] == [
        ("Salesforce software", True, True),
        ("Zendesk", False, False),
    ]
    assert facts.technologies[0].category == "Customer relationship management CRM"
    assert [(one.uri, one.tier) for one in facts.related] == [
        (occupation_uri(BAKER), "Primary-Short"),
        (occupation_uri(POET), "Supplemental"),
    ]
    assert framework.facts(occupation_uri(BAKER)).job_zone is None
    assert framework.facts("urn:nowhere") == OccupationFacts()
    assert framework.occupation("call center agent").uri == occupation_uri(AGENT)
    assert framework.occupation("CSA").uri == occupation_uri(AGENT)
    assert framework.ancestors(element_uri("2.A.1.b")) == tuple(map(element_uri, ("2.A.1", "2.A", "2")))
    details = framework.details(element_uri("2.A.1.b"))
    assert details["anchor"] == ["2: Take a customer's order", "4: Answer inquiries about credit references"]
    assert details["description"] == ["Giving full attention to what other people are saying."]


@pytest.mark.parametrize(
    "facts",
    [
        FactColumns(names=("a",), categories=("c",), category_of=(1,), technologies=(((0, 0),),), related=((),)),
        FactColumns(names=("a",), categories=("c",), category_of=(0,), technologies=(((1, 0),),), related=((),)),
        FactColumns(zones=(1,), related=(((7, 0),),)),
        FactColumns(zones=(1,), related=(((0, 9),),)),
    ],
)
def test_facts_that_name_what_is_not_there_are_damage(facts):
    data = Framework.build(
        name="x",
        version="1",
        skills=(),
        occupations=[Occupation(uri="o:1", label="one")],
        extras=Extras(facts=Lazy(facts)),
    ).to_bytes()
    opened = Framework.from_bytes(data)
    with pytest.raises(FrameworkError) as caught:
        opened.facts("o:1")
    assert caught.value.code == "pack.damaged"
    assert starter().facts(starter().columns.occupation_uris[0]) == OccupationFacts()


def test_every_form_and_layout_reads_alike(tmp_path):
    expected = read(tmp_path, files(tables()))
    for number, given in enumerate((text_files(tables()), files(newer()), text_files(newer()))):
        for framework in (
            read_onet([write_folder(tmp_path / f"db_12_3_{number}", given)]),
            read_onet([write_zip(tmp_path / f"db_12_3_{number}.zip", given, "db_12_3/")]),
            read_onet(sorted((tmp_path / f"db_12_3_{number}").iterdir())),
        ):
            assert dict(framework.occupations) == dict(expected.occupations)
            assert dict(framework.skills) == dict(expected.skills)
            assert framework.version == "12.3"
            for uri in framework.occupations:
                assert framework.facts(uri) == expected.facts(uri)


def test_reading_twice_gives_the_same_pack(tmp_path):
    given = files(tables())
    assert read(tmp_path, given).to_bytes() == read(tmp_path, given).to_bytes()


def test_the_read_me_file_states_the_release(tmp_path):
    given = {**files(tables()), "Read Me.txt": b"O*NET 7.7 Database\r\nMay 2025 Release\r\n"}
    assert read(tmp_path, given, "anything").version == "7.7"
    assert read(tmp_path, files(tables()), "something").version == "unknown"


def test_progress_ends_at_the_total(tmp_path):
    told = []
    read_onet([write_folder(tmp_path / "o", files(tables()))], lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0


def test_a_gap_reckons_with_importance_and_level(tmp_path):
    from datetime import date

    framework = read(tmp_path, files(tables()))
    report = gap(SkillProfile(), framework.occupations[occupation_uri(AGENT)], framework, at=date(2026, 3, 1))
    lines = {line.label: line for line in report.lines}
    assert lines["Active Listening"].required_level == 4.62
    assert lines["Active Listening"].weight == pytest.approx(0.824)


def break_column(given):
    given["Skills"][0][11] = "Suppress"


def break_scale(given):
    given["Skills"][2][4] = "XX"


def break_off_scale(given):
    given["Knowledge"][2][6] = 7.5


def break_number(given):
    given["Skills"][1][6] = "much"


def break_flag(given):
    given["Skills"][2][12] = "maybe"


def break_duplicate_occupation(given):
    given["Occupation Data"].append(given["Occupation Data"][1])


def break_duplicate_rating(given):
    given["Skills"].append(given["Skills"][1])


def break_unknown_occupation(given):
    given["Job Zones"].append(["99-9999.00", "Nobody", 1, "", ""])


def break_zone(given):
    given["Job Zones"][1][2] = 6


def break_tier(given):
    given["Related Occupations"][1][4] = "Cousin"


def break_scale_range(given):
    given["Scales Reference"][2][3] = 9


def break_no_scale(given):
    del given["Scales Reference"][1]


def break_missing_table(given):
    del given["Job Zones"]


def break_element_name(given):
    given["Skills"][9][3] = "Reading"


@pytest.mark.parametrize(
    ("damage", "code", "where"),
    [
        (break_column, "framework.missing_column", "Skills.xlsx, row 1"),
        (break_scale, "framework.unknown_value", "Skills.xlsx, row 3"),
        (break_off_scale, "levels.off_scale", "Knowledge.xlsx, row 3"),
        (break_number, "framework.unknown_value", "Skills.xlsx, row 2"),
        (break_flag, "framework.unknown_value", "Skills.xlsx, row 3"),
        (break_duplicate_occupation, "framework.duplicate_uri", "Occupation Data.xlsx, row 5"),
        (break_duplicate_rating, "framework.duplicate_uri", "Skills.xlsx, row 14"),
        (break_unknown_occupation, "framework.dangling_relation", "Job Zones.xlsx, row 4"),
        (break_zone, "framework.unknown_value", "Job Zones.xlsx, row 2"),
        (break_tier, "framework.unknown_value", "Related Occupations.xlsx, row 2"),
        (break_scale_range, "framework.unknown_value", "Scales Reference.xlsx, row 3"),
        (break_no_scale, "framework.missing_value", "scales"),
        (break_missing_table, "framework.wrong_file", ""),
        (break_element_name, "framework.unknown_value", "Skills.xlsx, row 10"),
    ],
)
def test_broken_tables_are_refused_with_file_and_row(tmp_path, damage, code, where):
    given = tables()
    damage(given)
    with pytest.raises(FrameworkError) as caught:
        read(tmp_path, files(given))
    assert caught.value.code == code
    assert caught.value.where == where


def test_half_of_the_split_skills_is_refused(tmp_path):
    given = newer()
    del given["Transferable Skills"]
    with pytest.raises(FrameworkError) as caught:
        read(tmp_path, files(given))
    assert caught.value.code == "framework.wrong_file"
    assert "transferable skills" in caught.value.message


def far_cell():
    return xlsx([], '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("Skills.xlsx", b"PK\x03\x04 cut", "framework.truncated"),
        ("Skills.xlsx", b"not a workbook", "framework.truncated"),
        ("Skills.xlsx", xlsx(tables()["Skills"])[:-400], "framework.truncated"),
        ("Skills.xlsx", far_cell(), "framework.too_large"),
        ("Skills.xlsx", xlsx([]), "framework.missing_column"),
        ("Skills.txt", tabbed(tables()["Skills"]).replace(b"Active", b"Act\xffve"), "framework.encoding"),
        ("Skills.txt", tabbed(tables()["Skills"])[:-60], "framework.short_row"),
        ("Skills.txt", b"", "framework.missing_column"),
    ],
)
def test_damaged_files_are_refused(tmp_path, name, content, code):
    given = files(tables())
    del given["Skills.xlsx"]
    with pytest.raises(FrameworkError) as caught:
        read(tmp_path, {**given, name: content})
    assert caught.value.code == code
    assert "Skills" in caught.value.where


def bomb():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{"0" * 5_000}</v></c></row>' for n in range(1, 16_000))
    return xlsx([], rows)


def test_files_that_are_made_to_fill_memory_are_refused_unread(tmp_path):
    given = files(tables())
    many = write_zip(tmp_path / "many.zip", given | {f"{n}.txt": b"" for n in range(10_001)})
    inside = write_zip(tmp_path / "inside.zip", given | {"Skills.txt": b"0\t" * 30_000_000})
    folder = write_folder(tmp_path / "folder", given | {"Skills.xlsx": bomb()})
    for path in (many, inside, folder):
        took = []
        for _ in range(3):
            begun = time.process_time()
            with pytest.raises(FrameworkError) as caught:
                read_onet([path])
            took.append(time.process_time() - begun)
            assert caught.value.code == "framework.too_large"
        assert min(took) < 1, took


def test_a_truncated_zip_says_so(tmp_path):
    whole = write_zip(tmp_path / "db.zip", files(tables())).read_bytes()
    cut = tmp_path / "cut.zip"
    for length in (len(whole) // 2, len(whole) - 10):
        cut.write_bytes(whole[:length])
        with pytest.raises(FrameworkError) as caught:
            read_onet([cut])
        assert caught.value.code == "framework.truncated"


def test_what_is_not_a_release_is_refused(tmp_path):
    (tmp_path / "note.pdf").write_bytes(b"%PDF")
    (tmp_path / "empty").mkdir()
    for paths, code in (
        ([], "framework.no_file"),
        ([tmp_path / "gone"], "framework.no_file"),
        ([tmp_path / "note.pdf"], "framework.wrong_file"),
        ([tmp_path / "empty"], "framework.wrong_file"),
    ):
        with pytest.raises(FrameworkError) as caught:
            read_onet(paths)
        assert caught.value.code == code


def test_a_known_release_with_other_counts_is_refused(tmp_path):
    with pytest.raises(FrameworkError) as caught:
        read(tmp_path, files(tables()), "db_29_3_excel")
    assert caught.value.code == "framework.count_mismatch"
    assert "1,016" in caught.value.message


def test_the_whole_release_holds_what_it_is_known_to_hold(shared_data):
    framework = read_onet([shared_data / "skills" / "onet-29.3"])
    known = KNOWN_COUNTS["29.3"]
    assert framework.version == "29.3"
    counts = framework.counts()
    assert counts["occupations"] == known["occupations"] == 1_016
    assert (counts["skills"], counts["essential"], counts["optional"]) == (68, 19_178, 19_836)
    assert (
        "Read: 61,530 ratings of skills, 58,014 of knowledge, 32,681 technologies, 18,460 related occupations, "
        "923 job zones." in framework.report
    )
    facts = [framework.facts(uri) for uri in framework.occupations]
    assert sum(len(one.technologies) for one in facts) == 32_681
    assert sum(one.hot and one.in_demand for each in facts for one in each.technologies) == 2_032
    assert sum(len(one.related) for one in facts) == 18_460
    assert sum(one.job_zone is not None for one in facts) == 923
