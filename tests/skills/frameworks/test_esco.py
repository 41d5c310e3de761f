from __future__ import annotations

import csv
import time
import zipfile

import pytest
from esco_files import CHIEF, GHOST, GROUP, LEAD, TALK, WELD, WELDER, csv_bytes, tables, write_folder, write_zip

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks import read_esco
from stepladder.skills.frameworks.esco import ESCO_NOTICE, KNOWN_COUNTS


def test_reads_a_zip_whole(tmp_path):
    framework = read_esco([write_zip(tmp_path / "esco.zip", tables())])
    assert framework.version == "unknown"
    assert framework.notice == ESCO_NOTICE
    weld = framework.skill(WELD)
    assert (weld.label, weld.alternative_labels) == ("weld metal", ("join metal", "weld metal"))
    assert (weld.kind, weld.reuse_level) == ("skill", "sector-specific")
    welder = framework.occupation("Welder")
    assert (welder.uri, welder.isco, welder.name) == (WELDER, "7212", "welder")
    assert [(r.skill, r.relation, r.weight, r.level) for r in welder.requirements] == [
        (WELD, "essential", 1.0, None),
        (TALK, "optional", 0.5, None),
    ]
    assert framework.broader(WELD) == (GROUP,)
    assert framework.narrower(GROUP) == (WELD,)
    assert [one.skill for one in framework.related(LEAD)] == [TALK]
    assert framework.isco_groups == {"7212": "Welders and flame cutters"}
    assert len(framework.sources[0].sha256) == 64
    assert framework.report == (
        "1 skills state no skill type; it is left empty.",
        "1 skills state no reuse level; it is left empty.",
    )


def test_descriptions_are_kept_as_statements_where_there_are_any(tmp_path):
    files = tables()
    for row, text in zip(files["skills_en.csv"], ["description", " Join metal by heat. ", "", ""], strict=True):
        row.append(text)
    framework = read_esco([write_zip(tmp_path / "esco.zip", files)])
    assert framework.details(WELD) == {"statement": ["Join metal by heat."]}
    assert framework.details(LEAD) == {}


def test_folders_files_and_zips_read_alike(tmp_path):
    zipped = read_esco([write_zip(tmp_path / "esco.zip", tables())])
    folder = write_folder(tmp_path / "folder", tables())
    for paths in ([folder], sorted(folder.glob("*.csv"))):
        read = read_esco(paths)
        assert dict(read.occupations) == dict(zipped.occupations)
        assert dict(read.skills) == dict(zipped.skills)


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path):
    files = {name: csv_bytes(rows, "utf-8-sig") for name, rows in tables().items()}
    assert len(read_esco([write_zip(tmp_path / "esco.zip", files)]).skills) == 3


def test_a_field_beyond_the_default_limit_of_csv_is_read_and_the_limit_put_back(tmp_path):
    files = tables()
    files["skills_en.csv"][1][5] = "\n".join(f"a very long list of names, number {n}" for n in range(9_000))
    before = csv.field_size_limit()
    framework = read_esco([write_zip(tmp_path / "esco.zip", files)])
    assert len(framework.skill(WELD).alternative_labels) == 9_000
    assert csv.field_size_limit() == before


