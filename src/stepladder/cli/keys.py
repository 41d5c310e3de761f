"""``stepladder keys``: make keys, lock them with a passphrase, and write the document that a controller publishes."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import datetime  # noqa: TC003 typer reads the annotations when it runs
from enum import StrEnum
from pathlib import Path  # noqa: TC003 typer reads the annotations when it runs
from typing import Annotated, Any

import typer

from stepladder.cli.console import print_json, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.files import read_json_object, write_bytes
from stepladder.cli.options import PassphraseFile, read_pair, read_time
from stepladder.cli.sealing import new_passphrase, read_key

_ONCE_LOCKED = "It opens with its passphrase only, and nobody can give that back to you."
_PUBLISHED = {"@context", "id", "verificationMethod", "assertionMethod"}

Force = Annotated[bool, typer.Option("--force", help="Replace an existing file. What it holds is lost.")]


class KeyType(StrEnum):
    """The kinds of key that can be made."""

    ed25519 = "ed25519"
    p256 = "p256"
    p384 = "p384"
    p521 = "p521"
    rsa = "rsa"


def register(app: typer.Typer) -> None:
    """Add ``keys``."""
    keys = typer.Typer(
        help="Make keys to sign credentials with, lock them, and publish them.",
        epilog="Example: stepladder keys new -o issuer.key.json",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    keys.callback()(_keys)
    keys.command("new", epilog=_NEW)(new)
    keys.command("lock", epilog="Example: stepladder keys lock issuer.key.json")(lock)
    keys.command("document", epilog=_DOCUMENT)(document)
    app.add_typer(keys, name="keys")


def _keys() -> None:
    """Make keys to sign credentials with, lock them, and publish them."""


_NEW = """Example: stepladder keys new -o issuer.key.json

Example: stepladder keys new --type p256 --lock --controller https://issuer.example/keys -o issuer.key.json"""


def new(
    *,
    out: Annotated[Path, typer.Option("-o", "--out", metavar="FILE", help="Where the key goes; only you can read it.")],
    kind: Annotated[KeyType, typer.Option("--type", help="The kind of key.")] = KeyType.ed25519,
    controller: Annotated[
        str | None,
        typer.Option(
            "--controller", metavar="URL", help="Who holds the key, where that is not the key's own did:key or did:jwk."
        ),
    ] = None,
    lock_it: Annotated[
        bool, typer.Option("--lock", help="Lock the key with a passphrase, which is asked for.")
    ] = False,
    passphrase_file: Annotated[
        Path | None,
        typer.Option("--passphrase-file", metavar="FILE", help="Lock the key with this file's first line."),
    ] = None,
    document: Annotated[
        Path | None,
        typer.Option("--document", metavar="FILE", help="Also write the controller's public document, to publish."),
    ] = None,
    force: Force = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the public part as JSON.")] = False,
) -> None:
    """Make a new signing key in a file of its own.

    Only you can read the file (mode 0600). It holds the controller, the key's id, and its public and private part.
    """
    from stepladder.credentials.keys import controller_document, lock_key_document, new_key

    if controller is not None:
        _check_controller(controller)
    passphrase = new_passphrase(passphrase_file) if lock_it or passphrase_file is not None else None
    key = new_key(kind.value, controller=controller, entropy=os.urandom)
    published = controller_document(key)
    if document is not None and not force:
        _keep_what_is_listed(document, published)
    kept = key if passphrase is None else lock_key_document(key, passphrase)
    write_bytes(out, _text(kept), mode=0o600, replace=force)
    if document is not None:
        write_bytes(document, _text(published))
    if as_json:
        public = {name: value for name, value in key.items() if not name.lower().startswith(("private", "secret"))}
        print_json({"file": str(out), "locked": passphrase is not None, **public})
        return
    mind = "Keep it secret: who has it can sign in its name." if passphrase is None else _ONCE_LOCKED
    typer.echo(f"Key written to {visible(str(out))}. {mind}")
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


