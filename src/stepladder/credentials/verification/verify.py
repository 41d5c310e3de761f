"""Verification in the order of Open Badges 3.0 (section 9): shape, proof, status, dates, recipient, the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.errors import CredentialError, VerificationError
from stepladder.credentials.proofs import ProofOutcome, verify_embedded, verify_jwt
from stepladder.credentials.verification.checks import (
    context,
    issuer_identity,
    issuer_key,
    lossless,
    proof,
    recipient,
    schema,
    shape,
    status,
    trust,
    valid_from,
    valid_until,
)
from stepladder.credentials.verification.credential import Credential
from stepladder.credentials.verification.examination import Examination, result
from stepladder.credentials.verification.policy import VerificationPolicy
from stepladder.credentials.verification.report import CheckResult, VerificationReport
from stepladder.credentials.verification.verdict import verdict_of

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.dids import Resolver

_AFTER_SHAPE = (
    schema,
    context,
    lossless,
    proof,
    issuer_key,
    issuer_identity,
    status,
    valid_from,
    valid_until,
    recipient,
    trust,
)
CHECKS = (shape.NAME, *(module.NAME for module in _AFTER_SHAPE))
_TOKEN = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedCredential:
    """A credential that held. Only :func:`verify` makes one: to hold it is to know that the checks were made."""

    credential: Credential
    report: VerificationReport
    verified_at: datetime
    _token: object

    def __post_init__(self) -> None:
        """Refuse to be made by anyone but :func:`verify`."""
        if self._token is not _TOKEN:
            raise TypeError("A VerifiedCredential is made by stepladder.credentials.verify, never by hand")


def inspect(
    data: bytes | Credential,
    *,
    policy: VerificationPolicy | None = None,
    resolver: Resolver,
    at: datetime,
    store: ContextStore | None = None,
) -> VerificationReport:
    """Check a credential and return the report with every named check. Raises nothing for bad input.

    ``at`` is the time to check for (aware; ValueError otherwise), ``resolver`` where other documents come from.
    ``store`` may name extra contexts, for tests and interoperability endpoints only.
    """
    if at.tzinfo is None:
        raise ValueError("`at` needs a zone")
    policy = policy or VerificationPolicy()
    # 1. Shape.
    try:
        credential = data if isinstance(data, Credential) else Credential.from_bytes(data)
    except CredentialError as error:
        return _unreadable(error, policy, at)
    shaped = shape.check(credential.document)
    # 2. Proof.
    store = store or ContextStore()
    examination = Examination(
        credential=credential,
        policy=policy,
        resolver=resolver,
        at=at,
        store=store,
        proof=_check_proof(credential, resolver, at, store),
    )
    # 3. The named checks: rules, what the proof covers and whose it is, status, dates, recipient, trust.
    checks = (shaped, *(module.check(examination) for module in _AFTER_SHAPE))
    # 4. The verdict, and the name by which to call the issuer.
    listed = policy.listed_name(credential.issuer_id or "") if examination.issuer_identity == "listed" else None
    return VerificationReport(
        verdict=verdict_of(checks),
        issuer_identity=examination.issuer_identity,
        recipient=examination.recipient,
        checks=checks,
        credential=credential,
        verified_at=at,
        status_checked_at=examination.status_checked_at,
        issuer_name=listed or credential.issuer_name or "",
    )


def verify(
    data: bytes | Credential,
    *,
    policy: VerificationPolicy | None = None,
    resolver: Resolver,
    at: datetime,
    store: ContextStore | None = None,
) -> VerifiedCredential:
    """Return the credential as verified, or raise VerificationError with the report.

    It holds if the verdict is ``authentic`` and the recipient, if one was asked for, does not differ. The error's code
    is ``verify.`` and the verdict (``verify.altered``), or ``verify.recipient_differs``.
    """
    report = inspect(data, policy=policy, resolver=resolver, at=at, store=store)
    if not report.held or report.credential is None:
        code = "recipient_differs" if report.verdict == "authentic" else report.verdict
        raise VerificationError(report.sentence, code=f"verify.{code}", report=report, hint=report.next_step)
    return VerifiedCredential(credential=report.credential, report=report, verified_at=at, _token=_TOKEN)


def _check_proof(credential: Credential, resolver: Resolver, at: datetime, store: ContextStore) -> ProofOutcome:
    issuer = credential.issuer_id or ""
    if credential.jwt is not None:
        return verify_jwt(credential.jwt, issuer, resolver=resolver)
    return verify_embedded(credential.document, issuer, resolver=resolver, at=at, store=store)


def _unreadable(error: CredentialError, policy: VerificationPolicy, at: datetime) -> VerificationReport:
    failed = CheckResult(check=shape.NAME, outcome="failed", code=error.code, message=error.message, where=error.where)
    rest = tuple(
        result(module.NAME, "not_applicable", "unreadable", "Nothing could be read") for module in _AFTER_SHAPE
    )
    return VerificationReport(
        verdict="unreadable",
        issuer_identity="self_asserted",
        recipient="differs" if policy.recipient else "not_asked",
        checks=(failed, *rest),
        credential=None,
        verified_at=at,
    )