def test_progress_ends_at_the_total(tmp_path):
    told = []
    read_esco([write_zip(tmp_path / "esco.zip", tables())], lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0
    assert told == sorted(told)


def test_an_occupation_that_the_occupation_file_lacks_is_kept_unlabelled_and_reported(tmp_path):
    files = tables()
    files["occupationSkillRelations.csv"] += [[GHOST, "essential", "", WELD], [GHOST, "optional", "", LEAD]]
    framework = read_esco([write_zip(tmp_path / "esco.zip", files)])
    assert framework.occupations[GHOST].label == ""
    assert framework.occupations[GHOST].name.startswith("unlabelled occupation")
    assert (
        f"2 relations name the occupation {GHOST}, which the occupation file lacks: kept, unlabelled."
        in framework.report
    )
    assert framework.counts()["labelled_occupations"] == 2


def test_a_relation_that_comes_twice_counts_once_and_is_reported(tmp_path):
    files = tables()
    files["occupationSkillRelations.csv"].append([WELDER, "optional", "", WELD])
    framework = read_esco([write_zip(tmp_path / "esco.zip", files)])
    assert [r.relation for r in framework.occupations[WELDER].requirements if r.skill == WELD] == ["essential"]
    assert any("come twice" in sentence for sentence in framework.report)


def break_column(files):
    files["skills_en.csv"][0][4] = "label"


def break_duplicate(files):
    files["skills_en.csv"].append(files["skills_en.csv"][1])


def break_dangling(files):
    files["occupationSkillRelations.csv"].append([WELDER, "essential", "", "urn:nothing"])


def break_relation(files):
    files["occupationSkillRelations.csv"][2][1] = "nice to have"


def break_short(files):
    files["occupationSkillRelations.csv"].append([WELDER, "essential"])


def break_missing(files):
    del files["occupationSkillRelations.csv"]


def break_encoding(files):
    files["skills_en.csv"][2][4] = "führen"
    files["skills_en.csv"] = csv_bytes(files["skills_en.csv"], "latin-1")


def break_utf16(files):
    files["skills_en.csv"] = csv_bytes(files["skills_en.csv"], "utf-16")


def break_quotes(files):
    files["skills_en.csv"] = csv_bytes(files["skills_en.csv"]) + b'"K,"x"y\n'


def break_empty_uri(files):
    files["skills_en.csv"][2][1] = ""


def break_empty(files):
    files["skills_en.csv"] = b""


def break_circle(files):
    files["broaderRelationsSkillPillar.csv"] += [
        ["G", GROUP, "K", LEAD],
        ["K", LEAD, "K", TALK],
        ["K", TALK, "G", GROUP],
    ]


def break_own_circle(files):
    files["broaderRelationsSkillPillar.csv"].append(["K", WELD, "K", WELD])


def break_occupation_twice(files):
    files["occupations_en.csv"].append(files["occupations_en.csv"][2])


def break_group_twice(files):
    files["skillGroups_en.csv"].append(files["skillGroups_en.csv"][1])


def break_relation_column(files):
    files["occupationSkillRelations.csv"][0][3] = "skill"


def break_hierarchy_encoding(files):
    files["skillGroups_en.csv"] = csv_bytes(files["skillGroups_en.csv"]) + b"x,\xe9,S2\n"


@pytest.mark.parametrize(
    ("damage", "code", "where"),
    [
        (break_column, "framework.missing_column", "skills_en.csv, row 1"),
        (break_duplicate, "framework.duplicate_uri", "skills_en.csv, row 5"),
        (break_dangling, "framework.dangling_relation", "occupationSkillRelations.csv, row 5"),
        (break_relation, "framework.unknown_value", "occupationSkillRelations.csv, row 3"),
        (break_short, "framework.short_row", "occupationSkillRelations.csv, row 5"),
        (break_missing, "framework.wrong_file", ""),
        (break_encoding, "framework.encoding", "skills_en.csv"),
        (break_utf16, "framework.encoding", "skills_en.csv"),
        (break_quotes, "framework.malformed_csv", "skills_en.csv"),
        (break_empty_uri, "framework.missing_value", "skills_en.csv, row 3"),
        (break_empty, "framework.missing_column", "skills_en.csv, row 1"),
        (break_circle, "framework.circle", "broaderRelationsSkillPillar.csv, row 3"),
        (break_own_circle, "framework.circle", "broaderRelationsSkillPillar.csv, row 3"),
        (break_occupation_twice, "framework.duplicate_uri", "occupations_en.csv, row 4"),
        (break_group_twice, "framework.duplicate_uri", "skillGroups_en.csv, row 3"),
        (break_relation_column, "framework.missing_column", "occupationSkillRelations.csv, row 1"),
        (break_hierarchy_encoding, "framework.encoding", "skillGroups_en.csv"),
    ],
)
def test_broken_copies_are_refused_with_file_and_row(tmp_path, damage, code, where):
    files = tables()
    damage(files)
    with pytest.raises(FrameworkError) as caught:
        read_esco([write_zip(tmp_path / "esco.zip", files)])
    assert caught.value.code == code
    assert caught.value.where.endswith(where) or where in caught.value.where


def test_a_truncated_zip_says_so(tmp_path):
    whole = write_zip(tmp_path / "esco.zip", tables()).read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(FrameworkError) as caught:
        read_esco([cut])
    assert caught.value.code == "framework.truncated"
    assert "Download" in caught.value.hint


def test_a_zip_with_damaged_bytes_inside_says_so(tmp_path):
    path = write_zip(tmp_path / "esco.zip", tables())
    with zipfile.ZipFile(path) as archive:
        offset = archive.getinfo("skills_en.csv").header_offset + 30 + len("skills_en.csv") + 8
    data = bytearray(path.read_bytes())
    data[offset : offset + 40] = b"\xff" * 40
    path.write_bytes(data)
    with pytest.raises(FrameworkError) as caught:
        read_esco([path])
    assert caught.value.code == "framework.truncated"


def test_a_circle_is_shown_whole(tmp_path):
    files = tables()
    break_circle(files)
    with pytest.raises(FrameworkError) as caught:
        read_esco([write_zip(tmp_path / "esco.zip", files)])
    round_again = f"{GROUP} is narrower than {LEAD} is narrower than {TALK} is narrower than {GROUP}"
    assert caught.value.message.endswith(f"circle: {round_again}")


def test_zips_that_are_made_to_fill_memory_are_refused_unread(tmp_path):
    bomb = write_zip(tmp_path / "bomb.zip", {**tables(), "skills_en.csv": b"0," * 40_000_000})
    many = write_zip(tmp_path / "many.zip", {f"{n}.csv": b"" for n in range(10_001)})
    for path in (bomb, many):
        took = []
        for _ in range(3):
            begun = time.process_time()
            with pytest.raises(FrameworkError) as caught:
                read_esco([path])
            took.append(time.process_time() - begun)
            assert caught.value.code == "framework.too_large"
        assert min(took) < 1, took


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("note.txt", b"hello", "framework.wrong_file"), ("gone.zip", None, "framework.no_file")],
)
def test_what_is_not_a_release_is_refused(tmp_path, name, content, code):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(FrameworkError) as caught:
        read_esco([path])
    assert caught.value.code == code


