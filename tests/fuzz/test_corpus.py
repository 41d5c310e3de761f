"""Every input that the fuzzer kept, and some changes made anew: an answer or our error, within a second.

No fuzzer is needed for this. ``make fuzz`` looks for more, and keeps the least inputs that reach as much.
"""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import settings
from tests.fuzz import corpus, harnesses, mutation, seeds
from tests.timing import within

SECONDS = 1
MOST_BYTES = 1_500_000
CHANGES = settings.default.max_examples * 3
NAMES = sorted(harnesses.HARNESSES)


def put_in(name: str, data: bytes) -> None:
    """Run a harness and hold it to its time; what it raises fails the test."""
    within(SECONDS, lambda: harnesses.run(name, data))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore::SyntaxWarning")  # PyLD warns of words that look like keywords
def test_every_input_that_was_kept_gives_an_answer_or_our_error(name: str) -> None:
    inputs = [*seeds.seeds().inputs[name], *corpus.read(name).values()]
    assert len(inputs) > len(seeds.seeds().inputs[name])
    for data in inputs:
        put_in(name, data)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_changes_of_every_kind_give_an_answer_or_our_error(name: str) -> None:
    chance = random.Random(name)  # noqa: S311 - the same changes on every run
    starts = [*seeds.seeds().inputs[name], *corpus.read(name).values()]
    pool = mutation.members(data for inputs in seeds.seeds().inputs.values() for data in inputs)
    for _ in range(CHANGES):
        data = chance.choice(starts)
        for _ in range(chance.choice((1, 1, 2, 3))):
            data = mutation.mutate(data, chance, pool)
        put_in(name, data)


def test_the_corpus_is_small_and_holds_nothing_else() -> None:
    archives = sorted(corpus.FOLDER.iterdir())
    assert [path.name for path in archives] == [f"{name}.zip" for name in NAMES]
    assert sum(path.stat().st_size for path in archives) < MOST_BYTES


def test_what_the_fuzzer_starts_from_holds() -> None:
    for data in (*seeds.seeds().signed, seeds.seeds().status_list, seeds.seeds().newer):
        report = harnesses.inspect(data, resolver=seeds.seeds().resolver(), at=seeds.AT)
        assert (report.verdict, [inner.report.verdict for inner in report.inner if not inner.holds]) == (
            "authentic",
            [],
        )
        harnesses.check_authentic(report)


def test_a_harness_tells_what_nobody_signed_and_lets_through_no_error_but_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    report = harnesses.inspect(seeds.seeds().signed[0], resolver=seeds.seeds().resolver(), at=seeds.AT)
    assert report.credential is not None
    for member in ({"name": "Another"}, {"validUntil": "2099-01-01T00:00:00Z"}, {"more": 1}):
        changed = replace(report.credential, document={**report.credential.document, **member})
        with pytest.raises(harnesses.FaultError):
            harnesses.check_authentic(replace(report, credential=changed))
    monkeypatch.setitem(harnesses.HARNESSES, "reading", lambda data: data.decode("ascii"))
    with pytest.raises(UnicodeDecodeError):
        harnesses.run("reading", b"\xff")


def test_the_same_said_in_another_way_is_the_same() -> None:
    document = {"id": "urn:x:1", "type": ["A"], "knows": {"id": "urn:x:2", "name": "n"}, "also": {"id": "urn:x:2"}}
    same = {"also": {"id": "urn:x:2", "name": ["n"]}, "type": "A", "knows": [{"id": "urn:x:2"}], "id": "urn:x:1"}
    assert harnesses.said(document) == harnesses.said(same)
    for member in ("type", "knows", "also"):
        assert harnesses.said({key: item for key, item in document.items() if key != member}) != harnesses.said(
            document
        )
