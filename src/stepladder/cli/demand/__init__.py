"""``stepladder demand``: dated postings in, and what they say of skills out."""

from __future__ import annotations

import typer

from stepladder.cli.demand.importing import import_command
from stepladder.cli.demand.relevance import relevance_command
from stepladder.cli.demand.showing import list_command, show_command
from stepladder.cli.demand.technologies import technologies_command

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add ``demand import``, ``show``, ``relevance``, ``list`` and ``technologies``."""
    demand = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
    demand.command("import", epilog='Example: stepladder demand import postings.csv --source "Job board"')(
        import_command
    )
    demand.command("show", epilog='Example: stepladder demand show --skill "bake bread" --place Leeds --window 12m')(
        show_command
    )
    demand.command("relevance", epilog="Example: stepladder demand relevance badge.json --place Leeds")(
        relevance_command
    )
    demand.command("list", epilog="Example: stepladder demand list --json")(list_command)
    demand.command("technologies", epilog="Example: stepladder demand technologies onet@29.3 onet@30.3")(
        technologies_command
    )
    demand.callback()(_demand)
    app.add_typer(demand, name="demand", epilog="Example: stepladder demand show --rising")


def _demand() -> None:
    """Count dated postings by skill, and see which skills they ask for and which rise."""
