"""The note beside the report of a run that is not finished: how it was begun, so that it goes on in the same way.

``out.csv`` has ``.out.csv.run``. It is there from before the first row until after the last, locked while the run goes.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from stepladder.cli.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_FORMAT = 1


def digest(value: Any) -> str:
    """Return a short fingerprint of an option's value: the note says whether it is the same, not what it was."""
    data = value if isinstance(value, bytes) else repr(value).encode("utf-8", "surrogateescape")
    return hashlib.sha256(data).hexdigest()[:20]


class ProgressFile:
    """The note beside a report. ``facts`` of a run that goes on are those that it began with."""

    def __init__(self, report: Path) -> None:
        self.path = report.with_name(f".{report.name}.run")
        self._report = report
        self._descriptor = -1

    def begin(self, settings: Mapping[str, str], facts: Mapping[str, str], *, restart: bool) -> dict[str, str] | None:
        """Lock the note and compare; return the facts of the run that goes on, or None if one begins.

        ``settings`` must be the same for a run to go on (name of the option to fingerprint); ``facts`` are remembered
        for it. Raises ``CommandError``: ``usage.report_in_use``, ``usage.report_exists``, ``usage.other_run``.
        """
        self._lock()
        try:
            return self._begin(settings, facts, restart=restart)
        except BaseException:
            self.close()
            raise

    def _begin(self, settings: Mapping[str, str], facts: Mapping[str, str], *, restart: bool) -> dict[str, str] | None:
        found = self._read()
        if restart or found is None:
            if not restart:
                self._refuse_existing()
            self._write({"format": _FORMAT, "settings": dict(settings), "facts": dict(facts)})
            return None
        earlier = found["settings"]
        other = sorted(name for name in earlier.keys() | settings.keys() if earlier.get(name) != settings.get(name))
        if other:
            raise CommandError(
                f"The report belongs to a run that is not finished and was begun with another {', '.join(other)}.",
                code="usage.other_run",
                where=str(self._report),
                hint="Give the same command as then to go on, or --restart to begin anew, or name another report.",
            )
        kept: dict[str, str] = found["facts"]
        return kept

    def finish(self) -> None:
        """Remove the note: the run is complete."""
        with suppress(OSError):
            self.path.unlink()
        self.close()

    def close(self) -> None:
        """Let go of the note and leave it."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _lock(self) -> None:
        try:
            while True:
                self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
                _lock_whole(self._descriptor)
                if os.fstat(self._descriptor).st_nlink:  # else another run finished in between and removed it
                    return
                self.close()
        except BlockingIOError as error:
            self.close()
            raise CommandError(
                "Another run is writing this report.",
                code="usage.report_in_use",
                where=str(self._report),
                hint="Wait until it has finished, or name another report.",
            ) from error
        except OSError as error:
            self.close()
            raise CommandError(
                f"The report cannot be written: {error.strerror or error}.",
                code="usage.unwritable_file",
                where=str(self._report),
                hint="See that the folder is there, and that you may write in it.",
            ) from error

    def _read(self) -> dict[str, Any] | None:
        size = os.fstat(self._descriptor).st_size
        try:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            found = json.loads(os.read(self._descriptor, size))
        except ValueError:
            return None  # the run ended before it had begun
        known = isinstance(found, dict) and found.get("format") == _FORMAT
        return found if known else None

    def _refuse_existing(self) -> None:
        with suppress(OSError):
            if self._report.is_dir() or self._report.stat().st_size > 0:
                self.path.unlink()
                raise CommandError(
                    "There is a file of this name already, and it was not touched.",
                    code="usage.report_exists",
                    where=str(self._report),
                    hint="Name another report, or begin anew with --restart, which replaces it.",
                )

    def _write(self, content: Mapping[str, Any]) -> None:
        try:
            os.ftruncate(self._descriptor, 0)
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, json.dumps(content).encode())
            os.fsync(self._descriptor)
            sync_folder(self.path.parent)
        except OSError as error:
            raise CommandError(
                f"The report cannot be begun: {error.strerror or error}.",
                code="usage.unwritable_file",
                where=str(self._report),
                hint="See that the disk is not full.",
            ) from error


def _lock_whole(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: two runs on one report are left to the people who start them
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk. Where a system knows no such thing, do nothing."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
