"""``stepladder frameworks`` and ``stepladder skills``: load frameworks of skills, list them, search in them.

One file a publisher's format; `importing` is what they share.
"""

from __future__ import annotations

import typer

from stepladder.cli.frameworks.csv_file import import_csv
from stepladder.cli.frameworks.esco import import_esco
from stepladder.cli.frameworks.listing import list_frameworks, search
from stepladder.cli.frameworks.migrating import migrate
from stepladder.cli.frameworks.onet import import_onet

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add ``frameworks import …``, ``frameworks list``, ``frameworks migrate`` and ``skills search``."""
    frameworks = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    imports = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    imports.command("esco", epilog="Example: stepladder frameworks import esco ESCO-*-csv.zip")(import_esco)
    imports.command("onet", epilog="Example: stepladder frameworks import onet db_29_3_excel.zip")(import_onet)
    imports.command("csv", epilog="Example: stepladder frameworks import csv skills.csv --name acme --version 2026")(
        import_csv
    )
    imports.callback()(_imports)
    frameworks.add_typer(imports, name="import", epilog="Example: stepladder frameworks import esco ESCO-*-csv.zip")
    frameworks.command("list", epilog="Example: stepladder frameworks list --json")(list_frameworks)
    frameworks.command(
        "migrate", epilog="Example: stepladder frameworks migrate --from esco@1.1.0 --to esco@1.1.1 --csv"
    )(migrate)
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
