"""Secrets that nobody has to edit: made on first use, readable by their owner alone, kept in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_bytes(folder: Path, name: str, size: int = 32) -> bytes:
    """Return the secret ``name`` of ``folder``, making ``size`` random bytes (mode 0600) when there is none yet.

    Two processes that start together agree: the file is created exclusively, and the loser reads the winner's.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    try:
        return bytes.fromhex(path.read_text().strip())
    except FileNotFoundError:
        pass
    fresh = folder / f".{name}.{os.getpid()}"
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_bytes(size).hex())
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return bytes.fromhex(path.read_text().strip())
