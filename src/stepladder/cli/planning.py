"""``stepladder gap``: what is missing for a role, of one person or of a team."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.skills_input import (
    At,
    FrameworkName,
    Json,
    day_of,
    framework_named,
    profile_of,
    read_json,
    wrong_use,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from stepladder.skills.gaps import GapReport, TeamGapReport

Profile = Annotated[Path | None, typer.Option(metavar="P.json", help="A skill profile; see the planning reference.")]
Occupation = Annotated[str | None, typer.Option(metavar="URI_OR_LABEL", help="The occupation or role template.")]
LINE = (
    *("uri", "label", "relation", "weight", "required_level", "held_level", "level_scale", "status", "basis"),
    *("strength", "need", "need_proof", "because"),
)
SEAT = (
    *("target", "uri", "label", "relation", "weight", "required_level", "level_scale", "people", "held_by"),
    *("proved_by", "below_level", "probably_held_by", "open", "open_proof", "need", "need_proof", "because"),
)


def register(app: typer.Typer) -> None:
    """Add ``gap``."""
    app.command("gap", epilog='Example: stepladder gap --profile ana.json --occupation "service desk agent"')(
        gap_command
    )


def gap_command(
    profile: Profile = None,
    occupation: Occupation = None,
    *,
    team: Annotated[
        Path | None,
        typer.Option(metavar="TEAM.json", help="A team in place of one profile; see the planning reference."),
    ] = None,
    people: Annotated[
        int | None, typer.Option(min=1, help="How many of the team --occupation asks for.  [default: 1]")
    ] = None,
    framework: FrameworkName = None,
    at: At = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, one row a skill.")] = False,
    as_json: Json = False,
) -> None:
    """Compare a profile or a team with an occupation or role: what is held, probably held, missing, and why."""
    if as_csv and as_json:
        raise CommandError("Choose one of --json and --csv.", code="usage.gap_form")
    day = day_of(at, "--at")
    if team is not None:
        if profile is not None:
            raise CommandError("Choose one of --profile and --team.", code="usage.gap_who")
        with wrong_use():
            found = team_gap_asked(team, occupation, people, framework, day)
        if not _print(found.as_dict(), as_csv=as_csv, as_json=as_json):
            _print_team(found)
        return
    if people is not None:
        raise CommandError("--people says how many of a team; give --team too.", code="usage.gap_who")
    with wrong_use():
        report = gap_asked(profile, occupation, framework, day)
    if not _print(report.as_dict(), as_csv=as_csv, as_json=as_json):
        _print_gap(report)


# ---------------------------------------------------------------------- reading
def gap_asked(profile: Path | None, occupation: str | None, framework: str | None, day: date) -> GapReport:
    """Return the gap that the options name; lacking ones are wrong use."""
    from stepladder.skills.gaps import gap

    if profile is None or not occupation:
        raise CommandError(
            "Which profile and which occupation?",
            code="usage.gap_needs",
            hint='Give --profile P.json and --occupation "LABEL" (for a plan also: --gap G.json).',
        )
    data = read_json(profile)
    chosen = framework_named(framework or _named_in(data, profile))
    return gap(profile_of(data, chosen, profile.name), chosen.occupation(occupation), chosen, at=day)


def team_gap_asked(
    file: Path, occupation: str | None, people: int | None, framework: str | None, day: date
) -> TeamGapReport:
    """Return the gap of a team to the targets of its file, or to the one occupation that the options name."""
    from stepladder.skills.gaps import read_team, team_gap

    data = read_json(file)
    chosen = framework_named(framework or _named_in(data, file))
    if occupation and isinstance(data, dict):
        data = data | {"targets": [{"occupation": occupation, "people": people or 1}]}
    elif people is not None:
        raise CommandError("--people belongs to --occupation.", code="usage.gap_who")
    return team_gap(read_team(data, chosen, name=file.name), chosen, at=day)


def _named_in(data: Any, file: Path) -> str | None:
    """Return the framework that a file names, if it does."""
    named = data.get("framework") if isinstance(data, dict) else None
    if named is not None and not isinstance(named, str):
        raise CommandError(
            f"framework is a {type(named).__name__}; expected the name of one, or nothing.",
            code="usage.gap_framework",
            where=f"{file.name}, /framework",
            hint="`stepladder frameworks list` shows which are loaded.",
        )
    return named


# ---------------------------------------------------------------------- printing
def _print(report: dict[str, Any], *, as_csv: bool, as_json: bool) -> bool:
    """Print a report for programs, and return whether that was asked for."""
    if as_json:
        print_json(report)
    elif as_csv and "targets" in report:
        rows = ({**line, "target": one["target"]["label"]} for one in report["targets"] for line in one["skills"])
        typer.echo(_csv(SEAT, rows), nl=False)
    elif as_csv:
        typer.echo(_csv(LINE, report["skills"]), nl=False)
    return as_json or as_csv


def _csv(header: tuple[str, ...], rows: Iterable[dict[str, Any]]) -> str:
    from stepladder.cli.many.report import cell

    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(header)
    for row in rows:
        values = (row[name] for name in header)
        table.writerow(
            cell("|".join(value)) if isinstance(value, list) else cell(value) if isinstance(value, str) else value
            for value in values
        )
    return text.getvalue()


def _print_gap(report: GapReport) -> None:
    say = typer.echo
    say(visible(f"{report.target_label}, counting claims: {report.coverage_claims.sentence()}."))
    say(visible(f"{report.target_label}, counting only proof: {report.coverage_proof.sentence()}."))
    marks = {"held": "held     ", "probably_held": "probably ", "missing": "missing  "}
    for status in ("missing", "probably_held", "held"):
        for line in report.lines:
            if line.status == status:
                optional = " (optional)" if line.relation == "optional" else ""
                say(visible(f"  {marks[status]} {line.label}{optional}: {line.reason}"))
    if not report.held and not report.backgrounds:
        note("The profile is empty: it names no skill and no occupation that the framework knows.")
    elif not report.missing():
        note("Nothing is missing when claims count.")
    for notice in report.notices:
        note(notice)


def _print_team(report: TeamGapReport) -> None:
    say = typer.echo
    for target in report.targets:
        say(visible(f"{target.label}, counting claims: {target.sentence()}."))
        say(visible(f"{target.label}, counting only proof: {target.sentence(proof=True)}."))
        for line in sorted(target.lines, key=lambda one: (one.relation != "essential", -one.open)):
            optional = " (optional)" if line.relation == "optional" else ""
            mark = f"{line.open} open  " if line.open else "filled  "
            say(visible(f"  {mark} {line.label}{optional}: {line.reason}"))
        for notice in target.notices:
            note(notice)
    for notice in report.notices:
        note(notice)
