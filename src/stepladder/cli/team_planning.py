"""``stepladder team-plan``: whom to send to what, under one budget, so that a team can fill its roles."""

from __future__ import annotations

import csv
import io
from pathlib import Path  # noqa: TC003 - typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer

from stepladder.cli.catalogues import Preset, SkipBadRows, catalogue_read
from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.skills_input import At, FrameworkName, Json, day_of, framework_named, read_json, wrong_use

if TYPE_CHECKING:
    from stepladder.skills.gaps import Counting
    from stepladder.skills.plans.teams import TeamPlan

__all__ = ["register"]

Objective = Annotated[str, typer.Option(metavar="coverage|cost", help="Which value the plan reports.")]
COLUMNS = ("person", "name", "order", "id", "title", "price", "currency", "hours", "labels", "because")


def register(app: typer.Typer) -> None:
    """Add ``team-plan``."""
    app.command("team-plan", epilog="Example: stepladder team-plan --team team.json --catalogue offers.csv")(
        team_command
    )


def team_command(  # noqa: PLR0913 - the options of the contract
    *,
    team: Annotated[Path, typer.Option(metavar="TEAM.json", help="People and targets; see the planning reference.")],
    catalogue: Annotated[Path, typer.Option(metavar="C.csv", help="Learning opportunities, CSV or JSON.")],
    preset: Preset = None,
    skip_bad_rows: SkipBadRows = False,
    framework: FrameworkName = None,
    objective: Objective = "coverage",
    budget: Annotated[float | None, typer.Option(help="Spend at most this, in the catalogue's currency.")] = None,
    hours_per_week: Annotated[float | None, typer.Option(help="Hours a week of each who states none.")] = None,
    deadline: Annotated[
        str | None, typer.Option(metavar="DATE", help="Be done by this day; a person's own holds.")
    ] = None,
    full_closure: Annotated[bool, typer.Option("--full-closure", help="Fill every place, or say why not.")] = False,
    counting: Annotated[str, typer.Option(metavar="claims|proof", help="What counts as held.")] = "claims",
    include_optional: Annotated[bool, typer.Option("--include-optional", help="Optional skills count too.")] = False,
    at: At = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print one line for each person and offer.")] = False,
    as_json: Json = False,
) -> None:
    """Find whom to send to what, so that a team fills its roles: most places, then least spend, proved."""
    from stepladder.skills.plans.teams import people_and_wants, team_plan

    if objective not in {"coverage", "cost"}:
        raise CommandError(f"--objective is {objective!r}; expected coverage or cost.", code="usage.objective")
    day = day_of(at, "--at")
    with wrong_use():
        data = read_json(team)
        named = data.get("framework") if isinstance(data, dict) else None
        people, wants = people_and_wants(
            data,
            framework_named(framework or (named if isinstance(named, str) else None)),
            at=day,
            counting=_counting(counting),
            include_optional=include_optional,
            hours_per_week=hours_per_week,
            deadline=day_of(deadline, "--deadline") if deadline else None,
            name=team.name,
        )
        made = team_plan(
            people,
            wants,
            catalogue_read(catalogue, preset, framework, skip_bad_rows=skip_bad_rows),
            at=day,
            objective="cost" if objective == "cost" else "coverage",
            budget=budget,
            full_closure=full_closure,
        )
    _show(made, as_csv=as_csv, as_json=as_json)


def _counting(counting: str) -> Counting:
    if counting == "claims":
        return "claims"
    if counting == "proof":
        return "proof"
    raise CommandError(f"--counting is {counting!r}; expected claims or proof.", code="usage.counting")


def _show(made: TeamPlan, *, as_csv: bool, as_json: bool) -> None:
    if as_json:
        print_json(made.as_dict())
        return
    if as_csv:
        typer.echo(_table(made), nl=False)
        return
    proof = "proved best within this catalogue" if made.proved_optimal else f"not proved best, gap {made.gap:.1%}"
    typer.echo(
        visible(
            f"{made.filled} of {made.lacking} open places filled by {len(made.steps)} steps, "
            f"{made.cost} {made.currency}; {proof}."
        )
    )
    for step in made.steps:
        week = f", from week {step.starts_week + 1}" if step.starts_week is not None else ""
        typer.echo(visible(f"  {step.person.shown}: {step.opportunity.name}{week}: {step.reason}"))
    for seat in made.seats:
        if seat.open:
            want = seat.want
            typer.echo(visible(f"  open: {seat.open} of {want.people} for {want.label} ({want.target}): {seat.reason}"))
    for sentence in made.notes:
        note(sentence)


def _table(made: TeamPlan) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for step in made.steps:
        cells = {**step.as_dict(), "labels": "|".join(step.labels)}
        writer.writerow({key: visible(value) if isinstance(value, str) else value for key, value in cells.items()})
    return out.getvalue()
