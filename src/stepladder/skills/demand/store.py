"""A folder of series, one file for each source."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from stepladder.skills.demand.packing import pack_series, unpack_series
from stepladder.skills.errors import DemandError

if TYPE_CHECKING:
    from stepladder.skills.demand.series import DemandSeries

__all__ = ["SeriesStore"]

_SUFFIX = ".series"


class SeriesStore:
    """The series in a folder, which is made at the first save; a file is whole or it is not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def list(self) -> tuple[DemandSeries, ...]:
        """Return every series, by source."""
        return tuple(sorted(map(_open, self._files()), key=lambda one: one.source))

    def find(self, source: str) -> DemandSeries | None:
        """Return the series of this source, or None; raises `DemandError` where its file is another source's."""
        path = self.path(source)
        if not path.is_file():
            return None
        found = _open(path)
        if found.source != source:
            raise DemandError(
                f"The file of {source!r} would be that of {found.source!r}",
                code="demand.source_name",
                hint="Give the source another name.",
            )
        return found

    def load(self, source: str | None = None) -> DemandSeries:
        """Return the series of this source, or the only one there is.

        Raises `DemandError`: ``demand.no_series``, ``demand.which_source``.
        """
        names = [one.source for one in self.list()] if source is None else [source]
        found = self.find(names[0]) if len(names) == 1 else None
        if found is not None:
            return found
        if len(names) > 1:
            raise DemandError(
                f"There are {len(names)} series: {', '.join(names)}. Sources are never added up",
                code="demand.which_source",
                hint="Say which with --source NAME.",
            )
        raise DemandError(
            f"There is no series of postings{f' of {source!r}' if source else ' yet'}",
            code="demand.no_series",
            hint="Import postings with `stepladder demand import FILE --source NAME`.",
        )

    def save(self, series: DemandSeries) -> Path:
        """Write the series and return its path; what was there before stays until the new file is whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.path(series.source)
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(pack_series(series))
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return path

    def path(self, source: str) -> Path:
        """Return where the series of this source lies."""
        return self.folder / ((re.sub(r"[^A-Za-z0-9._-]+", "_", source).lstrip(".") or "_")[:100] + _SUFFIX)

    def _files(self) -> tuple[Path, ...]:
        return tuple(sorted(self.folder.glob("*" + _SUFFIX))) if self.folder.is_dir() else ()


def _open(file: Path) -> DemandSeries:
    try:
        return unpack_series(file.read_bytes())
    except DemandError as error:
        error.where = error.where or str(file)
        raise
