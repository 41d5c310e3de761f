"""``stepladder bake`` and ``stepladder unbake``: a credential inside its badge picture, and out again."""

from __future__ import annotations

import hashlib
from pathlib import Path  # noqa: TC003 typer reads the annotations when it runs
from typing import Annotated

import typer

from stepladder.cli.console import print_json, visible
from stepladder.cli.files import read_bytes, write_bytes


def register(app: typer.Typer) -> None:
    """Add ``bake`` and ``unbake``."""
    app.command("bake", epilog="Example: stepladder bake badge.svg badge.json -o baked.svg")(bake)
    app.command("unbake", epilog="Example: stepladder unbake baked.png -o badge.json")(unbake)


def bake(
    image: Annotated[Path, typer.Argument(metavar="IMAGE", help="A PNG or SVG picture; it is not drawn anew.")],
    credential: Annotated[Path, typer.Argument(metavar="CREDENTIAL", help="A signed credential, JSON or JWT.")],
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="OUT", help="Where the baked picture goes.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print file, size and SHA-256 as JSON.")] = False,
) -> None:
    """Put a credential into a badge picture.

    As Open Badges asks: an iTXt chunk in PNG, an element in SVG. What is drawn stays as it is.
    """
    from stepladder.credentials import bake as put_into

    baked = put_into(read_bytes(image), read_bytes(credential))
    write_bytes(out, baked)
    _say(out, baked, "Baked picture", as_json=as_json)


def unbake(
    image: Annotated[Path, typer.Argument(metavar="IMAGE", help="A baked PNG or SVG picture.")],
    *,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="OUT", help="Where the credential goes; default: stdout.")
    ] = None,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="With -o, print file, size and SHA-256 as JSON; without, wrap the text in JSON."),
    ] = False,
) -> None:
    """Take the credential out of a picture.

    Byte for byte, and unverified.
    """
    from stepladder.credentials import unbake as take_out

    credential = take_out(read_bytes(image))
    if out is not None:
        write_bytes(out, credential)
        _say(out, credential, "Credential", as_json=as_json)
    elif as_json:
        print_json({"verified": False, "credential": credential.decode("utf-8", "replace")})
    else:
        typer.echo(credential, nl=not credential.endswith(b"\n"))


def _say(out: Path, data: bytes, what: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"file": str(out), "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    else:
        typer.echo(f"{what} written to {visible(str(out))} ({len(data):,} bytes).")
