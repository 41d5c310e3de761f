"""The frame: it finds the module of a command only when that command is asked for, so that each starts quickly.

A module of commands has ``register(app)``. One that needs the server's packages and does not find them is still listed;
asked to run, it says how to install them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from stepladder.cli.console import exit_code_of, report_error
from stepladder.cli.errors import CommandError
from stepladder.errors import StepladderError

MODULES = {
    "stepladder.cli.verifying": ("verify",),
    "stepladder.cli.reading": ("inspect", "canonicalize"),
    "stepladder.cli.keys": ("keys",),
    "stepladder.cli.signing": ("issue",),
    "stepladder.cli.pictures": ("bake", "unbake"),
    "stepladder.cli.frameworks": ("frameworks", "skills"),
    "stepladder.cli.profiling": ("profile",),
    "stepladder.cli.planning": ("gap",),
    "stepladder.cli.population": ("gaps",),
    "stepladder.cli.plans": ("plan",),
    "stepladder.cli.catalogues": ("catalogue",),
    "stepladder.cli.team_planning": ("team-plan",),
    "stepladder.cli.moving": ("moves",),
    "stepladder.cli.demand": ("demand",),
    "stepladder.cli.build_or_hire": ("build-or-hire",),
    "stepladder.cli.linking": ("link",),
    "stepladder.cli.serving": ("serve", "demo"),
}
_ORDER = tuple(name for names in MODULES.values() for name in names)
_SERVER_PACKAGES = frozenset(
    {
        *("allauth", "django", "django_cotton", "granian", "markdown_it", "nh3", "ninja", "psycopg"),
        *("pydantic_settings", "resvg_py", "segno", "structlog", "whitenoise"),
    }
)


class CommandTree(TyperGroup):
    """The commands by name, each loaded when it is first needed."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 the signature is typer's
        for module in MODULES:
            self._load(module)
        return sorted(self.commands, key=lambda name: (_ORDER.index(name) if name in _ORDER else len(_ORDER), name))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        for module, names in MODULES.items():
            if cmd_name in names:
                self._load(module)
        if cmd_name not in self.commands:
            self.list_commands(ctx)
        return self.commands.get(cmd_name)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except StepladderError as error:
            report_error(error)
            raise typer.Exit(exit_code_of(error)) from error
        except ModuleNotFoundError as error:
            if not _needs_server(error):
                raise
            report_error(_server_missing(ctx.invoked_subcommand))
            raise typer.Exit(2) from error

    def _load(self, module: str) -> None:
        names = MODULES[module]
        if self.commands.keys() & set(names) or find_spec(module) is None:
            return
        part = typer.Typer(rich_markup_mode=None, callback=_nothing)
        try:
            import_module(module).register(part)
        except ModuleNotFoundError as error:
            if not _needs_server(error):
                raise
            for name in names:
                part.command(name, help="Needs the server's packages. Example: stepladder " + name)(_stand_in(name))
        group: Any = typer.main.get_group(part)
        for name, command in group.commands.items():
            self.add_command(command, name)


def _nothing() -> None:
    """Make a group also where a module has only one command."""


def _stand_in(name: str) -> Any:
    def command() -> None:
        raise _server_missing(name)

    return command


def _needs_server(error: ModuleNotFoundError) -> bool:
    return (error.name or "").partition(".")[0] in _SERVER_PACKAGES


def _server_missing(name: str | None) -> CommandError:
    return CommandError(
        f"The command {name or 'asked for'} needs the server's packages, which are not installed here.",
        code="usage.server_missing",
        hint='Install them with: pip install "stepladder[server]"',
    )


app = typer.Typer(
    name="stepladder",
    cls=CommandTree,
    help="Micro-credentials that can be proved: verify, issue and keep them, and see which one to earn next.",
    epilog="Example: stepladder verify badge.png",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)


def _print_version(wanted: bool) -> None:  # noqa: FBT001 typer calls it with the flag's value
    if wanted:
        from stepladder import __version__

        typer.echo(f"stepladder {__version__}")
        raise typer.Exit


@app.callback()
def frame(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and stop.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Micro-credentials that can be proved: verify, issue and keep them, and see which one to earn next."""


def run() -> None:
    """Run with the arguments of this process."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")  # a terminal without a letter shows its number, never a traceback
    app(prog_name="stepladder")
