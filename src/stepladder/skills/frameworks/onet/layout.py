"""How O*NET's releases are laid out: tables and columns, their older and newer names, and what is known to be in them.

Release 30.3 split “Skills” into “Essential Skills” (elements 2.A) and “Transferable Skills” (2.B), and renamed
“Technology Skills” to “Software Skills” and “Alternate Titles” to “Job Titles”, with some of their columns. The text
form has fewer columns than the workbooks: what is read here is in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepladder.skills.errors import FrameworkError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stepladder.skills.frameworks.sheets import Sheet, Sheets

__all__ = ["CODE", "KNOWN_COUNTS", "TABLES", "assert_counts", "find_tables", "notice_of", "version_of"]

CODE = "O*NET-SOC Code"

# What a release holds, counted once from the publisher's own files.
KNOWN_COUNTS: dict[str, dict[str, int]] = {
    "29.3": {
        "occupations": 1_016,
        "skills": 61_530,
        "knowledge": 58_014,
        "technology": 32_681,
        "related": 18_460,
        "zones": 923,
    },
}
_WORDS = {
    "occupations": "occupations",
    "skills": "ratings of skills",
    "knowledge": "ratings of knowledge",
    "technology": "technologies of occupations",
    "related": "related occupations",
    "zones": "job zones",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A table: the file names that it may have (each a set of files that belong together), columns, needed or not."""

    names: tuple[tuple[str, ...], ...]
    columns: tuple[str | tuple[str, ...], ...]
    optional: tuple[str, ...] = ()
    needed: bool = True


_RATINGS = (CODE, "Element ID", "Element Name", "Scale ID", "Data Value", "Recommend Suppress", "Not Relevant")
TABLES: dict[str, Layout] = {
    "scales": Layout(names=(("scales reference",),), columns=("Scale ID", "Scale Name", "Minimum", "Maximum")),
    "occupations": Layout(names=(("occupation data",),), columns=(CODE, "Title")),
    "skills": Layout(names=(("essential skills", "transferable skills"), ("skills",)), columns=_RATINGS),
    "knowledge": Layout(names=(("knowledge",),), columns=_RATINGS),
    "technology": Layout(
        names=(("software skills",), ("technology skills",)),
        columns=(
            CODE,
            ("Workplace Example", "Example"),
            ("Element Name", "Commodity Title"),
            "Hot Technology",
            "In Demand",
        ),
    ),
    "related": Layout(names=(("related occupations",),), columns=(CODE, "Related O*NET-SOC Code", "Relatedness Tier")),
    "zones": Layout(names=(("job zones",),), columns=(CODE, "Job Zone")),
    "titles": Layout(
        names=(("job titles",), ("alternate titles",)),
        columns=(CODE, ("Job Title", "Alternate Title")),
        optional=("Short Title",),
        needed=False,
    ),
    "content": Layout(
        names=(("content model reference",),), columns=("Element ID", "Element Name", "Description"), needed=False
    ),
    "anchors": Layout(
        names=(("level scale anchors",),),
        columns=("Element ID", "Scale ID", "Anchor Value", "Anchor Description"),
        needed=False,
    ),
}


def find_tables(sheets: Sheets) -> dict[str, tuple[Sheet, ...]]:
    """Return the files of each table; raises `FrameworkError` (``framework.wrong_file``) where a needed one is missing.

    Where a folder holds an older and a newer name of one table, the newer one is read.
    """
    found: dict[str, tuple[Sheet, ...]] = {}
    missing: list[str] = []
    for kind, layout in TABLES.items():
        whole = next((names for names in layout.names if all(name in sheets.tables for name in names)), None)
        if whole is not None:
            found[kind] = tuple(sheets.tables[name] for name in whole)
        elif layout.needed:
            missing.append(" or ".join(" and ".join(map(repr, names)) for names in layout.names))
    if missing:
        have = ", ".join(sorted(sheets.tables)) or "no table"
        raise FrameworkError(
            f"These files lack O*NET's tables {', '.join(missing)}; they hold {have}",
            code="framework.wrong_file",
            hint="Give the database download whole: the folder or the zip of Excel or text files.",
        )
    return found


def version_of(sheets: Sheets, names: Sequence[str], counts: Mapping[str, int]) -> str:
    """Return the release from the read-me file, else from a file or folder name, else from known counts."""
    note = sheets.tables.get("read me")
    if note is not None and note.ending == ".txt":
        stated = re.search(r"O\*NET\S* (\d+\.\d+) Database", sheets.bytes_of(note)[:4096].decode("utf-8", "replace"))
        if stated:
            return stated[1]
    for name in names:
        match = re.search(r"(?:db|onet)[_-](\d+)[._](\d+)(?:[^0-9]|$)", name.lower())
        if match:
            return f"{match[1]}.{match[2]}"
    return next((version for version, known in KNOWN_COUNTS.items() if known == counts), "unknown")


def assert_counts(version: str, counts: Mapping[str, int]) -> None:
    """Raise `FrameworkError` (``framework.count_mismatch``) where a known release holds more or less than it should."""
    for what, expected in KNOWN_COUNTS.get(version, {}).items():
        if counts[what] != expected:
            raise FrameworkError(
                f"O*NET {version} holds {expected:,} {_WORDS[what]}; these files hold {counts[what]:,}",
                code="framework.count_mismatch",
                hint="Download the database of one release again, whole.",
            )


def notice_of(version: str) -> str:
    """Return the attribution that O*NET's licence asks for on every page that shows its information."""
    database = "O*NET Database" if version == "unknown" else f"O*NET {version} Database"
    return (
        f"This page includes information from the {database} by the U.S. Department of Labor, Employment and Training "
        "Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET® is a trademark of USDOL/ETA. "
        "Stepladder has modified some of this information; USDOL/ETA has not approved, endorsed or tested these "
        "modifications."
    )
