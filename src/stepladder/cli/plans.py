"""``stepladder plan``: the best way to learn what is missing, proved, with a reason for each step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stepladder.cli.catalogues import Preset, SkipBadRows, catalogue_read
from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.files import write_bytes
from stepladder.cli.planning import Occupation, Profile, gap_asked
from stepladder.cli.skills_input import At, FrameworkName, Json, day_of, read_file, read_json, wrong_use

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from stepladder.skills.gaps import Counting, GapReport
    from stepladder.skills.plans import FrontPoint, LearningPlan, Objective, Paying, PlanWishes, Weights

__all__ = ["register"]

Gap = Annotated[Path | None, typer.Option("--gap", metavar="G.json", help="A gap, as `gap --json` writes.")]
CatalogueFile = Annotated[
    Path, typer.Option("--catalogue", metavar="C.csv", help="Learning opportunities, CSV or JSON.")
]
Best = Annotated[str, typer.Option(metavar="coverage|cost|time|count|weighted", help="What to make best.")]
Weighted = Annotated[
    str | None,
    typer.Option(
        "--weights", metavar="cost=1,time=15", help="What weighted adds up: per unit of money, per hour, per step."
    ),
]
Budget = Annotated[float | None, typer.Option(help="Spend at most this, in the catalogue's currency.")]
HoursPerWeek = Annotated[float | None, typer.Option(help="Hours a week for learning.")]
Deadline = Annotated[str | None, typer.Option(metavar="DATE", help="Be done by this day.")]
FullClosure = Annotated[bool, typer.Option("--full-closure", help="Close every skill, or say why not.")]
Counted = Annotated[str, typer.Option("--counting", metavar="claims|proof", help="What counts as held.")]
IncludeOptional = Annotated[bool, typer.Option("--include-optional", help="Close optional skills too.")]
Front = Annotated[bool, typer.Option("--front", help="All trade-offs between cost and hours, exact.")]
Require = Annotated[list[str] | None, typer.Option("--require", metavar="ID", help="An offer that must be taken.")]
Without = Annotated[list[str] | None, typer.Option("--without", metavar="ID", help="An offer that must not be taken.")]
OneOf = Annotated[
    list[str] | None, typer.Option("--one-of", metavar="ID,ID", help="Offers of which at most one may be taken.")
]
Completed = Annotated[list[str] | None, typer.Option("--completed", metavar="ID", help="An offer taken before.")]
Language = Annotated[list[str] | None, typer.Option("--language", metavar="CODE", help="Only offers in this language.")]
Mode = Annotated[list[str] | None, typer.Option("--mode", help="Only offers in this mode, such as online.")]
RenewUntil = Annotated[
    str | None, typer.Option("--renew-until", metavar="DATE", help="Renew what is held but lapses by this day.")
]
PayingFile = Annotated[
    Path | None, typer.Option("--paying", metavar="RULES.json", help="Who else pays; see the planning reference.")
]
Money = Annotated[
    str | None, typer.Option("--money", metavar="own|total", help="Whose money cost and budget speak of.")
]
Why = Annotated[list[str] | None, typer.Option("--why", metavar="ID", help="Why is this offer in the plan, or not?")]
Calendar = Annotated[
    Path | None, typer.Option("--calendar", metavar="OUT.ics", help="Write the steps as a calendar file, too.")
]
PRICED = 3  # steps of which the price of doing without is reckoned


def register(app: typer.Typer) -> None:
    """Add ``plan``."""
    app.command(
        "plan", epilog="Example: stepladder plan --gap gap.json --catalogue offers.csv --objective cost --budget 300"
    )(plan_command)


def plan_command(  # noqa: PLR0913 - the options of the contract
    *,
    gap_file: Gap = None,
    profile: Profile = None,
    occupation: Occupation = None,
    framework: FrameworkName = None,
    catalogue: CatalogueFile,
    preset: Preset = None,
    skip_bad_rows: SkipBadRows = False,
    objective: Best = "coverage",
    weights: Weighted = None,
    budget: Budget = None,
    hours_per_week: HoursPerWeek = None,
    deadline: Deadline = None,
    full_closure: FullClosure = False,
    counting: Counted = "claims",
    include_optional: IncludeOptional = False,
    require: Require = None,
    without: Without = None,
    one_of: OneOf = None,
    completed: Completed = None,
    language: Language = None,
    mode: Mode = None,
    renew_until: RenewUntil = None,
    paying: PayingFile = None,
    money: Money = None,
    why: Why = None,
    calendar: Calendar = None,
    front: Front = False,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Find the best learning plan for a gap, proved, with a reason for each step."""
    from stepladder.skills.plans import PlanSettings, cost_time_front, plan

    shared = _shared(counting, completed, at, include_optional=include_optional)
    with wrong_use():
        wishes = _wishes(require, without, one_of, language, mode, renew_until)
        report = _gap(gap_file, profile, occupation, framework, shared["at"])
        offers = catalogue_read(catalogue, preset, framework, skip_bad_rows=skip_bad_rows)
        if front:
            _front_alone(wishes, paying, budget, weights)
            return _print_front(cost_time_front(report, offers, **shared), as_json=as_json)
        made = plan(
            report,
            offers,
            objective=_objective(objective),
            weights=_weights(weights),
            budget=budget,
            hours_per_week=hours_per_week,
            deadline=day_of(deadline, "--deadline") if deadline else None,
            full_closure=full_closure,
            wishes=wishes,
            paying=_paying(paying, money),
            settings=PlanSettings(without=PRICED),
            why=why or (),
            **shared,
        )
        return _show(made, calendar, as_json=as_json)


