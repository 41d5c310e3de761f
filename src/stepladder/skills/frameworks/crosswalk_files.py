"""The reader of what a crosswalk is made of: four tables, each known by its columns, in any number of files.

Nesta's crosswalk and its table of occupations; ESCO's table of broader occupations; O*NET's table of codes that changed
from 2010 to 2019.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.crosswalk import CONFIDENCE, Crosswalk, OccupationMatch, OccupationRow
from stepladder.skills.frameworks.sheets import Sheets

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from stepladder.skills.frameworks.sheets import Sheet

__all__ = ["KNOWN_COUNTS", "read_crosswalk"]

KNOWN_COUNTS = {"matches": {"2020-11": 1_680}, "rows": {"2020-11": 1_627}}
_MATCHES = ("concept_uri", "onet_code", "onet_occupation", "confidence")
_ROWS = ("concept_uri", "job_zone", "annual_earnings", "remote_labor_index", "risk_category")
_BROADER = ("conceptType", "conceptUri", "broaderType", "broaderUri")
_CODES = ("O*NET-SOC 2010 Code", "O*NET-SOC 2019 Code")
_CODE = re.compile(r"\d{2}-\d{4}\.\d{2}")
_RISKS = {"": None, "High risk": True, "Lower risk": False}


def read_crosswalk(paths: Sequence[Path], progress: Callable[[int, int], None] | None = None) -> Crosswalk:
    """Return what the files hold of a crosswalk; each table in them is used, at least one must be there.

    Raises `FrameworkError` with file and row for anything that is missing, damaged or not as published.
    """
    parts: list[Crosswalk] = []
    with Sheets(paths, progress) as sheets:
        known = [(sheet, read) for sheet in sheets.tables.values() if (read := _reader(sheets, sheet)) is not None]
        if not known:
            raise FrameworkError(
                f"None of these tables is part of a crosswalk: {', '.join(sorted(sheets.tables))}",
                code="framework.wrong_file",
                hint="Give Nesta's esco_onet_crosswalk CSV; beside it its table of occupations, ESCO's relations zip.",
            )
        sheets.expect([sheet for sheet, _ in known])
        parts = [read(sheets, sheet) for sheet, read in known]
        sources = tuple(sorted(sheets.sources, key=lambda source: source.name))
    found = Crosswalk()
    for part in parts:
        found = found.joined(part)
    return Crosswalk(
        version=found.version,
        matches=found.matches,
        rows=found.rows,
        broader=found.broader,
        newer_codes=found.newer_codes,
        sources=sources,
        report=found.report,
    )


def _reader(sheets: Sheets, sheet: Sheet) -> Callable[[Sheets, Sheet], Crosswalk] | None:
    header = {name.casefold() for name in sheets.header(sheet)}
    for columns, read in (
        (_MATCHES, _read_matches),
        (_ROWS, _read_rows),
        (_CODES, _read_codes),
        (_BROADER, _read_broader),
    ):
        if header.issuperset(column.casefold() for column in columns):
            return read if read is not _read_broader or "occ" in sheet.name else None
    return None


def _read_matches(sheets: Sheets, sheet: Sheet) -> Crosswalk:
    matches: dict[str, OccupationMatch] = {}
    for row, (uri, code, title, confidence) in sheets.rows(sheet, _MATCHES):
        where = f"{sheet.where}, row {row}"
        if not uri or _CODE.fullmatch(code) is None:
            raise FrameworkError(
                f"The row matches {uri or '(no URI)'} with {code or '(no code)'}; expected a URI and a code such as "
                "43-4051.00",
                code="framework.missing_value",
                where=where,
            )
        if uri in matches:
            raise FrameworkError(f"{uri} is matched twice", code="framework.duplicate_uri", where=where)
        value = _number(confidence, where)
        if value not in CONFIDENCE:
            raise FrameworkError(
                f"The confidence is {confidence or '(empty)'}; expected 0.5, 1 or 2",
                code="framework.unknown_value",
                where=where,
            )
        matches[uri] = OccupationMatch(code=code, title=title, confidence=value)
    version = "2020-11" if "nov2020" in sheet.name else "unknown"
    _assert_count("matches", version, len(matches), sheet)
    words = ", ".join(f"{sum(m.confidence == v for m in matches.values()):,} {w}" for v, w in CONFIDENCE.items())
    return Crosswalk(
        version=version,
        matches=matches,
        report=(f"{len(matches):,} ESCO occupations have an O*NET occupation; confidence: {words}.",),
    )


def _read_rows(sheets: Sheets, sheet: Sheet) -> Crosswalk:
    rows: dict[str, OccupationRow] = {}
    for row, (uri, zone, earnings, remote, risk) in sheets.rows(sheet, _ROWS):
        where = f"{sheet.where}, row {row}"
        if not uri:
            raise FrameworkError("The row has no URI", code="framework.missing_value", where=where)
        if uri in rows:
            raise FrameworkError(f"{uri} is there twice", code="framework.duplicate_uri", where=where)
        if risk not in _RISKS:
            raise FrameworkError(
                f"The risk category is {risk}; expected High risk or Lower risk",
                code="framework.unknown_value",
                where=where,
            )
        rows[uri] = OccupationRow(
            job_zone=_within(zone, 1, 5, where),
            earnings=_within(earnings, 0, 10_000_000, where),
            remote=_within(remote, 0, 1, where),
            high_risk=_RISKS[risk],
        )
    version = "2020-11" if sheet.name == "mcc_transitions_occupation_data" else "unknown"
    _assert_count("rows", version, len(rows), sheet)
    sentence = (
        f"{len(rows):,} ESCO occupations have a job zone, earnings or a remote share in Nesta's table "
        "(United Kingdom, GBP, published 2020)."
    )
    return Crosswalk(rows=rows, report=(sentence,))


def _read_broader(sheets: Sheets, sheet: Sheet) -> Crosswalk:
    broader = {
        uri: above
        for _, (kind, uri, above_kind, above) in sheets.rows(sheet, _BROADER)
        if kind == above_kind == "Occupation"
    }
    return Crosswalk(
        broader=broader,
        report=(f"{len(broader):,} ESCO occupations may inherit the match of the occupation above them.",),
    )


def _read_codes(sheets: Sheets, sheet: Sheet) -> Crosswalk:
    newer: dict[str, dict[str, None]] = {}
    for row, (old, new) in sheets.rows(sheet, _CODES):
        if _CODE.fullmatch(old) is None or _CODE.fullmatch(new) is None:
            raise FrameworkError(
                f"The row leads from {old or '(empty)'} to {new or '(empty)'}; expected codes such as 43-4051.00",
                code="framework.missing_value",
                where=f"{sheet.where}, row {row}",
            )
        newer.setdefault(old, {})[new] = None
    return Crosswalk(newer_codes={old: tuple(new) for old, new in newer.items()})


def _assert_count(what: str, version: str, count: int, sheet: Sheet) -> None:
    expected = KNOWN_COUNTS[what].get(version, count)
    if count != expected:
        raise FrameworkError(
            f"{sheet.where} holds {count:,} rows; the published table holds {expected:,}",
            code="framework.count_mismatch",
            where=sheet.where,
            hint="Use the file as it was published, whole.",
        )


def _within(text: str, lowest: float, highest: float, where: str) -> float | None:
    if not text:
        return None
    value = _number(text, where)
    if not lowest <= value <= highest:
        raise FrameworkError(
            f"The value is {text}; expected {lowest:g} to {highest:,g}", code="framework.unknown_value", where=where
        )
    return value


def _number(text: str, where: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise FrameworkError(
            f"The value is {text or '(empty)'}; expected a number", code="framework.unknown_value", where=where
        ) from None
