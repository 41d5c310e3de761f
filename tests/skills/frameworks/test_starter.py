from __future__ import annotations

import hashlib
import json
import tomllib
from collections import Counter
from importlib.resources import files

import pytest

from stepladder.skills.frameworks import starter
from stepladder.skills.frameworks.values import TEMPLATE_SOURCE

DATA = files("stepladder.skills.frameworks").joinpath("data")


@pytest.fixture(scope="module")
def templates(repository_root):
    return tomllib.loads((repository_root / "scripts" / "role_templates.toml").read_text("utf-8"))["roles"]


@pytest.fixture(scope="module")
def repository_root(request):
    return request.config.rootpath


def test_the_record_beside_the_pack_holds():
    record = json.loads(DATA.joinpath("starter.json").read_text("utf-8"))
    packed = DATA.joinpath("starter.pack").read_bytes()
    framework = starter()
    assert record["pack"] == {"sha256": hashlib.sha256(packed).hexdigest(), "bytes": len(packed)}
    assert record["counts"] == framework.counts()
    assert record["unlabelled_skills"] == [skill.uri for skill in framework.skills.values() if not skill.label]
    assert record["sources"] == [{"name": s.name, "sha256": s.sha256, "bytes": s.size} for s in framework.sources]
    assert len(packed) < 2_500_000


def test_it_holds_what_the_product_needs():
    framework = starter()
    counts = framework.counts()
    assert counts["skills"] > 13_900
    assert counts["labelled_skills"] >= counts["skills"] - 10
    assert counts["occupations"] - counts["role_templates"] == 91
    assert framework.notice == "This service uses the ESCO classification of the European Commission."
    assert framework.occupation("call centre agent").isco == "4222"
    assert framework.occupation("ICT help desk agent").isco == "3512"
    assert starter() is framework


def test_every_skill_of_every_role_template_is_there_under_its_label(templates):
    framework = starter()
    for slug, role in templates.items():
        occupation = framework.occupations[f"urn:stepladder:role-template:{slug}"]
        lines = [line.split(" ", maxsplit=3) for line in role["skills"].strip().splitlines()]
        assert [framework.skills[need.skill].label for need in occupation.requirements] == [line[3] for line in lines]
        assert [need.relation[0] for need in occupation.requirements] == [line[0] for line in lines]
        assert [round(need.weight * 5) for need in occupation.requirements] == [int(line[1]) for line in lines]
        assert [need.level.value for need in occupation.requirements] == [int(line[2]) for line in lines]
        assert (occupation.label, occupation.isco, occupation.source) == (role["label"], role["isco"], TEMPLATE_SOURCE)
        assert occupation.is_template


def test_role_templates_cover_all_ten_major_groups_with_eight_to_twenty_skills(templates):
    framework = starter()
    ours = [one for one in framework.occupations.values() if one.is_template]
    assert len(ours) == len(templates) >= 60
    assert set(Counter(one.isco[0] for one in ours)) == set("0123456789")
    for one in ours:
        needs = [need.skill for need in one.requirements]
        assert 8 <= len(needs) <= 20, one.label
        assert len(set(needs)) == len(needs), one.label
        assert len(one.isco) == 4


def test_labels_of_occupations_name_one_occupation_each():
    labels = Counter(one.label.casefold() for one in starter().occupations.values())
    assert [label for label, number in labels.items() if number > 1] == []


def test_a_call_centre_agent_shares_skills_with_the_help_desk():
    framework = starter()
    held = {need.skill for need in framework.occupation("call centre agent").requirements}
    for goal in ("ICT help desk agent", "service desk agent", "customer service team leader"):
        wanted = {need.skill for need in framework.occupation(goal).requirements}
        assert len(held & wanted) >= 5, goal
        assert len(wanted - held) >= 5, goal


def test_no_description_came_along():
    framework = starter()
    longest = max(
        (text for skill in framework.skills.values() for text in (skill.label, *skill.alternative_labels)), key=len
    )
    assert len(longest) < 200, longest
    assert not any(skill.label.endswith(".") for skill in framework.skills.values())
