"""Tables that leave the desk: CSV that a spreadsheet shows and never runs."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a CSV table as text with a byte order mark, so that Excel reads names with accents."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow([safe_cell(cell) for cell in header])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return "\ufeff" + buffer.getvalue()


def safe_cell(value: object) -> str:
    """Return a value as text in which a spreadsheet finds no formula: an apostrophe goes before it."""
    if value is None:
        return ""
    text = str(value)
    if isinstance(value, int):
        return text
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS) else text
