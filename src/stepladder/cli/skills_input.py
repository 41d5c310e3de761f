"""What the commands about skills share: files, days and frameworks named on the command line, and what is wrong use."""

from __future__ import annotations

import json
import os
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stepladder.cli.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.frameworks.packs import PackStore
    from stepladder.skills.profile import SkillProfile

__all__ = [
    "At",
    "FrameworkName",
    "Json",
    "data_folder",
    "day_of",
    "framework_named",
    "pack_store",
    "profile_of",
    "read_file",
    "read_json",
    "wrong_use",
]

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
FrameworkName = Annotated[
    str | None,
    typer.Option("--framework", help="NAME[@VERSION][:LANGUAGE], such as esco:fr; without it the largest loaded."),
]
At = Annotated[str | None, typer.Option(metavar="DATE", help="Reckon as on this day, such as 2026-03-01.")]
LARGEST = 64 * 1024 * 1024


@contextmanager
def wrong_use() -> Iterator[None]:
    """What a file or an option got wrong is wrong use (exit 2); that there is no plan is an answer (exit 1)."""
    from stepladder.skills.errors import SkillsError

    try:
        yield
    except SkillsError as error:
        if error.code.startswith(_ANSWERS):
            raise
        raise CommandError(error.message, code=error.code, hint=error.hint, where=error.where) from error


_ANSWERS = ("plan.no_offer", "plan.conflict", "plan.impossible", "plan.no_answer", "pack.")


def data_folder() -> Path:
    """Return where this user's frameworks and series are kept: ``STEPLADDER_DATA``, else the platform's folder."""
    from platformdirs import user_data_path

    named = os.environ.get("STEPLADDER_DATA")
    return Path(named).expanduser() if named else user_data_path("stepladder")


def pack_store() -> PackStore:
    """Return the stored frameworks."""
    from stepladder.skills.frameworks.packs import PackStore

    return PackStore(data_folder() / "frameworks")


def framework_named(name: str | None, *, alone: bool = False) -> Framework:
    """Return the framework NAME[@VERSION][:LANGUAGE], opened together with the starter pack unless it is ``alone``."""
    from stepladder.skills.frameworks import starter
    from stepladder.skills.frameworks.merging import merged

    named, _, language = (name or "").partition(":")
    short, _, version = named.partition("@")
    stored = pack_store().load(short or None, version or None)
    found = stored if alone else merged(stored, starter())
    return found.in_language(language) if language else found


def profile_of(data: Any, framework: Framework, name: str) -> SkillProfile:
    """Return the profile in a JSON value; ``name`` is the file, for errors."""
    from stepladder.skills.profile import profile_from_json

    return profile_from_json(data, framework, name=name)


def read_file(path: Path) -> bytes:
    """Return the bytes of a file; one that is too large or cannot be read is wrong use."""
    try:
        if path.stat().st_size > LARGEST:
            raise CommandError(f"{path} is larger than 64 MB.", code="usage.too_large", where=str(path))
        return path.read_bytes()
    except OSError as error:
        raise CommandError(
            f"{path} cannot be read: {error.strerror}.", code="usage.no_file", where=str(path), hint="Check the name."
        ) from error


def read_json(path: Path) -> Any:
    """Return the value of a JSON file; anything else is wrong use."""
    try:
        return json.loads(read_file(path))
    except (ValueError, RecursionError) as error:
        raise CommandError(
            f"{path.name} is not JSON: {error}.",
            code="usage.not_json",
            where=str(path),
            hint="See the planning reference.",
        ) from error


def day_of(text: str | None, option: str) -> date:
    """Return the day that an option names, today where it names none."""
    if text is None:
        return datetime.now(tz=UTC).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"{option} is {text!r}; expected a day such as 2026-03-01.", code="usage.date", hint="Year-month-day."
        ) from error
