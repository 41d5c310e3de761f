"""``stepladder demand relevance``: what postings say about the skills that a micro-credential is aligned with."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import Annotated, Any

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.demand.importing import series_store
from stepladder.cli.errors import CommandError
from stepladder.cli.skills_input import At, Json, day_of, read_json, wrong_use

__all__ = ["alignments_in", "relevance_command"]

_MOST_NODES = 100_000
_MOST_SKILLS = 1000


def relevance_command(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A badge or achievement with alignments, or a list of skills; JSON.")
    ],
    *,
    place: Annotated[str, typer.Option(metavar="PLACE", help="Only postings at this place.")] = "",
    window: Annotated[
        str | None, typer.Option(metavar="MONTHS", help="2025-01..2025-12, or 12m; default: the newest twelve.")
    ] = None,
    source: Annotated[str | None, typer.Option(metavar="NAME", help="Which series, where there are several.")] = None,
    at: At = None,
    as_json: Json = False,
) -> None:
    """Show the relevance evidence for the skills of a micro-credential; the file is read, not verified."""
    from stepladder.skills.demand import Window, relevance

    day = day_of(at, "--at")
    skills = alignments_in(read_json(file))
    if not skills:
        raise CommandError(
            f"{file.name} names no skill.",
            code="usage.no_alignment",
            where=str(file),
            hint="Expected are alignments with targetUrl and targetName, or skills with uri and label.",
        )
    series = series_store().load(source)
    with wrong_use():
        span = Window.parse(window, series.window) if window else None
        found = relevance(skills, series, at=day, place=place, window=span)
    if as_json:
        print_json(found.as_dict())
        return
    typer.echo(visible(found.sentence()))
    for one in found.signals:
        typer.echo(visible(f"  {one.sentence()}"))
    for name in found.unlinked:
        typer.echo(visible(f"  {name}: not of the framework that these postings were read by; nothing is said."))
    for sentence in found.notices:
        note(visible(sentence))


def alignments_in(value: Any) -> dict[str, str]:
    """Return the skills that a document names, URI to label, in its order; at most 1,000.

    Read are ``alignment`` (Open Badges, wherever it stands) and ``skills`` (a profile or a gap).
    """
    found: dict[str, str] = {}
    waiting, seen = [value], 0
    while waiting and seen < _MOST_NODES and len(found) < _MOST_SKILLS:
        node = waiting.pop()
        seen += 1
        if isinstance(node, list):
            waiting.extend(reversed(node))
        elif isinstance(node, dict):
            for uri, label in (("targetUrl", "targetName"), ("uri", "label")):
                if isinstance(node.get(uri), str) and node[uri]:
                    found.setdefault(node[uri], str(node.get(label) or ""))
            waiting.extend(part for part in reversed(node.values()) if isinstance(part, dict | list))
    return found
