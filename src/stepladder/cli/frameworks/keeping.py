"""``stepladder frameworks export`` and ``remove``: get a stored framework out again, or take it away."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import Annotated

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.files import write_bytes
from stepladder.cli.frameworks.importing import about
from stepladder.cli.skills_input import Json, framework_named, pack_store

__all__ = ["export", "remove"]


def export(
    name: Annotated[str, typer.Argument(metavar="NAME[@VERSION]", help="A framework that is here.")],
    *,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE.csv", help="Where to; else stdout.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a framework as a CSV table, which `frameworks import csv` reads back."""
    from stepladder.skills.frameworks.csv_export import csv_lines

    framework = framework_named(name, alone=True)
    if output is None and as_json:
        raise CommandError("--json tells of a file.", code="usage.no_output", hint="Add -o FILE.csv.")
    if output is None:
        for line in csv_lines(framework):
            typer.echo(line.encode(), nl=False)
        note(framework.notice)
        return
    write_bytes(output, "".join(csv_lines(framework)).encode())
    if as_json:
        print_json({"status": "written", "file": str(output), "framework": about(framework)})
        return
    typer.echo(f"{visible(framework.title)} is written to {visible(str(output))}.")
    note(framework.notice)


def remove(
    name: Annotated[str, typer.Argument(metavar="NAME@VERSION", help="The framework and version to take away.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Take a stored framework away; a server's own copy stays."""
    short, _, version = name.partition("@")
    if not short or not version:
        raise CommandError(
            f"{name!r} does not say which version.",
            code="usage.no_version",
            hint="Name both, such as acme@2026; `stepladder frameworks list` shows them.",
        )
    store = pack_store()
    found = store.load(short, version)
    if not yes:
        if as_json:
            raise CommandError("--json cannot ask.", code="usage.not_confirmed", hint="Add --yes.")
        counts = found.counts()
        typer.confirm(visible(f"Remove {found.title} with {counts['skills']:,} skills?"), abort=True, err=True)
    removed = store.remove(found.name, found.version)
    if as_json:
        print_json({"status": "removed", "framework": about(removed)})
        return
    typer.echo(f"{visible(removed.title)} is removed.")
