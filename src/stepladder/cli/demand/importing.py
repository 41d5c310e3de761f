"""``stepladder demand import``: postings become counts; the same file twice changes nothing."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.skills_input import (
    At,
    FrameworkName,
    Json,
    data_folder,
    day_of,
    framework_named,
    wrong_use,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.skills.demand import DemandSeries, ImportReport, ImportSettings, SeriesStore

__all__ = ["import_command", "series_store"]


def series_store() -> SeriesStore:
    """Return the stored series."""
    from stepladder.skills.demand import SeriesStore

    return SeriesStore(data_folder() / "demand")


def import_command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Postings: CSV, JSON lines or JobPosting.")],
    *,
    source: Annotated[str, typer.Option(metavar="NAME", help="Where the postings come from; one series a source.")],
    place: Annotated[str, typer.Option(metavar="PLACE", help="Where postings are that name no place.")] = "",
    kind: Annotated[
        str | None, typer.Option("--format", metavar="csv|jsonl|jobposting", help="Default: by name and content.")
    ] = None,
    framework: FrameworkName = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Which column holds a field. Repeatable."),
    ] = None,
    dates: Annotated[str, typer.Option(metavar="dmy|mdy", help="How to read dates such as 1/3/2026.")] = "",
    skills: Annotated[
        str, typer.Option(metavar="text|column", help="Find skills in the text, or take the file's column of them.")
    ] = "",
    licence: Annotated[str, typer.Option(metavar="TEXT", help="The licence under which the source gives them.")] = "",
    at: At = None,
    as_json: Json = False,
) -> None:
    """Count postings by skill, month, place and occupation; texts, employers and people are not kept."""
    day = day_of(at, "--at")
    settings = _settings(kind, columns or [], dates=dates, skills=skills, place=place, licence=licence)
    with wrong_use():
        chosen = framework_named(framework)
        store = series_store()
        series = store.find(source)
        reports: list[ImportReport] = []
        for path in files:
            report = _import(
                path, shown=not as_json, source=source, framework=chosen, at=day, before=series, settings=settings
            )
            series = report.series
            reports.append(report)
    if series is not None and any(report.status == "imported" for report in reports):
        store.save(series)
    _tell(reports, series, as_json=as_json)


def _settings(
    kind: str | None, columns: Sequence[str], *, dates: str, skills: str, place: str, licence: str
) -> ImportSettings:
    from stepladder.skills.demand import ImportSettings
    from stepladder.skills.demand.reading import FORMATS

    for option, value, allowed in (
        ("--format", kind or "csv", FORMATS),
        ("--dates", dates or "dmy", ("dmy", "mdy")),
        ("--skills", skills or "text", ("text", "column")),
    ):
        if value not in allowed:
            raise CommandError(f"{option} is {value!r}; expected {' or '.join(allowed)}.", code="usage.demand_option")
    pairs = [column.partition("=") for column in columns]
    for field, sign, _ in pairs:
        if not sign:
            raise CommandError(
                f"--map is {field!r}; expected FIELD=COLUMN.", code="usage.demand_option", hint="--map posted=Date"
            )
    return ImportSettings(
        kind=next((one for one in FORMATS if one == kind), None),
        columns={field.strip(): column.strip() for field, _, column in pairs},
        order=dates,
        skills=skills,
        place=place,
        licence=licence,
    )


def _import(path: Path, *, shown: bool, **told: Any) -> ImportReport:
    from rich.console import Console
    from rich.progress import Progress, TextColumn, TimeElapsedColumn

    from stepladder.skills.demand import import_postings

    columns = (TextColumn("Reading {task.description}"), TextColumn("{task.completed:,} rows"), TimeElapsedColumn())
    try:
        with path.open("rb") as stream, Progress(*columns, console=Console(stderr=True), disable=not shown) as progress:
            task = progress.add_task(visible(path.name), total=None)
            return import_postings(
                stream,
                name=path.name,
                **told,
                tell=lambda rows: progress.update(task, completed=rows),
            )
    except OSError as error:
        raise CommandError(
            f"{path} cannot be read: {error.strerror}.", code="usage.no_file", where=str(path), hint="Check the name."
        ) from error


def _tell(reports: Sequence[ImportReport], series: DemandSeries | None, *, as_json: bool) -> None:
    if as_json:
        print_json({"files": [one.as_dict() for one in reports], "series": series.about() if series else None})
        return
    for report in reports:
        file = report.file
        if report.status == "already_there":
            typer.echo(f"{visible(file.name)} is already there, nothing changed.")
            continue
        typer.echo(f"{visible(file.name)}: {file.counted:,} of {file.rows:,} postings counted.")
        if file.duplicates:
            verb = "is" if file.duplicates == 1 else "are"
            typer.echo(f"  {file.duplicates:,} {verb} there twice: the same id, or the same text within 60 days.")
        for sentence in report.sentences:
            typer.echo(visible(f"  {sentence}."))
    if series is not None:
        typer.echo(visible(f"{series.source} now holds {series.postings:,} postings, {series.window}."))
        note("Kept are counts and fingerprints; no text, no employer, nobody's name.")
