"""``stepladder gaps``: for everybody in a file the nearest occupations, or the gap to the role that each has."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.skills_input import At, FrameworkName, Json, day_of, framework_named, wrong_use

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from stepladder.cli.population.reading import People
    from stepladder.skills import Framework
    from stepladder.skills.gaps import Counting
    from stepladder.skills.population import Population

    Table = tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]  # the header, and the rows

__all__ = ["register"]

MOST_PRINTED = 1_000  # people


def register(app: typer.Typer) -> None:
    """Add ``gaps``."""
    app.command("gaps", epilog="Example: stepladder gaps people.csv --top 5 --out nearest.csv")(gaps_command)


def gaps_command(
    file: Annotated[
        Path, typer.Argument(metavar="PEOPLE.csv", help="person,skill,level,confidence; or JSON Lines of profiles.")
    ],
    *,
    top: Annotated[int, typer.Option(min=1, max=1000, help="How many occupations for each person.")] = 20,
    roles: Annotated[bool, typer.Option("--roles", help="The gap to the role in each person's row instead.")] = False,
    counting: Annotated[str, typer.Option(metavar="claims|proof", help="What counts as held.")] = "claims",
    include_optional: Annotated[
        bool, typer.Option("--include-optional", help="Rank by optional skills too, at their weight.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="REPORT.csv", help="Where the report goes; needed for many.")
    ] = None,
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Leave out rows that cannot be used, and say how many and why.")
    ] = False,
    framework: FrameworkName = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Compare a whole population with all occupations, or each person with the role that she has.

    Skills are compared by URI; what near skills imply is told for one person by `stepladder gap`.
    """
    from stepladder.cli.population.reading import read_people

    counted = _checked(file, out, counting)
    with wrong_use():
        chosen = framework_named(framework)
        with _bar(None, "rows read") as tell:
            people = read_people(file, chosen, at=day_of(at, "--at"), skip_bad_rows=skip_bad_rows, tell=tell)
        if out is None and len(people.names) > MOST_PRINTED:
            raise CommandError(
                f"A report of {len(people.names):,} people is more than a terminal should show.",
                code="usage.report_missing",
                where="--out",
                hint="Name the table that is to be written: --out report.csv",
            )
        found = people.builder.population()
        if roles:
            table = _own(people, found, chosen, counted)
        else:
            table = _nearest(people, found, chosen, top, counted, essential_only=not include_optional)
        summary = {
            "framework": f"{chosen.name}@{chosen.version}",
            "counting": counted,
            "people": len(people.names),
            "holdings": len(found.skill),
            "refused": people.refused,
            "report": str(out) if out else None,
        }
        _tell(table, summary, out, as_json=as_json)
    if people.refused:
        note(f"{people.refused:,} rows were left out:")
        note("\n".join(f"  {where}: {message}" for where, _, message in people.first_refused))


def _checked(file: Path, out: Path | None, counting: str) -> Counting:
    if counting not in {"claims", "proof"}:
        raise CommandError(f"--counting is {counting!r}; expected claims or proof.", code="usage.counting")
    if out is not None and out.resolve() == file.resolve():
        raise CommandError(
            "The report would replace what is read.",
            code="usage.report_is_source",
            where=str(out),
            hint="Name another file for the report.",
        )
    return "proof" if counting == "proof" else "claims"


def _nearest(
    people: People, found: Population, framework: Framework, top: int, counting: Counting, *, essential_only: bool
) -> Table:
    from stepladder.cli.population.writing import NEAREST, nearest_rows
    from stepladder.skills.population import Targets, nearest

    targets = Targets.of(framework.occupations.values())
    with _bar(len(found), "people") as tell:
        near = nearest(found, targets, top=top, counting=counting, essential_only=essential_only, progress=tell)
    return NEAREST, nearest_rows(list(people.names), near)


def _own(people: People, found: Population, framework: Framework, counting: Counting) -> Table:
    from stepladder.cli.population.writing import OWN, own_rows
    from stepladder.skills.population import Targets, own_gaps

    used = {uri: row for row, uri in enumerate(dict.fromkeys(filter(None, people.roles)))}
    if not used:
        raise CommandError(
            "Nobody in the file has a role.",
            code="usage.no_roles",
            hint="Give people a role (an occupation's label or URI), or leave --roles out.",
        )
    targets = Targets.of(framework.occupations[uri] for uri in used)
    roles = [used.get(uri, -1) for uri in people.roles]
    return OWN, own_rows(list(people.names), own_gaps(found, targets, roles, counting=counting))


def _tell(table: Table, summary: dict[str, Any], out: Path | None, *, as_json: bool) -> None:
    from stepladder.cli.population.writing import as_csv, write_report

    header, rows = table
    if out is not None:
        with write_report(out) as file:
            for line in as_csv(header, rows):
                file.write(line)
    if as_json:
        print_json(summary if out else {**summary, "rows": [dict(zip(header, row, strict=True)) for row in rows]})
    elif out is None:
        for line in as_csv(header, rows):
            typer.echo(line.rstrip("\r\n"))
    else:
        typer.echo(visible(f"{summary['people']:,} people, {summary['holdings']:,} holdings: {out}"))


@contextmanager
def _bar(total: int | None, words: str) -> Iterator[Callable[[int], object]]:
    """Show a bar on stderr where somebody looks; call what it gives with how many more are done."""
    import sys

    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), words, TimeRemainingColumn(compact=True))
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("", total=total)
        yield lambda done: progress.advance(task, done)
