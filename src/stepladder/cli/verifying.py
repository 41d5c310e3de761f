"""``stepladder verify``: does it hold, who signed it, and for whom."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path  # noqa: TC003 typer reads the annotations when it runs
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer

from stepladder.cli.console import print_json
from stepladder.cli.errors import CommandError
from stepladder.cli.files import read_bytes

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.credentials import VerificationPolicy
    from stepladder.errors import StepladderError
    from stepladder.server.kernel.fetch import Fetcher

EXAMPLES = """Example: stepladder verify badge.png

Example: stepladder verify badge.json --recipient me@example.org --json

Example: stepladder verify badge.json --offline --issuer-document issuer.json --at 2026-01-31T12:00:00Z

Exit code: 0 it held, 1 it did not hold, 2 the command was not used as it asks, 3 could not tell."""


def register(app: typer.Typer) -> None:
    """Add ``verify``."""
    app.command("verify", epilog=EXAMPLES)(verify)


def verify(
    source: Annotated[
        str,
        typer.Argument(metavar="FILE|URL|-", help="A JSON, JWT, PNG or SVG file, an https address, or - for stdin."),
    ],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    at: Annotated[
        str | None,
        typer.Option("--at", metavar="TIME", help="Judge the dates at this time, with its zone; default: now."),
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="Fetch nothing; use only what the options give.")] = False,
    trust: Annotated[
        Path | None,
        typer.Option(
            "--trust", metavar="FILE", help='Hold only if the issuer is in this list: {"issuers": [{"id", "name"}]}.'
        ),
    ] = None,
    recipient: Annotated[
        str | None,
        typer.Option(
            "--recipient", metavar="EMAIL|ID", help="Hold only if it was awarded to this e-mail address or id."
        ),
    ] = None,
    issuer_document: Annotated[
        list[Path] | None,
        typer.Option(
            "--issuer-document", metavar="FILE", help="Use this DID or key document, by its id. May be repeated."
        ),
    ] = None,
    status_list: Annotated[
        list[Path] | None,
        typer.Option("--status-list", metavar="FILE", help="Use this signed status list, by its id. May be repeated."),
    ] = None,
) -> None:
    """Check a credential, and say who signed it.

    Is it unaltered, whose key signed it, is it revoked or expired, and is it this person's?
    """
    from stepladder.cli.report import print_presentation, print_report
    from stepladder.credentials import inspect
    from stepladder.credentials.dids import DocumentResolver
    from stepladder.credentials.verification.presentation import inspect_presentation, is_presentation
    from stepladder.server.kernel import clock

    moment = read_time(at) if at is not None else clock.now()
    policy = read_policy(trust, recipient)
    documents = [read_document(path, "issuer_documents") for path in issuer_document or ()]
    lists = [read_document(path, "status_lists") for path in status_list or ()]
    fetcher = None if offline else make_fetcher()
    data = read_source(source, fetcher, as_json=as_json)
    fetch = None if fetcher is None else document_fetch(fetcher)
    resolver = DocumentResolver(fetch=fetch, clock=clock.now, issuer_documents=documents, status_lists=lists)
    judged_at = moment if at is not None else None
    if is_presentation(data):
        shown = inspect_presentation(data, policy=policy, resolver=resolver, at=moment)
        show(shown, print_presentation, as_json=as_json, at=judged_at)
    show(inspect(data, policy=policy, resolver=resolver, at=moment), print_report, as_json=as_json, at=judged_at)


def show(report: Any, in_words: Callable[..., None], *, as_json: bool, at: datetime | None) -> NoReturn:
    """Print a report, for programs or in words, and leave with its exit code."""
    if as_json:
        print_json(report.as_dict())
    else:
        in_words(report, at=at)
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


def read_time(text: str) -> datetime:
    """Read a time with its zone, or a day (its first moment, UTC). Raises ``CommandError`` for anything else."""
    from stepladder.credentials.model.times import parse_timestamp

    try:
        found = parse_timestamp(text) or datetime.fromisoformat(text)  # the first also reads a leap second
    except ValueError as error:
        raise _bad_time(text, "cannot be read as a time") from error
    if found.tzinfo is None:
        if len(text) > 10:
            raise _bad_time(text, "has no zone")
        found = found.replace(tzinfo=UTC)
    return found.astimezone(UTC)


def _bad_time(text: str, why: str) -> CommandError:
    hint = "Write it like 2026-01-31T12:00:00Z, or 2026-01-31 for the beginning of that day in UTC."
    return CommandError(f"The time {text!r} {why}.", code="usage.bad_time", where="--at", hint=hint)


def read_policy(trust: Path | None, recipient: str | None) -> VerificationPolicy:
    """Turn ``--trust`` and ``--recipient`` into conditions."""
    from stepladder.credentials import VerificationPolicy

    trusted = read_trust_list(trust) if trust is not None else None
    if recipient is not None and not recipient.strip():
        raise CommandError(
            "The recipient asked for is empty.",
            code="usage.empty_recipient",
            where="--recipient",
            hint="Name an e-mail address or an id, or leave the option out.",
        )
    return VerificationPolicy(trusted_issuers=trusted, recipient=recipient)


def read_trust_list(path: Path) -> dict[str, str]:
    """Read ``{"issuers": [{"id", "name"}]}`` as id → name. Raises ``CommandError`` when the file is not such a list."""
    from stepladder.credentials.errors import CredentialError
    from stepladder.credentials.model import strict_json

    try:
        issuers = strict_json.parse(read_bytes(path))["issuers"]
        if not isinstance(issuers, list):
            raise _bad_trust_list(path)
        found = {entry["id"]: entry.get("name", "") for entry in issuers}
    except (CredentialError, KeyError, TypeError, AttributeError) as error:
        raise _bad_trust_list(path) from error
    if not all(isinstance(key, str) and isinstance(name, str) for key, name in found.items()):
        raise _bad_trust_list(path)
    return found


def read_document(path: Path, kind: Literal["issuer_documents", "status_lists"]) -> bytes:
    """Read a document that replaces fetching. Raises ``CommandError`` when it is none that could be found by its id."""
    from stepladder.credentials.dids import DocumentResolver
    from stepladder.credentials.errors import CredentialError

    data = read_bytes(path)
    given: dict[str, Any] = {kind: [data]}
    try:
        DocumentResolver(**given)
    except CredentialError as error:
        raise CommandError(
            f"The document cannot be used: {error.message.rstrip('.')}.",
            code="usage.bad_document",
            where=str(path),
            hint="It is a JSON document with an id (a status list may also be a JWT).",
        ) from error
    return data


def _bad_trust_list(path: Path) -> CommandError:
    return CommandError(
        "The trust list cannot be read.",
        code="usage.bad_trust_list",
        where=str(path),
        hint='It is a JSON file like {"issuers": [{"id": "https://example.org/issuer", "name": "Example"}]}.',
    )


# ---------------------------------------------------------------------- the way out
def make_fetcher() -> Fetcher:
    """Make the one way out, with the exceptions that the environment names."""
    from stepladder.server.kernel.fetch import Fetcher, FetchSettings

    return Fetcher(FetchSettings.from_environment())


def document_fetch(fetcher: Fetcher) -> Callable[[str], bytes]:
    """Let the library resolve documents through the fetch guard: a refusal becomes a document that could not be had."""
    from stepladder.credentials.errors import ResolutionError
    from stepladder.server.kernel.fetch import FetchError

    def fetch(url: str) -> bytes:
        try:
            return fetcher.get(url)
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
