"""``stepladder moves``: occupations within reach of one that is held, or of a profile, and a plan for each."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.frameworks.tables import stored_crosswalk, stored_wages
from stepladder.cli.planning import Occupation, Profile  # noqa: TC001 - typer reads annotations
from stepladder.cli.skills_input import (
    At,
    FrameworkName,
    Json,
    day_of,
    framework_named,
    pack_store,
    profile_of,
    read_json,
    wrong_use,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.moves import Move, MoveData, MoveReport
    from stepladder.skills.plans import LearningOpportunity, LearningPlan
    from stepladder.skills.profile import SkillProfile

__all__ = ["register"]

NOTHING_LOADED = (
    "Job zones, pay and remote shares are not loaded: `stepladder frameworks import crosswalk`, `… onet` and `… oews` "
    "bring them."
)


def register(app: typer.Typer) -> None:
    """Add ``moves``."""
    app.command("moves", epilog='Example: stepladder moves --occupation "call centre agent" --limit 5')(moves_command)


def moves_command(
    *,
    occupation: Occupation = None,
    profile: Profile = None,
    framework: FrameworkName = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many to show.")] = 10,
    place: Annotated[
        str, typer.Option(metavar="AREA", help="Wages of this OEWS area, such as 3900000; US is the nation.")
    ] = "US",
    with_plan: Annotated[bool, typer.Option("--plan", help="A learning plan for each; needs --catalogue.")] = False,
    catalogue: Annotated[
        Path | None, typer.Option(metavar="C.csv", help="Learning opportunities, CSV or JSON, for --plan.")
    ] = None,
    budget: Annotated[float | None, typer.Option(help="For --plan: spend at most this for one move.")] = None,
    at: At = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, one row a move.")] = False,
    as_json: Json = False,
) -> None:
    """Find occupations within reach: how alike, how much preparation, what they pay, what is missing.

    Without what `frameworks import onet`, `… crosswalk` and `… oews` bring, less is known, and each move says so.
    """
    if with_plan != (catalogue is not None):
        raise CommandError("--plan and --catalogue go together.", code="usage.moves_plan", hint="Give both or neither.")
    if as_csv and as_json:
        raise CommandError("Choose one of --json and --csv.", code="usage.moves_form")
    with wrong_use():
        asked = _asked(occupation, profile, framework, limit, place)
        offers = _offers(catalogue)
        day = day_of(at, "--at")
        plans = {move.uri: _plan(asked, move, offers, budget, day) for move in asked.report.moves} if offers else {}
    if as_json:
        print_json(_as_json(asked, plans))
    elif as_csv:
        typer.echo(_csv(asked), nl=False)
    else:
        _print(asked, plans)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was asked, and the answer: from whom or what, in which framework, by which data."""

    framework: Framework
    profile: SkillProfile | None
    title: str
    data: MoveData
    report: MoveReport


# ---------------------------------------------------------------------- reading
def _asked(occupation: str | None, profile: Path | None, framework: str | None, limit: int, place: str) -> _Asked:
    from stepladder.skills.moves import move_report, moves_of_profile

    if (profile is None) == (not occupation):
        raise CommandError(
            "From where?", code="usage.moves_needs", hint='Give --occupation "LABEL", or --profile P.json.'
        )
    stated = read_json(profile) if profile is not None else None
    chosen = framework_named(framework or (stated.get("framework") if isinstance(stated, dict) else None))
    data = _data(chosen, place)
    if profile is None:
        origin = chosen.occupation(occupation or "")
        report = move_report(chosen, [origin.uri], limit=limit, data=data)
        return _Asked(framework=chosen, profile=None, title=origin.name, data=data, report=report)
    held = profile_of(stated, chosen, profile.name)
    report = moves_of_profile(chosen, held, limit=limit, data=data)
    names = [chosen.occupations[uri].name for uri in report.origins]
    title = " and ".join(names) or f"the skills in {profile.name}"
    return _Asked(framework=chosen, profile=held, title=title, data=data, report=report)


def _data(framework: Framework, place: str) -> MoveData:
    from stepladder.skills.errors import FrameworkError
    from stepladder.skills.moves import move_data

    wages = stored_wages()
    if wages is not None and place not in wages.places:
        raise CommandError(
            f"There are no wages for the area {place}.",
            code="usage.moves_place",
            hint="Areas are BLS's, such as 3900000 for Ohio; US is the nation.",
        )
    try:
        onet = pack_store().load("onet")
    except FrameworkError as error:
        if error.code != "pack.unknown":
            raise
        onet = None
    return move_data(framework, crosswalk=stored_crosswalk(), onet=onet, wages=wages, place=place)


def _offers(catalogue: Path | None) -> tuple[LearningOpportunity, ...]:
    from stepladder.cli.catalogues import catalogue_read

    return () if catalogue is None else catalogue_read(catalogue, None, None, skip_bad_rows=False)


