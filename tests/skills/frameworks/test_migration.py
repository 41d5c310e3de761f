"""Migration between two versions: the rules of finding a change, what moves, what composes, and the real releases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.skills.errors import FrameworkError
from stepladder.skills.evidence import SkillAttestation
from stepladder.skills.frameworks import read_esco
from stepladder.skills.frameworks.extras import Extras, Lazy, Match
from stepladder.skills.frameworks.migration import (
    Aligned,
    Change,
    Migration,
    identity,
    led_to,
    migrate_alignments,
    migrate_profile,
    migration_between,
    read_replacements,
    then,
    touched,
)
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.values import Occupation, Requirement, Skill
from stepladder.skills.profile import SkillProfile

if TYPE_CHECKING:
    from pathlib import Path

WATERWAYS = "http://data.europa.eu/esco/skill/572c49a1-d974-46c1-a937-8358dcc97048"
INCLUSION = "http://data.europa.eu/esco/skill/cd50d616-1f8b-481e-983f-68d2674ff82d"
RADIOGRAPHER = "http://data.europa.eu/esco/occupation/a9e54177-a185-404d-b6e6-15663d31137e"
THERAPIST = "http://data.europa.eu/esco/occupation/e139b0a3-3bc5-4c33-bfbf-51ac20ac12fa"


def version(number: str, *skills: Skill, occupations: tuple[Occupation, ...] = (), name: str = "made") -> Framework:
    return Framework.build(name=name, version=number, skills=skills, occupations=occupations)


def outcome(migration: Migration, uri: str) -> tuple[str, tuple[str, ...], float]:
    change = migration.skill(uri)
    assert change is not None
    return change.outcome, tuple(target.uri for target in change.targets), change.confidence


class TestHowAChangeIsFound:
    def test_the_same_uri_wins_whatever_the_label(self) -> None:
        old = version("1", Skill(uri="u:a", label="weld"), Skill(uri="u:b", label="solder"))
        new = version("2", Skill(uri="u:a", label="solder"), Skill(uri="u:b", label="solder"))
        found = migration_between(old, new)
        assert outcome(found, "u:a") == ("renamed", ("u:a",), 1.0)
        assert outcome(found, "u:b") == ("kept", ("u:b",), 1.0)

    def test_a_label_then_an_alternative_label_find_a_new_uri(self) -> None:
        old = version("1", Skill(uri="u:a", label="weld metal"), Skill(uri="u:b", label="smooth metal"))
        new = version(
            "2",
            Skill(uri="u:x", label="Weld  metal"),
            Skill(uri="u:y", label="grind", alternative_labels=("smooth metal",)),
        )
        found = migration_between(old, new)
        assert outcome(found, "u:a") == ("renamed", ("u:x",), 0.95)
        assert outcome(found, "u:b") == ("renamed", ("u:y",), 0.8)

    def test_two_that_become_one_are_merged_and_the_one_that_stays_is_kept(self) -> None:
        old = version(
            "1", Skill(uri="u:a", label="grind"), Skill(uri="u:b", label="smooth"), Skill(uri="u:c", label="file")
        )
        new = version("2", Skill(uri="u:a", label="grind", alternative_labels=("smooth", "file")))
        found = migration_between(old, new)
        assert [outcome(found, uri)[0] for uri in ("u:a", "u:b", "u:c")] == ["kept", "merged", "merged"]

    def test_what_two_could_be_is_dropped_and_says_so(self) -> None:
        old = version("1", Skill(uri="u:a", label="smooth"))
        new = version(
            "2",
            Skill(uri="u:x", label="sand", alternative_labels=("smooth",)),
            Skill(uri="u:y", label="polish", alternative_labels=("smooth",)),
        )
        change = migration_between(old, new).skill("u:a")
        assert change is not None
        assert (change.outcome, change.targets) == ("dropped", ())
        assert "2 things" in change.reason

    def test_the_publisher_is_believed_before_labels_and_can_split(self) -> None:
        old = version("1", Skill(uri="u:a", label="weld"), Skill(uri="u:b", label="finish"))
        new = version(
            "2", Skill(uri="u:x", label="weld"), Skill(uri="u:y", label="sand"), Skill(uri="u:z", label="oil")
        )
        stated = {"u:a": ("u:y",), "u:b": ("u:y", "u:z")}
        found = migration_between(old, new, replaced_by=stated)
        assert outcome(found, "u:a") == ("merged", ("u:y",), 1.0)
        assert outcome(found, "u:b") == ("split", ("u:y", "u:z"), 1.0)

    def test_a_release_that_says_what_replaced_what_is_believed_unless_the_old_one_is_still_there(self) -> None:
        said = (
            Match(skill="u:a", relation="replaced_by", target="u:x"),
            Match(skill="u:b", relation="replaced_by", target="u:x"),
            Match(skill="u:b", relation="replaced_by", target="u:elsewhere"),
            Match(skill="u:c", relation="replaced_by", target="u:x"),
        )
        old = version("1", Skill(uri="u:a", label="a"), Skill(uri="u:b", label="b"), Skill(uri="u:c", label="c"))
        new = version("2", Skill(uri="u:x", label="x"), Skill(uri="u:c", label="c"))
        with_old = migration_between(replace(old, extras=Extras(matches=Lazy(said))), new)
        with_new = migration_between(old, replace(new, extras=Extras(matches=Lazy(said))))
        assert with_old == with_new
        assert outcome(with_old, "u:a") == ("merged", ("u:x",), 1.0)
        assert outcome(with_old, "u:b") == ("merged", ("u:x",), 1.0)
        assert outcome(with_old, "u:c") == ("kept", ("u:c",), 1.0)

    def test_an_occupation_that_lost_its_label_was_withdrawn(self) -> None:
        skill = Skill(uri="u:s", label="aim a beam")
        asks = (Requirement(skill="u:s"),)
        old = version("1", skill, occupations=(Occupation(uri="u:o", label="therapeutic radiographer"),))
        left = Occupation(uri="u:o", label="", requirements=asks)
        heir = Occupation(uri="u:p", label="radiation therapist", alternative_labels=("therapeutic radiographer",))
        alone = migration_between(old, version("2", skill, occupations=(left,))).occupation("u:o")
        found = migration_between(old, version("2", skill, occupations=(left, heir))).occupation("u:o")
        assert alone is not None
        assert found is not None
        assert (alone.outcome, alone.targets[0].uri) == ("renamed", "u:o")
        assert (found.outcome, found.targets[0].uri, found.confidence) == ("renamed", "u:p", 0.8)

    def test_two_frameworks_are_not_two_versions(self) -> None:
        with pytest.raises(FrameworkError) as caught:
            migration_between(version("1"), version("2", name="other"))
        assert caught.value.code == "migration.other_framework"

    @pytest.mark.parametrize("stated", [{"u:nothing": ("u:a",)}, {"u:a": ("u:nothing",)}])
    def test_a_replacement_of_nothing_is_refused(self, stated: dict[str, tuple[str, ...]]) -> None:
        one = version("1", Skill(uri="u:a", label="weld"))
        with pytest.raises(FrameworkError) as caught:
            migration_between(one, one, replaced_by=stated)
        assert caught.value.code == "migration.unknown_replacement"


class TestWhatMoves:
    old = version(
        "1",
        Skill(uri="u:keep", label="keep"),
        Skill(uri="u:name", label="name"),
        Skill(uri="u:gone", label="gone"),
        Skill(uri="u:both", label="both"),
    )
    new = version(
        "2",
        Skill(uri="u:keep", label="keep"),
        Skill(uri="u:new", label="name"),
        Skill(uri="u:left", label="left"),
        Skill(uri="u:right", label="right"),
    )
    migration = migration_between(old, new, replaced_by={"u:both": ("u:left", "u:right")})

    def test_nothing_is_lost_and_every_doubt_is_flagged(self) -> None:
        before = SkillProfile(
            attestations=tuple(
                SkillAttestation(skill=uri, strength="assessed", obtained=date(2026, 1, 1), source=f"urn:{uri}")
                for uri in ("u:keep", "u:name", "u:gone", "u:both", "u:another")
            )
        )
        after = migrate_profile(before, self.migration)
        said = {one.skill: one for one in after.attestations}
        assert set(said) == {"u:keep", "u:new", "u:gone", "u:left", "u:right", "u:another"}
        assert said["u:keep"] == before.attestations[0]
        assert said["u:another"] == before.attestations[4]
        assert (said["u:new"].confidence, said["u:new"].strength) == (0.95, "assessed")
        assert "confirm" in said["u:new"].flag
        assert "kept as it was named before" in said["u:gone"].flag
        assert said["u:left"].confidence == said["u:right"].confidence == 0.4
        assert "split" in said["u:left"].flag
        assert {one.source for one in after.attestations} == {one.source for one in before.attestations}
        assert migrate_profile(after, self.migration) == after
        assert [one.outcome for one in touched(before, self.migration)] == ["split", "dropped", "renamed"]

    def test_alignments_move_and_two_that_now_agree_are_one(self) -> None:
        given_ = (Aligned(target_url="u:name", target_name="name"), Aligned(target_url="u:new", target_name="name"))
        (one,) = migrate_alignments(given_, self.migration)
        assert (one.target_url, one.confidence, one.flag) == ("u:new", 1.0, "")
        (gone,) = migrate_alignments([Aligned(target_url="u:gone", target_name="gone")], self.migration)
        assert (gone.target_url, gone.target_name) == ("u:gone", "gone")
        assert gone.flag

    def test_one_migration_after_the_other(self) -> None:
        third = version("3", Skill(uri="u:newest", label="name"))
        chain = (self.migration, migration_between(self.new, third))
        (one,) = led_to("u:name", chain)
        assert (one.target_url, one.confidence) == ("u:newest", 0.9025)
        assert led_to("u:stranger", chain)[0].target_url == "u:stranger"

    def test_the_report_is_a_table_and_json_that_reads_back(self) -> None:
        rows = list(self.migration.rows())
        assert rows[0] == ("kind", "outcome", "uri", "label", "new_uri", "new_label", "confidence", "because")
        assert [row[1] for row in rows[1:]] == ["renamed", "dropped", "split", "split"]
        assert Migration.from_dict(self.migration.as_dict(whole=True)) == self.migration
        short = Migration.from_dict(self.migration.as_dict())
        profile = SkillProfile(attestations=tuple(SkillAttestation(skill=uri) for uri in self.old.skills))
        assert migrate_profile(profile, short) == migrate_profile(profile, self.migration)

    @pytest.mark.parametrize(
        "wrong",
        [
            [],
            {"framework": "a", "from": "1", "to": 2, "changes": []},
            {"framework": "a", "from": "1", "to": "2", "changes": [{"kind": "skill"}]},
            {"framework": "a", "from": "1", "to": "2", "changes": [{"kind": "skill", "uri": "u", "outcome": "merged",
             "targets": [], "confidence": 1}]},
            {"framework": "a", "from": "1", "to": "2", "changes": [{"kind": "skill", "uri": "u", "outcome": "dropped",
             "targets": [], "confidence": float("nan")}]},
            {"framework": "a", "from": "1", "to": "2", "changes": [{"kind": "skill", "uri": "u", "outcome": "dropped",
             "targets": [], "confidence": 1}] * 2},
        ],
    )  # fmt: skip
    def test_another_shape_is_refused(self, wrong: object) -> None:
        with pytest.raises(FrameworkError) as caught:
            Migration.from_dict(wrong)
        assert caught.value.code == "migration.malformed"


class TestReplacementsOfThePublisher:
    def test_two_rows_of_one_are_a_split(self) -> None:
        data = b"\xef\xbb\xbfold,new,note\r\nu:a,u:x,\r\nu:b,u:y,\r\nu:b,u:z,\r\nu:b,u:z,\r\n"
        assert read_replacements(data) == {"u:a": ("u:x",), "u:b": ("u:y", "u:z")}

    @pytest.mark.parametrize("data", [b"", b"from,to\na,b\n", b"old,new\na,\n", b"old,new\n\xff,b\n", b'old,new\n"a'])
    def test_anything_else_names_its_row(self, data: bytes) -> None:
        with pytest.raises(FrameworkError) as caught:
            read_replacements(data, name="r.csv")
        assert caught.value.code == "migration.replacements"
        assert caught.value.where.startswith("r.csv")


# ---------------------------------------------------------------------- properties
LABELS = st.sampled_from(["weld", "grind", "sew", "bake", "sing", ""])


@st.composite
def versions(draw: st.DrawFn, number: str = "1") -> Framework:
    rows = draw(st.dictionaries(st.integers(0, 9), st.tuples(LABELS, st.sets(LABELS, max_size=2)), max_size=8))
    return version(
        number,
        *(
            Skill(uri=f"u:{place}", label=label, alternative_labels=tuple(sorted(aliases - {""})))
            for place, (label, aliases) in rows.items()
        ),
    )


@st.composite
def profiles(draw: st.DrawFn) -> SkillProfile:
    one = st.builds(
        SkillAttestation,
        skill=st.integers(0, 11).map("u:{}".format),
        strength=st.sampled_from(["claimed", "assessed", "supervised"]),
        confidence=st.floats(0, 1),
        source=st.sampled_from(["self", "urn:one", "urn:two"]),
    )
    return SkillProfile(attestations=tuple(draw(st.lists(one, max_size=10))))


@given(framework=versions(), profile=profiles())
def test_the_identity_changes_nothing(framework: Framework, profile: SkillProfile) -> None:
    same = identity(framework)
    assert same.lines == ()
    assert migrate_profile(profile, same) == profile


@given(old=versions("1"), new=versions("2"), profile=profiles())
def test_everything_old_has_one_outcome_and_no_holding_is_lost(
    old: Framework, new: Framework, profile: SkillProfile
) -> None:
    found = migration_between(old, new)
    counts = found.counts()
    assert sum(counts["skill"].values()) == len(old.skills)
    assert all(target.uri in new.skills for change in found.changes for target in change.targets)
    after = migrate_profile(profile, found)
    parts = sum(
        max(1, len(change.targets)) if (change := found.skill(one.skill)) else 1 for one in profile.attestations
    )
    assert len(after.attestations) == parts
    assert {(one.source, one.strength) for one in after.attestations} == {
        (one.source, one.strength) for one in profile.attestations
    }
    assert all(one.confidence <= max(each.confidence for each in profile.attestations) for one in after.attestations)
    assert migrate_profile(after, found) == after


@given(old=versions("1"), middle=versions("2"), new=versions("3"), last=versions("4"))
def test_composition_is_associative_and_the_identity_is_its_unit(
    old: Framework, middle: Framework, new: Framework, last: Framework
) -> None:
    first, second, third = migration_between(old, middle), migration_between(middle, new), migration_between(new, last)

    def told(migration: Migration) -> list[tuple[str, str, frozenset[str], float]]:
        return [
            (one.uri, one.outcome, frozenset(t.uri for t in one.targets), round(one.confidence, 4))
            for one in migration.changes
        ]

    assert told(then(then(first, second), third)) == told(then(first, then(second, third)))
    assert told(then(identity(old), first)) == told(then(first, identity(middle))) == told(first)


@given(old=versions("1"), middle=versions("2"), new=versions("3"), profile=profiles())
def test_one_after_the_other_is_the_composition(
    old: Framework, middle: Framework, new: Framework, profile: SkillProfile
) -> None:
    first, second = migration_between(old, middle), migration_between(middle, new)
    both = then(first, second)
    assert len(migrate_profile(migrate_profile(profile, first), second).attestations) == len(
        migrate_profile(profile, both).attestations
    )
    # What is dropped on the way stays under its last name; all else is found under the same names either way.
    dropped_later = {one.uri for one in second.changes if not one.targets}
    lasting = {
        one.uri for one in first.changes if one.targets and not {each.uri for each in one.targets} & dropped_later
    }
    narrowed = SkillProfile(attestations=tuple(one for one in profile.attestations if one.skill in lasting))
    assert migrate_profile(migrate_profile(narrowed, first), second).skills == migrate_profile(narrowed, both).skills


def test_what_does_not_follow_is_refused() -> None:
    one, two = version("1"), version("2")
    with pytest.raises(FrameworkError) as caught:
        then(migration_between(one, two), migration_between(one, two))
    assert caught.value.code == "migration.other_framework"


# ---------------------------------------------------------------------- the real thing
@pytest.fixture(scope="module")
def releases(shared_data: Path) -> tuple[Framework, Framework]:
    folders = [shared_data / "skills" / f"esco-{number}" for number in ("1.1.0", "1.1.1")]
    if not all(folder.is_dir() for folder in folders):
        pytest.skip("needs ESCO 1.1.0 and 1.1.1 in ../shared/data/skills")
    old, new = (read_esco(sorted(folder.glob("*.zip"))) for folder in folders)
    return old, new


def test_esco_110_to_111(releases: tuple[Framework, Framework]) -> None:
    found = migration_between(*releases)
    assert found.counts() == {
        "skill": {"kept": 13_889, "renamed": 2, "merged": 0, "split": 0, "dropped": 0},
        "occupation": {"kept": 3_007, "renamed": 0, "merged": 1, "split": 0, "dropped": 0},
    }
    assert {one.uri for one in found.lines} == {WATERWAYS, INCLUSION, RADIOGRAPHER}
    merged = found.occupation(RADIOGRAPHER)
    assert merged is not None
    assert [target.uri for target in merged.targets] == [THERAPIST]


def test_and_back_again_the_five_new_skills_are_dropped_and_stay_in_the_profile(
    releases: tuple[Framework, Framework],
) -> None:
    old, new = releases
    back = migration_between(new, old)
    dropped: list[Change] = [one for one in back.lines if one.outcome == "dropped"]
    assert sorted(one.label for one in dropped) == [
        "ICT safety",
        "digital communication and collaboration",
        "digital content creation",
        "digital data processing",
        "problem-solving with digital tools",
    ]
    profile = SkillProfile(attestations=tuple(SkillAttestation.claim(uri) for uri in new.skills))
    assert migrate_profile(profile, back).skills == profile.skills


def test_what_comes_back_to_its_own_uri_on_a_doubtful_way_stays_doubtful() -> None:
    def release(version: str, *skills: tuple[str, str]) -> Framework:
        return Framework.build(name="made", version=version, skills=[Skill(uri=u, label=label) for u, label in skills])

    one = release("1", ("u:1", "weld"))
    two = release("2", ("u:0", "weld"))
    three = release("3", ("u:1", "weld"))
    there, back = migration_between(one, two), migration_between(two, three)
    around = then(there, back)
    (change,) = around.changes
    assert (change.outcome, change.confidence) == ("kept", pytest.approx(0.9025))
    (again,) = then(identity(one), around).changes
    assert again.confidence == pytest.approx(0.9025)
    assert change.reason in again.reason
