"""``stepladder frameworks import esco``: the portal's CSV download."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import TYPE_CHECKING, Annotated

import typer

from stepladder.cli.frameworks.importing import import_release
from stepladder.cli.skills_input import Json, pack_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.skills.frameworks.model import Framework

__all__ = ["import_esco"]


def import_esco(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Both zips of ESCO's CSV download, or folders of its files.")
    ],
    *,
    as_json: Json = False,
) -> None:
    """Load a whole ESCO release; a second time changes nothing.

    The language is that of the file names (skills_fr.csv). The same version in another language joins what is there.
    """
    from stepladder.skills.frameworks.tables import sources_of

    import_release("Reading ESCO", sources_of(files), lambda tell: _read(files, tell), as_json=as_json)


def _read(files: list[Path], tell: Callable[[int, int], None]) -> Framework:
    """Return a release, or the stored one joined with words of another language where the files hold only those."""
    from stepladder.skills.errors import FrameworkError
    from stepladder.skills.frameworks import read_esco

    try:
        return read_esco(files, tell)
    except FrameworkError as error:
        both = _with_words(files, tell) if error.code == "framework.wrong_file" else None
        if both is None:
            raise
        return both


def _with_words(files: list[Path], tell: Callable[[int, int], None]) -> Framework | None:
    """Return the stored release with the words of files that lack relations, or None where they are no such files."""
    from stepladder.skills.errors import FrameworkError
    from stepladder.skills.frameworks import read_esco
    from stepladder.skills.frameworks.languages import joined

    try:
        words = read_esco(files, tell, words_only=True)
    except FrameworkError as error:
        if error.code != "framework.wrong_file":
            raise
        return None
    stored = pack_store().get(words.name, words.version)
    return None if stored is None or stored.language == words.language else joined(stored, words)
