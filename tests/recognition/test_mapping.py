"""Which skill an alignment means: exact URI, migration, crosswalk, code, label, in that order, and nothing fuzzier."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from recognition_badges import GRIND, SEW, WELD, badge, made

from stepladder.recognition import Target, attest, skills_meant
from stepladder.skills.frameworks.extras import Extras, Lazy, Match
from stepladder.skills.frameworks.migration import migration_between
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.values import Skill

FRAMEWORK = made()
OLD = Framework.build(
    name="made",
    version="1",
    skills=[Skill(uri="u:old", label="grind metal"), Skill(uri="u:whole", label="work metal")],
)
MIGRATION = migration_between(OLD, FRAMEWORK, replaced_by={"u:whole": (WELD, GRIND)})
UUID = WELD.rsplit("/", 1)[-1]


def meant(**target: str) -> list[tuple[str, float]]:
    return [(one.skill, one.confidence) for one in skills_meant(Target(**target), framework=FRAMEWORK)]


def test_the_order_of_the_rules() -> None:
    crosswalk = {"u:old": (SEW, 0.6), WELD: (SEW, 0.6), "u:other": (SEW, 0.6)}
    rules: dict[str, Any] = {"framework": FRAMEWORK, "crosswalk": crosswalk, "migrations": [MIGRATION]}

    def first(**target: str) -> tuple[str, float, str]:
        (one,) = skills_meant(Target(**target), **rules)
        return one.skill, one.confidence, one.flag

    assert first(url=WELD, name="sew leather") == (WELD, 1.0, "")
    skill, sure, flag = first(url="u:old", name="sew leather")
    assert (skill, sure) == (GRIND, 0.95)
    assert "was “grind metal”" in flag
    assert first(url="u:other", code=UUID, name="weld metal") == (SEW, 0.6, "by crosswalk, 60% sure")
    skill, sure, flag = first(url="https://case.example/x", code=UUID, name="sew leather")
    assert (skill, sure) == (WELD, 0.95)
    assert "code" in flag
    assert first(url="https://case.example/x", name="sew leather")[:2] == (SEW, 0.9)


def test_what_was_split_is_all_its_parts_and_none_is_sure() -> None:
    found = attest(
        badge({"targetUrl": "u:whole", "targetName": "work metal"}), framework=FRAMEWORK, migrations=[MIGRATION]
    )
    assert [(one.skill, one.confidence) for one in found] == [(WELD, 0.4), (GRIND, 0.4)]
    assert all("split" in one.flag for one in found)


@pytest.mark.parametrize(
    "url",
    [
        f"https://esco.ec.europa.eu/en/classification/skill?uri={WELD}",
        "https://esco.ec.europa.eu/en/classification/skill?uri=" + WELD.replace(":", "%3A").replace("/", "%2F"),
        WELD.replace("http:", "https:") + "/",
    ],
)
def test_pages_of_the_publisher_carry_the_uri(url: str) -> None:
    assert meant(url=url) == [(WELD, 1.0)]


@pytest.mark.parametrize(
    "target",
    [
        {"url": f"https://case.example/ims/case/v1p1/CFItems/{UUID}", "type": "CFItem"},
        {"url": f"https://case.example/uri/{UUID.upper()}"},
        {"url": "https://other.example", "code": UUID, "type": "ceasn:Competency"},
        {"url": "https://other.example", "code": "2.A.1.b", "framework": "Made"},
        {"url": "https://other.example", "code": "2.a.1.b", "framework": "made 2"},
        {"url": "https://other.example", "code": "2.a.1.b", "framework": "MADE version 30.3"},
    ],
)
def test_codes_that_can_mean_one_thing_only(target: dict[str, str]) -> None:
    expected = SEW if target.get("framework") else WELD
    assert meant(**target) == [(expected, 0.95)]


@pytest.mark.parametrize(
    "target",
    [
        {"url": "https://other.example", "code": "2.A.1.b"},  # anybody's code
        {"url": "https://other.example", "code": "2.A.1.b", "framework": "Madeleine"},
        {"url": "https://other.example/1", "name": "weld metal", "type": "ceterms:Credential"},
        {"url": "https://other.example/1", "code": UUID, "type": "CFRubricCriterionLevel"},
        {"url": "https://other.example/?uri=http://[::1"},
        {"url": "http://["},
        {"url": "@", "code": "@", "name": " "},
    ],
)
def test_what_means_no_skill(target: dict[str, str]) -> None:
    assert meant(**target) == []


def test_a_type_that_is_no_skill_still_means_its_very_uri() -> None:
    assert meant(url=WELD, type="ceterms:Credential") == [(WELD, 1.0)]


def test_what_the_publisher_matches_is_a_crosswalk_of_its_own() -> None:
    said = (
        Match(skill=WELD, relation="close", target="u:a"),
        Match(skill=GRIND, relation="exact", target="u:a"),
        Match(skill=SEW, relation="close", target="u:b"),
        Match(skill=SEW, relation="narrow", target="u:c"),
        Match(skill=WELD, relation="exact", target="u:d"),
        Match(skill=SEW, relation="exact", target="u:d"),
    )
    framework = replace(FRAMEWORK, extras=Extras(matches=Lazy(said)))
    found = {url: skills_meant(Target(url=url), framework=framework) for url in ("u:a", "u:b", "u:c", "u:d")}
    assert [(one.skill, one.confidence) for one in found["u:a"]] == [(GRIND, 0.95)]
    assert [(one.skill, one.confidence) for one in found["u:b"]] == [(SEW, 0.8)]
    assert "closely this skill" in found["u:b"][0].flag
    assert found["u:c"] == found["u:d"] == ()


def test_hostile_targets_cost_little() -> None:
    began = time.process_time()
    for text in ("http://x/?" + "uri=&" * 50_000, "@" * 500_000, "/" * 500_000, "ce-" * 200_000):
        assert meant(url=text, name=text[:1000], code=text) == []
    assert time.process_time() - began < 1.0
