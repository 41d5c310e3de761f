"""The worked example of “What demand can and cannot say” is recomputed, and so is what it says of the linker.

After a change of the linker, write that anew: WRITE_DOCS=1 python -m pytest tests/skills/demand/test_page.py
"""

from __future__ import annotations

import ast
import csv
import os
import re
from typing import TYPE_CHECKING

from tests.skills.demand.making import WELD, series_of_counts

from stepladder.skills.demand import DemandSettings, signal
from stepladder.skills.demand.columns import PRESETS

if TYPE_CHECKING:
    from pathlib import Path

LINKER = re.compile(r"(<!-- linker -->\n).*?(<!-- end -->)", re.DOTALL)
ROW = re.compile(r"^\| (\d{4})-(\d{2}) \| (\d+) \| (\d+) \|$", re.MULTILINE)


def minus(text: str) -> str:
    return text.replace("-", "−")


def test_the_worked_example(repository: Path) -> None:
    text = (repository / "docs/explanation/what-demand-can-say.md").read_text(encoding="utf-8")
    rows = [tuple(map(int, row)) for row in ROW.findall(text)]
    assert len(rows) == 6
    first = rows[0][0] * 12 + rows[0][1] - 1
    asked, postings = [row[3] for row in rows], [row[2] for row in rows]
    found = signal(series_of_counts(asked, postings, first), WELD)
    assert found.share is not None
    assert found.low is not None
    assert found.high is not None
    assert found.trend is not None
    assert found.trend.direction == "unclear"
    doubled = signal(series_of_counts([2 * one for one in asked], [2 * one for one in postings], first), WELD)
    assert doubled.trend is not None
    assert doubled.trend.direction == "rising"
    words = " ".join(text.split())
    change, low, high = found.trend.over_window
    twice = doubled.trend.over_window
    for stated in (
        f"{found.asking} of {found.postings:,} postings ask for it: {found.share * 100:.1f} %",
        f"interval {found.low * 100:.1f} % to {found.high * 100:.1f} %",
        f"it grows by {change * 100:.0f} %",
        minus(f"runs from {low * 100:.0f} % to {high * 100:+.0f} %"),
        f"from {twice[1] * 100:+.0f} % to {twice[2] * 100:+.0f} %",
    ):
        assert stated in words, stated


def test_the_pages_state_the_thresholds_that_hold(repository: Path) -> None:
    text = " ".join((repository / "docs/explanation/what-demand-can-say.md").read_text(encoding="utf-8").split())
    rules = DemandSettings()
    assert f"Below {rules.min_postings} postings no share is stated" in text
    assert rules.min_months == 6
    assert f"six months with postings and {rules.min_asking} that ask" in text
    assert f"{rules.half_life_months} months or more" in text
    assert f"a false discovery rate of {rules.false_discovery:.0%}".replace("%", " %") in text


def test_the_reference_names_columns_that_are_known(repository: Path) -> None:
    text = (repository / "docs/reference/demand.md").read_text(encoding="utf-8")
    table = text.split("## Columns")[1].split("## Limits")[0]
    fields = {
        "id": "`id`",
        "posted": "`posted`",
        "place": "`place`",
        "occupation": "`occupation`",
        "skills": "`skills`",
    }
    for field, mark in fields.items():
        row = next(line for line in table.splitlines() if line.startswith(f"| {mark} |"))
        named = re.findall(r"`(\w+)`", row.split("|")[2])
        assert set(named) <= set(PRESETS[field]), field


def test_what_the_page_says_of_the_linker(repository: Path, shared_data: Path) -> None:
    from stepladder.skills.demand.linker import linker_of
    from stepladder.skills.frameworks import read_esco
    from stepladder.skills.linking.suggesting import THRESHOLD

    framework = read_esco(sorted((shared_data / "skills" / "esco-1.1.1").glob("*.zip")))
    with (shared_data / "skills" / "skillskape" / "dev.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    given = [{name.casefold() for name in ast.literal_eval(row["skills"])} for row in rows]
    found = [
        {framework.skill(uri).label.casefold() for uri in uris}
        for uris in linker_of(framework, THRESHOLD)([row["sentence"] for row in rows])
    ]
    made, labels = sum(map(len, found)), sum(map(len, given))
    right = sum(len(one & other) for one, other in zip(found, given, strict=True))
    stated = (
        f"On the {len(rows):,} sentences of the SkillSkape development set, with ESCO 1.1.1, the linker makes {made} "
        f"findings; {right} of them\nare among the labels that the set gives. That is a precision of "
        f"{right / made:.0%}. Of {labels:,} labels it finds {right / labels:.0%}.\n"
    ).replace("%", " %")
    page = repository / "docs" / "explanation" / "what-demand-can-say.md"
    text = page.read_text(encoding="utf-8")
    anew = LINKER.sub(rf"\1{stated}\2", text)
    if os.environ.get("WRITE_DOCS"):
        page.write_text(anew, encoding="utf-8")
        text = anew
    assert text == anew, "Write it anew: WRITE_DOCS=1 python -m pytest tests/skills/demand/test_page.py"