# ---------------------------------------------------------------------- reading
def _shared(counting: str, completed: list[str] | None, at: str | None, *, include_optional: bool) -> dict[str, Any]:
    """What a plan and a front both go by."""
    return {
        "counting": _counting(counting),
        "completed": completed or (),
        "include_optional": include_optional,
        "at": day_of(at, "--at"),
    }


def _gap(
    gap_file: Path | None, profile: Path | None, occupation: str | None, framework: str | None, day: date
) -> GapReport:
    from stepladder.skills.gaps import GapReport

    if gap_file is not None:
        return GapReport.from_dict(read_json(gap_file), at=day)
    return gap_asked(profile, occupation, framework, day)


def _counting(counting: str) -> Counting:
    if counting == "claims":
        return "claims"
    if counting == "proof":
        return "proof"
    raise CommandError(f"--counting is {counting!r}; expected claims or proof.", code="usage.counting")


def _objective(objective: str) -> Objective:
    from stepladder.skills.plans.model import OBJECTIVES

    for known in OBJECTIVES:
        if objective == known:
            return known
    raise CommandError(
        f"--objective is {objective!r}; expected one of {', '.join(OBJECTIVES)}.", code="usage.objective"
    )


def _weights(text: str | None) -> Weights | None:
    from stepladder.skills.plans import Weights

    if text is None:
        return None
    given: dict[str, Any] = {}
    for part in text.split(","):
        name, equals, value = part.partition("=")
        if not equals or name.strip() not in {"cost", "time", "count"} or name.strip() in given:
            raise CommandError(
                f"--weights has {part.strip()!r}; expected cost=, time= or count= with a number, each once.",
                code="usage.weights",
                hint="Write for example --weights cost=1,time=15: an hour is worth 15.",
            )
        given[name.strip()] = value.strip()
    return Weights(**given)


def _wishes(  # noqa: PLR0917 - the options that say what must and must not be
    require: list[str] | None,
    without: list[str] | None,
    one_of: list[str] | None,
    language: list[str] | None,
    mode: list[str] | None,
    renew_until: str | None,
) -> PlanWishes | None:
    from stepladder.skills.plans import PlanWishes

    if not (require or without or one_of or language or mode or renew_until):
        return None
    groups = tuple(tuple(one.strip() for one in group.split(",") if one.strip()) for group in one_of or ())
    return PlanWishes(
        require=tuple(require or ()),
        without=tuple(without or ()),
        one_of=groups,
        languages=tuple(language or ()),
        modes=tuple(mode or ()),
        renew_until=day_of(renew_until, "--renew-until") if renew_until else None,
    )


def _paying(file: Path | None, money: str | None) -> Paying | None:
    from stepladder.skills.plans import Paying, read_paying

    if money not in {None, "own", "total"}:
        raise CommandError(f"--money is {money!r}; expected own or total.", code="usage.money")
    rules = read_paying(read_file(file), name=file.name) if file is not None else None
    if money is None:
        return rules
    return Paying(rules=rules.rules if rules else (), money="own" if money == "own" else "total")


def _front_alone(*asked: object) -> None:
    if any(one is not None for one in asked):
        raise CommandError(
            "--front shows every trade-off between cost and hours; it takes no budget, weights, payers or wishes.",
            code="usage.front_alone",
            hint="Leave them out, or ask for one plan without --front.",
        )


# ---------------------------------------------------------------------- writing
def _show(made: LearningPlan, calendar: Path | None, *, as_json: bool) -> None:
    from stepladder.skills.plans import calendar_of

    if calendar is not None:
        write_bytes(calendar, calendar_of(made, key=f"plan {made.target}").encode("utf-8"))
        note(f"Calendar: {calendar}")
    if as_json:
        print_json(made.as_dict())
        return
    say = typer.echo
    proof = "proved best within this catalogue" if made.proved_optimal else f"not proved best, gap {made.gap:.1%}"
    say(
        visible(
            f"{made.closed} of {made.wanted} open skills closed by {len(made.steps)} steps, "
            f"{made.cost} {made.currency}, {made.hours:g} hours; {proof}."
        )
    )
    for line in (*_steps_shown(made), *_reasons_shown(made)):
        say(visible(line))
    for sentence in made.notes:
        note(sentence)


def _steps_shown(made: LearningPlan) -> Iterator[str]:
    for step in made.steps:
        week = f", from week {step.starts_week + 1}" if step.starts_week is not None else ""
        yield f"  {step.order}. {step.opportunity.name}{week}: {step.reason}"
        if step.opportunity.outcomes is not None:
            yield f"     {step.opportunity.outcomes.sentence()}"
    for skill in made.open_skills:
        yield f"  open: {skill.label}: {skill.reason}"
    for payer in made.payers:
        yield f"  {payer.payer} pays {payer.amount} {made.currency}: {payer.rule} ({payer.source})"


def _reasons_shown(made: LearningPlan) -> Iterator[str]:
    for step in made.steps:
        if step.without:
            yield f"  without {step.opportunity.name}: {step.without}"
    for other in made.alternatives:
        yield f"  why not {other.opportunity.name}: {other.reason}"
    for one in made.asked:
        yield f"  {'why' if one.chosen else 'why not'} {one.opportunity.name}: {one.reason}"
    for renewal in made.lapsing:
        yield f"  lapses on {renewal.lapses}: {renewal.label}: {renewal.reason}"


def _print_front(points: tuple[FrontPoint, ...], *, as_json: bool) -> None:
    if as_json:
        print_json({"front": [point.as_dict() for point in points]})
        return
    for point in points:
        typer.echo(visible(f"{point.cost:>10} {point.hours:>8g} hours  {', '.join(point.offers)}"))
    if not points:
        note("No offer closes any of the open skills.")
