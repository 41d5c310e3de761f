"""An older badge examined: its own rules, under the names of the checks that every report has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stepladder.credentials.proofs import ProofOutcome
from stepladder.credentials.verification.checks import recipient
from stepladder.credentials.verification.examination import Examination, result
from stepladder.credentials.verification.older import checks
from stepladder.credentials.verification.older.hosted import hosted, revoked
from stepladder.credentials.verification.older.links import Library
from stepladder.credentials.verification.older.revocation import reason_in, says_revoked
from stepladder.credentials.verification.older.signed import signed
from stepladder.credentials.verification.older.standing import Standing
from stepladder.credentials.verification.report import VerificationReport
from stepladder.credentials.verification.verdict import verdict_of

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.contexts import ContextStore
    from stepladder.credentials.dids import Resolver
    from stepladder.credentials.verification.credential import Credential
    from stepladder.credentials.verification.older.badge import OlderBadge
    from stepladder.credentials.verification.policy import VerificationPolicy
    from stepladder.credentials.verification.report import CheckResult

_INNER = result("inner", "not_applicable", "older", "What stands inside an older badge is not looked at by itself")
_REFRESH = result("refresh", "not_applicable", "absent", "Older badges name no service that would give a newer one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the verifier asks of an older badge, where other documents come from, and the names of all checks."""

    policy: VerificationPolicy
    resolver: Resolver
    at: datetime
    store: ContextStore
    names: tuple[str, ...] = ()


def examine_older(credential: Credential, badge: OlderBadge, asked: Asked) -> VerificationReport:
    """Return the report on an older badge, with the checks of every report in their order."""
    # 1. Shape: without it there is nothing to look up.
    shaped = checks.shape(badge)
    # 2. What is published, or the signature; whose it is; whether it was revoked.
    standing = _stand(credential, badge, asked) if shaped.outcome == "passed" else _nothing(badge)
    counting = _as_it_counts(credential, standing)
    # 3. What the badge that counts says of itself.
    begins, ends = checks.dates(standing.badge, asked)
    known, identity = checks.issuer_identity(standing, asked)
    seen = Examination(
        credential=counting,
        policy=asked.policy,
        resolver=asked.resolver,
        at=asked.at,
        store=asked.store,
        proof=ProofOutcome(finding="unknown"),
    )
    about = recipient.check(seen) if standing.badge.version else _unknown_recipient(asked)
    found: tuple[CheckResult, ...] = (
        shaped if standing.proof.outcome != "passed" else _both_shapes(shaped, standing.badge),
        checks.schema(standing.badge),
        checks.context(standing.badge),
        checks.lossless(standing),
        standing.proof,
        standing.owner,
        known,
        standing.status,
        begins,
        ends,
        about,
        checks.trust(standing, identity, asked),
        _INNER,
        _REFRESH,
    )
    found = _in_order(found, asked.names)
    # 4. The verdict, and the name by which to call the issuer.
    listed = asked.policy.listed_name(standing.badge.issuer_id or "") if identity == "listed" else None
    return VerificationReport(
        verdict=verdict_of(found),
        issuer_identity=identity,
        recipient=seen.recipient,
        checks=found,
        credential=counting,
        verified_at=asked.at,
        status_checked_at=standing.as_of,
        issuer_name=listed or counting.issuer_name or "",
    )


def _stand(credential: Credential, badge: OlderBadge, asked: Asked) -> Standing:
    library = Library(resolver=asked.resolver)
    if badge.manner != "signed" and says_revoked(badge.assertion):
        return revoked(badge, library, f"It says of itself that it is revoked{reason_in(badge.assertion)}", None)
    if badge.manner == "signed":
        return signed(badge, credential.jwt, library, asked)
    if badge.manner == "hosted":
        return hosted(badge, library, asked)
    return Standing(
        badge=badge,
        proof=result("proof", "failed", "missing", "It says neither where it is published nor that it is signed"),
        owner=result("issuer_key", "not_applicable", "unsigned", "Nothing says whose it is"),
    )


def _in_order(found: tuple[CheckResult, ...], names: tuple[str, ...]) -> tuple[CheckResult, ...]:
    """Return the checks in the order of every report; what older badges have nothing of does not apply."""
    made = {one.check: one for one in found}
    names = names or tuple(made)
    nothing = "Older badges have nothing of the kind"
    return tuple(made.get(name) or result(name, "not_applicable", "older", nothing) for name in names)


def _unknown_recipient(asked: Asked) -> CheckResult:
    if not asked.policy.recipient:
        return result("recipient", "not_applicable", "not_asked", "Nobody asked whom it should be about")
    return result("recipient", "indeterminate", "not_seen", "Whom it is about could not be seen")


def _nothing(badge: OlderBadge) -> Standing:
    text = "Nothing could be read"
    return Standing(
        badge=badge,
        proof=result("proof", "not_applicable", "unreadable", text),
        owner=result("issuer_key", "not_applicable", "unreadable", text),
        status=result("status", "not_applicable", "unreadable", text),
    )


def _both_shapes(shaped: CheckResult, counting: OlderBadge) -> CheckResult:
    """Return the check on what is published: behind a mere address that may be anything."""
    published = checks.shape(counting)
    return shaped if published.outcome == "passed" and shaped.code == "shape.ok" else published


def _as_it_counts(credential: Credential, standing: Standing) -> Credential:
    """Return the credential with what it links to; of a hosted badge that holds, as it is published."""
    badge = standing.badge
    return replace(credential, document=badge.assertion, older=badge)
