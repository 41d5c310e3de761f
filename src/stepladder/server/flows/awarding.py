"""An issuer decides that somebody has earned a micro-credential: award, issue, let it wait, write to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from stepladder.server.flows.revocation import take_back
from stepladder.server.issuing import services as issuing
from stepladder.server.issuing.batches import good_rows, recipient_of
from stepladder.server.issuing.keys import signer_of
from stepladder.server.issuing.selectors import issued_by
from stepladder.server.kernel import clock, mail, outbox
from stepladder.server.wallet import services as wallet

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials import Signer
    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.server.catalog.models import Achievement
    from stepladder.server.issuing.models import AwardBatch, IssuedCredential
    from stepladder.server.issuing.services import Recipient
    from stepladder.server.wallet.models import Claim


@transaction.atomic
def award_one(
    *, actor: Person, organisation: Organisation, achievement: Achievement, recipient: Recipient
) -> tuple[IssuedCredential, bool]:
    """Award one person; the mail with the claim link leaves after the recall window. Returns (credential, is new)."""
    credential, new = issuing.award(
        organisation=organisation, achievement=achievement, recipient=recipient, decided_by=str(actor.pk)
    )
    if new:
        _let_wait(credential, leave_at=_leave_at(), group=one_group(credential))
    return credential, new


def award_batch(*, actor: Person, batch: AwardBatch) -> tuple[int, int]:
    """Award every good row of a previewed file; return how many are new and how many held it already.

    Begun once; each row is its own transaction, so that what was signed stays when the machine stops, and
    :func:`resume_batch` finishes the rest.
    """
    issuing.begin_batch(batch=batch, mails_leave_at=_leave_at())
    batch.refresh_from_db()
    return resume_batch(actor=actor, batch=batch)


def resume_batch(*, actor: Person, batch: AwardBatch) -> tuple[int, int]:
    """Award the rows of a begun batch that are not awarded yet; safe to repeat. A recall meanwhile ends it.

    Whose credential was revoked since is not awarded again by the same file.
    """
    signer = signer_of(batch.organisation)
    done = issuing.digests_in(batch)
    new = already = 0
    for row in good_rows(batch):
        if recipient_of(row).digest in done:
            already += 1
            continue
        outcome = _award_row(actor, batch, row, signer)
        if outcome is None:
            break
        new, already = new + outcome, already + (not outcome)
    return new, already


@transaction.atomic
def _award_row(actor: Person, batch: AwardBatch, row: dict[str, object], signer: Signer) -> bool | None:
    if not issuing.still_awarded(batch):
        return None
    credential, new = issuing.award(
        organisation=batch.organisation,
        achievement=batch.achievement,
        recipient=recipient_of(row),
        decided_by=str(actor.pk),
        batch=batch,
        signer=signer,
    )
    if new:
        _let_wait(credential, leave_at=batch.mails_leave_at or clock.now(), group=batch_group(batch))
    return new


@transaction.atomic
def recall_batch(*, actor: Person, batch: AwardBatch) -> int:
    """Take a batch back before its mails left: mails cancelled, claims withdrawn, credentials revoked."""
    issuing.mark_recalled(actor=str(actor.pk), batch=batch)
    outbox.cancel_group(batch_group(batch))
    credentials = list(issued_by(batch.organisation, batch=batch).filter(revoked_at=None))
    for each in credentials:
        take_back(actor=actor, credential=each, reason="Recalled before it was sent")
    return len(credentials)


def send_now(*, group: str) -> int:
    """Let the waiting mails of an award or a batch leave at once."""
    return outbox.hurry_group(group)


def end_recall(*, batch: AwardBatch) -> int:
    """Give up the recall window of a batch: its mails leave now. Returns how many wait."""
    issuing.end_recall_window(batch=batch)
    return outbox.hurry_group(batch_group(batch))


def one_group(credential: IssuedCredential) -> str:
    """Return the outbox group of a single award."""
    return f"award:{credential.pk}"


def batch_group(batch: AwardBatch) -> str:
    """Return the outbox group of a batch."""
    return f"batch:{batch.pk}"


def _leave_at() -> datetime:
    return clock.now() + timedelta(minutes=settings.RECALL_MINUTES)


def _let_wait(credential: IssuedCredential, *, leave_at: datetime, group: str) -> Claim:
    decision = credential.award
    claim = wallet.offer_claim(
        credential_iri=credential.iri,
        document=bytes(credential.document),
        recipient_name=decision.recipient_name,
        recipient_email=decision.recipient_email,
        title=decision.achievement.name,
        issuer_name=credential.organisation.name,
    )
    if decision.recipient_email:
        mail.send_later(
            key=f"claim:{credential.pk}",
            to=decision.recipient_email,
            subject=f"{credential.organisation.name} awards you: {decision.achievement.name}",
            body=_claim_words(claim),
            not_before=leave_at,
            group=group,
        )
    return claim


def _claim_words(claim: Claim) -> str:
    return (
        f"Hello {claim.recipient_name},\n\n"
        f"{claim.issuer_name} has awarded you the micro-credential “{claim.title}”.\n"
        "It is signed, it is yours, and anyone can check it.\n\n"
        f"Keep it here:\n{settings.SITE_URL}/claim/{claim.token}/\n\n"
        f"Or go to {settings.SITE_URL}/claim/ and type this code: {claim.code}\n\n"
        f"The link works until {claim.expires_at:%d %B %Y}.\n"
    )
