"""Somebody brings a file and wants the truth: read it, check it, say who signed."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from stepladder.credentials import (
    Credential,
    VerificationPolicy,
    VerificationReport,
    VerifiedCredential,
    inspect,
    verify,
)
from stepladder.credentials.dids import DocumentResolver, Resolved
from stepladder.credentials.verification.presentation import (
    PresentationReport,
    inspect_presentation,
    is_presentation,
)
from stepladder.server.issuing import selectors as issuing
from stepladder.server.kernel import clock
from stepladder.server.kernel.fetch import Fetched, Fetcher, FetchSettings
from stepladder.server.trust import selectors as trust

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.server.accounts.models import Organisation


def inspect_file(
    data: bytes | Credential,
    *,
    recipient: str | None = None,
    organisation: Organisation | None = None,
    at: datetime | None = None,
) -> VerificationReport:
    """Check a file's bytes against the operator's list, and the organisation's own; never raises for a bad file."""
    return inspect(data, policy=_policy(recipient, organisation), resolver=resolver(), at=at or clock.now())


def inspect_anything(data: bytes, *, recipient: str | None = None) -> VerificationReport | PresentationReport:
    """Check a file that may be a presentation, with several credentials in it; never raises for a bad file."""
    if not is_presentation(data):
        return inspect_file(data, recipient=recipient)
    return inspect_presentation(data, policy=_policy(recipient, None), resolver=resolver(), at=clock.now())


def verify_file(
    data: bytes, *, recipient: str | None = None, organisation: Organisation | None = None
) -> VerifiedCredential:
    """Return the verified credential; raises ``VerificationError`` with the report when it does not hold."""
    return verify(data, policy=_policy(recipient, organisation), resolver=resolver(), at=clock.now())


def fetch_address(url: str) -> bytes:
    """Return the file at an address that a visitor gave, through the fetch guard."""
    answer = fetch_document(url)
    return answer if isinstance(answer, bytes) else answer.body


def fetch_document(url: str) -> bytes | Fetched:
    """Return what an address gives: a file of this very server, or what the fetch guard brought and from where."""
    own = issuing.own_status_list(url) or issuing.own_document(url)
    return fetcher().fetch(url) if own is None else own


class OwnDocumentsFirst(DocumentResolver):
    """Answers from this server's own database what it publishes itself; the rest goes through the fetch guard."""

    def controller_document(self, url: str) -> Resolved:
        """Return a key document; one of this server's own without going out."""
        own = issuing.own_did_document(url)
        return super().controller_document(url) if own is None else _as_fetched(json.dumps(own).encode())

    def status_list(self, url: str) -> Resolved:
        """Return a status list; one of this server's own without going out."""
        own = issuing.own_status_list(url)
        return super().status_list(url) if own is None else _as_fetched(own)


def resolver() -> DocumentResolver:
    """Return the resolver that this server verifies with."""
    return OwnDocumentsFirst(fetch=fetch_document, clock=clock.now)


@lru_cache(maxsize=1)
def fetcher() -> Fetcher:
    """Return this process's one way out, with its memory of what failed."""
    return Fetcher(FetchSettings.from_environment())


def _as_fetched(document: bytes) -> Resolved:
    return Resolved(document=document, source="fetched", retrieved_at=clock.now())


def _policy(recipient: str | None, organisation: Organisation | None) -> VerificationPolicy:
    return VerificationPolicy(listed_issuers=trust.listed_issuers(organisation), recipient=recipient or None)
