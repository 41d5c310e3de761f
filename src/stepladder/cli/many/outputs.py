"""Where issued credentials go: a folder with a file for each, or one file with a line for each."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Protocol

from stepladder.cli.errors import CommandError
from stepladder.cli.many.progress_file import sync_folder
from stepladder.cli.many.signing import UNFINISHED, file_name

if TYPE_CHECKING:
    from pathlib import Path

    from stepladder.cli.many.rows import Answer, Item


class Output(Protocol):
    """What a run makes besides its report."""

    def refuse_existing(self) -> None:
        """Raise ``CommandError`` if something is there that the run would replace."""
        ...

    def begin(self, *, issued: int) -> None:
        """Make ready for a run of which so many credentials are there already."""
        ...

    def check(self, item: Item, verdict: str) -> None:
        """Raise ``CommandError`` if what the report says of an earlier item is not so."""
        ...

    def add(self, item: Item, answer: Answer) -> None:
        """Keep what came of an item."""
        ...

    def sync(self) -> None:
        """See that all that was added is on the disk."""
        ...

    def finish(self) -> None:
        """Tidy up after the last item."""
        ...


class Nothing:
    """No output besides the report."""

    def refuse_existing(self) -> None: ...
    def begin(self, *, issued: int) -> None: ...
    def check(self, item: Item, verdict: str) -> None: ...
    def add(self, item: Item, answer: Answer) -> None: ...
    def sync(self) -> None: ...
    def finish(self) -> None: ...


class Folder:
    """A file for each credential, under the name of what it was made from. The workers write them."""

    def __init__(self, path: Path, *, ending: str) -> None:
        self.path = path
        self._ending = ending
        self._touched: set[Path] = set()

    def refuse_existing(self) -> None:
        if self.path.is_dir() and any(not name.startswith(".") for name in os.listdir(self.path)):  # noqa: PTH208
            raise _not_empty(self.path)

    def begin(self, *, issued: int) -> None:  # noqa: ARG002 the signature of an output
        try:
            shutil.rmtree(self.path / UNFINISHED, ignore_errors=True)
            (self.path / UNFINISHED).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def check(self, item: Item, verdict: str) -> None:
        path = self.path / file_name(item.name, self._ending)
        if verdict == "issued" and not path.is_file():
            raise _incomplete(path, "The report says that this credential was issued, but it is not there.")

    def add(self, item: Item, answer: Answer) -> None:
        if answer.row.verdict == "issued":
            self._touched.add((self.path / file_name(item.name, self._ending)).parent)

    def sync(self) -> None:
        for touched in self._touched:
            for folder in (touched, *touched.parents):
                sync_folder(folder)
                if folder == self.path:
                    break
        self._touched.clear()

    def finish(self) -> None:
        shutil.rmtree(self.path / UNFINISHED, ignore_errors=True)


class Lines:
    """One file with a line for each credential: JSON, or a token between quotation marks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._held: list[bytes] = []
        self._descriptor = -1
        self._end = 0

    def refuse_existing(self) -> None:
        if self.path.exists() and self.path.stat().st_size:
            raise _not_empty(self.path)

    def begin(self, *, issued: int) -> None:
        """Cut off what came after the last credential that the report knows of."""
        try:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
            self._end = self._after(issued)
            os.ftruncate(self._descriptor, self._end)
            os.lseek(self._descriptor, self._end, os.SEEK_SET)
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def _after(self, issued: int) -> int:
        end = found = 0
        with self.path.open("rb") as file:
            while found < issued and (line := file.readline()).endswith(b"\n"):
                found, end = found + 1, end + len(line)
        if found < issued:
            message = f"The report says that {issued:,} credentials were issued, but there are {found:,}."
            raise _incomplete(self.path, message)
        return end

    def check(self, item: Item, verdict: str) -> None: ...

    def add(self, item: Item, answer: Answer) -> None:  # noqa: ARG002 the signature of an output
        if answer.row.verdict == "issued":
            self._held.append(answer.credential + b"\n")

    def sync(self) -> None:
        data = b"".join(self._held)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
            os.fsync(self._descriptor)
        except OSError as error:
            os.ftruncate(self._descriptor, self._end)
            os.lseek(self._descriptor, self._end, os.SEEK_SET)
            raise _unwritable(self.path, error) from error
        self._end += len(data)
        self._held.clear()

    def finish(self) -> None:
        os.close(self._descriptor)


def _not_empty(path: Path) -> CommandError:
    return CommandError(
        "There is something in the place for the credentials already, and it was not touched.",
        code="usage.out_not_empty",
        where=str(path),
        hint="Name an empty folder or a new file, or begin anew with --restart, which replaces what has the same name.",
    )


def _incomplete(path: Path, message: str) -> CommandError:
    hint = "Put it back, or begin anew with --restart: the credentials get the same ids again."
    return CommandError(message, code="usage.out_incomplete", where=str(path), hint=hint)


def _unwritable(path: Path, error: OSError) -> CommandError:
    return CommandError(
        f"The credentials cannot be written: {error.strerror or error}.",
        code="usage.unwritable_file",
        where=str(path),
        hint="See that you may write there, and that the disk is not full; then run it again.",
    )
