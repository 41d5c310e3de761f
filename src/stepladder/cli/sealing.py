"""With what credentials are signed: a key file, its passphrase, and the way to secure them."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import typer

from stepladder.cli.console import note
from stepladder.cli.errors import CommandError
from stepladder.cli.files import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from stepladder.credentials.keys import InMemorySigner


class Securing(StrEnum):
    """The ways to secure a credential."""

    eddsa_rdfc_2022 = "eddsa-rdfc-2022"
    eddsa_jcs_2022 = "eddsa-jcs-2022"
    ecdsa_rdfc_2019 = "ecdsa-rdfc-2019"
    ecdsa_jcs_2019 = "ecdsa-jcs-2019"
    vc_jose_cose = "vc-jose-cose"
    open_badges_jwt = "open-badges-jwt"
    vc_1_1_jwt = "vc-1.1-jwt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """A key document, what opens it, its signer, and the name of the way to secure."""

    key: dict[str, Any]
    passphrase: bytes | None
    signer: InMemorySigner
    securing: str

    @property
    def ending(self) -> str:
        """How the name of a file ends that holds such a credential: a token is no JSON."""
        from stepladder.credentials.proofs.securing import JWT_PROFILES

        return ".jwt" if self.securing in JWT_PROFILES else ".json"


def read_sealing(path: Path, securing: Securing | None, passphrase_file: Path | None) -> Sealing:
    """Read a key file; ask for its passphrase if it needs one and a person is there.

    Raises ``CommandError``, and what the library raises: ``key.locked``, ``key.wrong_passphrase`` …,
    ``issue.wrong_key_kind``.
    """
    from stepladder.credentials.keys import signer_from_key_document
    from stepladder.credentials.proofs.securing import check_securing

    key = read_key(path)
    passphrase = read_passphrase(passphrase_file) if passphrase_file is not None else None
    if passphrase is None and "secretKeyEncrypted" in key and sys.stdin.isatty():
        passphrase = typer.prompt(f"Passphrase of {path}", hide_input=True, err=True).encode()
    signer = signer_from_key_document(key, passphrase)
    return Sealing(
        key=key,
        passphrase=passphrase,
        signer=signer,
        securing=check_securing(securing.value if securing else None, signer),
    )


def read_key(path: Path) -> dict[str, Any]:
    """Read a key file, and warn if others can. Raises ``CommandError`` (``usage.bad_key_file``)."""
    from stepladder.credentials.errors import CredentialError
    from stepladder.credentials.model import strict_json

    data = read_bytes(path)
    try:
        found = strict_json.parse(data)
    except CredentialError:
        found = None
    if not isinstance(found, dict) or "controller" not in found:
        raise CommandError(
            "This is not a key file.",
            code="usage.bad_key_file",
            where=str(path),
            hint="Make one with: stepladder keys new -o FILE",
        )
    if "secretKeyEncrypted" not in found:
        _warn_if_others_can_read(path)
    return found


def read_passphrase(path: Path) -> bytes:
    """Return the first line of a file without its end. Raises ``CommandError`` if it is empty."""
    found = read_bytes(path).partition(b"\n")[0].removesuffix(b"\r")
    if not found:
        raise CommandError(
            "The first line of the passphrase file is empty.",
            code="usage.empty_passphrase",
            where=str(path),
            hint="Write the passphrase there, in one line.",
        )
    if str(path) != "-":
        _warn_if_others_can_read(path)
    return found


def new_passphrase(path: Path | None) -> bytes:
    """Return the passphrase for a new lock: from a file, or asked for twice. Raises ``CommandError``."""
    if path is not None:
        return read_passphrase(path)
    if not sys.stdin.isatty():
        raise CommandError(
            "There is nobody to ask for a passphrase.",
            code="usage.no_passphrase",
            where="--lock",
            hint="Write it into a file and name that: --passphrase-file FILE",
        )
    asked: str = typer.prompt("New passphrase", hide_input=True, confirmation_prompt="Once more", err=True)
    return asked.encode()


def _warn_if_others_can_read(path: Path) -> None:
    with suppress(OSError):
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
            note(f"Warning: others on this machine can read {path}. Make it yours alone: chmod 600 {path}")
