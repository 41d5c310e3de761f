"""``stepladder inspect`` and ``stepladder canonicalize``: look inside; neither says anything about trust."""

from __future__ import annotations

import hashlib
from typing import Annotated, Any

import typer

from stepladder.cli.console import note, print_json, visible
from stepladder.cli.files import read_bytes, read_json_object

UNVERIFIED = "Not verified: this is only what the file says. Use stepladder verify to check it."


def register(app: typer.Typer) -> None:
    """Add ``inspect`` and ``canonicalize``."""
    app.command("inspect", epilog="Example: stepladder inspect badge.png")(inspect)
    app.command("canonicalize", epilog="Example: stepladder canonicalize badge.json | sha256sum")(canonicalize)


def inspect(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A JSON, JWT, PNG or SVG file, or - for stdin.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary and the whole document as JSON.")] = False,
) -> None:
    """Show what a file holds, unverified."""
    from stepladder.credentials import Credential

    credential = Credential.from_bytes(read_bytes(file))
    about = _about(credential)
    if as_json:
        print_json({"verified": False, **about, "credential": credential.summary(), "document": credential.document})
        return
    from stepladder.cli.report import print_summary

    note(UNVERIFIED)
    for label, value in about.items():
        shown = ", ".join(value) if isinstance(value, list) else str(value)
        typer.echo(f"{label.capitalize():<12}  {visible(shown)}")
    print_summary(credential)


def _about(credential: Any) -> dict[str, Any]:
    """Return what kind of file it is: container, securing, types, contexts and proofs."""
    document = credential.document
    proofs = [entry for entry in _listed(document.get("proof")) if isinstance(entry, dict)]
    return {
        "container": credential.container,
        **({"standard": credential.standard} if credential.standard else {}),
        "securing": credential.securing,
        "types": [str(entry) for entry in _listed(document.get("type"))],
        "contexts": [entry if isinstance(entry, str) else "(inline)" for entry in _listed(document.get("@context"))],
        "proofs": [
            f"{proof.get('cryptosuite') or proof.get('type')} by {proof.get('verificationMethod')}" for proof in proofs
        ],
    }


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def canonicalize(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A JSON-LD document, or - for stdin.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the lines and their SHA-256 as JSON instead.")] = False,
) -> None:
    """Print the canonical N-Quads of a document.

    By RDFC-1.0. A member that no signature could cover is named, and the exit code is 1. Inline contexts are read too:
    this decides nothing about trust.
    """
    from stepladder.credentials.canonical import canonicalize as canonical

    text = canonical(read_json_object(file))
    if as_json:
        print_json({"sha256": hashlib.sha256(text.encode()).hexdigest(), "nquads": text.splitlines()})
    else:
        typer.echo(text.encode(), nl=False)
