"""``stepladder frameworks import case`` and ``ctdl``: frameworks that are one JSON document, a file or an address."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stepladder.cli.frameworks.importing import import_release, problems_listed
from stepladder.cli.skills_input import Json, wrong_use

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.skills.frameworks.model import Framework

__all__ = ["Name", "Version", "import_case", "import_ctdl", "same_name"]

SECONDS = 60.0  # a server makes a package of megabytes while we wait

Name = Annotated[str, typer.Option("--name", help="What to call the framework; made of its title without it.")]
Version = Annotated[str, typer.Option("--version", help="Its version; without it what the framework states.")]


def import_case(
    source: Annotated[
        str, typer.Argument(metavar="URL|FILE", help="A CFPackage as JSON: a file, or an address of a CASE server.")
    ],
    *,
    name: Name = "",
    version: Version = "",
    as_json: Json = False,
) -> None:
    """Load a framework in CASE, 1.1 or 1.0: a CFPackage with its items, associations and rubrics."""
    from stepladder.skills.frameworks.case import read_case

    _import("Reading CASE", source, read_case, name, version, as_json=as_json)


def import_ctdl(
    source: Annotated[
        str, typer.Argument(metavar="URL|FILE", help="A competency framework's @graph: a file, or its address.")
    ],
    *,
    name: Name = "",
    version: Version = "",
    as_json: Json = False,
) -> None:
    """Load a competency framework in CTDL-ASN, as Credential Engine's registry serves it."""
    from stepladder.skills.frameworks.ctdl import read_ctdl

    _import("Reading CTDL", source, read_ctdl, name, version, as_json=as_json)


def _import(title: str, source: str, read: Callable[..., Framework], name: str, version: str, *, as_json: bool) -> None:
    from stepladder.skills.frameworks.documents import document_source
    from stepladder.skills.frameworks.naming import checked_name

    with wrong_use():
        checked_name(name or "any", version or "1")
    data, called = _document(source)

    def told(tell: Callable[[int, int], None]) -> Framework:
        tell(len(data), len(data))
        return read(data, source=called, name=name, version=version)

    with problems_listed(as_json=as_json):
        import_release(
            title,
            (document_source(data, called),),
            told,
            as_json=as_json,
            same=same_name(name, version),
        )


def same_name(name: str, version: str) -> Callable[[Framework], bool]:
    """Return whether a stored framework is the one that is meant by --name and --version, which may be empty."""
    return lambda one: one.name == (name or one.name) and one.version == (version or one.version)


def _document(source: str) -> tuple[bytes, str]:
    """Return a document's bytes and what it is called: an address is fetched through the guard."""
    from stepladder.skills.errors import FrameworkError
    from stepladder.skills.frameworks.documents import LARGEST_DOCUMENT
    from stepladder.skills.frameworks.tables import unreadable

    if "://" in source:
        return _fetched(source, LARGEST_DOCUMENT), source.partition("#")[0].partition("?")[0]  # a query may hold a key
    path = Path(source)
    if not path.is_file():
        raise FrameworkError(f"There is no file {path}", code="framework.no_file", hint="Check the path.")
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST_DOCUMENT + 1), path.name
    except OSError as error:
        raise unreadable(error) from error


def _fetched(url: str, most: int) -> bytes:
    from dataclasses import replace

    from stepladder.server.kernel.fetch import Fetcher, FetchSettings

    settings = replace(FetchSettings.from_environment(), deadline=SECONDS, max_bytes=most)
    return Fetcher(settings).get(url, accept="application/json, application/ld+json;q=0.9")
