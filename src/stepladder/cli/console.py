"""What every command shares: exit codes, errors in words, and text that is safe to show in a terminal."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

import typer

from stepladder.cli.errors import CommandError

if TYPE_CHECKING:
    from stepladder.errors import StepladderError

HELD, DID_NOT_HOLD, USAGE, COULD_NOT_TELL = 0, 1, 2, 3

_WRONG_USE = ("fetch.bad_url", "fetch.not_https", "fetch.bad_port", "fetch.userinfo", "serve.not_installed")
_WRONG_KEY = ("key.", "issue.wrong_key_kind")  # a key is named by an option, and so is its passphrase

_JOINERS = "\u200c\u200d"  # Persian words and many emoji are written with them


def exit_code_of(error: StepladderError) -> int:
    """Return the exit code that an error stands for."""
    if isinstance(error, CommandError) or error.code in _WRONG_USE or error.code.startswith(_WRONG_KEY):
        return USAGE
    if error.code.startswith(("fetch.", "resolve.")):
        return COULD_NOT_TELL
    return DID_NOT_HOLD


def report_error(error: StepladderError) -> None:
    """Say on stderr what was found, where, under which code, and what to do next."""
    lines = [f"Error: {error.message}"]
    lines += [f"  where: {error.where}"] if error.where else []
    lines += [f"  next:  {error.hint}"] if error.hint else []
    lines += [f"  spec:  {error.spec}"] if error.spec else []
    lines += [f"  code:  {error.code}"]
    typer.echo("\n".join(visible(line) for line in lines), err=True)


def visible(text: str) -> str:
    """Write out what a terminal would obey or hide: control codes, direction overrides, lone surrogates."""
    return "".join(letter if _harmless(letter) else f"\\u{ord(letter):04x}" for letter in text)


def _harmless(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def print_json(value: Any) -> None:
    """Print JSON for programs: UTF-8 whatever the terminal says, indented, and nothing raw that a terminal obeys."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    if not text.isprintable():  # line ends alone make it so
        text = "".join(letter if letter == "\n" or _harmless(letter) else json.dumps(letter)[1:-1] for letter in text)
    typer.echo((text + "\n").encode("utf-8", "backslashreplace"), nl=False)


def note(text: str) -> None:
    """Say something on stderr that is neither result nor error."""
    typer.echo("\n".join(visible(line) for line in text.splitlines()), err=True)
