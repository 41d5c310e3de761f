"""What a verifier asks for on the command line: conditions, and documents that replace fetching."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from stepladder.cli.errors import CommandError
from stepladder.cli.files import read_bytes
from stepladder.cli.options import read_age, read_pair, read_time

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stepladder.credentials import VerificationPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The options of ``verify`` as values. ``at`` is None for now; the documents are as they were read."""

    at: datetime | None
    offline: bool
    policy: VerificationPolicy
    issuer_documents: tuple[bytes, ...]
    status_lists: tuple[bytes, ...]
    documents: dict[str, bytes]


def read_policy(
    trust: Path | None,
    recipient: str | None,
    *,
    accept: Sequence[str] | None = None,
    compromised: Sequence[str] | None = None,
    max_status_age: str | None = None,
    refresh: bool = False,
    schemas: Literal["pinned", "asked", "required"] = "pinned",
) -> VerificationPolicy:
    """Turn the options that set conditions into a policy. Raises ``CommandError`` for what cannot be one."""
    from stepladder.credentials import VerificationPolicy

    if recipient is not None and not recipient.strip():
        raise CommandError(
            "The recipient asked for is empty.",
            code="usage.empty_recipient",
            where="--recipient",
            hint="Name an e-mail address or an id, or leave the option out.",
        )
    return VerificationPolicy(
        trusted_issuers=read_trust_list(trust) if trust is not None else None,
        recipient=recipient,
        max_status_age=read_age(max_status_age, "--max-status-age") if max_status_age is not None else None,
        accepted_suites=_accepted(accept) if accept else None,
        compromised_keys=dict(map(_compromised, compromised or ())),
        refresh=refresh,
        schemas=schemas,
    )


def _accepted(names: Sequence[str]) -> frozenset[str]:
    from stepladder.credentials.keys.kinds import KINDS
    from stepladder.credentials.proofs.cryptosuites import SUITES
    from stepladder.credentials.verification.policy import HOSTED

    known = {suite.label for suite in SUITES}.union({HOSTED}, *(kind.algorithms for kind in KINDS.values()))
    for name in names:
        if name not in known:
            raise CommandError(
                f"There is no cryptosuite or algorithm {name!r} that could be accepted.",
                code="usage.unknown_suite",
                where="--accept",
                hint=f"Name one of {', '.join(sorted(known, key=str.lower))}.",
            )
    return frozenset(names)


def _compromised(text: str) -> tuple[str, datetime]:
    key, since = read_pair(text, "--compromised", "https://issuer.example/keys#1=2026-01-31T12:00:00Z")
    return key, read_time(since, "--compromised")


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


def _bad_trust_list(path: Path) -> CommandError:
    return CommandError(
        "The trust list cannot be read.",
        code="usage.bad_trust_list",
        where=str(path),
        hint='It is a JSON file like {"issuers": [{"id": "https://example.org/issuer", "name": "Example"}]}.',
    )


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


def read_documents(pairs: Sequence[str]) -> dict[str, bytes]:
    """Read ``URL=FILE`` pairs: what replaces fetching at these addresses. Raises ``CommandError``."""
    read = (read_pair(pair, "--document", "https://issuer.example/badge.json=badge.json") for pair in pairs)
    return {url: read_bytes(Path(file)) for url, file in read}
