"""The worked example of “Build or hire” is recomputed, and its table holds the assumptions that are shipped.

After a change of the assumptions, write the table anew: WRITE_DOCS=1 python -m pytest tests/skills/build_or_hire
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from stepladder.skills.build_or_hire import Assumption, Assumptions, build_or_hire, default_assumptions

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = {
    "price": 600,
    "learning_hours": 60,
    "learning_hours_per_week": 5,
    "paid_share": 1,
    "completion": 0.75,
    "settling_after_learning": 1,
    "leaving_after_learning": 0.2,
    "pay_rise_after_learning": 0,
    "recruiting": 3,
    "vacancy_weeks": 6,
    "settling_of_new_hire": 10,
    "leaving_of_new_hire": 0.2,
    "pay_premium_of_new_hire": 0.02,
    "open_gap_loss": 0.1,
    "yearly_pay": 52_000,
    "on_costs": 0.25,
    "paid_hours_per_week": 40,
    "horizon_years": 2,
}
MARK = "<!-- assumptions -->\n"


def page(repository: Path) -> Path:
    return repository / "docs" / "explanation" / "build-or-hire.md"


def test_the_worked_example(repository: Path) -> None:
    known = Assumptions(tuple(one.at(EXAMPLE[one.name]) for one in default_assumptions().values()))
    found = build_or_hire(known, draws=1)
    text = " ".join(page(repository).read_text(encoding="utf-8").split())
    assert f"= **{found.build.median:,.0f}**" in text
    assert f"= **{found.hire.median:,.2f}**" in text
    assert f"Building saves {found.saved.median:,.2f}" in text
    turn = next(one for one in found.turning_points if one.name == "price")
    assert turn.value == pytest.approx(7747.5)
    assert f"cost more than {turn.value:,.2f}" in text


def test_the_table_of_assumptions(repository: Path) -> None:
    table = ["| assumption | low | likely | high | unit | source |", "|---|---|---|---|---|---|"]
    table += [row(one) for one in default_assumptions().values()]
    expected = MARK + "\n".join(table) + "\n"
    path = page(repository)
    text = path.read_text(encoding="utf-8")
    before, rest = text.split(MARK)
    after = rest[rest.index("\nWhere the source says") :]
    if os.environ.get("WRITE_DOCS"):
        path.write_text(before + expected + after, encoding="utf-8")
        text = path.read_text(encoding="utf-8")
    assert text == before + expected + after, "Write it anew: WRITE_DOCS=1 python -m pytest tests/skills/build_or_hire"


def row(one: Assumption) -> str:
    numbers = " | ".join(f"{value:,.10g}" for value in (one.low, one.likely, one.high))
    return f"| `{one.name}`: {one.note} | {numbers} | {one.unit} | {one.source} |"
