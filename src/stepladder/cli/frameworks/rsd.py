"""``stepladder frameworks import rsd``: Rich Skill Descriptors as the Open Skills Management Tool exports them."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import Annotated

import typer

from stepladder.cli.frameworks.documents import same_name
from stepladder.cli.frameworks.importing import import_release, problems_listed
from stepladder.cli.skills_input import Json, wrong_use

__all__ = ["import_rsd"]


def import_rsd(
    file: Annotated[Path, typer.Argument(help="A CSV file of Rich Skill Descriptors.")],
    *,
    name: Annotated[
        str, typer.Option("--name", help="What to call the framework; made of the file's name without it.")
    ] = "",
    version: Annotated[str, typer.Option("--version", help="Its version.")] = "1",
    as_json: Json = False,
) -> None:
    """Load Rich Skill Descriptors from the CSV export of the Open Skills Management Tool."""
    from stepladder.skills.frameworks.delimited import file_source
    from stepladder.skills.frameworks.naming import checked_name, name_from
    from stepladder.skills.frameworks.rsd import read_rsd

    named = name or name_from(file.stem)
    with wrong_use():
        checked_name(named, version)
    with problems_listed(as_json=as_json):
        import_release(
            "Reading descriptors",
            (file_source(file),),
            lambda tell: read_rsd(file, name=named, version=version, progress=tell),
            as_json=as_json,
            same=same_name(named, version),
        )
