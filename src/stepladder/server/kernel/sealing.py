"""Secrets that nobody has to edit: made on first use, readable by their owner alone, kept in the data folder."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from stepladder.errors import StepladderError

if TYPE_CHECKING:
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


def seal(secret: bytes, *, folder: Path, purpose: str) -> bytes:
    """Encrypt ``secret`` (AES-256-GCM) with the data folder's own key; ``purpose`` is bound to it."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(secret_bytes(folder, "sealing.secret")).encrypt(nonce, secret, purpose.encode())


def unseal(sealed: bytes, *, folder: Path, purpose: str) -> bytes:
    """Decrypt what :func:`seal` made; raises :class:`StepladderError` when the key or the purpose is another."""
    try:
        return AESGCM(secret_bytes(folder, "sealing.secret")).decrypt(sealed[:12], sealed[12:], purpose.encode())
    except InvalidTag as error:
        raise StepladderError(
            "A sealed key cannot be opened: it was sealed with another data folder's secret.",
            code="key.cannot_unseal",
            hint="Restore sealing.secret from the backup that belongs to this database.",
        ) from error
