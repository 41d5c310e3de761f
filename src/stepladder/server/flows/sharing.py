"""A learner lets an employer see credentials; the employer verifies them, and the gap report shrinks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.dateparse import parse_datetime

from stepladder.credentials.errors import VerificationError
from stepladder.server.flows.holding import skills_shown, verify_held
from stepladder.server.flows.rewarding import reward_worker
from stepladder.server.issuing.selectors import own_did_document
from stepladder.server.kernel import audit
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.trust import selectors as trust
from stepladder.server.wallet import selectors as wallet_reads
from stepladder.server.wallet import services as wallet
from stepladder.server.workforce import selectors as workforce_reads
from stepladder.server.workforce import services as workforce

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stepladder.credentials import VerifiedCredential
    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.server.wallet.models import HeldCredential, Share
    from stepladder.server.workforce.models import ProvedSkill, Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What came of accepting a share: the skills now proved, and each credential that did not hold, with why."""

    proved: tuple[ProvedSkill, ...]
    refused: tuple[tuple[str, str], ...]
    points: int


def share(
    *,
    holder: Person,
    credentials: Sequence[HeldCredential],
    until: datetime,
    audience: Organisation | None = None,
    audience_name: str = "",
) -> Share:
    """Share the chosen credentials with an organisation, or by a link."""
    return wallet.share(
        holder=holder, credentials=credentials, until=until, audience=audience, audience_name=audience_name
    )


def share_all(*, holder: Person, until: datetime, audience: Organisation) -> Share:
    """Share everything that somebody holds with an organisation."""
    return wallet.share(holder=holder, credentials=wallet_reads.credentials_of(holder), until=until, audience=audience)


def received_by(organisation: Organisation) -> Sequence[Share]:
    """Return what is shared with an organisation now."""
    return wallet_reads.shares_with(organisation)


@transaction.atomic
def accept(*, share: Share, actor: Person) -> Acceptance:
    """Verify each shared credential afresh and count what it proves for the worker who holds it."""
    if share.audience is None:
        raise Refusal("This share is not for an organisation.", code="share.no_audience", status=404)
    worker = _worker_of(share)
    proved: list[ProvedSkill] = []
    refused: list[tuple[str, str]] = []
    points = 0
    for held in wallet_reads.credentials_in(share):
        try:
            verified = verify_held(held, organisation=share.audience)
        except (VerificationError, Refusal) as error:
            refused.append((held.name, _why(error)))
            continue
        proved += _accept_one(worker, held, verified, share)
        points += reward_worker(worker=worker, verified=verified)
    audit.record(actor=str(actor.pk), action="share.accepted", subject=str(share.pk), detail={"skills": len(proved)})
    return Acceptance(proved=tuple(proved), refused=tuple(refused), points=points)


@transaction.atomic
def withdraw(*, share: Share) -> Share:
    """Withdraw a share: the audience no longer sees it, and what it proved ends there."""
    ended = wallet.withdraw_share(share=share)
    workforce.end_proof(share_iri=share_iri(share), because="withdrawn")
    return ended


def share_iri(share: Share) -> str:
    """Return the name by which other contexts know a share."""
    return f"urn:uuid:{share.pk}"


def _accept_one(
    worker: Worker, held: HeldCredential, verified: VerifiedCredential, share: Share
) -> Sequence[ProvedSkill]:
    return workforce.accept_proof(
        worker=worker,
        attestations=skills_shown(verified),
        credential_iri=held.credential_iri,
        credential_name=held.name,
        issuer_name=held.issuer_name,
        share_iri=share_iri(share),
        valid_until=_seen_until(verified, share),
    )


def unknown_issuers(share: Share) -> Sequence[HeldCredential]:
    """Return the shared credentials whose issuer is on no list of the audience and proved by no domain."""
    listed = trust.listed_issuers(share.audience)
    return [
        held
        for held in share.credentials.all()
        if held.issuer_iri not in listed
        and (
            held.report.get("issuer_identity") == "self_asserted"
            or held.report.get("standard")  # an older badge: see flows/holding.py
            or own_did_document(held.issuer_iri) is not None
        )
    ]


def _why(error: VerificationError | Refusal) -> str:
    if isinstance(error, Refusal):
        return error.message
    if error.report.recipient == "differs":
        return "It names somebody else."
    return str(error.report.sentence)


def _seen_until(verified: VerifiedCredential, share: Share) -> datetime:
    """Return when the proof ends here: with the credential, or with the holder's consent if that is sooner."""
    valid_until = parse_datetime(verified.credential.valid_until or "")
    return min(valid_until, share.expires_at) if valid_until else share.expires_at


def _worker_of(share: Share) -> Worker:
    assert share.audience is not None  # noqa: S101 - accept() has looked
    worker = workforce_reads.worker_of(organisation=share.audience, person=share.holder)
    if worker is None:
        raise Refusal(
            f"{share.holder} is not among the people of {share.audience}.",
            code="share.not_a_worker",
            hint="Add the person on the People page first, with the e-mail address of their account.",
            status=409,
        )
    return worker
