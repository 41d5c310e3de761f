"""The designer sees what postings say about the chosen skills, where this server has a series; else nothing changes."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from stepladder.server.kernel import clock
from stepladder.skills.demand import SeriesStore, import_postings
from stepladder.skills.frameworks import starter

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.server


@pytest.fixture
def desk(college: Any, signed_in: Any, settings: Any, tmp_path: Path) -> Client:
    settings.DATA_FOLDER = tmp_path
    client: Client = signed_in(college.registrar)
    return client


def page(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def store_series(folder: Path, skill: str, postings: int) -> Path:
    rows = ["date,title,skills"] + [
        f"2026-05-{1 + n % 28:02d},x,{skill if n % 4 == 0 else ''}" for n in range(postings)
    ]
    made = import_postings(
        io.BytesIO("\n".join(rows).encode()),
        name="p.csv",
        source="Harbour board",
        framework=starter(),
        at=date(2026, 11, 28),
    )
    return SeriesStore(folder / "demand").save(made.series)


def test_without_a_series_the_page_is_as_it_was(desk: Client, college: Any) -> None:
    assert "What postings say" not in page(desk.get(f"/issuer/micro-credentials/{college.achievement.pk}/"))


def test_with_a_series_the_designer_sees_the_evidence(desk: Client, college: Any, tmp_path: Path) -> None:
    skill = college.achievement.alignments.first()
    store_series(tmp_path, skill.target_url, 400)
    address = f"/issuer/micro-credentials/{college.achievement.pk}/"
    with clock.frozen(datetime(2026, 11, 28, tzinfo=UTC)):
        shown = page(desk.get(address))
    assert "What postings say: Harbour board" in shown
    assert "Of 400 postings of Harbour board, 2026-05..2026-05, asked for are" in shown
    assert "in 25.0% (21.0% to 29.5%)" in shown
    assert "Postings are not jobs" in shown
    with clock.frozen(datetime(2027, 11, 28, tzinfo=UTC)):
        assert "The newest posting is 18 months old." in page(desk.get(address))


def test_a_damaged_series_breaks_no_page(desk: Client, college: Any, tmp_path: Path) -> None:
    path = store_series(tmp_path, college.achievement.alignments.first().target_url, 400)
    path.write_bytes(path.read_bytes()[:-3])
    answer = desk.get(f"/issuer/micro-credentials/{college.achievement.pk}/")
    assert answer.status_code == 200
    assert "What postings say" not in page(answer)
