"""One credential examined: rules, proof, what stands inside, status, dates, recipient, verdict; and a newer version."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from stepladder.credentials.errors import CredentialError, UnsupportedError
from stepladder.credentials.proofs import ProofOutcome, verify_embedded, verify_jwt
from stepladder.credentials.verification.checks import (
    context,
    inner,
    issuer_identity,
    issuer_key,
    lossless,
    named_schema,
    proof,
    recipient,
    refresh,
    schema,
    shape,
    status,
    trust,
    valid_from,
    valid_until,
)
from stepladder.credentials.verification.credential import Credential
from stepladder.credentials.verification.enveloped import ENVELOPED, enveloped_bytes, type_names
from stepladder.credentials.verification.examination import Examination, result
from stepladder.credentials.verification.older.examining import Asked, examine_older
from stepladder.credentials.verification.refreshing import judged, newer, refresh_service
from stepladder.credentials.verification.report import CheckResult, VerificationReport
from stepladder.credentials.verification.tree import MAX_DEPTH, Inside, Work, look_inside
from stepladder.credentials.verification.verdict import verdict_of

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.contexts import ContextStore
    from stepladder.credentials.verification.policy import VerificationPolicy
    from stepladder.credentials.verification.remembering import RememberingResolver

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
    named_schema,
)
_LAST = (inner, refresh)
CHECKS = (shape.NAME, *(module.NAME for module in (*_AFTER_SHAPE, *_LAST)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """When and with what a credential is examined, how deep it stands, and what all that stands inside may cost."""

    policy: VerificationPolicy
    resolver: RememberingResolver
    at: datetime
    store: ContextStore
    depth: int = 0
    work: Work = field(default_factory=Work)


def read(data: bytes | Credential) -> Credential:
    """Return the credential that the bytes hold, taken out of its envelope if it has one; CredentialError if none."""
    credential = data if isinstance(data, Credential) else Credential.from_bytes(data)
    if credential.securing == "none" and ENVELOPED in type_names(credential.document):
        return Credential.from_bytes(enveloped_bytes(credential.document))
    return credential


def examine(credential: Credential, asked: Circumstances) -> VerificationReport:
    """Return the report on a credential or, if the policy lets us ask for a newer version and it holds, on that."""
    if credential.older is not None:
        older = Asked(policy=asked.policy, resolver=asked.resolver, at=asked.at, store=asked.store, names=CHECKS)
        return examine_older(credential, credential.older, older)
    # 1. The credential as it is.
    report, examination = _examined(credential, asked)
    service = refresh_service(credential.document, asked.at)
    if not asked.policy.refresh or service is None or not examination.signed_by_issuer:
        return report
    # 2. A newer version, asked for after the proof held, and only once.
    found = newer(credential, service, resolver=asked.resolver, at=asked.at)
    if isinstance(found, CheckResult):
        return _with_refresh(report, found)
    # 3. That is verified by itself. Whatever comes of it, the report on the first one is kept.
    again = replace(asked, policy=replace(asked.policy, refresh=False))
    if asked.depth == 0:
        again = replace(again, work=Work())
    else:
        asked.work.credentials -= 1
        asked.work.take(found)
    fresh, _ = _examined(found, again)
    verdict = judged(fresh, service)
    if verdict.outcome != "passed":
        return _with_refresh(report, verdict)
    return replace(_with_refresh(fresh, verdict), replaced=report)


def unreadable(error: CredentialError, policy: VerificationPolicy, at: datetime) -> VerificationReport:
    """Return the report on something that could not be read."""
    failed = result(shape.NAME, "failed", error.code, error.message, error.where)
    rest = tuple(
        result(name, "not_applicable", "unreadable", "Nothing could be read") for name in CHECKS if name != shape.NAME
    )
    return VerificationReport(
        verdict="unreadable",
        issuer_identity="self_asserted",
        recipient="differs" if policy.recipient else "not_asked",
        checks=(failed, *rest),
        credential=None,
        verified_at=at,
    )


def examine_inner(
    found: Credential | CredentialError, policy: VerificationPolicy, asked: Circumstances
) -> VerificationReport:
    """Return the report on something inside another document, within the work that is left for all of it."""
    if isinstance(found, CredentialError):
        return unreadable(found, policy, asked.at)
    return examine(found, replace(asked, policy=policy))


def _examined(credential: Credential, asked: Circumstances) -> tuple[VerificationReport, Examination]:
    policy = asked.policy
    # 1. Shape.
    shaped = shape.check(credential.document)
    # 2. Proof.
    examination = Examination(
        credential=credential,
        policy=policy,
        resolver=asked.resolver,
        at=asked.at,
        store=asked.store,
        proof=_check_proof(credential, asked),
        depth=asked.depth,
        verify_other=lambda found: _examine_other(found, asked),
    )
    # 3. The named checks: rules, what the proof covers and whose it is, status, dates, recipient, trust, its schemas.
    checks = (shaped, *(module.check(examination) for module in _AFTER_SHAPE))
    # 4. What stands inside, each by itself.
    if shaped.outcome == "passed":
        examination.inside = _look_inside(examination, asked)
    checks = (*checks, *(module.check(examination) for module in _LAST))
    # 5. The verdict, and the name by which to call the issuer.
    listed = policy.listed_name(credential.issuer_id or "") if examination.issuer_identity == "listed" else None
    inside = examination.inside or Inside()
    report = VerificationReport(
        verdict=verdict_of(checks, schemas_required=policy.schemas == "required"),
        issuer_identity=examination.issuer_identity,
        recipient=examination.recipient,
        checks=checks,
        credential=credential,
        verified_at=asked.at,
        status_checked_at=examination.status_checked_at,
        issuer_name=listed or credential.issuer_name or "",
        inner=inside.reports,
        left_out=inside.left_out,
    )
    return report, examination


def _examine_other(found: Credential, asked: Circumstances) -> VerificationReport:
    """Return the report on a credential that another leans on. Nothing is asked of it but that it holds."""
    policy = replace(asked.policy, recipient=None, trusted_issuers=None, refresh=False, schemas="pinned")
    asked.work.credentials -= 1
    asked.work.take(found)
    if asked.depth >= MAX_DEPTH or asked.work.spent:
        error = UnsupportedError("It leans on more credentials than are looked at", code="inner.too_much")
        return unreadable(error, policy, asked.at)
    within = replace(asked, policy=policy, resolver=asked.resolver.inside(), depth=asked.depth + 1)
    return examine(found, within)


def _check_proof(credential: Credential, asked: Circumstances) -> ProofOutcome:
    issuer, policy = credential.issuer_id or "", asked.policy
    if credential.jwt is not None:
        return verify_jwt(
            credential.jwt,
            issuer,
            resolver=asked.resolver,
            at=asked.at,
            compromised=policy.compromised_keys,
            accepted=policy.accepted_suites,
        )
    return verify_embedded(
        credential.document,
        issuer,
        resolver=asked.resolver,
        at=asked.at,
        store=asked.store,
        compromised=policy.compromised_keys,
        accepted=policy.accepted_suites,
        budget=asked.work.steps if asked.depth else None,
    )


def _look_inside(examination: Examination, asked: Circumstances) -> Inside | None:
    """Look at what stands inside, unless the signature around it does not hold: then anyone may have put it there."""
    if examination.proof.finding in {"broken", "missing"} or examination.proof.owner == "broken":
        return None
    within = replace(asked, resolver=asked.resolver.inside())
    return look_inside(
        examination.credential,
        policy=asked.policy,
        work=asked.work,
        depth=asked.depth,
        examine=lambda found, policy, depth: examine_inner(found, policy, replace(within, depth=depth)),
    )


def _with_refresh(report: VerificationReport, found: CheckResult) -> VerificationReport:
    checks = tuple(found if one.check == refresh.NAME else one for one in report.checks)
    return replace(report, checks=checks)
