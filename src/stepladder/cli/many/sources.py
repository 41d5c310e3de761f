"""What there is to do: the files of a folder or a zip archive, the lines of a JSON Lines file, the rows of a table."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from stepladder.cli.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from stepladder.cli.many.rows import Item

Kind = Literal["folder", "zip", "lines", "table"]

CREDENTIALS = frozenset({".json", ".jwt", ".jws", ".png", ".svg", ".1ob"})
UNSIGNED = frozenset({".json"})
LINES = frozenset({".jsonl", ".ndjson"})
_KINDS: dict[str, Kind] = {
    ".zip": "zip",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".csv": "table",
    ".tsv": "table",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source and what is read from it: files whose names end as in ``suffixes``; of a table, ``cells`` or places."""

    path: Path
    kind: Kind
    suffixes: frozenset[str]
    cells: bool = False

    def items(self) -> Iterator[Item]:
        """Yield what there is to do, always in the same order, reading as it goes."""
        if self.kind == "folder":
            from stepladder.cli.many.folders import walk

            return walk(self.path, self.suffixes)
        if self.kind == "zip":
            from stepladder.cli.many.archives import members

            return members(self.path, self.suffixes)
        from stepladder.cli.many import tables

        if self.kind == "lines":
            return tables.read_lines(self.path)
        return tables.read_cells(self.path) if self.cells else tables.read_places(self.path)

    def count(self) -> int:
        """Count what there is to do."""
        if self.kind == "zip":
            from stepladder.cli.many import archives

            return archives.count(self.path, self.suffixes)
        return sum(1 for _ in self.items())

    def fingerprint(self) -> str:
        """Return what tells this source from another: of a folder its place, of a file its contents too."""
        place = hashlib.sha256(os.fsencode(self.path.resolve()))
        if self.kind != "folder":
            with self.path.open("rb") as file:
                while block := file.read(1 << 20):
                    place.update(block)
        return place.hexdigest()


def open_source(path: Path, *, suffixes: frozenset[str], cells: bool = False) -> Source:
    """Return the source at ``path``. Raises ``CommandError`` for what is none, cannot be read, or is empty."""
    if path.is_dir():
        kind: Kind = "folder"
    else:
        kind = _kind_of_file(path)
    source = Source(path=path, kind=kind, suffixes=suffixes, cells=cells)
    if next(source.items(), None) is None:
        ends = ", ".join(sorted(ending.removeprefix(".") for ending in suffixes))
        raise CommandError(
            f"There is nothing to do: no {ends} in it." if kind in {"folder", "zip"} else "There is nothing to do.",
            code="usage.source_empty",
            where=str(path),
            hint="Check the name. Hidden files, and files with other endings, are passed over.",
        )
    return source


def _kind_of_file(path: Path) -> Kind:
    kind = _KINDS.get(path.suffix.lower())
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise CommandError(
            f"The source cannot be read: {error.strerror or error}.",
            code="usage.no_such_file" if isinstance(error, FileNotFoundError) else "usage.unreadable_file",
            where=str(path),
            hint="Check the name, and that you may read it.",
        ) from error
    if kind is None:
        raise CommandError(
            "It cannot be told from its name what this is.",
            code="usage.unknown_source",
            where=str(path),
            hint="Name a folder, or a file that ends in .zip, .jsonl, .ndjson, .csv or .tsv.",
        )
    return kind
