"""Moves: the published shares, near skills, the filter that is always on, and what is not known."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from oews_files import table as oews_table
from onet_files import AGENT, BAKER, POET, files, tables
from sheet_files import write_folder, xlsx

from stepladder.skills.evidence import SkillAttestation
from stepladder.skills.frameworks import Framework, read_esco, read_onet, starter
from stepladder.skills.frameworks.crosswalk import Crosswalk, OccupationMatch, OccupationRow
from stepladder.skills.frameworks.crosswalk_files import read_crosswalk
from stepladder.skills.frameworks.onet import occupation_uri
from stepladder.skills.frameworks.values import Occupation, Requirement, Skill
from stepladder.skills.labour.oews import read_oews
from stepladder.skills.licences import licence_notice, licence_notice_by_soc
from stepladder.skills.moves import (
    MoveData,
    MoveSettings,
    all_moves,
    move_data,
    move_report,
    moves,
    moves_of_profile,
)
from stepladder.skills.moves.preparation import isco_level
from stepladder.skills.profile import SkillProfile

LABELS = {
    "s:calls": "answer incoming calls",
    "s:greet": "greet guests",
    "s:greet2": "greet hotel guests",
    "s:tills": "operate a cash point",
    "s:blood": "take blood samples",
    "s:law": "interpret law",
    "s:guests": "welcome people",
    "k:greet": "greet guests",
}


def needs(*essential: str, optional: tuple[str, ...] = ()) -> tuple[Requirement, ...]:
    return (
        *(Requirement(skill=skill) for skill in essential),
        *(Requirement(skill=skill, relation="optional", weight=0.5) for skill in optional),
    )


def small(*occupations: Occupation, broader=(), related=()) -> Framework:
    skills = [
        Skill(uri=uri, label=label, kind="knowledge" if uri.startswith("k:") else "skill")
        for uri, label in LABELS.items()
    ]
    return Framework.build(
        name="small", version="1", skills=skills, occupations=occupations, broader=broader, related=related
    )


def occupation(name: str, isco: str, requirements: tuple[Requirement, ...]) -> Occupation:
    return Occupation(uri=f"o:{name}", label=name, isco=isco, requirements=requirements)


ORIGIN = occupation("receptionist", "4226", needs("s:calls", "s:greet", optional=("s:tills",)))
EXACT = MoveSettings(near=False)


def test_similarity_is_the_mean_of_the_two_published_shares():
    target = occupation("cashier", "5230", needs("s:tills", "s:calls", "s:law", "s:blood"))
    (move,) = moves(small(ORIGIN, target), "receptionist", settings=EXACT)
    # Essential to essential: 1 of 4. All to essential: 2 of 4.
    assert move.similarity == pytest.approx((1 / 4 + 2 / 4) / 2)
    assert (move.shared, move.missing) == (("s:tills", "s:calls"), ("s:law", "s:blood"))
    assert (move.viable, move.highly_viable) == (True, False)
    low = occupation("clerk", "4110", needs("s:tills", "s:law", "s:blood", "s:guests"))
    assert moves(small(ORIGIN, low), "receptionist", settings=EXACT) == ()


def test_skills_that_come_near_count_by_their_likeness_and_are_shown():
    target = occupation("hotel porter", "9621", needs("s:greet2"))
    framework = small(occupation("receptionist", "4226", needs("s:greet")), target)
    assert moves(framework, "receptionist", settings=EXACT) == ()
    (move,) = moves(framework, "receptionist")
    assert [(one.skill, one.via) for one in move.near] == [("s:greet2", "s:greet")]
    assert move.similarity == pytest.approx(move.near[0].likeness, abs=1e-4)
    assert 0.4 <= move.similarity < 1
    assert move.missing == ()


def test_knowledge_is_not_near_to_a_skill_of_the_same_name():
    framework = small(
        occupation("receptionist", "4226", needs("s:greet")), occupation("teacher", "5312", needs("k:greet"))
    )
    assert moves(framework, "receptionist") == ()


def test_what_the_framework_names_as_broader_or_needed_counts_half_and_not_the_other_way():
    for links in ({"broader": [("s:greet", "s:guests")]}, {"related": [("s:greet", "essential", "s:guests")]}):
        one, two = occupation("host", "5131", needs("s:greet")), occupation("guide", "5113", needs("s:guests"))
        framework = small(one, two, **links)
        assert [move.similarity for move in moves(framework, "host")] == [0.5]
        assert moves(framework, "guide") == ()


def test_the_filter_is_always_on():
    target = occupation("manager", "1411", needs("s:calls", "s:greet"))
    framework = small(ORIGIN, target)
    near = MoveData(job_zones={"o:receptionist": 2, "o:manager": 3})
    far = MoveData(job_zones={"o:receptionist": 2, "o:manager": 3.5})
    assert [move.label for move in moves(framework, "receptionist", data=near)] == ["manager"]
    report = move_report(framework, ["receptionist"], data=far)
    assert (report.moves, report.too_far) == ((), 1)
    (move,) = moves(framework, "receptionist")  # one zone unknown: ISCO levels 2 and 3
    assert any("ISCO skill level was used" in notice for notice in move.notices)
    director = occupation("director", "1120", needs("s:calls", "s:greet"))
    assert moves(small(ORIGIN, director), "receptionist") == ()
    unknown = occupation("helper", "", needs("s:calls", "s:greet"))
    (move,) = moves(small(ORIGIN, unknown), "receptionist")
    assert "How much preparation it needs is not known." in move.notices


def test_a_step_up_into_a_licensed_field_is_too_far_where_zones_are_not_known():
    nurse = occupation("nurse", "3221", needs("s:calls", "s:greet"))
    assert moves(small(ORIGIN, nurse), "receptionist") == ()
    known = MoveData(job_zones={"o:receptionist": 2, "o:nurse": 3})
    (move,) = moves(small(ORIGIN, nurse), "receptionist", data=known)
    assert "A licence may be needed (health and care): check." in move.notices
    # The same group is no step into another field, and a step down is none up.
    midwife = small(occupation("midwife", "3221", needs("s:calls")), nurse)
    assert [move.label for move in moves(midwife, "midwife")] == ["nurse"]
    aide = occupation("aide", "5329", needs("s:calls", "s:greet"))
    assert [move.label for move in moves(small(nurse, aide), "nurse")] == ["aide"]


@pytest.mark.parametrize(
    ("isco", "level"),
    [
        ("1120", 4),
        ("1411", 3),
        ("2211", 4),
        ("3211", 3),
        ("4222", 2),
        ("9111", 1),
        ("0110", 4),
        ("0310", 1),
        ("", None),
    ],
)
def test_isco_levels(isco, level):
    assert isco_level(isco) == level


def test_pay_decides_what_is_desirable_only_where_both_are_known():
    framework = small(ORIGIN, occupation("clerk", "4110", needs("s:calls", "s:greet")))
    for pay, desirable in (({}, None), ({"o:receptionist": 100}, None)):
        (move,) = moves(framework, "receptionist", data=MoveData(pay=pay))
        assert move.desirable is desirable
        assert "Pay is not known." in move.notices
    for there, desirable in ((75, True), (74.9, False)):
        (move,) = moves(framework, "receptionist", data=MoveData(pay={"o:receptionist": 100, "o:clerk": there}))
        assert (move.desirable, move.pay) == (desirable, there)
        assert "Pay is not known." not in move.notices


def test_a_profile_adds_its_skills_to_its_occupations():
    target = occupation("clerk", "4110", needs("s:calls", "s:law"))
    framework = small(ORIGIN, target)
    (plain,) = moves(framework, "receptionist", settings=EXACT)
    law = SkillAttestation(skill="s:law")
    profile = SkillProfile(attestations=(law,), occupations=("o:receptionist",))
    report = moves_of_profile(framework, profile, settings=EXACT)
    assert (plain.similarity, report.moves[0].similarity) == (0.5, 1.0)
    assert report.origins == ("o:receptionist",)
    alone = moves_of_profile(framework, SkillProfile(attestations=(law,)), settings=EXACT)
    assert [move.label for move in alone.moves] == ["clerk"]
    assert "How much preparation it needs is not known." in alone.moves[0].notices
    assert moves_of_profile(framework, SkillProfile()).moves == ()


def test_all_at_once_equals_one_by_one():
    framework = starter()
    zones = {uri: 1.0 + row % 5 for row, uri in enumerate(framework.occupations) if row % 3}
    for data in (MoveData(), MoveData(job_zones=zones)):
        table = all_moves(framework, data=data)
        for row, uri in enumerate(list(framework.occupations)[::7]):
            report = move_report(framework, [uri], data=data, limit=10_000)
            one = [(move.uri, move.similarity) for move in report.moves]
            many = [(target, round(score, 4)) for target, score in table.of(uri)]
            assert sorted(many) == sorted(one), row
            assert table.too_far[framework.columns.occupation_rows[uri]] == report.too_far


def test_similarities_do_not_depend_on_the_order_of_the_framework():
    occupations = list(starter().occupations.values())[:40]
    skills = list(starter().skills.values())
    straight = Framework.build(name="a", version="1", skills=skills, occupations=occupations)
    turned = Framework.build(name="b", version="1", skills=skills[::-1], occupations=occupations[::-1])
    for uri in [one.uri for one in occupations[:10]]:
        first = {move.uri: move.similarity for move in moves(straight, uri, limit=50)}
        second = {move.uri: move.similarity for move in moves(turned, uri, limit=50)}
        assert first.keys() == second.keys()
        assert list(first.values()) == pytest.approx([second[target] for target in first], abs=2e-4)


# ---------------------------------------------------------------------- what is known beside the framework
@pytest.fixture
def known(tmp_path):
    onet = read_onet([write_folder(tmp_path / "db_12_3", files(tables()))])
    wages = read_oews([write_folder(tmp_path / "w", {"national_M2031_dl.xlsx": xlsx(oews_rows())})])
    crosswalk = Crosswalk(
        matches={
            "o:receptionist": OccupationMatch(code=AGENT, title="agents", confidence=2.0),
            "o:clerk": OccupationMatch(code=BAKER, title="bakers", confidence=0.5),
        },
        rows={"o:clerk": OccupationRow(job_zone=3, earnings=20_000, remote=0.25)},
        broader={"o:porter": "o:clerk"},
    )
    framework = small(
        ORIGIN,
        occupation("clerk", "4110", needs("s:calls", "s:greet")),
        occupation("porter", "9621", needs("s:calls", "s:greet", "s:tills")),
    )
    return framework, crosswalk, onet, wages


def oews_rows():
    rows = oews_table()
    place = rows[0].index("OCC_CODE")
    rows[1][place], rows[3][place] = AGENT[:7], BAKER[:7]
    return [rows[0], rows[1], rows[3]]


def test_zones_and_pay_come_through_the_crosswalk(known):
    framework, crosswalk, onet, wages = known
    data = move_data(framework, crosswalk=crosswalk, onet=onet, wages=wages)
    # The clerk's zone is not in O*NET: the table's stands in. The porter inherits both.
    assert dict(data.job_zones) == {"o:receptionist": 2, "o:clerk": 3, "o:porter": 3}
    assert dict(data.pay) == {"o:receptionist": 133_080, "o:clerk": 75_650, "o:porter": 75_650}
    assert dict(data.remote) == {"o:clerk": 0.25, "o:porter": 0.25}
    assert data.pay_stated == ("Median of BLS, Occupational Employment and Wage Statistics, May 2031, U.S., USD a year")
    assert data.notes["o:clerk"].endswith("matched with low confidence.")
    assert data.notes["o:porter"] == "Job zone and pay of porter are those of clerk."
    assert any("O*NET 12.3 Database" in notice for notice in data.notices)
    report = move_report(framework, ["receptionist"], data=data)
    by_label = {move.label: move for move in report.moves}
    assert by_label["clerk"].desirable is False
    assert "Job zone and pay of porter are those of clerk." in by_label["porter"].notices
    assert report.pay_currency == "USD"


def test_pay_is_of_one_source_only(known):
    framework, crosswalk, onet, _ = known
    data = move_data(framework, crosswalk=crosswalk, onet=onet)
    assert dict(data.pay) == {"o:clerk": 20_000, "o:porter": 20_000}
    assert (data.pay_currency, "United Kingdom" in data.pay_stated) == ("GBP", True)
    assert move_data(framework) == MoveData()


def test_onet_itself_moves_only_to_what_it_calls_related(known):
    _, _, onet, wages = known
    data = move_data(onet, wages=wages)
    assert data.job_zones[occupation_uri(POET)] == 4
    assert data.pay[occupation_uri(AGENT)] == 133_080
    found = {move.label for move in moves(onet, occupation_uri(AGENT), settings=MoveSettings(viable=0))}
    assert found <= {"Bakers", "Poets, Lyricists and Creative Writers"}


def test_moves_within_onet_speak_of_licences_too():
    assert "health" in licence_notice_by_soc("29-1141.00")
    assert "law" in licence_notice_by_soc("23-1011")
    assert "transport" in licence_notice_by_soc("53-2011.00")
    assert "finance" in licence_notice_by_soc("13-2011.00")
    assert not licence_notice_by_soc("15-1252.00")
    assert not licence_notice_by_soc("29-1141.00", ("29-1141.00",))


# ---------------------------------------------------------------------- the whole of ESCO
@pytest.fixture(scope="module")
def esco(shared_data):
    return read_esco(sorted((shared_data / "skills" / "esco-1.1.1").glob("*.zip")))


@pytest.fixture(scope="module")
def published(shared_data):
    return read_crosswalk([shared_data / "skills" / "crosswalk"])


def test_a_nurse_assistant_is_never_sent_to_clinical_perfusion(esco, published, shared_data):
    relations = shared_data / "skills" / "esco-1.1.1" / "ESCO-v1.1.1-relations-csv.zip"
    whole = published.joined(read_crosswalk([relations]))
    every = MoveSettings(zones_apart=9)
    assert "clinical perfusion scientist" in {m.label for m in moves(esco, "nurse assistant", limit=20, settings=every)}
    for crosswalk in (None, published, whole):
        data = move_data(esco, crosswalk=crosswalk)
        report = move_report(esco, ["nurse assistant"], data=data, limit=1_000)
        assert report.moves
        assert report.too_far > 0
        assert not [move for move in report.moves if "perfusion" in move.label]
        for move in report.moves:
            licensed = bool(licence_notice(move.isco))
            assert any("licence" in notice for notice in move.notices) == (licensed and move.isco != "5321")


def test_near_skills_bring_moves_closer_to_the_published_counts(esco, published):
    data = move_data(esco, crosswalk=published)
    ours = [uri for uri in esco.occupations if uri in published.rows]
    rows = [esco.columns.occupation_rows[uri] for uri in ours]
    pay = np.array([data.pay[uri] for uri in ours])
    counts = {}
    for near in (False, True):
        similarity = all_moves(esco, data=data, settings=MoveSettings(near=near)).similarity[rows][:, rows].toarray()
        counts[near] = ((similarity > 0) & (pay[None, :] >= 0.75 * pay[:, None])).sum(axis=1)
    assert len(ours) == 1_626
    assert (counts[False] == 0).mean() > 1.5 * (counts[True] == 0).mean()
    assert np.median(counts[True]) > np.median(counts[False])


def test_moves_of_all_occupations_hold_the_rules(esco, published):
    data = move_data(esco, crosswalk=published)
    table = all_moves(esco, data=data)
    assert len(table.occupations) == 3_008
    assert table.similarity.data.min() > 0.3
    for uri in table.occupations[::500]:
        found = table.of(uri)
        assert all(one[1] >= two[1] for one, two in pairwise(found))
        for target, _ in found:
            if uri in data.job_zones and target in data.job_zones:
                assert abs(data.job_zones[uri] - data.job_zones[target]) <= 1


def test_a_unit_group_of_many_licences_speaks_of_them_among_its_own():
    assert "transport" in licence_notice("8331", ("8331",))  # from buses to trams
    assert "health" in licence_notice("2212", ("2212",))  # from one speciality to another
    assert not licence_notice("2221", ("2221",))
