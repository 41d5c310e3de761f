"""The report of a population: a row per person and target, written whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import tempfile
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stepladder.cli.errors import CommandError
from stepladder.cli.many.report import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from stepladder.skills.population import Nearest, OwnGaps

__all__ = ["NEAREST", "OWN", "as_csv", "nearest_rows", "own_rows", "write_report"]

NEAREST = (
    *("person", "rank", "occupation", "label", "share"),
    *("essential_held", "essential_total", "need", "need_of"),
)
OWN = ("person", "occupation", "label", "essential_held", "essential_total", "need", "need_of")

MOST_REMEMBERED = 1 << 16
Row = tuple[Any, ...]


def nearest_rows(names: Sequence[str], found: Nearest) -> Iterator[Row]:
    """Yield a row per person and target, in the order of `NEAREST`."""
    for number, name in enumerate(names):
        for rank, one in enumerate(found.of(number), start=1):
            yield (
                *(name, rank, one.uri, one.label, one.share),
                *(one.essential_held, one.essential_total, one.need, one.need_of),
            )


def own_rows(names: Sequence[str], found: OwnGaps) -> Iterator[Row]:
    """Yield a row per person who has a role, in the order of `OWN`."""
    for number, name in enumerate(names):
        role = int(found.role[number])
        if role >= 0:
            yield (
                *(name, found.targets.uris[role], found.targets.labels[role]),
                *(int(found.essential_held[number]), int(found.essential_total[number])),
                *(round(float(found.need[number]), 6), round(float(found.need_of[number]), 6)),
            )


def as_csv(header: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield the lines of a table in which no cell is a formula for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    shown: dict[str, str] = {}  # names of occupations come again and again

    def safe(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        if value not in shown:
            if len(shown) > MOST_REMEMBERED:
                shown.clear()
            shown[value] = cell(value)
        return shown[value]

    for row in chain((header,), rows):
        writer.writerow([safe(value) for value in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


@contextmanager
def write_report(path: Path) -> Iterator[Any]:
    """Give a file to write lines to; it takes its name when the block ends well, else nothing is left of it."""
    made = ""
    try:
        descriptor, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="") as file:
            yield file
        Path(made).chmod(0o644)
        Path(made).replace(path)
    except OSError as error:
        raise CommandError(
            f"The report cannot be written: {error.strerror or error}.",
            code="usage.unwritable_file",
            where=str(path),
            hint="Check that the folder exists, that you may write there, and that the disk is not full.",
        ) from error
    finally:
        with suppress(OSError):
            Path(made).unlink()
