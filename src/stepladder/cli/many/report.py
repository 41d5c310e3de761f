"""The report: a CSV file that grows by whole lines, and is read back when an interrupted run goes on."""

from __future__ import annotations

import csv
import io
import os
import time
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from stepladder.cli.console import visible
from stepladder.cli.errors import CommandError
from stepladder.cli.many.rows import COLUMNS, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

HEADER = (",".join(COLUMNS) + "\r\n").encode()
MOST_ROWS = 500  # held back for one write
MOST_SECONDS = 1.0
_LONGEST_CELL = 4_000
_LONGEST_LINE = 1 << 20
_FORMULA_STARTS = ("=", "+", "-", "@")


def cell(text: str) -> str:
    """Return text as it stands in a cell: one line, nothing hidden, and never a formula for a spreadsheet."""
    shown = visible(text)
    if len(shown) > _LONGEST_CELL:
        shown = shown[:_LONGEST_CELL] + "…"
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA_STARTS) else shown


def line(name: str, row: Row) -> bytes:
    """Return a row as the bytes of its line."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([cell(text) for text in (name, *row)])
    return out.getvalue().encode("utf-8", "backslashreplace")


class Report:
    """A report that is being written.

    ``verdicts`` counts its rows, those of an earlier run among them, ``signers`` how the issuers of the authentic ones
    are known.

    Rows are held back and written together: after 500, or a second. ``before`` is called first, to make sure of what
    the rows speak of. Every write is followed by fsync, and one that fails is taken back.
    """

    def __init__(self, path: Path, *, before: Callable[[], None] | None = None) -> None:
        self.path = path
        self.verdicts: Counter[str] = Counter()
        self.signers: Counter[str] = Counter()
        self.finished_before = 0
        self._before = before
        self._held: list[bytes] = []
        self._since = time.monotonic()
        self._descriptor = -1
        self._end = 0
        self._new = False

    # ------------------------------------------------------------------ beginning
    def begin(self, *, anew: bool) -> None:
        """Open the file: with ``anew`` empty but for the header, else after its last whole line.

        Raises ``CommandError``: ``usage.unwritable_file``; ``usage.not_a_report`` for a file that is none of ours.
        """
        try:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._descriptor = os.open(self.path, flags, 0o644)
            self._new = os.fstat(self._descriptor).st_size == 0
            self._refuse_other_files()
            if not anew:
                self._read_back()
            os.ftruncate(self._descriptor, self._end)
            os.lseek(self._descriptor, self._end, os.SEEK_SET)
            if self._end == 0:
                self._write(HEADER)
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def _refuse_other_files(self) -> None:
        with self.path.open("rb") as file:
            start = file.read(len(HEADER))
        if not HEADER.startswith(start):
            raise CommandError(
                "The file is not a report of this command, and it was not touched.",
                code="usage.not_a_report",
                where=str(self.path),
                hint="Choose another name for the report.",
            )

    def _read_back(self) -> None:
        for found in _lines(self.path):
            if self._end == 0:
                if found != HEADER:
                    return  # half a header
            else:
                cells = _cells(found)
                if cells is None:
                    return  # a half line, or a block that a power cut left empty: what follows is done again
                self._count(cells[1], cells[5])
                self.finished_before += 1
            self._end += len(found)

    def _count(self, verdict: str, identity: str) -> None:
        self.verdicts[verdict] += 1
        if verdict == "authentic":
            self.signers[identity] += 1

    def earlier(self) -> Iterator[tuple[str, str]]:
        """Yield name and verdict of the rows of the earlier run, as cells show them."""
        rows = _lines(self.path)
        next(rows)
        for _, found in zip(range(self.finished_before), rows, strict=False):
            name, verdict, *_ = _cells(found) or ("", "")
            yield name, verdict

    # ------------------------------------------------------------------ writing
    def add(self, name: str, row: Row) -> None:
        """Add a row; it is on the disk after the next :meth:`flush` at the latest."""
        self._held.append(line(name, row))
        self._count(row.verdict, row.issuer_identity)
        if len(self._held) >= MOST_ROWS:
            self.flush()
        else:
            self.flush_if_due()

    def flush_if_due(self) -> None:
        """Write what has been held back for a second."""
        if self._held and time.monotonic() - self._since >= MOST_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Write everything that is held back, and wait until it is on the disk. Raises ``CommandError``."""
        if not self._held:
            return
        if self._before is not None:
            self._before()
        try:
            self._write(b"".join(self._held))
        except OSError as error:
            raise _unwritable(self.path, error) from error
        self._held.clear()
        self._since = time.monotonic()

    def _write(self, data: bytes) -> None:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
            os.fsync(self._descriptor)
        except OSError:
            os.ftruncate(self._descriptor, self._end)
            os.lseek(self._descriptor, self._end, os.SEEK_SET)
            raise
        self._end += len(data)

    def discard(self) -> None:
        """Remove the file, if it was made for a run that did not begin."""
        self.close()
        if self._new:
            with suppress(OSError):
                self.path.unlink()

    def close(self) -> None:
        """Close the file; what is still held back is given up."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while found := file.readline(_LONGEST_LINE):
            yield found


def _cells(found: bytes) -> list[str] | None:
    """Return the cells of a line that we wrote, or None if it is none."""
    if not found.endswith(b"\r\n") or b"\x00" in found:
        return None
    try:
        cells = next(csv.reader([found.decode("utf-8")], strict=True))
    except (UnicodeDecodeError, csv.Error, StopIteration):
        return None
    return cells if len(cells) == len(COLUMNS) else None


def _unwritable(path: Path, error: OSError) -> CommandError:
    return CommandError(
        f"The report cannot be written: {error.strerror or error}.",
        code="usage.unwritable_file",
        where=str(path),
        hint="See that the folder is there, that you may write, and that the disk is not full; then run it again.",
    )
