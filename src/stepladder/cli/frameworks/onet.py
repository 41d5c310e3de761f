"""``stepladder frameworks import onet``: the O*NET database, Excel or text."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import Annotated

import typer

from stepladder.cli.frameworks.importing import import_release
from stepladder.cli.skills_input import Json  # noqa: TC001 - typer reads annotations

__all__ = ["import_onet"]


def import_onet(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="DIR|FILE…", help="O*NET's database download: its folder, its zip, or its tables."),
    ],
    *,
    as_json: Json = False,
) -> None:
    """Load a whole O*NET release, Excel or text; a second time changes nothing."""
    from stepladder.skills.frameworks.onet import read_onet
    from stepladder.skills.frameworks.sheets import sheet_sources

    import_release("Reading O*NET", sheet_sources(files), lambda tell: read_onet(files, tell), as_json=as_json)