def _plan(
    asked: _Asked, move: Move, offers: tuple[LearningOpportunity, ...], budget: float | None, day: date
) -> LearningPlan:
    from stepladder.skills.gaps import expected_skills, gap
    from stepladder.skills.plans import plan
    from stepladder.skills.profile import SkillProfile

    held = asked.profile
    if held is None:
        usual = expected_skills([move.origin], asked.framework)
        held = SkillProfile(attestations=tuple(one.claim() for one in usual), occupations=(move.origin,))
    report = gap(held, asked.framework.occupations[move.uri], asked.framework, at=day)
    return plan(report, offers, budget=budget, at=day)


# ---------------------------------------------------------------------- writing
def _as_json(asked: _Asked, plans: dict[str, LearningPlan]) -> dict[str, Any]:
    report, data = asked.report, asked.data
    origins = [
        {
            "uri": uri,
            "label": asked.framework.occupations[uri].name,
            "job_zone": data.job_zones.get(uri),
            "pay": data.pay.get(uri),
            "remote": data.remote.get(uri),
        }
        for uri in report.origins
    ]
    listed = []
    for move in report.moves:
        made = plans.get(move.uri)
        listed.append(move.as_dict(asked.framework) | ({} if made is None else {"plan": made.as_dict()}))
    return {
        "framework": f"{asked.framework.name}@{asked.framework.version}",
        "origins": origins,
        "moves": listed,
        "too_far": report.too_far,
        "pay_stated": report.pay_stated,
        "pay_currency": report.pay_currency,
        "notices": [*report.notices, *_missing_data(data)],
    }


def _csv(asked: _Asked) -> str:
    from stepladder.cli.many.report import cell

    def named(uris: tuple[str, ...]) -> str:
        return "|".join(asked.framework.skills[uri].name for uri in uris)

    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(
        [
            *("uri", "label", "isco", "similarity", "highly_viable", "desirable", "job_zone", "pay", "currency"),
            *("remote", "shared", "near", "missing", "notices"),
        ]
    )
    for move in asked.report.moves:
        row = [
            *(move.uri, move.label, move.isco, move.similarity, _yes(move.highly_viable), _yes(move.desirable)),
            *(move.job_zone, move.pay, asked.report.pay_currency if move.pay is not None else None, move.remote),
            *(named(move.shared), named(tuple(one.skill for one in move.near)), named(move.missing)),
            " ".join(move.notices),
        ]
        writer.writerow([cell(_plain(value)) for value in row])
    return text.getvalue()


def _plain(value: str | float | None) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _yes(value: bool | None) -> str:  # noqa: FBT001 - a cell's value
    return "" if value is None else "yes" if value else "no"


def _print(asked: _Asked, plans: dict[str, LearningPlan]) -> None:
    report = asked.report
    say = typer.echo
    if report.moves:
        say(visible(f"From {asked.title}:"))
        say(f"  alike  zone  {report.pay_currency or 'pay':>9}  remote  occupation")
    for move in report.moves:
        for line in _lines(asked, move, plans.get(move.uri)):
            say(visible(line))
    if not report.moves:
        say(
            visible(
                f"No move from {asked.title}: no other occupation of {asked.framework.title} is similar enough and "
                "near enough in preparation."
            )
        )
    if report.too_far:
        say(f"{report.too_far:,} more are similar enough and ask for preparation that is too far away.")
    if report.pay_stated and any(move.pay is not None for move in report.moves):
        say(visible(f"Pay: {report.pay_stated}."))
    for sentence in (*_missing_data(asked.data), *report.notices):
        note(sentence)


def _lines(asked: _Asked, move: Move, made: LearningPlan | None) -> Iterator[str]:
    zone = "?" if move.job_zone is None else f"{move.job_zone:g}"
    pay = "?" if move.pay is None else f"{move.pay:,.0f}"
    remote = "?" if move.remote is None else f"{move.remote:.0%}"
    words = "highly viable" if move.highly_viable else "viable"
    words += {True: ", desirable", False: ", pays much less", None: ""}[move.desirable]
    yield f"  {move.similarity:>5.0%}  {zone:>4}  {pay:>9}  {remote:>6}  {move.label} ({words})"
    wanted = len(move.shared) + len(move.near) + len(move.missing)
    yield f"         has {len(move.shared)} of {wanted} essential skills, {len(move.near)} more come near"
    if move.missing:
        names = [asked.framework.skills[uri].name for uri in move.missing]
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        yield f"         missing: {', '.join(names[:5])}{more}"
    for notice in move.notices:
        yield f"         {notice}"
    if made is not None:
        yield (
            f"         plan: {made.closed} of {made.wanted} open skills by {len(made.steps)} steps, "
            f"{made.cost} {made.currency}, {made.hours:g} hours"
        )
        for step in made.steps:
            yield f"           {step.order}. {step.opportunity.name}: {step.reason}"


def _missing_data(data: MoveData) -> tuple[str, ...]:
    return () if data.job_zones or data.pay else (NOTHING_LOADED,)
