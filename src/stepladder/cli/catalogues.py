"""``stepladder catalogue``: a public catalogue becomes one of ours; and how every command reads a catalogue."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.files import write_bytes
from stepladder.cli.skills_input import FrameworkName, Json, framework_named, read_file, wrong_use

if TYPE_CHECKING:
    from stepladder.skills.plans import LearningOpportunity, RefusedRow

__all__ = ["Preset", "SkipBadRows", "catalogue_read", "register"]

Preset = Annotated[
    str | None, typer.Option("--preset", metavar="NAME", help="The catalogue is a public one; see the planning guide.")
]
SkipBadRows = Annotated[
    bool, typer.Option("--skip-bad-rows", help="Leave out rows that cannot be used, and say how many and why.")
]
SHOWN = 5


def register(app: typer.Typer) -> None:
    """Add ``catalogue convert``."""
    example = "Example: stepladder catalogue convert --preset mon-compte-formation export.csv --out offers.csv"
    commands = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    commands.command("convert", epilog=example)(convert)
    commands.callback()(_catalogue)
    app.add_typer(commands, name="catalogue", epilog=example)


def _catalogue() -> None:
    """Make catalogues of learning opportunities ready for plans."""


def convert(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file that the public catalogue serves.")],
    *,
    preset: Annotated[str, typer.Option(metavar="NAME", help="mon-compte-formation or training-provider-results.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="C.csv", help="Where the catalogue is written.")],
    framework: FrameworkName = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=VALUE", help="Only rows whose column holds this value.")
    ] = None,
    least_confidence: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Link skills from this confidence on.")
    ] = 0.5,
    limit: Annotated[int | None, typer.Option(min=1, help="Convert at most so many rows.")] = None,
    as_json: Json = False,
) -> None:
    """Write a public catalogue as one of ours, its skills linked from titles and descriptions, each with its words."""
    from stepladder.skills.plans.presets import as_csv, convert_preset

    with wrong_use():
        made = convert_preset(
            preset,
            file,
            framework_named(framework),
            limit=limit,
            only=_only(only),
            least_confidence=least_confidence,
        )
        write_bytes(out, as_csv(made).encode("utf-8"))
    if as_json:
        print_json({**made.as_dict(), "out": str(out)})
        return
    typer.echo(visible(f"{len(made.rows):,} of {made.read:,} rows written to {out}."))
    if made.unlinked:
        typer.echo(visible(f"{made.unlinked:,} rows name no skill that could be linked, and were left out."))
    _tell(made.refused)
    for sentence in made.notes:
        note(sentence)


def _only(given: list[str] | None) -> dict[str, str]:
    found = {}
    for one in given or ():
        column, equals, value = one.partition("=")
        if not equals or not column.strip():
            raise CommandError(
                f"--only is {one!r}; expected COLUMN=VALUE.", code="usage.only", hint="For example nom_region=Bretagne."
            )
        found[column.strip()] = value.strip()
    return found


def catalogue_read(
    file: Path, preset: str | None, framework: str | None, *, skip_bad_rows: bool
) -> tuple[LearningOpportunity, ...]:
    """Return the offers of a catalogue file, ours or a public one; says how many rows were left out."""
    from stepladder.skills.plans import catalogue_from

    name = file.name
    if preset is None:
        data = read_file(file)
    else:
        from stepladder.skills.plans.presets import as_csv, convert_preset

        made = convert_preset(preset, file, framework_named(framework))
        data = as_csv(made).encode("utf-8")
        note("\n".join(made.notes))
        if made.refused and not skip_bad_rows:
            first = made.refused[0]
            raise CommandError(
                f"{len(made.refused):,} rows of {name} cannot be used; the first: {first.message}.",
                code=first.code,
                where=first.where,
                hint="Have such rows left out and reported: --skip-bad-rows.",
            )
        _tell(made.refused)
    read = catalogue_from(data, name=name, skip_bad_rows=skip_bad_rows)
    _tell(read.refused)
    return read.offers


def _tell(refused: tuple[RefusedRow, ...]) -> None:
    if refused:
        note(f"{len(refused):,} rows were left out:")
        note("\n".join(f"  {one.where}: {one.message}" for one in refused[:SHOWN]))
    if len(refused) > SHOWN:
        note(f"  and {len(refused) - SHOWN:,} more")
