"""Options that several commands share, each with its one help text, and how their values are read."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from stepladder.cli.errors import CommandError

Many = Annotated[
    Path | None,
    typer.Option(
        "--many",
        metavar="SOURCE",
        help="Many at once: a folder, a .zip of one, a .jsonl file with one a line, or a .csv file with one a row.",
    ),
]
Report = Annotated[
    Path | None,
    typer.Option("--report", metavar="FILE.csv", help="With --many: the table with a row for each, in their order."),
]
Jobs = Annotated[
    int | None,
    typer.Option("--jobs", min=1, max=512, help="With --many: how many processes work; default: one for each core."),
]
Restart = Annotated[
    bool,
    typer.Option("--restart", help="With --many: begin anew, and replace the report of an earlier run."),
]
PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file", metavar="FILE", help="Take the key's passphrase from this file's first line; else asked."
    ),
]
At = Annotated[
    str | None,
    typer.Option("--at", metavar="TIME", help="Judge the dates at this time, with its zone; default: now."),
]
Trust = Annotated[
    Path | None,
    typer.Option(
        "--trust", metavar="FILE", help='Hold only if the issuer is in this list: {"issuers": [{"id", "name"}]}.'
    ),
]
Recipient = Annotated[
    str | None,
    typer.Option("--recipient", metavar="EMAIL|ID", help="Hold only if it was awarded to this e-mail address or id."),
]
Accept = Annotated[
    list[str] | None,
    typer.Option(
        "--accept", metavar="SUITE", help="Believe only signatures of this cryptosuite or JOSE algorithm. Repeatable."
    ),
]
Compromised = Annotated[
    list[str] | None,
    typer.Option(
        "--compromised",
        metavar="KEY=TIME",
        help="Do not believe what this key (its verificationMethod) signed since then. Repeatable.",
    ),
]
MaxStatusAge = Annotated[
    str | None,
    typer.Option("--max-status-age", metavar="AGE", help="How old a status list may be: 90m, 24h, 7d."),
]


class Schemas(StrEnum):
    """What becomes of the schemas that a credential names."""

    pinned = "pinned"
    asked = "asked"
    required = "required"


NamedSchemas = Annotated[
    Schemas,
    typer.Option(
        "--schemas",
        help="Schemas that a credential names: use those that are shipped; ask for others too, which tells their"
        " publishers of the check; or rely on no credential without them.",
    ),
]
IssuerDocument = Annotated[
    list[Path] | None,
    typer.Option("--issuer-document", metavar="FILE", help="Use this DID or key document, by its id. Repeatable."),
]
StatusList = Annotated[
    list[Path] | None,
    typer.Option("--status-list", metavar="FILE", help="Use this signed status list, by its id. Repeatable."),
]
Document = Annotated[
    list[str] | None,
    typer.Option("--document", metavar="URL=FILE", help="Use this file for any other address. Repeatable."),
]

_AGES = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}


def read_time(text: str, where: str = "--at") -> datetime:
    """Read a time with its zone, or a day (its first moment, UTC). Raises ``CommandError`` for anything else."""
    from stepladder.credentials.model.times import parse_timestamp

    try:
        found = parse_timestamp(text) or datetime.fromisoformat(text)  # the first also reads a leap second
    except ValueError as error:
        raise _bad_time(text, "cannot be read as a time", where) from error
    if found.tzinfo is None:
        if len(text) > 10:
            raise _bad_time(text, "has no zone", where)
        found = found.replace(tzinfo=UTC)
    return found.astimezone(UTC)


def _bad_time(text: str, why: str, where: str) -> CommandError:
    hint = "Write it like 2026-01-31T12:00:00Z, or 2026-01-31 for the beginning of that day in UTC."
    return CommandError(f"The time {text!r} {why}.", code="usage.bad_time", where=where, hint=hint)


def read_age(text: str, where: str) -> timedelta:
    """Read an age such as ``90m``, ``24h`` or ``7d``. Raises ``CommandError`` for anything else."""
    found = re.fullmatch(r"(\d{1,6})([smhdw])", text.strip().lower(), re.ASCII)
    if found is None:
        raise CommandError(
            f"The age {text!r} cannot be read.",
            code="usage.bad_age",
            where=where,
            hint="Write a number and a unit, s m h d or w: 90m, 24h, 7d.",
        )
    return timedelta(seconds=int(found[1]) * _AGES[found[2]])


def read_pair(text: str, where: str, example: str) -> tuple[str, str]:
    """Read ``NAME=VALUE``; the name may hold ``=``, the value may not. Raises ``CommandError`` without both."""
    name, _, value = text.rpartition("=")
    if not name or not value:
        raise CommandError(
            f"{text!r} is not a name and a value with = between them.",
            code="usage.bad_pair",
            where=where,
            hint=f"Write it like {example}",
        )
    return name, value


def check_alone(source: str | None, **given: object) -> str:
    """Return the one thing to work on. Raises ``CommandError`` without it, and for options that belong to --many."""
    for name, value in given.items():
        if value:
            option = f"--{name.replace('_', '-')}"
            raise CommandError(
                f"{option} belongs to --many.",
                code="usage.only_with_many",
                where=option,
                hint="Name what holds the credentials with --many, or leave the option out.",
            )
    if source is None:
        raise CommandError(
            "Nothing is named that could be worked on.",
            code="usage.no_source",
            hint="Name a file, or many with --many SOURCE. See --help.",
        )
    return source


def check_many(source: str | None) -> None:
    """Raise ``CommandError`` if one credential is named beside --many."""
    if source is not None:
        raise CommandError(
            f"Both {source!r} and --many are named.",
            code="usage.one_or_many",
            where="--many",
            hint="Name one of them.",
        )
