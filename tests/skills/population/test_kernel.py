"""The kernel on the starter pack: blocks, threads, guesses, number types and tables change nothing but the time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from stepladder.skills.frameworks import starter
from stepladder.skills.frameworks.values import Requirement
from stepladder.skills.gaps import RoleTarget
from stepladder.skills.population import Nearest, Population, Targets, nearest, own, own_gaps, ranking, ways, working
from stepladder.skills.proficiency import STEPLADDER_SCALE

Change = Callable[[pytest.MonkeyPatch], None]

COUNT, TOP = 400, 20


@pytest.fixture(scope="module")
def targets() -> Targets:
    return Targets.of(starter().occupations.values())


@pytest.fixture(scope="module")
def columns(targets: Targets) -> dict[str, np.ndarray]:
    """People of whom some hold nothing, most a little of two occupations, and one everything."""
    rng = np.random.default_rng(7)
    asked = [targets.skill[targets.target == row] for row in range(len(targets))]
    rows = [np.empty(0, dtype=np.int64)] * 3 + [np.arange(len(targets.skills))]
    while len(rows) < COUNT:
        mine = np.concatenate([asked[row] for row in rng.choice(len(asked), size=2)])
        rows.append(np.unique(mine[rng.random(len(mine)) < rng.random()]))
    size = sum(map(len, rows))
    return {
        "person": np.repeat(np.arange(COUNT), [len(row) for row in rows]),
        "skill": np.concatenate(rows),
        "level": rng.integers(0, 5, size),
        "confidence": rng.choice([0.4, 0.55, 0.8, 1.0], size),
        "proof": rng.random(size) < 0.5,
    }


@pytest.fixture(scope="module")
def population(targets: Targets, columns: dict[str, np.ndarray]) -> Population:
    return Population.from_columns(skills=targets.skills, people=COUNT, **columns)


def dense(targets: Targets, columns: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Return covered parts and essential skills held, people × targets, by one loop over what targets ask for."""
    shape = (COUNT, len(targets.skills))
    level, sure, has = np.zeros(shape), np.zeros(shape), np.zeros(shape, dtype=bool)
    where = (columns["person"], columns["skill"])
    level[where], sure[where], has[where] = columns["level"], columns["confidence"], True
    covered, held = np.zeros((COUNT, len(targets)), dtype=np.int64), np.zeros((COUNT, len(targets)), dtype=np.int64)
    for target, skill, kind, weight in zip(targets.target, targets.skill, targets.kind, targets.weight, strict=True):
        required = targets.kinds[kind].level
        share = np.where((level[:, skill] > 0) & (required > 0), level[:, skill] / (required or 1), 1.0)
        worth = np.minimum(1, share * sure[:, skill]) * has[:, skill]
        if targets.essential[np.flatnonzero((targets.target == target) & (targets.skill == skill))[0]]:
            covered[:, target] += weight * np.rint(worth * 10_000).astype(np.int64)
            held[:, target] += has[:, skill] & (share >= 1) & (sure[:, skill] >= 0.5)
    return covered, held


def same(one: Nearest, other: Nearest) -> None:
    assert (one.target == other.target).all()
    assert (one.covered == other.covered).all()
    assert (one.held == other.held).all()


@pytest.fixture(scope="module")
def found(population: Population, targets: Targets) -> Nearest:
    return nearest(population, targets, top=TOP, threads=1)


def test_the_starter_pack_is_ranked_as_by_one_loop(
    found: Nearest, targets: Targets, columns: dict[str, np.ndarray]
) -> None:
    covered, held = dense(targets, columns)
    total = np.maximum(found.totals, 1)
    share = covered * 1_000_000 // total
    for person in range(COUNT):
        order = sorted(range(len(targets)), key=lambda row: (-share[person, row], -held[person, row], row))
        expected = [row for row in order if covered[person, row] > 0][:TOP]
        got = found.target[person][found.target[person] >= 0].tolist()
        assert got == expected
        assert found.covered[person, : len(got)].tolist() == covered[person, expected].tolist()
        assert found.held[person, : len(got)].tolist() == held[person, expected].tolist()
    assert found.of(0) == ()
    assert len(found.of(3)) == TOP


def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "PEOPLE", 37)
    monkeypatch.setattr(ranking, "CELLS", 1000)


def small_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "ENTRIES", 50)  # less than one person has


def guess_too_high(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "FAILS", 1.0)


def guess_of_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking.Ranking, "learn", lambda _: None)


