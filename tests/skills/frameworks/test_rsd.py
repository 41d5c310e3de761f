"""Rich Skill Descriptors: the export of the Open Skills Management Tool in its layouts of then and now."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.extras import Match
from stepladder.skills.frameworks.problems import FrameworkProblemsError
from stepladder.skills.frameworks.rsd import read_rsd

if TYPE_CHECKING:
    from stepladder.skills import Framework

NOW = [
    *("Canonical URL", "RSD Name", "Authors", "Skill Statement", "Category", "Keywords", "Standards", "Certifications"),
    *("Occupation Major Groups", "Occupation Minor Groups", "Broad Occupations", "Detailed Occupations"),
    *("O*NET Job Codes", "Employers", "Alignment Name", "Alignment URL", "Alignment Framework"),
    *("Alignment 2 Name", "Alignment 2 URL", "Alignment 2 Framework"),
]
WELD, BRAZE = ("https://osmt.example.org/api/skills/" + str(n) for n in (1, 2))
ROWS = [
    [
        *(WELD, "Weld Steel", "Guild of Welders", "Join two parts of steel by melting their edges.", "Metal Work"),
        *("steel; heat", "ISO 9606", "Welder; Welding Supervisor", "51-0000", "51-4000", "51-4120", "51-4121"),
        *("51-4121.00; 47-2211.00", "Yard & Sons", "Welding", "https://skills.example.org/w", "Example skills"),
        *("Fusing", "https://other.example.org/f", ""),
    ],
    [
        BRAZE,
        "Braze",
        "Guild of Welders",
        "Join parts with a filler.",
        "Metal Work",
        "",
        "",
        "",
        "",
        "",
        "",
        "51-4121",
        *[""] * 8,
    ],
]


def written(tmp_path, rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path = tmp_path / "osmt.csv"
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
    return path


def read(tmp_path, rows) -> Framework:
    return read_rsd(written(tmp_path, rows), name="guild", version="1")


def test_a_descriptor_is_a_skill_with_its_details(tmp_path):
    framework = read(tmp_path, [NOW, *ROWS])
    assert framework.skill("weld steel").uri == WELD
    assert framework.details(WELD) == {
        "statement": ["Join two parts of steel by melting their edges."],
        "keyword": ["steel", "heat"],
        "standard": ["ISO 9606"],
        "certification": ["Welder", "Welding Supervisor"],
        "employer": ["Yard & Sons"],
        "author": ["Guild of Welders"],
        "occupation_group": ["51-0000", "51-4000", "51-4120"],
    }
    assert framework.notice == "Rich Skill Descriptors of Guild of Welders."
    assert framework.groups[framework.broader(WELD)[0]].label == "Metal Work"
    assert framework.matches(WELD) == (
        Match(
            skill=WELD,
            relation="related",
            target="https://skills.example.org/w",
            label="Welding",
            framework="Example skills",
        ),
        Match(skill=WELD, relation="related", target="https://other.example.org/f", label="Fusing"),
    )


def test_codes_are_occupations_of_onet_and_ask_for_nothing_essential(tmp_path):
    framework = read(tmp_path, [NOW, *ROWS])
    welders = framework.occupation("https://www.onetonline.org/link/summary/51-4121.00")
    assert [(r.skill, r.relation, r.weight) for r in welders.requirements] == [
        (WELD, "optional", 0.5),
        (BRAZE, "optional", 0.5),
    ]
    assert len(framework.occupations) == 2
    assert any("each skill is optional" in line for line in framework.report)


@pytest.mark.parametrize(
    "header",
    [
        ["Skill Name", "Skill Category", "Contextualized Skill Statement", "BLS Detailed Occupation", "O*NET Job Role"],
        ["RSD Name", "Category", "Skill Statement", "Detailed Occupations", "O*Net Job Codes"],
    ],
)
def test_earlier_layouts_and_the_import_layout_without_addresses(tmp_path, header):
    framework = read(tmp_path, [header, ["Weld Steel", "Metal", "Joins steel.", "51-4121", "51-4121.06 Welders"]])
    (skill,) = framework.skills.values()
    assert (skill.uri, skill.label) == ("urn:stepladder:guild:skill:Weld%20Steel", "Weld Steel")
    assert list(framework.occupations) == ["https://www.onetonline.org/link/summary/51-4121.06"]
    assert framework.matches(skill.uri) == ()


def test_what_is_not_read_is_reported(tmp_path):
    framework = read(
        tmp_path, [["RSD Name", "Skill Statement", "Colour", "O*NET Job Codes"], ["a", "A.", "red", "Welders"]]
    )
    assert framework.report == (
        "1 descriptors name occupations without a code: not kept.",
        "Columns that were not read: Colour.",
    )


def test_another_table_is_refused_with_what_to_do(tmp_path):
    with pytest.raises(FrameworkError) as caught:
        read(tmp_path, [["Kompetenz"], ["schweißen"]])
    assert caught.value.code == "framework.missing_column"
    assert "import csv" in caught.value.hint


def test_every_problem_is_listed_with_its_row(tmp_path):
    header = ["Canonical URL", "RSD Name", "Skill Statement"]
    rows = [
        [WELD, "Weld", "Joins."],
        [WELD, "Weld again", "Joins."],
        [BRAZE, "", "Joins."],
        ["no address", "Solder", ""],
        ["https://x.example/5", "n" * 2_000, "s" * 30_000],
        ["https://x.example/6", "a", "b", "c"],
    ]
    with pytest.raises(FrameworkProblemsError) as caught:
        read(tmp_path, [header, *rows])
    assert [(one.where, one.code) for one in caught.value.problems] == [
        ("row 3", "framework.duplicate_uri"),
        ("row 4, column 'RSD Name'", "framework.missing_value"),
        ("row 5, column 'Skill Statement'", "framework.missing_value"),
        ("row 5, column 'Canonical URL'", "framework.unknown_value"),
        ("row 6, column 'RSD Name'", "framework.field_too_large"),
        ("row 6, column 'Skill Statement'", "framework.field_too_large"),
        ("row 7", "framework.long_row"),
    ]


def test_names_without_addresses_stand_once(tmp_path):
    header = ["RSD Name", "Skill Statement"]
    with pytest.raises(FrameworkProblemsError) as caught:
        read(tmp_path, [header, ["Weld", "Joins."], ["Weld", "Joins better."]])
    assert (caught.value.code, caught.value.where) == ("framework.duplicate_uri", "row 3")
    assert "row 2" in caught.value.problems[0].text
