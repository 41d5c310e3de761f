"""CASE: a CFPackage of 1.1 or 1.0 becomes skills, hierarchy, matches and scales; broken ones are told by pointer."""

from __future__ import annotations

import json
import time
from copy import deepcopy

import pytest
from document_samples import BASE, DOC, IDS, association, item, link, package

from stepladder.skills import Framework
from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.case import read_case
from stepladder.skills.frameworks.extras import Match
from stepladder.skills.frameworks.problems import MOST_PROBLEMS, FrameworkProblemsError

METAL, WELD, BRAZE, SAFE = (f"{BASE}/CFItems/{IDS[name]}" for name in ("metal", "weld", "braze", "safe"))


def read(value, **settings) -> Framework:
    return read_case(json.dumps(value).encode(), **settings)


def problems_of(value):
    with pytest.raises(FrameworkProblemsError) as caught:
        read(value)
    return caught.value


def test_a_package_is_a_framework():
    framework = read(package())
    assert (framework.name, framework.version, framework.title) == ("metal-work", "2.1", "Metal work")
    assert (framework.language, framework.licence) == ("en", "CC BY 4.0")
    assert framework.notice == "Metal work, by Guild of Welders."
    weld = framework.skill(WELD)
    assert (weld.label, weld.kind, weld.alternative_labels) == ("Weld steel", "skill", ("Fuse steel", "M.1"))
    assert framework.skill(SAFE).kind == "knowledge"
    assert framework.details(WELD) == {
        "statement": ["Joins two parts of steel by melting their edges."],
        "code": ["M.1"],
        "type": ["Skill"],
        "keyword": ["steel", "heat"],
        "education_level": ["09", "10"],
        "subject": ["Crafts"],
        "skill_level": ["Level 3"],
        "scale": [f"{BASE}/CFRubricCriteria/1"],
    }
    assert framework.broader(WELD) == framework.broader(BRAZE) == (METAL,)
    assert framework.broader(METAL) == ()
    assert {one.skill for one in framework.related(WELD)} == {BRAZE, SAFE}
    assert {one.skill for one in framework.related(BRAZE)} == {WELD}
    assert framework.related(SAFE) == ()
    assert framework.matches(WELD) == (
        Match(skill=WELD, relation="exact", target="https://other.example/1", label="joining"),
    )
    assert [match.relation for match in framework.matches(BRAZE)] == ["replaced_by"]


def test_criteria_of_rubrics_are_scales():
    (scale,) = read(package()).scales
    assert (scale.id, scale.name, scale.labels) == (
        f"{BASE}/CFRubricCriteria/1",
        "Seams: Strength",
        ("breaks", "holds"),
    )
    assert scale.level(2).label == "holds"


@pytest.mark.parametrize(
    ("levels", "labels"),
    [
        ([("best", 4, 1), ("good", 3, 2), ("poor", 0, 3)], ("poor", "good", "best")),
        ([("second", None, 2), ("first", None, 1)], ("first", "second")),
        ([("as", None, None), ("listed", 5, None)], ("as", "listed")),
        ([("no", 0, None), ("points", 0, None)], ("no", "points")),
    ],
)
def test_levels_stand_lowest_first_whichever_end_a_rubric_begins_with(levels, labels):
    value = package()
    value["CFRubrics"][0]["CFRubricCriteria"][0]["CFRubricCriterionLevels"] = [
        {"quality": quality, "score": score, "position": position} for quality, score, position in levels
    ]
    assert read(value).scales[0].labels == labels


def test_what_is_not_kept_is_reported():
    assert read(package()).report == (
        "Items by type: Skill 2, Domain 1, Knowledge 1.",
        "1 associations exemplar: not kept as such.",
        "1 associations ext:usedIn: not kept as such.",
        "1 items in another language than the document: not kept as such.",
        "1 associations isChildOf name items that this package lacks.",
        "1 rubric criteria were not kept as scales.",
    )


