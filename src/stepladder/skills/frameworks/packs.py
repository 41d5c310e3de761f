"""A folder of packs: how frameworks are kept where there is no server."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks import starter
from stepladder.skills.frameworks.model import Framework

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.skills.frameworks.values import Source

__all__ = ["PackStore"]

_SUFFIX = ".pack"


class PackStore:
    """The packs in a folder, beside the starter pack that is always there.

    The folder is made at the first save. One file per name and version; a file is whole or it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def list(self) -> tuple[Framework, ...]:
        """Return every framework, the starter pack first, then by name and version."""
        return (starter(), *self._stored())

    def load(self, name: str | None = None, version: str | None = None) -> Framework:
        """Return the framework of this name and version.

        Without a version the newest; without a name the largest one that is stored, else the starter pack. Raises
        `FrameworkError`: ``pack.unknown``, ``pack.damaged``.
        """
        if name == starter().name and version in {None, starter().version}:
            return starter()
        if name is None:
            found = [one for one in self._stored() if version in {None, one.version}]
            if not found and version is None:
                return starter()
            found.sort(key=lambda one: (len(one.skills), len(one.occupations), _order(one.version)))
        else:
            files = [
                file
                for file in self._files()
                if file.name.startswith(_part(name) + "-") and (version is None or file == self.path(name, version))
            ]
            found = [one for one in map(_open, files) if one.name == name]
            found.sort(key=lambda one: _order(one.version))
        if not found:
            have = ", ".join(f"{one.name} {one.version}" for one in self.list())
            raise FrameworkError(
                f"There is no framework {name or ''} {version or ''}".rstrip() + f"; there are {have}",
                code="pack.unknown",
                hint="Load one with `stepladder frameworks import`.",
            )
        return found[-1]

    def find(self, sources: tuple[Source, ...], same: Callable[[Framework], bool] | None = None) -> Framework | None:
        """Return the stored framework that was read from files of these SHA-256 values among others, or None.

        ``same`` says whether one that was is the one that is meant: bytes alone do not tell a name.
        """
        wanted = {source.sha256 for source in sources}
        for framework in self._stored():
            read = {source.sha256 for source in framework.sources}
            if wanted and wanted <= read and (same is None or same(framework)):
                return framework
        return None

    def get(self, name: str, version: str) -> Framework | None:
        """Return the stored framework of this name and version, or None."""
        path = self.path(name, version)
        found = _open(path) if path.is_file() else None
        return found if found is not None and (found.name, found.version) == (name, version) else None

    def remove(self, name: str, version: str) -> Framework:
        """Take a pack away and return what it was; raises `FrameworkError` (``pack.unknown``, ``pack.starter``)."""
        if (name, version) == (starter().name, starter().version):
            raise FrameworkError(
                "The starter pack is part of Stepladder and cannot be removed",
                code="pack.starter",
                hint="Remove a framework that was imported.",
            )
        found = self.load(name, version)
        self.path(found.name, found.version).unlink()
        return found

    def save(self, framework: Framework) -> Path:
        """Write the pack and return its path; what was there before stays until the new file is whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.path(framework.name, framework.version)
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(framework.to_bytes())
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return path

    def path(self, name: str, version: str) -> Path:
        """Return where the pack of this name and version lies."""
        return self.folder / f"{_part(name)}-{_part(version)}{_SUFFIX}"

    def _files(self) -> tuple[Path, ...]:
        return tuple(sorted(self.folder.glob("*" + _SUFFIX))) if self.folder.is_dir() else ()

    def _stored(self) -> tuple[Framework, ...]:
        return tuple(sorted(map(_open, self._files()), key=lambda one: (one.name, _order(one.version))))


def _open(file: Path) -> Framework:
    try:
        return Framework.from_bytes(file.read_bytes())
    except FrameworkError as error:
        error.where = error.where or str(file)
        raise


def _part(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9._]+", "_", text).lstrip(".") or "_"


def _order(version: str) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"[.\-_]", version))
