"""The publisher's own list of replacements, as a CSV with the columns ``old`` and ``new``, a row for each new URI."""

from __future__ import annotations

import csv
import io

from stepladder.skills.errors import FrameworkError

__all__ = ["read_replacements"]

LARGEST = 64 * 1024 * 1024
_COLUMNS = ("old", "new")


def read_replacements(data: bytes, *, name: str = "replacements") -> dict[str, tuple[str, ...]]:
    """Return old URI → new URIs in the file's order; two rows with one ``old`` say that it was split.

    Raises `FrameworkError` (``migration.replacements``) with file and row for anything else.
    """
    if len(data) > LARGEST:
        raise _wrong(f"{name} is larger than 64 MB", name)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _wrong(f"{name} is not UTF-8: byte {error.start} cannot be read", name) from error
    found: dict[str, dict[str, None]] = {}
    reader = csv.DictReader(io.StringIO(text, newline=""))
    try:
        missing = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            raise _wrong(f"{name} lacks the column {' and '.join(missing)}", f"{name}, row 1")
        for row in reader:
            old, new = ((row[column] or "").strip() for column in _COLUMNS)
            if not old or not new:
                raise _wrong(f"{name} names no {'old' if not old else 'new'} URI", f"{name}, row {reader.line_num}")
            found.setdefault(old, {})[new] = None
    except csv.Error as error:
        raise _wrong(f"{name} is not CSV: {error}", f"{name}, row {reader.line_num}") from error
    return {old: tuple(new) for old, new in found.items()}


def _wrong(message: str, where: str) -> FrameworkError:
    return FrameworkError(
        message, code="migration.replacements", where=where, hint="Two columns, old and new, each with a URI a row."
    )
