"""``stepladder frameworks import esco``: the portal's CSV download."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import Annotated

import typer

from stepladder.cli.frameworks.importing import import_release
from stepladder.cli.skills_input import Json  # noqa: TC001 - typer reads annotations

__all__ = ["import_esco"]


def import_esco(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Both zips of ESCO's CSV download, or folders of its files.")
    ],
    *,
    as_json: Json = False,
) -> None:
    """Load a whole ESCO release; a second time changes nothing."""
    from stepladder.skills.frameworks import read_esco
    from stepladder.skills.frameworks.tables import sources_of

    import_release("Reading ESCO", sources_of(files), lambda tell: read_esco(files, tell), as_json=as_json)