def test_a_pack_keeps_all_of_it():
    framework = read(package())
    opened = Framework.from_bytes(framework.to_bytes())
    assert dict(opened.skills) == dict(framework.skills)
    assert opened.details(WELD) == framework.details(WELD)
    assert opened.matches(WELD) == framework.matches(WELD)
    assert opened.scales == framework.scales
    assert opened.to_bytes() == framework.to_bytes()


def test_case_1_0_and_a_wrapped_package_read_alike():
    old = package()
    del old["CFRubrics"], old["CFDocument"]["caseVersion"]
    old["CFDocument"]["version"] = None
    framework = read({"CFPackage": old})
    assert framework.version == "2026-03-01"
    assert framework.scales == ()
    assert dict(framework.skills) == dict(read(package()).skills)


def test_a_uuid_is_the_identifier_where_there_is_no_uri():
    bare = {
        "CFDocument": {"identifier": DOC, "title": "Bare"},
        "CFItems": [{"identifier": "a", "fullStatement": "One."}, {"identifier": "b", "fullStatement": "Two."}],
        "CFAssociations": [
            {
                "associationType": "isChildOf",
                "originNodeURI": {"identifier": "b"},
                "destinationNodeURI": {"identifier": "a"},
            },
            {
                "associationType": "isChildOf",
                "originNodeURI": {"identifier": "a"},
                "destinationNodeURI": {"identifier": DOC},
            },
        ],
    }
    framework = read(bare)
    assert framework.broader("urn:uuid:b") == ("urn:uuid:a",)
    assert framework.report == ("Items by type: no type 2.",)


def test_name_and_version_can_be_given():
    framework = read(package(), name="guild", version="7", source="https://case.example.org/x")
    assert (framework.name, framework.version, framework.sources[0].name) == (
        "guild",
        "7",
        "https://case.example.org/x",
    )


def broken(change):
    value = package()
    change(value)
    return value


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        (lambda p: p["CFItems"].append(p["CFItems"][1]), "framework.duplicate_uri", "/CFItems/4/identifier"),
        (
            lambda p: p["CFItems"].append({**p["CFItems"][1], "identifier": "new"}),
            "framework.duplicate_uri",
            "/CFItems/4/uri",
        ),
        (lambda p: p["CFItems"][1].pop("fullStatement"), "framework.missing_value", "/CFItems/1"),
        (lambda p: p["CFItems"][1].update(fullStatement=["a"]), "framework.malformed_json", "/CFItems/1/fullStatement"),
        (lambda p: p["CFItems"].append("text"), "framework.malformed_json", "/CFItems/4"),
        (
            lambda p: p["CFItems"][0].update(educationLevel=[9]),
            "framework.malformed_json",
            "/CFItems/0/educationLevel/0",
        ),
        (lambda p: p.update(CFItems={}), "framework.malformed_json", "/CFItems"),
        (lambda p: p.update(CFItems=[]), "framework.empty", "/CFItems"),
        (lambda p: p["CFDocument"].pop("title"), "framework.missing_value", "/CFDocument"),
        (
            lambda p: p["CFAssociations"][1].update(associationType="likes"),
            "framework.unknown_value",
            "/CFAssociations/1/associationType",
        ),
        (
            lambda p: p["CFAssociations"][1].pop("originNodeURI"),
            "framework.malformed_json",
            "/CFAssociations/1/originNodeURI",
        ),
        (
            lambda p: p["CFAssociations"][1].update(originNodeURI={}),
            "framework.missing_value",
            "/CFAssociations/1/originNodeURI",
        ),
        (
            lambda p: p["CFAssociations"].append(association("metal", "isChildOf", "weld")),
            "framework.circle",
            "/CFAssociations/11",
        ),
        (
            lambda p: p["CFAssociations"].append(association("weld", "isPartOf", "weld")),
            "framework.circle",
            "/CFAssociations/11",
        ),
        (
            lambda p: p["CFItems"][0].update(fullStatement="x" * 30_000),
            "framework.field_too_large",
            "/CFItems/0/fullStatement",
        ),
    ],
)
def test_broken_packages_are_refused_with_a_pointer(change, code, where):
    error = problems_of(broken(change))
    assert error.code == code
    assert where in [one.where for one in error.problems]
    assert error.spec.startswith("CASE 1.1")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "something else"),
        ({"CFDocuments": []}, "a list of CFDocuments"),
        (package()["CFDocument"], "a CFDocument alone"),
        ({"imsx_codeMajor": "failure", "imsx_description": "No such package"}, "No such package"),
        ({"CFDocument": "x", "CFItems": []}, "something else"),
    ],
)
def test_what_is_no_package_is_named(value, words):
    with pytest.raises(FrameworkError) as caught:
        read(value)
    assert caught.value.code == "framework.wrong_file"
    assert words in caught.value.message
    assert "CFPackages" in caught.value.hint


