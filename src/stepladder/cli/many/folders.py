"""The files of a folder, in an order that is always the same."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from stepladder.cli.errors import CommandError
from stepladder.cli.many.rows import Item, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def walk(folder: Path, suffixes: frozenset[str]) -> Iterator[Item]:
    """Yield the files whose names end as asked, folder by folder, each folder in the order of its names.

    Hidden files and folders are passed over. Links are followed, but a folder is entered once only, whatever leads to
    it: a link to a folder above would never end. Only one folder's names are held at a time, and those of the folders
    above it. A folder that cannot be read becomes an item with a problem.
    """
    entered: set[tuple[int, int]] = set()
    yield from _walk(os.fspath(folder), "", suffixes, entered)


def _walk(folder: str, prefix: str, suffixes: frozenset[str], entered: set[tuple[int, int]]) -> Iterator[Item]:
    try:
        found = os.stat(folder)  # noqa: PTH116 names that are no text pass through os unharmed
        if (found.st_dev, found.st_ino) in entered:
            return
        entered.add((found.st_dev, found.st_ino))
        names = sorted(name for name in os.listdir(folder) if not name.startswith("."))  # noqa: PTH208 as above
    except OSError as error:
        if not prefix:
            raise CommandError(
                f"The folder cannot be read: {error.strerror or error}.",
                code="usage.unreadable_file",
                where=folder,
                hint="Check that you may read it.",
            ) from error
        problem = Problem(code="usage.unreadable_file", message=f"The folder cannot be read: {error.strerror}.")
        yield Item(name=prefix, problem=problem)
        return
    for name in names:
        path = f"{folder}{os.sep}{name}"
        if os.path.isdir(path):  # noqa: PTH112 as above
            yield from _walk(path, f"{prefix}{name}/", suffixes, entered)
        elif os.path.splitext(name)[1].lower() in suffixes:  # noqa: PTH122 as above
            yield Item(name=prefix + name, path=path)
