"""Profiles of strangers: whatever they hold, there is an answer or our error, and soon."""

from __future__ import annotations

import json
import time
from datetime import date
from typing import Any

import pytest

from stepladder.skills.errors import SkillsError
from stepladder.skills.evidence import SkillAttestation
from stepladder.skills.frameworks import starter
from stepladder.skills.gaps import GapReport, gap, read_team, team_gap
from stepladder.skills.profile import SkillProfile, profile_from_json

DAY = date(2026, 3, 1)
NAN, ENDLESS = float("nan"), float("inf")
DEEP: Any = json.loads("[" * 900 + "]" * 900)
ODD: tuple[Any, ...] = (None, True, 0, -1, 3.5, NAN, ENDLESS, -ENDLESS, 10**400, "", "x", [], {}, [[]], DEEP, "\ud800")


def short(error: SkillsError) -> None:
    """A stranger's megabytes are not repeated to her."""
    assert len(error.message) < 2000


def answered(data: Any) -> None:
    """Read a profile and compare it with an occupation: an answer or our error."""
    whole = starter()
    try:
        report = gap(profile_from_json(data, whole), whole.occupation("service desk agent"), whole, at=DAY)
    except SkillsError as error:
        short(error)
        return
    assert all(0 <= line.need <= 1 and 0 <= line.need_proof <= 1 for line in report.lines)
    GapReport.from_dict(json.loads(json.dumps(report.as_dict(), allow_nan=False)))


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: f"{type(odd).__name__}-{str(odd)[:8]!r}")
def test_any_value_anywhere_gives_an_answer_or_our_error(odd: Any) -> None:
    answered(odd)
    for key in ("skills", "occupations", "offered", "offered_occupations", "framework"):
        answered({key: odd})
        answered({key: [odd]})
    for key in ("uri", "label", "level", "strength", "confidence", "obtained", "valid_until", "source", "source_name"):
        answered({"skills": [{"uri": "communicate with customers", key: odd}]})
    for key in ("scale", "highest", "level_label"):
        answered({"skills": [{"uri": "communicate with customers", "level": 2, "scale": "onet", key: odd}]})
    answered({"skills": [{"uri": "communicate with customers", "level": {"value": odd, "scale": odd, "highest": odd}}]})


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: f"{type(odd).__name__}-{str(odd)[:8]!r}")
def test_any_value_in_a_team_gives_an_answer_or_our_error(odd: Any) -> None:
    whole = starter()
    people = [{"id": "a", "skills": []}]
    targets: list[Any] = [{"occupation": "service desk agent"}]
    asked = {"uri": "communicate with customers"}
    for data in (
        odd,
        {"people": odd, "targets": targets},
        {"people": people, "targets": odd},
        {"people": people, "targets": [odd]},
        *({"people": [{"id": "a", "skills": [], key: odd}], "targets": targets} for key in ("id", "name", "profile")),
        *({"people": people, "targets": [{"occupation": "table waiter", key: odd}]} for key in ("people", "name")),
        *({"people": people, "targets": [{"skills": [asked], key: odd}]} for key in ("people", "name")),
        *(
            {"people": people, "targets": [{"skills": [asked | {key: odd}]}]}
            for key in ("uri", "label", "relation", "weight", "required_level", "scale", "highest", "people")
        ),
    ):
        try:
            report = team_gap(read_team(data, whole), whole, at=DAY)
        except SkillsError as error:
            short(error)
            continue
        json.dumps(report.as_dict(), allow_nan=False)


@pytest.mark.parametrize("odd", ODD, ids=lambda odd: f"{type(odd).__name__}-{str(odd)[:8]!r}")
def test_any_value_in_a_gap_gives_a_gap_or_our_error(odd: Any) -> None:
    line = {"uri": "a"}
    members = gap(SkillProfile(), starter().occupation("service desk agent"), starter(), at=DAY).as_dict()
    for data in (
        odd,
        {"skills": odd},
        {"skills": [odd]},
        *({"skills": [line], key: odd} for key in members if key != "skills"),
        *({"skills": [line | {key: odd}]} for key in members["skills"][0]),
    ):
        try:
            GapReport.from_dict(data)
        except SkillsError as error:
            short(error)


def seconds(work: Any) -> float:
    """Return the least processor time of three tries."""
    times = []
    for _ in range(3):
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    return min(times)


def test_a_hundred_thousand_skills_cost_less_than_a_second_beyond_reading_them() -> None:
    whole = starter()
    target = whole.occupation("service desk agent")
    strange = tuple(SkillAttestation(skill=f"urn:strange:{number}") for number in range(100_000))
    many = SkillProfile(attestations=strange)
    assert seconds(lambda: gap(many, target, whole, at=DAY)) < 1


def test_a_profile_that_holds_all_there_is_costs_less_than_a_second() -> None:
    whole = starter()
    target = whole.occupation("service desk agent")
    everything = SkillProfile(attestations=tuple(SkillAttestation(skill=uri) for uri in whole.skills))
    report = gap(everything, target, whole, at=DAY)
    assert not report.missing()
    assert seconds(lambda: gap(everything, target, whole, at=DAY)) < 1


def test_one_skill_said_twenty_thousand_times_costs_less_than_a_second() -> None:
    whole = starter()
    target = whole.occupation("service desk agent")
    skill = target.essential[0].skill
    same = SkillProfile(attestations=tuple(SkillAttestation(skill=skill, source=f"s{n}") for n in range(20_000)))
    assert seconds(lambda: gap(same, target, whole, at=DAY)) < 1
