"""``stepladder frameworks migrate``: what became of skills in a newer version, and a profile moved to it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.files import write_bytes
from stepladder.cli.skills_input import Json, pack_store, profile_of, read_file, read_json, wrong_use

if TYPE_CHECKING:
    from stepladder.skills.frameworks.migration import Migration
    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.profile import SkillProfile

__all__ = ["migrate"]

Version = "NAME@VERSION"


def migrate(  # noqa: PLR0913 - the options of the command
    *,
    from_: Annotated[str, typer.Option("--from", metavar=Version, help="The older version, such as esco@1.1.0.")],
    to: Annotated[str, typer.Option("--to", metavar=Version, help="The newer version, such as esco@1.1.1.")],
    replacements: Annotated[
        Path | None, typer.Option(metavar="R.csv", help="The publisher's list of replacements: columns old and new.")
    ] = None,
    profile: Annotated[Path | None, typer.Option(metavar="P.json", help="A skill profile to move.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="NEW.json", help="Where the moved profile goes.")] = None,
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print every change but those kept as CSV.")] = False,
) -> None:
    """Say what was renamed, merged, split and dropped between two versions, and move a profile to the newer one."""
    from stepladder.skills.frameworks.migration import migration_between, read_replacements

    if (profile is None) is not (out is None):
        raise CommandError(
            "A profile is moved from one file to another.",
            code="usage.migrate_needs",
            hint="Give both --profile P.json and --out NEW.json, or neither.",
        )
    if as_json and as_csv:
        raise CommandError("Choose one of --json and --csv.", code="usage.migrate_needs")
    old, new = _version(from_, "--from"), _version(to, "--to")
    with wrong_use():
        stated = read_replacements(read_file(replacements), name=replacements.name) if replacements else {}
        migration = migration_between(old, new, replaced_by=stated)
        moved = _moved(profile, out, old, new, migration) if profile and out else None
    if as_json:
        print_json({**migration.as_dict(), **({"profile": moved} if moved else {})})
    elif as_csv:
        typer.echo(_csv(migration), nl=False)
    else:
        _print(migration, old, new)
    if moved and out:
        note(f"{moved['skills']} skills are in {out}; {len(moved['changes'])} of their names changed.")


def _version(named: str, option: str) -> Framework:
    name, _, version = named.partition("@")
    if not name or not version:
        raise CommandError(
            f"{option} is {named!r}; expected a name and a version, such as esco@1.1.1.",
            code="usage.version",
            hint="`stepladder frameworks list` shows which are loaded.",
        )
    return pack_store().load(name, version)


def _moved(profile: Path, out: Path, old: Framework, new: Framework, migration: Migration) -> dict[str, Any]:
    from stepladder.skills.frameworks.migration import migrate_profile, touched
    from stepladder.skills.profile import profile_to_json

    before: SkillProfile = profile_of(read_json(profile), old, profile.name)
    after = migrate_profile(before, migration)
    write_bytes(out, orjson.dumps(profile_to_json(after, new), option=orjson.OPT_INDENT_2) + b"\n")
    return {"skills": len(after.skills), "changes": [change.as_dict() for change in touched(before, migration)]}


def _csv(migration: Migration) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(migration.rows())
    return text.getvalue()


def _print(migration: Migration, old: Framework, new: Framework) -> None:
    typer.echo(visible(f"{old.title} → {new.title}"))
    for kind, counts in migration.counts().items():
        typer.echo(f"  {kind}s: " + ", ".join(f"{number:,} {outcome}" for outcome, number in counts.items()))
    for change in migration.lines:
        now = ", ".join(f"{target.label or target.uri}" for target in change.targets) or "nothing"
        sure = "" if change.confidence == 1 else f", {change.confidence:.0%} sure"
        typer.echo(visible(f"  {change.outcome:8} {change.label or change.uri} → {now}: {change.reason}{sure}"))
    note(new.notice)
