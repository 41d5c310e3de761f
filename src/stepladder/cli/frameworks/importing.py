"""What every import of a framework shares: nothing twice, a progress bar, the pack, the server, the report."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.skills_input import data_folder, pack_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.frameworks.values import Source

    Tell = Callable[[int, int], None]

__all__ = ["about", "import_release", "problems_listed", "server_is_here", "sources_as_json", "store_in_server"]


@contextmanager
def problems_listed(*, as_json: bool) -> Iterator[None]:
    """List everything that is wrong with a file before the error that names the first of it is reported."""
    from stepladder.skills.frameworks.problems import FrameworkProblemsError

    try:
        yield
    except FrameworkProblemsError as error:
        if as_json:
            listed = [{"where": one.where, "code": one.code, "message": one.text} for one in error.problems]
            print_json({"status": "refused", "code": error.code, "message": error.message, "problems": listed})
        else:
            note("\n".join(f"{one.where}: {one.text}" for one in error.problems))
        raise


def import_release(
    title: str,
    sources: tuple[Source, ...],
    read: Callable[[Tell], Framework],
    *,
    as_json: bool,
    same: Callable[[Framework], bool] | None = None,
) -> None:
    """Read a release where its very bytes are not stored yet, store it here and in the server, and say what it holds.

    ``read`` takes a function to tell (bytes done, bytes in all). What was stored before stays when it raises. The same
    version in another language joins what is stored. ``same`` says whether a stored framework that was read from these
    bytes is the one that is meant, where bytes alone do not tell.
    """
    from stepladder.skills.frameworks.languages import beside

    began = time.perf_counter()
    store = pack_store()
    framework = store.find(sources, same)
    status = "imported" if framework is None else "already_there"
    if framework is None:
        framework = _with_progress(title, read, shown=not as_json)
        stored = store.get(framework.name, framework.version)
        framework = framework if stored is None else beside(stored, framework)
        store.save(framework)
    in_server = store_in_server(framework)
    seconds = round(time.perf_counter() - began, 2)
    if as_json:
        print_json({"status": status, "seconds": seconds, "in_server": in_server, "framework": about(framework)})
        return
    _print_import(framework, status, seconds, in_server=in_server)


def _print_import(framework: Framework, status: str, seconds: float, *, in_server: bool) -> None:
    counts = framework.counts()
    done = "is already there, nothing changed" if status == "already_there" else f"imported in {seconds:.1f} s"
    typer.echo(f"{visible(framework.title)} {done}.")
    for key in ("skills", "alternative_labels", "occupations", "essential", "optional", "isco_groups"):
        typer.echo(f"  {counts[key]:>8,}  {key.replace('_', ' ').replace('isco', 'ISCO')}")
    if matches := len(framework.extras.matches.get()):
        typer.echo(f"  {matches:>8,}  matches with other frameworks")
    if len(framework.languages) > 1:
        typer.echo(f"  {len(framework.languages):>8,}  languages: {visible(', '.join(framework.languages))}")
    for sentence in framework.report:
        typer.echo(f"  note: {visible(sentence)}")
    if in_server:
        typer.echo("  The server has it too.")
    if framework.notice:
        note(framework.notice)


def about(framework: Framework) -> dict[str, Any]:
    """Return what a framework is and holds, as JSON."""
    return {
        "name": framework.name,
        "version": framework.version,
        "title": framework.title,
        "language": framework.language,
        "languages": list(framework.languages),
        "notice": framework.notice,
        "licence": framework.licence,
        "counts": {
            **framework.counts(),
            "matches": len(framework.extras.matches.get()),
            "scales": len(framework.scales),
        },
        "report": list(framework.report),
        "sources": sources_as_json(framework.sources),
    }


def sources_as_json(sources: Iterable[Source]) -> list[dict[str, Any]]:
    """Return the files that something was read from, as JSON."""
    return [{"name": source.name, "sha256": source.sha256, "bytes": source.size} for source in sources]


def _with_progress(title: str, work: Callable[[Tell], Framework], *, shown: bool) -> Framework:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(title), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=not (shown and console.is_terminal)) as progress:
        task = progress.add_task(title, total=None)
        return work(lambda done, total: progress.update(task, completed=done, total=total))


def store_in_server(framework: Framework) -> bool:
    """Hand the framework to the server's database where there is one; return whether there was.

    What the server holds that names skills of older versions moves with it; what moved is said on stderr.
    """
    if not server_is_here():
        return False
    from stepladder.server.flows.migrating import import_framework

    for report in import_framework(framework):
        note(report.sentence())
    return True


def server_is_here() -> bool:
    """Make the server's database ready to be asked; return whether there is one with its tables."""
    # Asked before Django's settings are loaded: those would make a data folder with secrets.
    if not os.environ.get("STEPLADDER_DATABASE_URL") and not (data_folder() / "stepladder.sqlite3").exists():
        return False
    try:
        import django
    except ModuleNotFoundError:
        return False
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepladder.server.project.settings")
    django.setup()
    from django.db import connection

    from stepladder.server.catalog.models import FrameworkMigration, FrameworkPack

    needed = {FrameworkPack._meta.db_table, FrameworkMigration._meta.db_table}  # noqa: SLF001 - Django's own name for it
    return needed <= set(connection.introspection.table_names())
