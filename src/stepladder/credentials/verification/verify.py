"""Verification in the order of Open Badges 3.0 (section 9): shape, proof, refresh, status, dates, recipient, inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.errors import CredentialError, VerificationError
from stepladder.credentials.verification.examining import CHECKS, Circumstances, examine, read, unreadable
from stepladder.credentials.verification.policy import VerificationPolicy
from stepladder.credentials.verification.remembering import RememberingResolver

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.dids import Resolver
    from stepladder.credentials.verification.credential import Credential
    from stepladder.credentials.verification.report import VerificationReport

__all__ = ["CHECKS", "VerifiedCredential", "inspect", "verify"]

_TOKEN = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedCredential:
    """A credential that held. Only :func:`verify` makes one: to hold it is to know that the checks were made.

    ``inner`` are those of the credentials inside that hold by themselves; endorsements are not among them.
    """

    credential: Credential
    report: VerificationReport
    verified_at: datetime
    inner: tuple[VerifiedCredential, ...] = ()
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
    ``store`` may name extra contexts, for tests and interoperability endpoints only. Endorsements and credentials
    inside are verified each by itself and reported in ``inner``; they leave the verdict as it is.
    """
    if at.tzinfo is None:
        raise ValueError("`at` needs a zone")
    policy = policy or VerificationPolicy()
    try:
        credential = read(data)
    except CredentialError as error:
        return unreadable(error, policy, at)
    asked = Circumstances(policy=policy, resolver=RememberingResolver(resolver), at=at, store=store or ContextStore())
    return examine(credential, asked)


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
    return _verified(report.credential, report)


def _verified(credential: Credential, report: VerificationReport) -> VerifiedCredential:
    inner = tuple(
        _verified(one.report.credential, one.report)
        for one in report.inner
        if one.role == "credential" and one.holds and one.report.credential is not None
    )
    return VerifiedCredential(
        credential=credential, report=report, verified_at=report.verified_at, inner=inner, _token=_TOKEN
    )
