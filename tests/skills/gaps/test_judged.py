"""What we say about judged lines: each is judged, few are absurd, few are falsely probable, licences are told."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from stepladder.skills.frameworks import read_esco

if TYPE_CHECKING:
    from stepladder.skills.frameworks.model import Framework

ROOT = Path(__file__).resolve().parents[3]
ESCO = ROOT.parent / "shared" / "data" / "skills" / "esco-1.1.1"

pytestmark = pytest.mark.skipif(not ESCO.is_dir(), reason="whole ESCO is not beside the repository (../shared/data)")


@pytest.fixture(scope="module")
def judging() -> Any:
    spec = importlib.util.spec_from_file_location("judge_gaps", ROOT / "scripts" / "judge_gaps.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def framework() -> Framework:
    return read_esco(sorted(ESCO.glob("*.zip")))


@pytest.fixture(scope="module")
def lines(judging: Any, framework: Framework) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = judging.today(framework, judging.pairs())
    return found


def test_the_people_come_from_all_major_groups(judging: Any, framework: Framework) -> None:
    groups = {framework.occupation(pair.held).isco[0] for pair in judging.pairs() if pair.split != "fresh"}
    assert groups == set("0123456789")


def test_every_line_is_judged_with_a_reason(lines: list[dict[str, Any]]) -> None:
    known = {"plainly", "may", "not"}
    unjudged = [(line["pair"], line["label"]) for line in lines if line["has"] not in known or not line["why"]]
    assert not unjudged, "judge these by tests/skills/gaps/judged/README.md, then scripts/judge_gaps.py --write"


def test_the_file_holds_what_we_say_today(judging: Any, lines: list[dict[str, Any]]) -> None:
    written = judging.judged()
    changed = [
        (line["pair"], line["label"], written.get((line["pair"], line["skill"]), {}).get("status"), line["status"])
        for line in lines
        if written.get((line["pair"], line["skill"])) != line
    ]
    assert not changed, "scripts/judge_gaps.py --write, and look at each difference"


@pytest.mark.parametrize("split", ["dev", "held-out", "fresh"])
def test_few_lines_are_absurd_and_few_falsely_probable(judging: Any, lines: list[dict[str, Any]], split: str) -> None:
    of = {pair.id for pair in judging.pairs() if pair.split == split}
    share = judging.share(line for line in lines if line["pair"] in of)
    assert share.absurd <= 0.05 * share.missing, share.sentence()
    assert share.false <= 0.10 * share.probably, share.sentence()
    assert share.absurd_by_uri >= 0.10 * share.lines, "comparing URIs alone is what these lines are to be better than"


def test_a_target_that_needs_a_licence_says_so(judging: Any, framework: Framework) -> None:
    silent = [
        pair.target
        for pair in judging.pairs()
        if pair.licence and not any("licence" in one for one in judging.report_of(pair, framework).notices)
    ]
    assert not silent


def test_only_some_of_what_far_moves_ask_for_is_called_probable(judging: Any, lines: list[dict[str, Any]]) -> None:
    """The opposite failure: whoever calls everything probably held is never absurd."""
    share = judging.share(line for line in lines if line["pair"] in {"p42", "p43", "p44", "p46", "p47", "p48", "p50"})
    assert share.probably <= 0.25 * share.lines
