"""``stepladder frameworks`` and ``stepladder skills``: load frameworks of skills, list them, search in them.

One file a publisher's format; `importing` is what they share.
"""

from __future__ import annotations

import typer

from stepladder.cli.frameworks.csv_file import import_csv
from stepladder.cli.frameworks.documents import import_case, import_ctdl
from stepladder.cli.frameworks.esco import import_esco
from stepladder.cli.frameworks.keeping import export, remove
from stepladder.cli.frameworks.listing import list_frameworks, search
from stepladder.cli.frameworks.migrating import migrate
from stepladder.cli.frameworks.onet import import_onet
from stepladder.cli.frameworks.rsd import import_rsd
from stepladder.cli.frameworks.tables import import_crosswalk, import_oews

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add ``frameworks import …``, ``list``, ``migrate``, ``export``, ``remove`` and ``skills search``."""
    frameworks = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    imports = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    imports.command("esco", epilog="Example: stepladder frameworks import esco ESCO-*-csv.zip")(import_esco)
    imports.command("onet", epilog="Example: stepladder frameworks import onet db_29_3_excel.zip")(import_onet)
    imports.command("csv", epilog="Example: stepladder frameworks import csv skills.csv --name acme --version 2026")(
        import_csv
    )
    imports.command("case", epilog="Example: stepladder frameworks import case CFPackage.json")(import_case)
    imports.command("rsd", epilog="Example: stepladder frameworks import rsd osmt-export.csv --name osmt")(import_rsd)
    imports.command("ctdl", epilog="Example: stepladder frameworks import ctdl framework.json")(import_ctdl)
    imports.command(
        "crosswalk", epilog="Example: stepladder frameworks import crosswalk esco_onet_crosswalk_Nov2020.csv"
    )(import_crosswalk)
    imports.command("oews", epilog="Example: stepladder frameworks import oews national_M2024_dl.xlsx")(import_oews)
    imports.callback()(_imports)
    frameworks.add_typer(imports, name="import", epilog="Example: stepladder frameworks import esco ESCO-*-csv.zip")
    frameworks.command("list", epilog="Example: stepladder frameworks list --json")(list_frameworks)
    frameworks.command(
        "migrate", epilog="Example: stepladder frameworks migrate --from esco@1.1.0 --to esco@1.1.1 --csv"
    )(migrate)
    frameworks.command("export", epilog="Example: stepladder frameworks export acme@2026 -o acme.csv")(export)
    frameworks.command("remove", epilog="Example: stepladder frameworks remove acme@2026 --yes")(remove)
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
