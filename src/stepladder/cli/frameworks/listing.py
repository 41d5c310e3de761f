"""``stepladder frameworks list`` and ``stepladder skills search``."""

from __future__ import annotations

from typing import Annotated

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.frameworks.importing import about
from stepladder.cli.frameworks.tables import tables_here
from stepladder.cli.skills_input import FrameworkName, Json, framework_named, pack_store

__all__ = ["list_frameworks", "search"]


def list_frameworks(*, as_json: Json = False) -> None:
    """List the frameworks that are here, with what they hold, and the tables beside them."""
    frameworks, tables = pack_store().list(), tables_here()
    if as_json:
        print_json({"frameworks": [about(framework) for framework in frameworks], "tables": list(tables)})
        return
    for framework in frameworks:
        counts = framework.counts()
        typer.echo(
            f"{visible(framework.name)} {visible(framework.version)}  {visible(framework.title)}: "
            f"{counts['skills']:,} skills, {counts['occupations']:,} occupations, {counts['relations']:,} relations"
            f" ({visible(', '.join(framework.languages))})"
        )
    for table in tables:
        held = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in table["counts"].items() if count)
        typer.echo(visible(f"{table['name']}  {table.get('period') or table['version']}: {held}"))
    notices = (*(framework.notice for framework in frameworks), *(table["notice"] for table in tables))
    note("\n".join(dict.fromkeys(notices)))


def search(
    text: Annotated[str, typer.Argument(help="A skill in your own words.")],
    *,
    framework: FrameworkName = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many to show.")] = 10,
    occupations: Annotated[bool, typer.Option("--occupations", help="Search occupations instead of skills.")] = False,
    as_json: Json = False,
) -> None:
    """Find the skills nearest to TEXT, best first."""
    found = framework_named(framework, alone=True)
    hits = found.search_occupations(text, limit) if occupations else found.search_skills(text, limit)
    if as_json:
        listed = [{"uri": hit.uri, "label": hit.label, "score": hit.score, "matched": hit.matched} for hit in hits]
        print_json({"framework": f"{found.name}@{found.version}", "text": text, "hits": listed})
        return
    for hit in hits:
        also = "" if hit.matched == hit.label else f"  (as “{hit.matched}”)"
        typer.echo(visible(f"{hit.score:4.2f}  {hit.label}{also}  {hit.uri}"))
    if not hits:
        note(f"Nothing in {found.title} comes near. Try other words, or load a whole framework.")
