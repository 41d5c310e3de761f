"""``stepladder build-or-hire``: learn or recruit, as ranges, with what drives the answer and what would turn it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import TYPE_CHECKING, Annotated

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.skills_input import Json, read_json, wrong_use

if TYPE_CHECKING:
    from stepladder.skills.build_or_hire import Assumption, Assumptions, BuildOrHire, Range

__all__ = ["register"]

_SHOWN = 5


def register(app: typer.Typer) -> None:
    """Add ``build-or-hire``."""
    app.command("build-or-hire", epilog="Example: stepladder build-or-hire --plan plan.json --pay 42000 --people 3")(
        build_or_hire_command
    )


def build_or_hire_command(
    *,
    plan: Annotated[
        Path | None, typer.Option(metavar="PLAN.json", help="A plan, as `plan --json` writes: price, hours, weeks.")
    ] = None,
    price: Annotated[str | None, typer.Option(metavar="N|LOW:LIKELY:HIGH", help="What the learning costs.")] = None,
    hours: Annotated[str | None, typer.Option(metavar="N|LOW:LIKELY:HIGH", help="Hours of learning.")] = None,
    pay: Annotated[str | None, typer.Option(metavar="N|LOW:LIKELY:HIGH", help="Yearly pay of the position.")] = None,
    assumptions: Annotated[
        Path | None, typer.Option(metavar="A.json", help="Assumptions in place of the shipped ones.")
    ] = None,
    changes: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=LOW:LIKELY:HIGH", help="Change one assumption. Repeatable."),
    ] = None,
    people: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many people.")] = 1,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="Default: the plan's, else EUR.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="The seed of the draws: the same seed, the same answer.")] = 1,
    draws: Annotated[int, typer.Option(min=1, max=1_000_000, help="How many draws.")] = 20_000,
    write_assumptions: Annotated[
        Path | None, typer.Option(metavar="A.json", help="Write the assumptions there to edit them, and stop.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Compare closing a gap by learning with hiring somebody, as ranges by seeded simulation."""
    from stepladder.skills.build_or_hire import build_or_hire, default_assumptions, read_assumptions
    from stepladder.skills.build_or_hire.plans import plan_input

    with wrong_use():
        known = (
            read_assumptions(read_json(assumptions), name=assumptions.name) if assumptions else default_assumptions()
        )
        told = plan_input(read_json(plan), name=plan.name) if plan else None
        known = known.replacing(*(told.assumptions if told else ()))
        shortcuts = (("price", price), ("learning_hours", hours), ("yearly_pay", pay))
        texts = [f"{name}={text}" for name, text in shortcuts if text is not None]
        for text in (*texts, *(changes or ())):
            known = known.replacing(_changed(known, text))
        if write_assumptions is not None:
            _write(write_assumptions, known)
            return
        found = build_or_hire(
            known,
            people=people,
            seed=seed,
            draws=draws,
            currency=currency or (told.currency if told else "EUR"),
            notes=told.notes if told else (),
        )
    if as_json:
        print_json(found.as_dict())
        return
    _print(found)


def _changed(known: Assumptions, text: str) -> Assumption:
    """Return the assumption that ``NAME=LOW:LIKELY:HIGH`` or ``NAME=VALUE`` changes, with the option as its source."""
    name, _, numbers = text.partition("=")
    try:
        values = [float(part) for part in numbers.split(":")]
    except ValueError:
        values = []
    if len(values) not in {1, 3}:
        raise CommandError(
            f"{text!r} is no change of an assumption; expected NAME=VALUE or NAME=LOW:LIKELY:HIGH.",
            code="usage.assumption",
            hint="--set vacancy_weeks=2:4:10",
        )
    one = known.get(name.strip())
    low, likely, high = values if len(values) == 3 else values * 3
    if one is None:
        from stepladder.skills.build_or_hire import Assumption

        return Assumption(name=name.strip(), low=low, likely=likely, high=high, unit="")
    return replace(one, low=low, likely=likely, high=high, source="the command line")


def _write(path: Path, known: Assumptions) -> None:
    try:
        path.write_text(json.dumps(known.as_dict(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(
            f"{path} cannot be written: {error.strerror}.", code="usage.cannot_write", where=str(path)
        ) from error
    typer.echo(
        f"{visible(str(path))} holds {len(known)} assumptions. Edit it, then: --assumptions {visible(str(path))}"
    )


# ---------------------------------------------------------------------- printing
def _print(found: BuildOrHire) -> None:
    from stepladder.skills.build_or_hire.report import words

    say = typer.echo
    say(visible(found.sentence()))
    heads = f"for {found.people:,} {'person' if found.people == 1 else 'people'}, {found.currency}"
    say("")
    say(visible(f"{heads:<26}{'median':>12}   80 of 100 draws lie between"))
    for name, amount in (("build (learn)", found.build), ("hire", found.hire), ("building saves", found.saved)):
        say(f"{name:<26}{_row(amount)}")
    say("\nWhat drives it (what building saves at the low and the high end, all else likely; rank correlation):")
    for driver in found.drivers[:_SHOWN]:
        say(
            f"  {words(driver.name):<26}{driver.at_low:>12,.0f} …{driver.at_high:>12,.0f}   "
            f"{driver.rank_correlation:+.2f}"
        )
    say("\nWhat would turn it, the nearest first:")
    turns = found.turns()
    for text in turns[:_SHOWN]:
        say(visible(f"  {text}"))
    steady = found.steady()
    if steady:
        say(visible(f"  No value of these does: {', '.join(map(words, steady))}."))
    for sentence in found.notes:
        note(sentence)
    own = sum(1 for one in found.assumptions.values() if "assumption of Stepladder" in one.source)
    note(
        f"{len(found.assumptions)} assumptions, {own} of them wholly or partly Stepladder's own guess: see and edit "
        f"them with --write-assumptions FILE. Seed {found.seed}, {found.draws:,} draws."
    )


def _row(amount: Range) -> str:
    return f"{amount.median:>12,.0f}   {amount.low:,.0f} and {amount.high:,.0f}"
