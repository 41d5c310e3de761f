"""``stepladder frameworks`` and ``stepladder skills``: load frameworks of skills, list them, search in them."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stepladder.cli.console import note, print_json, visible

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.frameworks.packs import PackStore

Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def register(app: typer.Typer) -> None:
    """Add ``frameworks import esco``, ``frameworks list`` and ``skills search``."""
    frameworks = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    imports = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    imports.command("esco", epilog="Example: stepladder frameworks import esco ESCO-*-csv.zip")(import_esco)
    imports.callback()(_imports)
    frameworks.add_typer(imports, name="import", epilog="Example: stepladder frameworks import esco ESCO-*-csv.zip")
    frameworks.command("list", epilog="Example: stepladder frameworks list --json")(list_frameworks)
    frameworks.callback()(_frameworks)
    app.add_typer(frameworks, name="frameworks", epilog="Example: stepladder frameworks list")
    skills = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    skills.command("search", epilog='Example: stepladder skills search "communicate with customers"')(search)
    skills.callback()(_skills)
    app.add_typer(skills, name="skills", epilog='Example: stepladder skills search "bookkeeping"')


def _frameworks() -> None:
    """Load frameworks of skills and occupations, and see which are loaded."""


def _imports() -> None:
    """Load a release of a framework from the files that its publisher serves."""


def _skills() -> None:
    """Search for skills and occupations by name."""


def import_esco(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help="Both zips of ESCO's CSV download, or folders of its files.")
    ],
    *,
    as_json: Json = False,
) -> None:
    """Load a whole ESCO release; a second time changes nothing."""
    from stepladder.skills.frameworks import read_esco
    from stepladder.skills.frameworks.tables import sources_of

    began = time.perf_counter()
    store = _store()
    framework = store.find(sources_of(files))
    status = "imported" if framework is None else "already_there"
    if framework is None:
        framework = _with_progress("Reading ESCO", lambda tell: read_esco(files, tell), shown=not as_json)
        store.save(framework)
    in_server = _store_in_server(framework)
    seconds = round(time.perf_counter() - began, 2)
    if as_json:
        print_json({"status": status, "seconds": seconds, "in_server": in_server, "framework": _about(framework)})
        return
    _print_import(framework, status, seconds, in_server=in_server)


def list_frameworks(*, as_json: Json = False) -> None:
    """List the frameworks that are here, with what they hold."""
    frameworks = _store().list()
    if as_json:
        print_json({"frameworks": [_about(framework) for framework in frameworks]})
        return
    for framework in frameworks:
        counts = framework.counts()
        typer.echo(
            f"{visible(framework.name)} {visible(framework.version)}  {visible(framework.title)}: "
            f"{counts['skills']:,} skills, {counts['occupations']:,} occupations, {counts['relations']:,} relations"
        )
    note("\n".join(dict.fromkeys(framework.notice for framework in frameworks)))


def search(
    text: Annotated[str, typer.Argument(help="A skill in your own words.")],
    *,
    framework: Annotated[
        str | None, typer.Option(help="NAME or NAME@VERSION; without it the largest that is loaded.")
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="How many to show.")] = 10,
    occupations: Annotated[bool, typer.Option("--occupations", help="Search occupations instead of skills.")] = False,
    as_json: Json = False,
) -> None:
    """Find the skills nearest to TEXT, best first."""
    name, _, version = (framework or "").partition("@")
    found = _store().load(name or None, version or None)
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


def _print_import(framework: Framework, status: str, seconds: float, *, in_server: bool) -> None:
    counts = framework.counts()
    done = "is already there, nothing changed" if status == "already_there" else f"imported in {seconds:.1f} s"
    typer.echo(f"{visible(framework.title)} {done}.")
    for key in ("skills", "alternative_labels", "occupations", "essential", "optional", "isco_groups"):
        typer.echo(f"  {counts[key]:>8,}  {key.replace('_', ' ').replace('isco', 'ISCO')}")
    for sentence in framework.report:
        typer.echo(f"  note: {visible(sentence)}")
    if in_server:
        typer.echo("  The server has it too.")
    note(framework.notice)


def _about(framework: Framework) -> dict[str, Any]:
    return {
        "name": framework.name,
        "version": framework.version,
        "title": framework.title,
        "language": framework.language,
        "notice": framework.notice,
        "licence": framework.licence,
        "counts": framework.counts(),
        "report": list(framework.report),
        "sources": [{"name": s.name, "sha256": s.sha256, "bytes": s.size} for s in framework.sources],
    }


def _with_progress(title: str, work: Callable[[Callable[[int, int], None]], Framework], *, shown: bool) -> Framework:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(title), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not shown) as progress:
        task = progress.add_task(title, total=None)
        return work(lambda done, total: progress.update(task, completed=done, total=total))


def _data_folder() -> Path:
    from platformdirs import user_data_path

    named = os.environ.get("STEPLADDER_DATA")
    return Path(named).expanduser() if named else user_data_path("stepladder")


def _store() -> PackStore:
    from stepladder.skills.frameworks.packs import PackStore

    return PackStore(_data_folder() / "frameworks")


def _store_in_server(framework: Framework) -> bool:
    """Hand the framework to the server's database where there is one; return whether there was."""
    # Asked before Django's settings are loaded: those would make a data folder with secrets.
    if not os.environ.get("STEPLADDER_DATABASE_URL") and not (_data_folder() / "stepladder.sqlite3").exists():
        return False
    try:
        import django
    except ModuleNotFoundError:
        return False
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepladder.server.project.settings")
    django.setup()
    from django.db import connection

    from stepladder.server.catalog.models import FrameworkPack
    from stepladder.server.catalog.services import store_framework

    if FrameworkPack._meta.db_table not in connection.introspection.table_names():  # noqa: SLF001 - Django's own name for it
        return False
    store_framework(framework)
    return True
