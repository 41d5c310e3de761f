"""``stepladder verify``: does it hold, who signed it, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from stepladder.cli.console import print_json
from stepladder.cli.errors import CommandError
from stepladder.cli.files import read_bytes
from stepladder.cli.options import (
    Accept,
    At,
    Compromised,
    Document,
    IssuerDocument,
    Jobs,
    Many,
    MaxStatusAge,
    NamedSchemas,
    Recipient,
    Report,
    Restart,
    Schemas,
    StatusList,
    Trust,
    check_alone,
    check_many,
    read_time,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from stepladder.cli.asking import Asked
    from stepladder.errors import StepladderError
    from stepladder.server.kernel.fetch import Fetched, Fetcher

EXAMPLES = """Example: stepladder verify badge.png

Example: stepladder verify badge.json --recipient me@example.org --json

Example: stepladder verify badge.json --offline --issuer-document issuer.json --at 2026-01-31T12:00:00Z

Example: stepladder verify --many badges --report out.csv --jobs 4

Exit code: 0 it held, 1 it did not hold, 2 the command was not used as it asks, 3 could not tell."""


def register(app: typer.Typer) -> None:
    """Add ``verify``."""
    app.command("verify", epilog=EXAMPLES)(verify)


def verify(  # noqa: PLR0913 - each is an option of the command
    source: Annotated[
        str | None,
        typer.Argument(metavar="FILE|URL|-", help="A JSON, JWT, PNG or SVG file, an https address, or - for stdin."),
    ] = None,
    *,
    many: Many = None,
    report: Report = None,
    jobs: Jobs = None,
    restart: Restart = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON; with --many, a summary.")] = False,
    at: At = None,
    offline: Annotated[bool, typer.Option("--offline", help="Fetch nothing; use only what the options give.")] = False,
    trust: Trust = None,
    recipient: Recipient = None,
    accept: Accept = None,
    compromised: Compromised = None,
    max_status_age: MaxStatusAge = None,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Ask the issuer once for a newer version, which tells it of the check.")
    ] = False,
    schemas: NamedSchemas = Schemas.pinned,
    issuer_document: IssuerDocument = None,
    status_list: StatusList = None,
    document: Document = None,
) -> None:
    """Check a credential, and say who signed it.

    Is it unaltered, whose key signed it, is it revoked or expired, and is it this person's? With --many, the same for
    each credential in a folder or list.
    """
    from stepladder.cli.asking import Asked, read_document, read_documents, read_policy

    asked = Asked(
        at=read_time(at) if at is not None else None,
        offline=offline,
        policy=read_policy(
            trust,
            recipient,
            accept=accept,
            compromised=compromised,
            max_status_age=max_status_age,
            refresh=refresh,
            schemas=schemas.value,
        ),
        issuer_documents=tuple(read_document(path, "issuer_documents") for path in issuer_document or ()),
        status_lists=tuple(read_document(path, "status_lists") for path in status_list or ()),
        documents=read_documents(document or ()),
    )
    if many is None:
        verify_one(check_alone(source, report=report, jobs=jobs, restart=restart), asked, as_json=as_json)
    check_many(source)
    from stepladder.cli.many.commands import verify_many

    raise typer.Exit(verify_many(many, asked, report=report, jobs=jobs, restart=restart, as_json=as_json))


def verify_one(source: str, asked: Asked, *, as_json: bool) -> NoReturn:
    """Verify one credential or presentation, print the report, and leave with its exit code."""
    from stepladder.credentials import inspect
    from stepladder.credentials.dids import DocumentResolver
    from stepladder.credentials.verification.presentation import inspect_presentation, is_presentation
    from stepladder.server.kernel import clock

    fetcher = None if asked.offline else make_fetcher()
    data = read_source(source, fetcher, as_json=as_json)
    resolver = DocumentResolver(
        fetch=None if fetcher is None else document_fetch(fetcher),
        clock=clock.now,
        issuer_documents=asked.issuer_documents,
        status_lists=asked.status_lists,
        documents=asked.documents,
    )
    moment = asked.at or clock.now()
    if is_presentation(data):
        shown = inspect_presentation(data, policy=asked.policy, resolver=resolver, at=moment)
        show(shown, "print_presentation", as_json=as_json, at=asked.at)
    show(inspect(data, policy=asked.policy, resolver=resolver, at=moment), "print_report", as_json=as_json, at=asked.at)


def show(report: Any, in_words: str, *, as_json: bool, at: datetime | None) -> NoReturn:
    """Print a report, for programs or in words, and leave with its exit code."""
    if as_json:
        print_json(report.as_dict())
    else:
        from stepladder.cli import report as words  # which draws tables: slow to load

        getattr(words, in_words)(report, at=at)
    raise typer.Exit(report.exit_code)


# ---------------------------------------------------------------------- what the options say
def read_source(source: str, fetcher: Fetcher | None, *, as_json: bool) -> bytes:
    """Return the credential's bytes from a file, standard input or an address."""
    if not is_address(source):
        return read_bytes(source)
    if fetcher is None:
        raise CommandError(
            "An address cannot be fetched with --offline.",
            code="usage.offline_address",
            where=source,
            hint="Save the credential to a file and verify that.",
        )
    return fetch_credential(fetcher, source, as_json=as_json)


def is_address(source: str) -> bool:
    """Say whether the source is an address rather than a file."""
    return source.lower().startswith(("https://", "http://"))


# ---------------------------------------------------------------------- the way out
def make_fetcher() -> Fetcher:
    """Make the one way out, with the exceptions that the environment names."""
    from stepladder.server.kernel.fetch import Fetcher, FetchSettings

    return Fetcher(FetchSettings.from_environment())


def document_fetch(fetcher: Fetcher) -> Callable[[str], Fetched]:
    """Let the library resolve documents through the fetch guard: a refusal becomes a document that could not be had."""
    from stepladder.credentials.errors import ResolutionError
    from stepladder.server.kernel.fetch import FetchError

    def fetch(url: str) -> Fetched:
        try:
            return fetcher.fetch(url)
        except FetchError as error:
            raise ResolutionError(error.message, code=error.code, hint=error.hint, where=error.where) from error

    return fetch


def fetch_credential(fetcher: Fetcher, url: str, *, as_json: bool) -> bytes:
    """Fetch the credential itself; where that fails, programs still get a report in JSON."""
    from stepladder.cli.console import COULD_NOT_TELL, exit_code_of
    from stepladder.server.kernel.fetch import FetchError

    try:
        return fetcher.get(url, accept="application/vc+ld+json, application/json, image/png, image/svg+xml, */*;q=0.5")
    except FetchError as error:
        if as_json and exit_code_of(error) == COULD_NOT_TELL:
            print_json(_unfetched(error))
        raise


def _unfetched(error: StepladderError) -> dict[str, Any]:
    check = {"check": "fetch", "outcome": "indeterminate", "code": error.code, "message": error.message}
    return {
        "verdict": "could_not_check",
        "issuer_identity": "self_asserted",
        "recipient": "not_asked",
        "checks": [check],
        "credential": None,
    }
