"""Reading what a person names and writing what was made: whole or not at all."""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from stepladder.cli.errors import CommandError

# More than any credential, picture or list that we read; the library has its own, lower limits.
_MOST = 64 * 1024 * 1024


def read_bytes(name: str | Path) -> bytes:
    """Return what a file holds, or standard input for ``-``. Raises ``CommandError`` when it cannot be read."""
    if str(name) == "-":
        return sys.stdin.buffer.read(_MOST + 1)
    path = Path(name)
    try:
        with path.open("rb") as file:
            return file.read(_MOST + 1)
    except FileNotFoundError as error:
        hint = "Check the name, or use - to read from standard input."
        raise CommandError("There is no such file.", code="usage.no_such_file", where=str(path), hint=hint) from error
    except IsADirectoryError as error:
        hint = "Name one file inside it."
        raise CommandError(
            "This is a folder, not a file.", code="usage.is_folder", where=str(path), hint=hint
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CommandError(
            f"The file cannot be read: {reason}.",
            code="usage.unreadable_file",
            where=str(path),
            hint="Check that you may read it.",
        ) from error


def read_json_object(name: str | Path) -> dict[str, Any]:
    """Return the JSON object in a file. Raises what the strict reader raises: duplicate names, NaN, not an object."""
    from stepladder.credentials.errors import MalformedCredentialError
    from stepladder.credentials.model import strict_json

    found = strict_json.parse(read_bytes(name))
    if not isinstance(found, dict):
        raise MalformedCredentialError(
            f"The file holds a JSON {type(found).__name__}, expected was an object.",
            code="document.not_an_object",
            where=str(name),
            hint="A credential begins with { and ends with }.",
        )
    return found


def write_bytes(path: Path, data: bytes, *, mode: int = 0o644, replace: bool = True) -> None:
    """Write a file whole or not at all. With ``replace=False`` an existing file is an error, and stays."""
    made = ""
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "this is a folder")
        descriptor, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(made).chmod(mode)
        if replace:
            Path(made).replace(path)
        else:
            os.link(made, path)  # fails where a file is, without a moment between looking and writing
            Path(made).unlink()
    except FileExistsError as error:
        _remove(made)
        raise CommandError(
            "There is a file of this name already, and it was not touched.",
            code="usage.file_exists",
            where=str(path),
            hint="Choose another name, or add --force to replace it.",
        ) from error
    except OSError as error:
        _remove(made)
        raise CommandError(
            f"The file cannot be written: {error.strerror or error}.",
            code="usage.unwritable_file",
            where=str(path),
            hint="Check that the folder exists, that you may write there, and that the disk is not full.",
        ) from error


def _remove(made: str) -> None:
    if made:
        with suppress(OSError):
            Path(made).unlink()
