"""``stepladder serve`` and ``stepladder demo``: the server, from one command."""

from __future__ import annotations

import os
import time
from typing import Annotated

import typer

from stepladder.errors import StepladderError

_BEGAN = time.monotonic()


def _needs_server() -> None:
    try:
        import django
        import granian  # noqa: F401 - only whether it is there
    except ImportError as error:
        raise StepladderError(
            "The server is not installed.",
            code="serve.not_installed",
            hint="Install it: pip install 'stepladder[server]'",
        ) from error
    del django


def serve(
    host: Annotated[
        str, typer.Option(envvar="HOST", help="The address to listen on; 0.0.0.0 lets a phone join.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="The port to listen on.")] = 8000,
    demo: Annotated[  # noqa: FBT002 - a flag of the command line
        bool, typer.Option("--demo", help="Fill an empty database with the demo and let anyone sign in as its cast.")
    ] = False,
    https_self_signed: Annotated[  # noqa: FBT002 - a flag of the command line
        bool,
        typer.Option(
            "--https-self-signed",
            envvar="STEPLADDER_HTTPS_SELF_SIGNED",
            help="Serve over https with a certificate of its own making, for tests on one machine.",
        ),
    ] = False,
) -> None:
    """Serve Stepladder: bring the database up to date, start web and worker, say where to go.

    Example: stepladder serve --demo --port 8080
    """
    _needs_server()
    from stepladder.server.project.supervise import Place, serve

    place = Place(host=host, port=port)
    raise typer.Exit(serve(place=place, demo=demo, began=_began(), self_signed=https_self_signed))


def demo(
    seed_only: Annotated[  # noqa: FBT002 - a flag of the command line
        bool, typer.Option("--seed-only", help="Fill the database and stop; serve nothing.")
    ] = False,
    host: Annotated[str, typer.Option(envvar="HOST", help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(envvar="PORT", min=1, max=65535, help="The port to listen on.")] = 8000,
) -> None:
    """Run the demo: the story of one person through all five desks, on invented offers that say so.

    Example: stepladder demo --seed-only
    """
    _needs_server()
    os.environ["STEPLADDER_DEMO"] = "1"
    if seed_only:
        from stepladder.server.project.prepare import prepare

        prepare(demo=True)
        return
    from stepladder.server.project.supervise import Place, serve

    raise typer.Exit(serve(place=Place(host=host, port=port), demo=True, began=_began()))


def _began() -> float:
    """Return when the command began; ``make run`` passes the time it began itself, as seconds since the epoch."""
    told = os.environ.get("STEPLADDER_BEGAN", "")
    try:
        return time.monotonic() - (time.time() - float(told)) if told else _BEGAN
    except ValueError:
        return _BEGAN


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.command()(serve)
    app.command()(demo)