def test_no_file_and_an_empty_folder_are_refused(tmp_path):
    for paths, code in (([], "framework.no_file"), ([tmp_path], "framework.wrong_file")):
        with pytest.raises(FrameworkError) as caught:
            read_esco(paths)
        assert caught.value.code == code


def test_a_known_version_with_other_counts_is_refused(tmp_path):
    with pytest.raises(FrameworkError) as caught:
        read_esco([write_zip(tmp_path / "ESCO-v1.1.1-all-csv.zip", tables())])
    assert caught.value.code == "framework.count_mismatch"
    assert "13,896" in caught.value.message


@pytest.mark.parametrize("version", ["1.1.0", "1.1.1"])
def test_whole_releases_hold_what_they_are_known_to_hold(shared_data, version):
    framework = read_esco(sorted((shared_data / "skills" / f"esco-{version}").glob("*.zip")))
    counts = framework.counts()
    assert framework.version == version
    assert {what: counts[what] for what in KNOWN_COUNTS[version]} == KNOWN_COUNTS[version]
    assert counts["relations"] == {"1.1.0": 123_852, "1.1.1": 123_855}[version]
    assert any("67 relations" in line for line in framework.report) == (version == "1.1.1")


def test_an_ambiguous_alternative_label_names_the_candidates(tmp_path):
    from stepladder.skills.errors import UnknownSkillError

    framework = read_esco([write_zip(tmp_path / "esco.zip", tables())])
    assert framework.occupation("welding worker").uri == WELDER
    with pytest.raises(UnknownSkillError) as caught:
        framework.occupation("metal joiner")
    assert caught.value.code == "occupation.ambiguous"
    assert caught.value.suggestions == ("welder", "workshop chief")
    assert framework.occupation(CHIEF).label == "workshop chief"
