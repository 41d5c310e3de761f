"""Evidence: freshness by its rule, strengths, and profiles read from JSON."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.skills.errors import SkillsError, UnknownSkillError
from stepladder.skills.evidence import FreshnessSettings, SkillAttestation, freshness
from stepladder.skills.frameworks import starter
from stepladder.skills.profile import SkillProfile, profile_from_json

DAY = date(2026, 3, 1)


@given(days=st.integers(0, 9000), until=st.booleans())
def test_freshness_never_rises(days: int, *, until: bool) -> None:
    one = SkillAttestation(skill="a", valid_until=DAY) if until else SkillAttestation(skill="a", obtained=DAY)
    now = freshness(one, at=DAY + timedelta(days=days))
    later = freshness(one, at=DAY + timedelta(days=days + 1))
    assert 0 <= later.value <= now.value <= 1


def test_freshness_is_full_until_its_end_then_halves() -> None:
    one = SkillAttestation(skill="a", valid_until=DAY)
    rule = FreshnessSettings(halving_days=100)
    assert freshness(one, at=DAY).value == 1.0
    assert freshness(one, at=DAY + timedelta(days=100), settings=rule).value == 0.5
    assert freshness(one, at=DAY + timedelta(days=1)).state == "lapsed"
    assert freshness(SkillAttestation(skill="a"), at=DAY).state == "undated"


@pytest.mark.parametrize("wrong", [{"strength": "sworn"}, {"confidence": 1.5}, {"confidence": float("nan")}])
def test_values_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(SkillsError):
        SkillAttestation(skill="a", **wrong)  # type: ignore[arg-type]


def test_the_strongest_speaks_first_and_lapsed_proof_is_no_proof() -> None:
    held = SkillProfile(
        attestations=(
            SkillAttestation(skill="a"),
            SkillAttestation(skill="a", strength="supervised", valid_until=DAY - timedelta(days=1)),
            SkillAttestation(skill="a", strength="endorsed"),
        )
    ).holding("a")
    assert held is not None
    assert held.best.strength == "supervised"
    proof = held.proof(DAY)
    assert proof is not None
    assert proof.strength == "endorsed"


def test_profiles_from_json_take_uris_labels_and_history() -> None:
    read = profile_from_json(
        {"skills": ["work in teams", {"uri": "urn:other:x", "strength": "assessed"}], "occupations": ["secretary"]},
        starter(),
    )
    assert len(read.skills) == 2
    assert "urn:other:x" in read.skills
    assert read.occupations == (starter().occupation("secretary").uri,)
    assert profile_from_json(["work in teams"], starter()).skills


@pytest.mark.parametrize(
    "data",
    [1, {"skills": 1}, [1], [{}], [{"label": 3}], {"skills": [], "occupations": "x"}, [{"uri": "u:a", "level": "x"}]],
)
def test_other_shapes_are_refused(data: object) -> None:
    with pytest.raises(SkillsError) as caught:
        profile_from_json(data, starter())
    assert caught.value.code == "profile.malformed"


def test_an_unknown_label_is_named() -> None:
    with pytest.raises(UnknownSkillError):
        profile_from_json(["juggle flaming spanners"], starter())