HOSTILE = {
    "deep": b'{"CFDocument":' + b"[" * 500_000,
    "deep and closed": b"[" * 100_000 + b"]" * 100_000,
    "many lists": b"[" + b"[]," * 3_000_000 + b"[]]",
    "no JSON": b"\xff\xfe",
    "cut": json.dumps(package()).encode()[:500],
    "zip": b"PK\x03\x04....",
    "NaN": b'{"CFDocument": NaN}',
    "many wrong items": json.dumps({**package(), "CFItems": [{}] * 100_000}).encode(),
    "one item many times": json.dumps({**package(), "CFItems": [item("weld", "Weld.")] * 50_000}).encode(),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_are_refused_quickly(name):
    took = []
    for _ in range(3):
        begun = time.process_time()
        with pytest.raises(FrameworkError):
            read_case(HOSTILE[name])
        took.append(time.process_time() - begun)
    assert min(took) < 1, took


def test_a_long_chain_is_no_matter_of_depth():
    value = package()
    value["CFItems"] = [{"identifier": str(n), "fullStatement": f"Item {n}."} for n in range(20_000)]
    value["CFAssociations"] = [
        {
            "associationType": "isChildOf",
            "originNodeURI": {"identifier": str(n)},
            "destinationNodeURI": {"identifier": str((n + 1) % 20_000)},
        }
        for n in range(20_000)
    ]
    value["CFRubrics"] = []
    error = problems_of(value)
    assert error.code == "framework.circle"
    assert len(error.message) < 1_000
    del value["CFAssociations"][-1]
    assert len(read(value).ancestors("urn:uuid:0")) == 19_999


def test_problems_end_where_nobody_reads_on():
    assert len(problems_of({**package(), "CFItems": [{}] * 1_000}).problems) == MOST_PROBLEMS


def test_more_criteria_than_a_pack_can_number_are_left_out():
    value = package()
    criteria = [
        {
            "identifier": str(n),
            "uri": f"urn:c:{n}",
            "CFRubricCriterionLevels": [{"quality": "no"}, {"quality": f"yes {n}"}],
        }
        for n in range(400)
    ]
    value["CFRubrics"][0]["CFRubricCriteria"] = criteria
    framework = read(value)
    assert len(framework.scales) == 100
    assert "300 rubric criteria were not kept as scales." in framework.report


def test_a_report_stays_readable():
    value = package()
    value["CFAssociations"] = [association("weld", f"ext:{n}", "braze") for n in range(500)]
    value["CFItems"][0]["CFItemType"] = "t" * 5_000
    report = read(value).report
    assert len(report) < 30
    assert "481 more kinds." in report
    assert max(map(len, report)) < 300


def test_nodes_may_be_plain_addresses():
    value = deepcopy(package())
    value["CFAssociations"] = [{"associationType": "isChildOf", "originNodeURI": WELD, "destinationNodeURI": METAL}]
    assert read(value).broader(WELD) == (METAL,)
    assert link("CFItems", "x")["uri"].endswith("/x")
