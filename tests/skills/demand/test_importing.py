"""What an import leaves: counts, each posting once, the same whatever the order, and nothing that names a person."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.skills.demand.making import AT, LONG, WELD, asking, brought, code_of, series_of_counts, small_framework

from stepladder.skills.demand import ImportSettings, SeriesStore, import_postings
from stepladder.skills.demand.packing import MAGIC, pack_series, unpack_series
from stepladder.skills.errors import DemandError

if TYPE_CHECKING:
    import random
    from pathlib import Path


def table(*rows: tuple[str, str, str, str]) -> str:
    return "\n".join(["id,date,title,description", *(",".join((*row[:3], f'"{row[3]}"')) for row in rows)])


def test_the_same_id_is_the_same_posting() -> None:
    report = brought(
        table(("1", "2026-03-01", "a", "weld"), ("1", "2026-02-01", "a", "bake"), ("", "2026-02-01", "a", "x"))
    )
    assert (report.file.counted, report.file.duplicates) == (2, 1)
    assert asking(report.series) == 0, "the earliest of the two is counted"


def test_the_same_text_within_the_window_is_the_same_posting() -> None:
    days = ["2026-01-01", "2026-02-15", "2026-03-20", "2026-05-01"]
    report = brought(table(*((str(number), day, "Welder", LONG) for number, day in enumerate(days))))
    # 1 January; 15 February is 45 days after it; 20 March is 78 days after it and counts; 1 May is 42 days after that.
    assert (report.file.counted, report.file.duplicates) == (2, 2)
    contact = LONG + " Write to jobs@harbour.example."
    again = brought(table(("1", days[0], "Welder", LONG), ("2", days[0], "Welder", contact)))
    assert again.file.duplicates == 0, "other words, another posting"
    other = contact.replace("jobs@harbour.example", "ann@example.org")
    assert brought(table(("1", days[0], "Welder", contact), ("2", days[0], "Welder", other))).file.duplicates == 1


def test_short_texts_do_not_tell_that_two_postings_are_one() -> None:
    report = brought(table(("1", "2026-01-01", "Welder", "weld"), ("2", "2026-01-01", "Welder", "weld")))
    assert report.file.duplicates == 0


def test_the_same_bytes_twice_change_nothing() -> None:
    text = table(("1", "2026-01-01", "a", "weld"))
    first = brought(text)
    again = brought(text, "other.csv", before=first.series)
    assert again.status == "already_there"
    assert pack_series(again.series) == pack_series(first.series)


def test_a_later_import_counts_nothing_twice() -> None:
    one = brought(table(("1", "2026-01-01", "a", "weld"), ("2", "2026-01-05", "Welder", LONG))).series
    more = brought(
        table(
            ("1", "2026-01-01", "a", "weld"),
            ("3", "2026-02-01", "Welder", LONG),
            ("4", "2026-02-01", "b", "weld and bake"),
        ),
        before=one,
    )
    assert (more.file.counted, more.file.duplicates) == (1, 2)
    assert (more.series.postings, asking(more.series)) == (3, 3)
    assert [file.counted for file in more.series.files] == [2, 1]


def test_two_ways_of_finding_skills_are_never_mixed() -> None:
    one = brought(table(("1", "2026-01-01", "a", "weld"))).series
    with pytest.raises(DemandError) as caught:
        brought(f"date,skills\n2026-01-01,{WELD}\n", before=one)
    assert caught.value.code == "demand.mixed"


DAYS = st.dates(min_value=date(2024, 1, 1), max_value=AT)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "1", "2", "3", "4"]),
        DAYS.map(date.isoformat),
        st.sampled_from(["a", "b"]),
        st.sampled_from([LONG, LONG + " bake", "weld", "code"]),
    ),
    min_size=1,
    max_size=25,
)


@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows: list[tuple[str, str, str, str]], chance: random.Random) -> None:
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    one, other = brought(table(*rows)).series, brought(table(*shuffled)).series
    assert pack_series(replace(other, files=one.files)) == pack_series(one)


@given(ROWS)
def test_rows_are_counted_as_a_naive_loop_counts_them(rows: list[tuple[str, str, str, str]]) -> None:
    ids: set[str] = set()
    counted: dict[tuple[str, str], list[date]] = {}
    months: dict[str, int] = {}
    # Ties of day and id are decided by fingerprint; rows with one id are made alike here so that this does not show.
    alike = {row[0]: row for row in reversed(rows) if row[0]}
    rows = [alike.get(row[0], row) for row in rows]
    for number, day, title, text in sorted(rows, key=lambda row: row[1]):
        if number and number in ids:
            continue
        ids.add(number)
        key, when = (title, text), date.fromisoformat(day)
        if len(text.split()) >= 20:
            if any(abs(when - other) <= timedelta(days=60) for other in counted.get(key, [])):
                continue
            counted.setdefault(key, []).append(when)
        months[day[:7]] = months.get(day[:7], 0) + 1
    report = brought(table(*rows))
    found = report.series.counts([])
    first = report.series.window.first
    naive = [
        months.get(f"{(first + step) // 12}-{(first + step) % 12 + 1:02d}", 0) for step in range(found.window.months)
    ]
    assert found.postings.tolist() == naive
    assert report.file.rows == report.file.counted + report.file.duplicates


@given(st.lists(ROWS, min_size=1, max_size=4))
def test_files_joined_hold_every_posting_once(files: list[list[tuple[str, str, str, str]]]) -> None:
    series = None
    for rows in files:
        series = brought(table(*rows), before=series).series
    assert series is not None
    assert series.postings == sum(file.counted for file in series.files) == len(series.ids)
    marks = [mark for mark in series.ids.tolist() if mark]
    assert len(marks) == len(set(marks))
    assert unpack_series(pack_series(series)).about() == series.about()


SECRET = re.compile(rb"ann\.lee|0113|496 ?0000|Harbour", re.IGNORECASE)


@given(st.permutations(["ann.lee@example.org", "+44 113 496 0000", "weld", "Harbour Works", "2026-01-01"]))
def test_nothing_that_names_a_person_leaves_the_import(cells: list[str]) -> None:
    others = [cell for cell in cells if cell not in {"2026-01-01", "Harbour Works"}]
    text = "\n".join(
        [
            "id,date,title,description,location,occupation,employer,email",
            ",".join([others[0], "2026-01-01", others[1], others[2], others[1], others[0], "Harbour Works", others[2]]),
            f'9,2026-01-01,weld,"{LONG} Ring Ann.Lee on 0113 496 0000.","Leeds, ann.lee@example.org",,Harbour Works,',
        ]
    )
    series = brought(text).series
    kept = repr((series.about(), series.skills, series.labels, series.places, series.occupations)).encode()
    assert not SECRET.search(kept)
    assert "Leeds" in series.places


def test_a_store_keeps_series_by_source(tmp_path: Path) -> None:
    store = SeriesStore(tmp_path / "demand")
    for code in ("demand.no_series",):
        with pytest.raises(DemandError) as caught:
            store.load()
        assert caught.value.code == code
    series = series_of_counts([1], [3])
    store.save(series)
    assert store.load().about() == store.load("Board").about() == series.about()
    store.save(replace(series, source="Other board"))
    with pytest.raises(DemandError) as caught:
        store.load()
    assert caught.value.code == "demand.which_source"
    with pytest.raises(DemandError) as caught:
        store.find("Other/board")
    assert caught.value.code == "demand.source_name"
    assert [one.source for one in store.list()] == ["Board", "Other board"]
    assert not list((tmp_path / "demand").glob("*.part"))


GOOD = pack_series(series_of_counts([1, 2], [3, 4]))


def test_a_series_of_another_kind_is_refused() -> None:
    with pytest.raises(DemandError) as caught:
        unpack_series(b"SLPACK\x00\x01")
    assert caught.value.code == "demand.not_a_series"


@given(st.integers(min_value=len(MAGIC), max_value=len(GOOD) - 1), st.integers(min_value=1, max_value=255))
def test_a_damaged_series_never_opens(place: int, change: int) -> None:
    damaged = bytearray(GOOD)
    damaged[place] ^= change
    for data in (bytes(damaged), GOOD[:place], GOOD + bytes([change])):
        # Or it is a bit of a compressed stream that says nothing.
        assert (
            code_of(lambda data=data: unpack_series(data)) == "demand.damaged"
            or pack_series(unpack_series(data)) == GOOD
        )


def test_the_real_linker_reads_whole_texts() -> None:
    from io import BytesIO

    from stepladder.skills.frameworks import starter

    framework = starter()
    data = b"date,title,description\n2026-01-01,Service desk,You communicate with customers. You weld nothing.\n"
    report = import_postings(
        BytesIO(data), name="p.csv", source="S", framework=framework, at=AT, settings=ImportSettings()
    )
    assert "communicate with customers" in report.series.labels
    assert report.series.method.linker
    assert small_framework().name not in report.series.method.framework
