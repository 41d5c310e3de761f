"""``stepladder profile``: what work, degrees and a CV make likely, offered to confirm, as a profile file."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.files import write_bytes
from stepladder.cli.skills_input import FrameworkName, Json, framework_named, read_file, wrong_use

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from stepladder.skills.claims import Offered
    from stepladder.skills.frameworks.model import Framework

__all__ = ["register"]

CONFIRMING = ("none", "essential", "all")


def register(app: typer.Typer) -> None:
    """Add ``profile``."""
    app.command(
        "profile", epilog='Example: stepladder profile --occupation "call centre agent" --cv cv.txt --out ana.json'
    )(profile_command)


def profile_command(
    *,
    occupation: Annotated[
        list[str] | None, typer.Option(metavar="URI_OR_LABEL", help="An occupation held; again for more.")
    ] = None,
    degree: Annotated[
        list[str] | None, typer.Option(metavar="TITLE", help="A degree, as it stands on the paper; again for more.")
    ] = None,
    field: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="A field of education, ISCED-F code or label.")
    ] = None,
    cv: Annotated[Path | None, typer.Option("--cv", metavar="FILE", help="The text of a CV.")] = None,
    confirm: Annotated[
        str, typer.Option(metavar="none|essential|all", help="What you say yes to at once; the rest is offered.")
    ] = "none",
    framework: FrameworkName = None,
    out: Annotated[Path | None, typer.Option(metavar="P.json", help="Where the profile goes.")] = None,
    as_json: Json = False,
) -> None:
    """Offer the skills that work, degrees and a CV make likely; what you confirm is a claim, the rest says nothing."""
    from stepladder.skills.claims import joined

    if confirm not in CONFIRMING:
        raise CommandError(f"--confirm is {confirm!r}; expected {', '.join(CONFIRMING)}.", code="usage.confirm")
    if not (occupation or degree or field or cv):
        raise CommandError(
            "From what should the skills come?",
            code="usage.profile_needs",
            hint="Give one of --occupation, --degree, --field and --cv.",
        )
    with wrong_use():
        chosen = framework_named(framework)
        held = [chosen.occupation(name).uri for name in occupation or ()]
        offered = joined(_offers(chosen, held, degree or (), field or (), cv))
    document = _profile(chosen, held, offered, confirm)
    if out is not None:
        write_bytes(out, orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
    if as_json:
        print_json(document)
    else:
        _print(offered, document)
    if out is not None:
        note(f'Written to {out}. Set "confirmed" to true there for what is so, and give it to `stepladder gap`.')


def _offers(
    framework: Framework, held: Sequence[str], degrees: Sequence[str], fields: Sequence[str], cv: Path | None
) -> Iterator[Offered]:
    from stepladder.skills.claims import claims_from_degree, claims_from_occupation, claims_from_text

    yield claims_from_occupation(held, framework)
    for title in degrees:
        yield claims_from_degree(framework, title=title)
    for field in fields:
        yield claims_from_degree(framework, field=field)
    if cv is not None:
        yield claims_from_text(_text(cv), framework)


def _text(cv: Path) -> str:
    data = read_file(cv)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if not text.strip() or "\x00" in text or data.startswith(b"%PDF"):
        raise CommandError(
            f"{cv.name} is not a text.",
            code="usage.not_text",
            where=str(cv),
            hint="Save the CV as plain text in UTF-8, or copy its text into a file.",
        )
    return text


def _profile(framework: Framework, held: Sequence[str], offered: Offered, confirm: str) -> dict[str, Any]:
    """Return the profile: what was confirmed as claims, the rest as offers that say nothing until confirmed."""
    from stepladder.skills.profile import SkillProfile, profile_to_json

    yes = [one for one in offered.skills if confirm == "all" or (confirm == "essential" and one.relation == confirm)]
    said = {one.skill for one in yes}
    profile = SkillProfile(attestations=tuple(one.confirm() for one in yes), occupations=tuple(dict.fromkeys(held)))
    return {
        **profile_to_json(profile, framework),
        "offered": [one.as_dict() for one in offered.skills if one.skill not in said],
        "offered_occupations": [one.as_dict() for one in offered.occupations if one.uri not in held],
    }


def _print(offered: Offered, document: dict[str, Any]) -> None:
    said = {one["uri"] for one in document["skills"]}
    for job in document["offered_occupations"]:
        typer.echo(visible(f"  job?    {job['label']}: {job['because']}"))
    for one in offered.skills:
        mark = "claimed" if one.skill in said else "skill? "
        typer.echo(visible(f"  {mark} {one.label}: {one.reason}"))
    if not offered.skills and not document["offered_occupations"]:
        note("Nothing was found. Name an occupation, or load a whole framework.")
