"""``stepladder issue``: a signature with a key of one's own, on one document or on many."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 typer reads the annotations when it runs
from typing import Annotated

import typer

from stepladder.cli.console import print_json, visible
from stepladder.cli.files import read_json_object, write_bytes
from stepladder.cli.options import Jobs, Many, PassphraseFile, Report, Restart, check_alone, check_many
from stepladder.cli.sealing import Securing, read_sealing

EXAMPLES = """Example: stepladder issue unsigned.json --key issuer.key.json -o badge.json

Example: stepladder issue unsigned.json --key issuer.key.json --securing vc-jose-cose -o badge.jwt

Example: stepladder issue --many people.csv --template badge.json --key issuer.key.json --out signed --report issued.csv

Exit code: 0 issued, 1 refused, 2 the command was not used as it asks."""


def register(app: typer.Typer) -> None:
    """Add ``issue``."""
    app.command("issue", epilog=EXAMPLES)(issue)


def issue(
    unsigned: Annotated[
        str | None, typer.Argument(metavar="UNSIGNED.json", help="The credential to sign, or - for stdin.")
    ] = None,
    *,
    key: Annotated[Path, typer.Option("--key", metavar="FILE", help="The key file that keys new wrote.")],
    securing: Annotated[
        Securing | None,
        typer.Option(
            "--securing",
            metavar="NAME",
            help="eddsa-rdfc-2022, eddsa-jcs-2022, ecdsa-rdfc-2019, ecdsa-jcs-2019, or as a token: vc-jose-cose,"
            " open-badges-jwt, vc-1.1-jwt. Default: what suits the key.",
        ),
    ] = None,
    passphrase_file: PassphraseFile = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            metavar="OUT",
            help="Where the signed credential goes; default: stdout. With --many: a folder, or a .jsonl file.",
        ),
    ] = None,
    many: Many = None,
    template: Annotated[
        Path | None,
        typer.Option(
            "--template", metavar="FILE", help="With a table: the unsigned credential, with {column} for a row's cell."
        ),
    ] = None,
    report: Report = None,
    jobs: Jobs = None,
    restart: Restart = False,
    as_json: Annotated[
        bool,
        typer.Option(
            "--json",
            help="With -o, print what was signed as JSON; without, the credential is JSON. With --many, a summary.",
        ),
    ] = False,
) -> None:
    """Sign a credential with a key file.

    It is checked first: what a verifier would not accept is refused, with its place. With --many, the same for each
    unsigned credential in a folder or list, or for each row of a table.
    """
    if many is None:
        alone = check_alone(unsigned, template=template, report=report, jobs=jobs, restart=restart)
        issue_one(alone, key, securing=securing, passphrase_file=passphrase_file, out=out, as_json=as_json)
        return
    check_many(unsigned)
    from stepladder.cli.many.commands import issue_many

    sealing = read_sealing(key, securing, passphrase_file)
    code = issue_many(
        many, sealing, template=template, out=out, report=report, jobs=jobs, restart=restart, as_json=as_json
    )
    raise typer.Exit(code)


def issue_one(
    unsigned: str,
    key: Path,
    *,
    securing: Securing | None,
    passphrase_file: Path | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Sign one document, and print it or write it."""
    from stepladder.credentials import issue as sign
    from stepladder.server.kernel import clock

    document = read_json_object(unsigned)
    sealing = read_sealing(key, securing, passphrase_file)
    credential = sign(document, signer=sealing.signer, created=clock.now(), securing=sealing.securing)
    if out is None:
        typer.echo(credential.original.rstrip(b"\n") + b"\n", nl=False)
        return
    write_bytes(out, credential.original)
    by = sealing.signer.verification_method
    if as_json:
        made = {"file": str(out), "verification_method": by, "securing": sealing.securing}
        print_json({**made, "credential": credential.summary()})
    else:
        typer.echo(f"Signed credential written to {visible(str(out))}, by {visible(by)}.")
