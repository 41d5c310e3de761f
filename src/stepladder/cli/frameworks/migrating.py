"""``stepladder frameworks migrate``: what became of skills in a newer version, and a profile moved to it."""

from __future__ import annotations

import csv
import io
from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.files import write_bytes
from stepladder.cli.frameworks.importing import server_is_here
from stepladder.cli.skills_input import Json, framework_named, profile_of, read_file, read_json, wrong_use

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.skills.frameworks.migration import Change, Migration
    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.profile import SkillProfile

__all__ = ["migrate"]

Version = "NAME@VERSION"


def migrate(
    *,
    from_: Annotated[str, typer.Option("--from", metavar=Version, help="The older version, such as esco@1.1.0.")] = "",
    to: Annotated[str, typer.Option("--to", metavar=Version, help="The newer version, such as esco@1.1.1.")] = "",
    replacements: Annotated[
        Path | None, typer.Option(metavar="R.csv", help="The publisher's list of replacements: columns old and new.")
    ] = None,
    profile: Annotated[Path | None, typer.Option(metavar="P.json", help="A skill profile to move.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="NEW.json", help="Where the moved profile goes.")] = None,
    server: Annotated[
        bool, typer.Option("--server", help="Move what the server holds from --from to its newest version.")
    ] = False,
    as_json: Json = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print every change but those kept as CSV.")] = False,
) -> None:
    """Say what was renamed, merged, split and dropped between two versions, and move a profile to the newer one."""
    _check(from_, to, profile, out, server=server, both=as_json and as_csv)
    from stepladder.skills.frameworks.migration import migration_between, read_replacements

    with wrong_use():
        stated = read_replacements(read_file(replacements), name=replacements.name) if replacements else {}
    if server:
        _on_server(from_, stated, as_json=as_json, as_csv=as_csv)
        return
    old, new = _version(from_, "--from"), _version(to, "--to")
    with wrong_use():
        migration = migration_between(old, new, replaced_by=stated)
        moved = _moved(profile, out, from_, new, migration) if profile and out else None
    if as_json:
        print_json({**migration.as_dict(), **({"profile": moved} if moved else {})})
    elif as_csv:
        typer.echo(_csv(migration), nl=False)
    else:
        typer.echo(visible(f"{old.title} → {new.title}"))
        _print(migration)
        note(new.notice)
    if moved and out:
        note(f"{moved['skills']} skills are in {out}; {len(moved['changes'])} of their names changed.")


def _check(from_: str, to: str, profile: Path | None, out: Path | None, *, server: bool, both: bool) -> None:
    """Refuse options that do not go together."""
    wrong = ""
    if both:
        wrong = "Choose one of --json and --csv."
    elif server and (to or profile or out or not from_):
        wrong = "--server moves what the server holds from --from to its newest version, and nothing else."
    elif not server and not (from_ and to):
        wrong = "Name both versions: --from and --to."
    elif (profile is None) is not (out is None):
        wrong = "A profile is moved from one file to another: give both --profile and --out."
    if wrong:
        raise CommandError(
            wrong,
            code="usage.migrate_needs",
            hint="See the examples in the how-to: move to a new version of a framework.",
        )


def _on_server(from_: str, stated: dict[str, tuple[str, ...]], *, as_json: bool, as_csv: bool) -> None:
    """Move what the server holds, and report it."""
    name, version = _named(from_, "--from")
    if not server_is_here():
        raise CommandError(
            "There is no server here whose rows could be moved.",
            code="usage.no_server",
            hint="Set STEPLADDER_DATA or STEPLADDER_DATABASE_URL as the server has it, and start the server once.",
        )
    from stepladder.server.flows.migrating import move_to_newest
    from stepladder.server.kernel.refusal import Refusal

    try:
        with wrong_use():
            (report,) = move_to_newest(name, from_version=version, replacements=stated or None)
    except Refusal as refusal:
        raise CommandError(refusal.message, code=refusal.code, hint=refusal.hint) from refusal
    if as_json:
        print_json(report.as_dict())
        return
    if as_csv:
        typer.echo(_csv(report.migration), nl=False)
        return
    _print(report.migration)
    for context, count in report.moved.items():
        typer.echo(f"  {context}: " + ", ".join(f"{number:,} {what}" for what, number in count.as_dict().items()))
    note(report.sentence())


def _named(named: str, option: str) -> tuple[str, str]:
    name, _, version = named.partition("@")
    if not name or not version:
        raise CommandError(
            f"{option} is {named!r}; expected a name and a version, such as esco@1.1.1.",
            code="usage.version",
            hint="`stepladder frameworks list` shows which are loaded.",
        )
    return name, version


def _version(named: str, option: str) -> Framework:
    _named(named, option)
    return framework_named(named, alone=True)


def _moved(profile: Path, out: Path, from_: str, new: Framework, migration: Migration) -> dict[str, Any]:
    """Write the moved profile: all that the file holds, and what is only offered under its new names too."""
    from stepladder.skills.frameworks.migration import migrate_profile, touched
    from stepladder.skills.profile import profile_to_json

    data = read_json(profile)
    before: SkillProfile = profile_of(data, framework_named(from_), profile.name)
    after = migrate_profile(before, migration)
    kept = dict(data) if isinstance(data, dict) else {}
    offers = {
        "offered": _open_offers(kept.get("offered"), migration.skill),
        "offered_occupations": _open_offers(kept.get("offered_occupations"), migration.occupation),
    }
    document = {**kept, **profile_to_json(after, new), **{key: value for key, value in offers.items() if key in kept}}
    write_bytes(out, orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
    return {"skills": len(after.skills), "changes": [change.as_dict() for change in touched(before, migration)]}


def _open_offers(offered: Any, change_of: Callable[[str], Change | None]) -> list[dict[str, Any]]:
    """Return what nobody confirmed yet, under its new names; what was confirmed is a claim of the profile by now."""
    found = []
    for one in offered or []:
        if one.get("confirmed") is True:
            continue
        change = change_of(one["uri"])
        if change is None or not change.targets:
            found.append(one)
        else:
            found += [{**one, "uri": target.uri, "label": target.label} for target in change.targets]
    return found


def _csv(migration: Migration) -> str:
    from stepladder.cli.many.report import cell

    text = io.StringIO(newline="")
    csv.writer(text).writerows([cell(value) for value in row] for row in migration.rows())
    return text.getvalue()


def _print(migration: Migration) -> None:
    for kind, counts in migration.counts().items():
        typer.echo(f"  {kind}s: " + ", ".join(f"{number:,} {outcome}" for outcome, number in counts.items()))
    for change in migration.lines:
        now = ", ".join(f"{target.label or target.uri}" for target in change.targets) or "nothing"
        sure = "" if change.confidence == 1 else f", {change.confidence:.0%} sure"
        typer.echo(visible(f"  {change.outcome:8} {change.label or change.uri} → {now}: {change.reason}{sure}"))
