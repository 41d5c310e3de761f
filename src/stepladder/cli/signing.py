"""``stepladder keys new`` and ``stepladder issue``: a key of one's own, and a signature with it."""

from __future__ import annotations

import json
import os
import stat
from contextlib import suppress
from enum import StrEnum
from pathlib import Path  # noqa: TC003 typer reads the annotations when it runs
from typing import Annotated, Any

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.files import read_bytes, read_json_object, write_bytes


class KeyType(StrEnum):
    """The kinds of key that can be made."""

    ed25519 = "ed25519"


def register(app: typer.Typer) -> None:
    """Add ``keys`` and ``issue``."""
    keys = typer.Typer(
        help="Make keys to sign credentials with.",
        epilog="Example: stepladder keys new -o issuer.key.json",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    keys.callback()(_keys)
    keys.command("new", epilog="Example: stepladder keys new -o issuer.key.json")(new)
    app.add_typer(keys, name="keys")
    app.command("issue", epilog="Example: stepladder issue unsigned.json --key issuer.key.json -o badge.json")(issue)


def _keys() -> None:
    """Make keys to sign credentials with."""


def new(
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Where the key goes; only you can read it.")],
    kind: Annotated[KeyType, typer.Option("--type", help="The kind of key.")] = KeyType.ed25519,
    controller: Annotated[
        str | None,
        typer.Option("--controller", metavar="URL", help="Who holds the key, where that is not the key's own did:key."),
    ] = None,
    document: Annotated[
        Path | None,
        typer.Option("--document", metavar="FILE", help="Also write the controller's public document, to publish."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace an existing file. Its key is lost.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the public part as JSON.")] = False,
) -> None:
    """Make a new signing key in a file of its own.

    Only you can read the file (mode 0600). It holds the controller, the key's id, and its public and private part.
    """
    from stepladder.credentials.keys import controller_document, new_key

    if controller is not None:
        _check_controller(controller)
    key = new_key(kind.value, controller=controller, entropy=os.urandom)
    text = json.dumps(key, indent=2) + "\n"
    write_bytes(out, text.encode(), mode=0o600, replace=force)
    if document is not None:
        published = json.dumps(controller_document(key), indent=2) + "\n"
        write_bytes(document, published.encode(), replace=True)
    if as_json:
        print_json({"file": str(out), **_public(key)})
        return
    typer.echo(f"Key written to {visible(str(out))}. Keep it secret: who has it can sign in its name.")
    typer.echo(f"Controller  {key['controller']}")
    typer.echo(f"Key id      {key['id']}")
    if document is not None:
        typer.echo(f"Document    {visible(str(document))}, for the address that the controller names")


def _check_controller(controller: str) -> None:
    """Refuse a controller under which no verifier could ever find the key."""
    from stepladder.credentials.verification.checks.vc_rules import is_url

    if not is_url(controller) or controller.startswith(("did:key:", "did:jwk:")):
        raise CommandError(
            f"No key could be found under the controller {controller!r}.",
            code="usage.bad_controller",
            where="--controller",
            hint="Name an https address or a did:web. Leave the option out for a did:key.",
        )


def _public(key: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in key.items() if not name.lower().startswith(("private", "secret"))}


def issue(
    unsigned: Annotated[str, typer.Argument(metavar="UNSIGNED.json", help="The credential to sign, or - for stdin.")],
    *,
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help="The key file that keys new wrote.")],
    out: Annotated[
        Path | None,
        typer.Option("-o", "--out", metavar="OUT", help="Where the signed credential goes; default: stdout."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="With -o, print what was signed as JSON; without, the credential is JSON.")
    ] = False,
) -> None:
    """Sign a credential with a key file.

    It is checked first: what a verifier would not accept is refused, with its place.
    """
    from stepladder.credentials import issue as sign
    from stepladder.credentials.keys import signer_from_key_document
    from stepladder.server.kernel import clock

    document = read_json_object(unsigned)
    signer = signer_from_key_document(_read_key(key))
    credential = sign(document, signer=signer, created=clock.now())
    if out is None:
        typer.echo(credential.original.rstrip(b"\n") + b"\n", nl=False)
        return
    write_bytes(out, credential.original)
    if as_json:
        made = {"file": str(out), "verification_method": signer.verification_method}
        print_json({**made, "credential": credential.summary()})
    else:
        typer.echo(f"Signed credential written to {visible(str(out))}, by {visible(signer.verification_method)}.")


def _read_key(path: Path) -> dict[str, Any]:
    data = read_bytes(path)
    with suppress(OSError):
        if os.name == "posix" and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
            note(f"Warning: others on this machine can read {path}. Make it yours alone: chmod 600 {path}")
    try:
        found = json.loads(data)
    except ValueError:
        found = None
    if not isinstance(found, dict) or "controller" not in found:
        raise CommandError(
            "This is not a key file.",
            code="usage.bad_key_file",
            where=str(path),
            hint="Make one with: stepladder keys new -o FILE",
        )
    return found
