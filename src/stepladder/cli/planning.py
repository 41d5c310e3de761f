"""``stepladder gap`` and ``stepladder plan``: what is missing for a role, and the best way to learn it."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.gaps import Counting, GapReport
    from stepladder.skills.plans import FrontPoint, LearningPlan
    from stepladder.skills.profile import SkillProfile

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Profile = Annotated[Path | None, typer.Option(metavar="P.json", help="A skill profile; see the planning reference.")]
Occupation = Annotated[str | None, typer.Option(metavar="URI_OR_LABEL", help="The occupation or role template.")]
FrameworkName = Annotated[
    str | None, typer.Option("--framework", help="NAME or NAME@VERSION; without it the largest that is loaded.")
]
At = Annotated[str | None, typer.Option(metavar="DATE", help="Reckon as on this day, such as 2026-03-01.")]
LARGEST = 64 * 1024 * 1024


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
    with _usage():
        report = _gap(profile, occupation, framework, _day(at, "--at"))
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
    day = _day(at, "--at")
    counted: Counting = "proof" if counting == "proof" else "claims"
    with _usage():
        if gap_file is not None:
            report = GapReport.from_dict(_read_json(gap_file), at=day)
        else:
            report = _gap(profile, occupation, framework, day)
        offers = read_catalogue(_read(catalogue), name=catalogue.name)
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
            deadline=_day(deadline, "--deadline") if deadline else None,
            full_closure=full_closure,
            counting=counted,
            include_optional=include_optional,
            at=day,
        )
    if as_json:
        print_json(made.as_dict())
        return
    _print_plan(made)


@contextmanager
def _usage() -> Iterator[None]:
    """What a file or an option got wrong is wrong use (exit 2); that there is no plan is an answer (exit 1)."""
    from stepladder.skills.errors import SkillsError

    try:
        yield
    except SkillsError as error:
        if error.code.startswith(_ANSWERS):
            raise
        raise CommandError(error.message, code=error.code, hint=error.hint, where=error.where) from error


_ANSWERS = ("plan.no_offer", "plan.conflict", "plan.impossible", "plan.no_answer", "pack.")


# ---------------------------------------------------------------------- reading
def _gap(profile: Path | None, occupation: str | None, framework: str | None, day: date) -> GapReport:
    from stepladder.skills.gaps import gap

    if profile is None or not occupation:
        raise CommandError(
            "Which profile and which occupation?",
            code="usage.gap_needs",
            hint='Give --profile P.json and --occupation "LABEL" (for a plan also: --gap G.json).',
        )
    data = _read_json(profile)
    chosen = _framework(framework or (data.get("framework") if isinstance(data, dict) else None))
    return gap(_profile(data, chosen, profile.name), chosen.occupation(occupation), chosen, at=day)


def _framework(name: str | None) -> Framework:
    from platformdirs import user_data_path

    from stepladder.skills.frameworks import starter
    from stepladder.skills.frameworks.merging import merged
    from stepladder.skills.frameworks.packs import PackStore

    named = os.environ.get("STEPLADDER_DATA")
    folder = Path(named).expanduser() if named else user_data_path("stepladder")
    short, _, version = (name or "").partition("@")
    return merged(PackStore(folder / "frameworks").load(short or None, version or None), starter())


def _profile(data: Any, framework: Framework, name: str) -> SkillProfile:
    from stepladder.skills.profile import profile_from_json

    return profile_from_json(data, framework, name=name)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise CommandError(f"{path} is larger than 64 MB.", code="usage.too_large", where=str(path))
        return path.read_bytes()
    except OSError as error:
        raise CommandError(
            f"{path} cannot be read: {error.strerror}.", code="usage.no_file", where=str(path), hint="Check the name."
        ) from error


def _read_json(path: Path) -> Any:
    try:
        return json.loads(_read(path))
    except (ValueError, RecursionError) as error:
        raise CommandError(
            f"{path.name} is not JSON: {error}.",
            code="usage.not_json",
            where=str(path),
            hint="See the planning reference.",
        ) from error


def _day(text: str | None, option: str) -> date:
    if text is None:
        return datetime.now(tz=UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"{option} is {text!r}; expected a day such as 2026-03-01.", code="usage.date", hint="Year-month-day."
        ) from error


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
