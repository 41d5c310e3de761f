"""Asking the issuer for a newer version of a credential: once, after its proof held (OB 3.0 section 9.1, VCCR 1.0)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.dids import same_identifier
from stepladder.credentials.errors import CredentialError
from stepladder.credentials.model.times import parse_timestamp
from stepladder.credentials.verification.credential import Credential
from stepladder.credentials.verification.enveloped import type_names
from stepladder.credentials.verification.examination import result

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.dids import Resolver
    from stepladder.credentials.verification.report import CheckResult, VerificationReport

KINDS = {"1EdTechCredentialRefresh", "VerifiableCredentialRefreshService2021"}
_NAME = "refresh"
_MUST_HOLD = ("shape", "schema", "context", "lossless", "proof", "issuer_key")


def refresh_service(document: dict[str, Any], at: datetime) -> str | None:
    """Return the address of the first refresh service of a kind that we know and that may be asked at this time."""
    value = document.get("refreshService")
    for service in value if isinstance(value, list) else [value]:
        if not isinstance(service, dict) or not KINDS & type_names(service):
            continue
        after, until = (parse_timestamp(service.get(name)) for name in ("validAfter", "validUntil"))
        if (after is not None and at < after) or (until is not None and at > until):
            continue
        for member in ("url", "id"):
            if isinstance(service.get(member), str) and service[member].startswith(("https://", "http://")):
                address: str = service[member]
                return address
    return None


def newer(credential: Credential, service: str, *, resolver: Resolver, at: datetime) -> Credential | CheckResult:
    """Return the newer version of a credential, or the check that says why there is none.

    The same credential has the same issuer and the same id; newer is what is valid from a later time that has come.
    """
    # 1. Ask.
    try:
        found = Credential.from_bytes(resolver.document(service).document)
    except CredentialError as error:
        return result(_NAME, "indeterminate", error.code, f"A newer one could not be had: {error.message}", service)
    # 2. The same credential.
    pairs = ((credential.id, found.id), (credential.issuer_id, found.issuer_id))
    if not all(one and other and same_identifier(one, other) for one, other in pairs):
        message = "What the refresh service gave is another credential: its issuer or its id differs"
        return result(_NAME, "failed", "another", message, service)
    # 3. A newer one.
    old, new = (parse_timestamp(one.valid_from) for one in (credential, found))
    if new is None or old is None or new <= old:
        return result(_NAME, "passed", "up_to_date", "The issuer has no newer one")
    if new > at:
        return result(
            _NAME, "passed", "later", f"The issuer has a newer one that is valid from {found.valid_from} only"
        )
    return found


def judged(report: VerificationReport, service: str) -> CheckResult:
    """Return the check on a newer version by its own report: only what its issuer signed can take the place."""
    for name in _MUST_HOLD:
        found = report.check(name)
        if found.outcome not in {"passed", "not_applicable"}:
            message = f"What the refresh service gave does not hold, so it was passed over: {found.message}"
            return result(_NAME, "failed", "not_held", message, service)
    since = report.credential.valid_from if report.credential else ""
    message = f"The issuer has replaced it: this is about the newer one, valid from {since}"
    return result(_NAME, "passed", "replaced", message)