def no_table_of_values(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ways, "MOST_CELLS", 0)


CHANGES: list[Change] = [small_blocks, small_entries, guess_too_high, guess_of_nothing, no_table_of_values]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("threads", [1, 4])
def test_what_is_only_for_speed_changes_nothing(
    change: Change, threads: int, found: Nearest, population: Population, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(monkeypatch)
    same(nearest(population, found.targets, top=TOP, threads=threads), found)


def test_roles_in_turns_give_what_all_at_once_give(
    population: Population, targets: Targets, monkeypatch: pytest.MonkeyPatch
) -> None:
    roles = np.arange(COUNT) % (len(targets) + 1) - 1
    at_once = own_gaps(population, targets, roles, threads=1)
    monkeypatch.setattr(own, "MOST_CELLS", 3 * len(targets.skills))
    monkeypatch.setattr(own, "PEOPLE", 11)
    in_turns = own_gaps(population, targets, roles, threads=3)
    assert np.array_equal(at_once.need, in_turns.need, equal_nan=True)
    assert (at_once.essential_held == in_turns.essential_held).all()
    assert np.isnan(at_once.need[0])
    assert at_once.need[3] < at_once.need_of[3]  # who holds everything


def test_the_order_of_holdings_and_of_people_changes_nothing(
    population: Population, targets: Targets, columns: dict[str, np.ndarray], found: Nearest
) -> None:
    rng = np.random.default_rng(1)
    shuffled = rng.permutation(len(columns["person"]))
    mixed = Population.from_columns(
        skills=targets.skills, people=COUNT, **{name: column[shuffled] for name, column in columns.items()}
    )
    same(nearest(mixed, targets, top=TOP), found)
    backwards = {**columns, "person": COUNT - 1 - columns["person"]}
    turned = nearest(Population.from_columns(skills=targets.skills, people=COUNT, **backwards), targets, top=TOP)
    assert (turned.target[::-1] == found.target).all()


def test_weights_of_many_digits_are_summed_in_64_bits() -> None:
    uris = [f"urn:skill:{number}" for number in range(300)]
    requirements = tuple(Requirement(skill=uri, weight=0.9999) for uri in uris)
    wanted = Targets.of([RoleTarget(uri="urn:role", label="role", requirements=requirements)])
    people = Population.from_columns(
        skills=uris, people=1, person=[0] * 300, skill=range(300), confidence=[0.9999] * 300
    )
    (one,) = nearest(people, wanted).of(0)
    assert nearest(people, wanted).covered.dtype == np.int64
    assert one.need == round(300 * 0.9999 * 0.0001, 6)
    assert one.essential_held == one.essential_total == 300


def test_a_level_counts_against_the_level_asked_for_and_not_elsewhere() -> None:
    def asks(level: float | None) -> Requirement:
        return Requirement(skill="urn:weld", level=STEPLADDER_SCALE.level(level) if level else None)

    wanted = Targets.of(
        RoleTarget(uri=f"urn:{level}", label="", requirements=(asks(level),)) for level in (None, 1, 2, 3, 4)
    )
    people = Population.from_columns(skills=["urn:weld"], people=1, person=[0], skill=[0], level=[2], confidence=[0.9])
    shares = {one.uri: (one.share, one.essential_held) for one in nearest(people, wanted).of(0)}
    assert shares == {
        "urn:1": (1.0, 1),
        "urn:None": (0.9, 1),
        "urn:2": (0.9, 1),
        "urn:3": (0.6, 0),
        "urn:4": (0.45, 0),
    }


def test_progress_counts_everybody_once(population: Population, targets: Targets) -> None:
    told: list[int] = []
    nearest(population, targets, top=1, progress=told.append)
    assert sum(told) == COUNT


def test_nobody_and_nothing_have_an_answer(population: Population, targets: Targets) -> None:
    nobody = Population.from_columns(skills=[], people=0, person=[], skill=[])
    assert len(nearest(nobody, targets)) == 0
    assert len(own_gaps(nobody, targets, []).need) == 0
    nothing = Targets.of([])
    assert nearest(population, nothing).of(3) == ()
    assert np.isnan(own_gaps(population, nothing, [-1] * COUNT).need).all()
    strangers = Targets.of([RoleTarget(uri="urn:r", label="r", requirements=(Requirement(skill="urn:else"),))])
    assert nearest(population, strangers).of(3) == ()
    assert own_gaps(population, strangers, [0] * COUNT).need.tolist() == [1.0] * COUNT