def lock(
    key: Annotated[Path, typer.Argument(metavar="KEY", help="A key file that has no passphrase yet.")],
    *,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Lock a key file with a passphrase.

    The file is replaced; copies of it stay as they are. To open it for good: openssl pkey reads the locked part.
    """
    from stepladder.credentials.keys import lock_key_document, signer_from_key_document

    found = read_key(key)
    passphrase = new_passphrase(passphrase_file)
    locked = lock_key_document(found, passphrase)
    signer_from_key_document(locked, passphrase)  # it opens: only then is the one copy there may be replaced
    write_bytes(key, _text(locked), mode=0o600)
    typer.echo(f"Locked: {visible(str(key))}. {_ONCE_LOCKED}")


_DOCUMENT = """Example: stepladder keys document issuer.json new.key.json -o issuer.json

Example: stepladder keys document issuer.json --revoked 'https://issuer.example/keys#z6Mk…=2026-01-31T12:00:00Z'"""


def document(
    keys: Annotated[
        list[Path],
        typer.Argument(metavar="KEY…", help="Key files, locked or not, and documents that this command wrote."),
    ],
    *,
    revoked: Annotated[
        list[str] | None,
        typer.Option(
            "--revoked", metavar="KEY=TIME", help="Do not believe what this key, by its id, signed since. Repeatable."
        ),
    ] = None,
    expires: Annotated[
        list[str] | None,
        typer.Option("--expires", metavar="KEY=TIME", help="This key, by its id, signs until then. Repeatable."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", metavar="FILE", help="Where it goes; default: stdout.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Leave out keys that the file there lists.")] = False,
) -> None:
    """Write the public document of a controller, with all its keys.

    Keys that are no longer used stay listed, so that what they signed still verifies. No secret part gets into it.
    """
    from stepladder.credentials.keys import controller_document

    listed = [entry for path in keys for entry in _entries(path)]
    published = controller_document(listed, revoked=_times(revoked, "--revoked"), expires=_times(expires, "--expires"))
    if out is None:
        print_json(published)
        return
    if not force:
        _keep_what_is_listed(out, published)
    write_bytes(out, _text(published))
    count = len(published["verificationMethod"])
    typer.echo(f"Document with {count} key{'' if count == 1 else 's'} written to {visible(str(out))}.")
    typer.echo(f"Publish it at the address that {published['id']} names.")


def _entries(path: Path) -> list[Any]:
    """Return the key in a file, or those that a published document lists. Raises ``CommandError``."""
    from stepladder.credentials.errors import CredentialError

    found: dict[str, Any] = {}
    with suppress(CredentialError):
        found = read_json_object(path)
    if "verificationMethod" not in found:
        return [read_key(path)]
    listed = found["verificationMethod"]
    entries = listed if isinstance(listed, list) else [listed]
    purposes = found.get("assertionMethod")
    more = sorted(found.keys() - _PUBLISHED)
    if more or purposes != [entry.get("id") if isinstance(entry, dict) else None for entry in entries]:
        what = ", ".join(more) if more else "keys with other purposes"
        raise CommandError(
            f"The document says more than a new one would: {what}.",
            code="usage.foreign_document",
            where=str(path),
            hint="Add the key by hand: stepladder keys document KEY prints how it is listed.",
        )
    return entries


def _times(pairs: list[str] | None, where: str) -> dict[str, datetime]:
    read = (read_pair(pair, where, "https://issuer.example/keys#z6Mk…=2026-01-31T12:00:00Z") for pair in pairs or ())
    return {key: read_time(time, where) for key, time in read}


def _keep_what_is_listed(path: Path, published: dict[str, Any]) -> None:
    """Refuse to replace a document by one that leaves out keys: what they signed would verify no more."""
    if not path.exists():
        return
    earlier: Any = []
    with suppress(ValueError, OSError):
        earlier = json.loads(path.read_bytes())
    methods = earlier.get("verificationMethod") if isinstance(earlier, dict) else None
    kept = {method["id"] for method in published["verificationMethod"]}
    if not isinstance(methods, list) or any(
        not isinstance(method, dict) or method.get("id") not in kept for method in methods
    ):
        raise CommandError(
            "The file there lists keys that the new document would not, or is no such document.",
            code="usage.keys_left_out",
            where=str(path),
            hint=f"Name it among the keys too: stepladder keys document {path} KEY -o {path}. Or add --force.",
        )


def _text(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
