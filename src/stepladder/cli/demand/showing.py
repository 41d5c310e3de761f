"""``stepladder demand show`` and ``demand list``: shares with intervals, trends, and what is not said and why."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.demand.importing import series_store
from stepladder.cli.errors import CommandError
from stepladder.cli.skills_input import Json, framework_named, wrong_use

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.skills.demand import DemandSeries, DemandSignal, Rising
    from stepladder.skills.demand.wages import WageBeside

__all__ = ["list_command", "show_command"]

COLUMNS = (
    *("skill", "label", "source", "place", "occupation", "first_month", "last_month", "asking", "postings", "share"),
    *("low", "high", "yearly_change", "change_low", "change_high", "direction", "half_life_months", "abstentions"),
)


def show_command(
    *,
    skill: Annotated[list[str] | None, typer.Option(metavar="URI_OR_LABEL", help="A skill. Repeatable.")] = None,
    occupation: Annotated[str, typer.Option(metavar="URI_OR_LABEL", help="Only postings for it, or isco:25.")] = "",
    top: Annotated[int, typer.Option(min=1, max=1000, help="How many skills to show.")] = 20,
    rising: Annotated[bool, typer.Option("--rising", help="The skills whose share rises, surest first.")] = False,
    place: Annotated[str, typer.Option(metavar="PLACE", help="Only postings at this place.")] = "",
    window: Annotated[
        str | None, typer.Option(metavar="MONTHS", help="2025-01..2025-12, or 12m for the newest twelve.")
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Which series, where there are several.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print a table as CSV.")] = False,
    as_json: Json = False,
) -> None:
    """Show which share of postings asks for skills, with its interval and trend, or why nothing can be said."""
    from stepladder.skills.demand import Window, top_signals
    from stepladder.skills.demand import rising as rising_of

    if as_csv and as_json:
        raise CommandError("--csv and --json are two outputs.", code="usage.demand_option", hint="Give one of them.")
    series = series_store().load(source)
    found: Rising | None = None
    with wrong_use():
        where: dict[str, Any] = {"place": place, "window": Window.parse(window, series.window)}
        where["occupation"] = _occupation(series, occupation)
        if skill:
            signals = [_signal(series, one, where) for one in skill]
        elif rising:
            found = rising_of(series, top, **where)
            signals = list(found.signals)
        else:
            signals = list(top_signals(series, top, **where))
    wage = _wage(series, where["occupation"])
    if as_csv:
        _print_csv(signals)
    elif as_json:
        about = {"tested": found.tested, "false_discovery": found.false_discovery} if found else None
        said = {"series": series.about(), "rising": about, "wage": wage.as_dict() if wage else None}
        print_json(said | {"signals": [one.as_dict() for one in signals]})
    else:
        _print(series, signals, found)
        if wage is not None:
            note(wage.sentence())


def list_command(*, as_json: Json = False) -> None:
    """List the series of postings that are here, with what they hold."""
    found = series_store().list()
    if as_json:
        print_json({"series": [one.about() for one in found]})
        return
    for series in found:
        about = series.about()
        typer.echo(
            visible(
                f"{series.source}: {series.postings:,} postings, {series.window}, {about['skills']:,} skills; "
                f"{series.method.sentence()}"
            )
        )
    if not found:
        note("There is no series yet. Import postings with `stepladder demand import FILE --source NAME`.")


def _signal(series: DemandSeries, skill: str, where: dict[str, Any]) -> DemandSignal:
    """Return the signal of a skill; one that no posting asks for must at least be one of the framework."""
    from stepladder.skills.demand import signal

    if series.skill_row(skill) is not None:
        return signal(series, skill, **where)
    found = framework_named(series.method.framework).skill(skill)
    return signal(series, found.uri, label=found.label, **where)


def _occupation(series: DemandSeries, occupation: str) -> str:
    if not occupation or series.occupation_rows(occupation):
        return occupation
    return framework_named(series.method.framework).occupation(occupation).uri


def _wage(series: DemandSeries, occupation: str) -> WageBeside | None:
    """Return the wage of the one occupation that was asked for, where wages are loaded."""
    from stepladder.cli.frameworks.tables import stored_crosswalk, stored_wages
    from stepladder.skills.demand.wages import wage_beside

    rows = series.occupation_rows(occupation) if occupation else ()
    return wage_beside(series.occupations[rows[0]], stored_wages(), stored_crosswalk()) if len(rows) == 1 else None


# ---------------------------------------------------------------------- printing
def _print(series: DemandSeries, signals: Sequence[DemandSignal], found: Rising | None) -> None:
    for one in signals:
        typer.echo(visible(one.sentence()))
    if found is not None:
        note(found.sentence() if found.tested else "No skill has enough postings and months to judge whether it rises.")
        if found.tested and not signals:
            note("None of them rises beyond what chance explains.")
    elif not signals:
        note("No posting there asks for any skill.")
    note(f"Source: {series.source}{f' ({series.licence})' if series.licence else ''}; {series.method.sentence()}.")
    if series.method.kind == "linker":
        note("The linker overlooks many skills: take shares as lower bounds.")
    note("Postings are not jobs; see the page “What demand can and cannot say”.")


def _print_csv(signals: Sequence[DemandSignal]) -> None:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for one in signals:
        said = one.as_dict()
        trend, half = said["trend"] or {}, said["half_life"] or {}
        cells = [
            *(said[name] for name in ("skill", "label", "source", "place", "occupation")),
            *(said["window"]["first"], said["window"]["last"]),
            *(said[name] for name in ("asking", "postings", "share", "low", "high")),
            *(trend.get(name) for name in ("yearly_change", "low", "high", "direction")),
            half.get("months"),
            " ".join(f"{about['about']}:{about['code']}" for about in said["abstentions"]),
        ]
        table.writerow([_cell(cell) for cell in cells])
    typer.echo(text.getvalue(), nl=False)


def _cell(value: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return value
    return "'" + visible(value) if value[:1] in {"=", "+", "-", "@", "\t", "\r"} else visible(value)
