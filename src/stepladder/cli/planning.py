"""``stepladder gap`` and ``stepladder plan``: what is missing for a role, and the best way to learn it."""

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
    read_file,
    read_json,
    wrong_use,
)

if TYPE_CHECKING:
    from datetime import date

    from stepladder.skills.gaps import Counting, GapReport
    from stepladder.skills.plans import FrontPoint, LearningPlan

Profile = Annotated[Path | None, typer.Option(metavar="P.json", help="A skill profile; see the planning reference.")]
Occupation = Annotated[str | None, typer.Option(metavar="URI_OR_LABEL", help="The occupation or role template.")]


def register(app: typer.Typer) -> None:
    """Add ``gap`` and ``plan``."""
    app.command("gap", epilog='Example: stepladder gap --profile ana.json --occupation "service desk agent"')(
        gap_command
    )
    app.command(
        "plan", epilog="Example: stepladder plan --gap gap.json --catalogue offers.csv --objective cost --budget 300"
    )(plan_command)


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
        report = _gap(profile, occupation, framework, day_of(at, "--at"))
    if as_json:
        print_json(report.as_dict())
        return
    _print_gap(report)


def plan_command(  # noqa: PLR0913 - the options of the contract
    *,
    gap_file: Annotated[
        Path | None, typer.Option("--gap", metavar="G.json", help="A gap, as `gap --json` writes.")
    ] = None,
    profile: Profile = None,
    occupation: Occupation = None,
    framework: FrameworkName = None,
    catalogue: Annotated[Path, typer.Option(metavar="C.csv", help="Learning opportunities, CSV or JSON.")],
    objective: Annotated[str, typer.Option(metavar="coverage|cost|time|count", help="What to make best.")] = "coverage",
    budget: Annotated[float | None, typer.Option(help="Spend at most this, in the catalogue's currency.")] = None,
    hours_per_week: Annotated[float | None, typer.Option(help="Hours a week for learning.")] = None,
    deadline: Annotated[str | None, typer.Option(metavar="DATE", help="Be done by this day.")] = None,
    full_closure: Annotated[bool, typer.Option("--full-closure", help="Close every skill, or say why not.")] = False,
    counting: Annotated[str, typer.Option(metavar="claims|proof", help="What counts as held.")] = "claims",
    include_optional: Annotated[bool, typer.Option("--include-optional", help="Close optional skills too.")] = False,
    front: Annotated[bool, typer.Option("--front", help="All trade-offs between cost and hours, exact.")] = False,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Find the best learning plan for a gap, proved, with a reason for each step."""
    from stepladder.skills.gaps import GapReport
    from stepladder.skills.plans import cost_time_front, plan, read_catalogue

    if counting not in {"claims", "proof"}:
        raise CommandError(f"--counting is {counting!r}; expected claims or proof.", code="usage.counting")
    if objective not in {"coverage", "cost", "time", "count"}:
        raise CommandError(
            f"--objective is {objective!r}; expected coverage, cost, time or count.", code="usage.objective"
        )
    day = day_of(at, "--at")
    counted: Counting = "proof" if counting == "proof" else "claims"
    with wrong_use():
        if gap_file is not None:
            report = GapReport.from_dict(read_json(gap_file), at=day)
        else:
            report = _gap(profile, occupation, framework, day)
        offers = read_catalogue(read_file(catalogue), name=catalogue.name)
        if front:
            points = cost_time_front(report, offers, counting=counted, include_optional=include_optional, at=day)
            _print_front(points, as_json=as_json)
            return
        made = plan(
            report,
            offers,
            objective=objective,  # type: ignore[arg-type]  # checked above
            budget=budget,
            hours_per_week=hours_per_week,
            deadline=day_of(deadline, "--deadline") if deadline else None,
            full_closure=full_closure,
            counting=counted,
            include_optional=include_optional,
            at=day,
        )
    if as_json:
        print_json(made.as_dict())
        return
    _print_plan(made)


# ---------------------------------------------------------------------- reading
def _gap(profile: Path | None, occupation: str | None, framework: str | None, day: date) -> GapReport:
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


def _print_plan(made: LearningPlan) -> None:
    say = typer.echo
    proof = "proved best within this catalogue" if made.proved_optimal else f"not proved best, gap {made.gap:.1%}"
    say(
        visible(
            f"{made.closed} of {made.wanted} open skills closed by {len(made.steps)} steps, "
            f"{made.cost} {made.currency}, {made.hours:g} hours; {proof}."
        )
    )
    for step in made.steps:
        week = f", from week {step.starts_week + 1}" if step.starts_week is not None else ""
        say(visible(f"  {step.order}. {step.opportunity.name}{week}: {step.reason}"))
    for skill in made.open_skills:
        say(visible(f"  open: {skill.label}: {skill.reason}"))
    for other in made.alternatives:
        say(visible(f"  why not {other.opportunity.name}: {other.reason}"))
    for sentence in made.notes:
        note(sentence)


def _print_front(points: tuple[FrontPoint, ...], *, as_json: bool) -> None:
    if as_json:
        print_json({"front": [point.as_dict() for point in points]})
        return
    for point in points:
        typer.echo(visible(f"{point.cost:>10} {point.hours:>8g} hours  {', '.join(point.offers)}"))
    if not points:
        note("No offer closes any of the open skills.")
