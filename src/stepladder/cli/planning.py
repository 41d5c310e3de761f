"""``stepladder gap``: what is missing for a role."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    from datetime import date

    from stepladder.skills.gaps import GapReport

Profile = Annotated[Path | None, typer.Option(metavar="P.json", help="A skill profile; see the planning reference.")]
Occupation = Annotated[str | None, typer.Option(metavar="URI_OR_LABEL", help="The occupation or role template.")]


def register(app: typer.Typer) -> None:
    """Add ``gap``."""
    app.command("gap", epilog='Example: stepladder gap --profile ana.json --occupation "service desk agent"')(
        gap_command
    )


def gap_command(
    profile: Profile = None,
    occupation: Occupation = None,
    *,
    framework: FrameworkName = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Compare a profile with an occupation or role: what is held, probably held, missing, and why."""
    with wrong_use():
        report = gap_asked(profile, occupation, framework, day_of(at, "--at"))
    if as_json:
        print_json(report.as_dict())
        return
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
    chosen = framework_named(framework or (data.get("framework") if isinstance(data, dict) else None))
    return gap(profile_of(data, chosen, profile.name), chosen.occupation(occupation), chosen, at=day)


# ---------------------------------------------------------------------- printing
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
    for notice in report.notices:
        note(notice)
