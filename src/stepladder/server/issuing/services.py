"""Awards and issued credentials: decide, sign, revoke."""

from __future__ import annotations

import hashlib
from calendar import monthrange
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, transaction

from stepladder.credentials import issue
from stepladder.server.issuing.documents import credential_document
from stepladder.server.issuing.keys import key_that_signs, signer_of
from stepladder.server.issuing.models import Award, AwardBatch, IssuedCredential
from stepladder.server.issuing.status_lists import next_index, note_change
from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.ids import uuid7
from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from stepladder.credentials import Signer
    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.server.catalog.models import Achievement


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who is awarded, and what is said of this person's work."""

    name: str
    email: str = ""
    student_number: str = ""
    narrative: str = ""
    evidence_url: str = ""

    @property
    def key(self) -> str:
        """What makes two rows the same person: the e-mail in any case, else the student number, else the name."""
        return (self.email or self.student_number or self.name).strip().lower()

    @property
    def digest(self) -> str:
        """The SHA-256 of the key: of one length, and no part of another's."""
        return hashlib.sha256(self.key.encode()).hexdigest()


@transaction.atomic
def award(
    *,
    organisation: Organisation,
    achievement: Achievement,
    recipient: Recipient,
    decided_by: str,
    batch: AwardBatch | None = None,
    signer: Signer | None = None,
) -> tuple[IssuedCredential, bool]:
    """Decide and issue: return the signed credential and whether it is new.

    The same achievement to the same person is one award as long as its credential stands: asking again returns it.
    Pass ``signer`` when many are issued in a row, so that the key is unsealed once.
    """
    if achievement.organisation_id != organisation.pk:
        raise Refusal(
            f"{achievement.name} belongs to another organisation.", code="award.foreign_achievement", status=404
        )
    earlier = Award.objects.filter(achievement=achievement, key__startswith=f"{achievement.pk}:{recipient.digest}:")
    number = earlier.count()  # before the look: whoever decides in between then has the same key, and is found by it
    standing = _standing(earlier)
    if standing is not None:
        return standing, False
    try:
        with transaction.atomic():
            decision = Award.objects.create(
                organisation=organisation,
                achievement=achievement,
                recipient_name=recipient.name.strip(),
                recipient_email=recipient.email.strip().lower(),
                student_number=recipient.student_number.strip(),
                narrative=recipient.narrative,
                evidence_url=recipient.evidence_url,
                batch=batch,
                key=f"{achievement.pk}:{recipient.digest}:{number}",
                decided_by=decided_by,
            )
    except IntegrityError:  # somebody else awarded the same person at the same moment
        standing = _standing(earlier)
        if standing is None:
            raise
        return standing, False
    credential = _issue(decision, signer or signer_of(organisation))
    audit.record(
        actor=decided_by,
        action="credential.issued",
        subject=credential.iri,
        detail={"achievement": str(achievement.pk), "index": credential.status_index},
    )
    return credential, True


def _standing(awards: QuerySet[Award]) -> IssuedCredential | None:
    rows = IssuedCredential.objects.select_related("award").filter(award__in=awards, revoked_at=None)
    return rows.order_by("id").last()


def _issue(decision: Award, signer: Signer) -> IssuedCredential:
    now = clock.now().replace(microsecond=0)
    months = decision.achievement.valid_months
    valid_until = add_months(now, months) if months else None
    row_id = uuid7()
    iri = f"{settings.SITE_URL}/credentials/{row_id}"
    issuer = signer.controller
    status_list, index = next_index(decision.organisation, controller=issuer)
    suspension_list, suspension_index = next_index(decision.organisation, controller=issuer, purpose="suspension")
    document = credential_document(
        decision,
        iri=iri,
        issuer=issuer,
        status=[(status_list, index), (suspension_list, suspension_index)],
        valid_from=now,
        valid_until=valid_until,
    )
    return IssuedCredential.objects.create(
        id=row_id,
        award=decision,
        organisation=decision.organisation,
        iri=iri,
        document=issue(document, signer=signer, created=now).original,
        key=key_that_signs(signer),
        status_list=status_list,
        status_index=index,
        suspension_list=suspension_list,
        suspension_index=suspension_index,
        issued_at=now,
        valid_until=valid_until,
    )


@transaction.atomic
def revoke(*, actor: str, credential: IssuedCredential, reason: str) -> IssuedCredential:
    """Revoke a credential for good; a second time changes nothing."""
    row = IssuedCredential.objects.select_for_update().get(pk=credential.pk)
    if row.revoked_at is None:
        row.revoked_at = clock.now()
        row.revocation_reason = " ".join(reason.split())[:300]
        row.save(update_fields=["revoked_at", "revocation_reason"])
        note_change(row.status_list_id)
        audit.record(
            actor=actor, action="credential.revoked", subject=row.iri, detail={"reason": row.revocation_reason}
        )
    return row


@transaction.atomic
def suspend(*, actor: str, credential: IssuedCredential, reason: str) -> IssuedCredential:
    """Suspend a credential until it is lifted; a second time changes nothing. Refused for one that cannot be."""
    row = IssuedCredential.objects.select_for_update().get(pk=credential.pk)
    if row.suspended_at is not None:
        return row
    if not row.can_be_suspended or row.suspension_list_id is None:
        raise Refusal(
            "This credential cannot be suspended: it was revoked, or issued before suspension was there.",
            code="credential.not_suspendable",
            hint="One that stands can be revoked, and awarded again.",
            status=409,
        )
    row.suspended_at = clock.now()
    row.suspension_reason = " ".join(reason.split())[:300]
    row.save(update_fields=["suspended_at", "suspension_reason"])
    note_change(row.suspension_list_id)
    audit.record(actor=actor, action="credential.suspended", subject=row.iri, detail={"reason": row.suspension_reason})
    return row


@transaction.atomic
def lift_suspension(*, actor: str, credential: IssuedCredential) -> IssuedCredential:
    """Lift a suspension: the credential stands again. Where there is none, nothing changes."""
    row = IssuedCredential.objects.select_for_update().get(pk=credential.pk)
    if row.suspended_at is not None and row.suspension_list_id is not None:
        row.suspended_at = None
        row.suspension_reason = ""
        row.save(update_fields=["suspended_at", "suspension_reason"])
        note_change(row.suspension_list_id)
        audit.record(actor=actor, action="credential.suspension_lifted", subject=row.iri)
    return row


@transaction.atomic
def save_preview(
    *,
    actor: Person,
    organisation: Organisation,
    achievement: Achievement,
    filename: str,
    sha256: str,
    rows: list[dict[str, object]],
) -> AwardBatch:
    """Keep a file that was read and looked at; nobody is awarded yet."""
    return AwardBatch.objects.create(
        organisation=organisation,
        achievement=achievement,
        filename=filename[:200],
        sha256=sha256,
        rows=rows,
        made_by=actor,
    )


@transaction.atomic
def begin_batch(*, batch: AwardBatch, mails_leave_at: datetime) -> AwardBatch:
    """Move a batch from preview to awarded, once: two people who press at the same time get one batch."""
    row = AwardBatch.objects.select_for_update().get(pk=batch.pk)
    if row.state != AwardBatch.State.PREVIEW:
        raise Refusal(
            f"This file was {row.get_state_display().lower()} already.",
            code="batch.done_already",
            hint="Open the list of issued credentials to see what came of it.",
            status=409,
        )
    row.state = AwardBatch.State.AWARDED
    row.awarded_at = clock.now()
    row.mails_leave_at = mails_leave_at
    row.save(update_fields=["state", "awarded_at", "mails_leave_at"])
    audit.record(actor=str(row.made_by_id), action="batch.awarded", subject=str(row.pk), detail={"rows": len(row.rows)})
    return row


@transaction.atomic
def mark_recalled(*, actor: str, batch: AwardBatch) -> AwardBatch:
    """Say that a batch was recalled; refused when it was not awarded, was recalled before, or its mails left."""
    row = AwardBatch.objects.select_for_update().get(pk=batch.pk)
    if row.state != AwardBatch.State.AWARDED:
        raise Refusal(
            "There is nothing to recall: this file was not awarded, or was recalled already.",
            code="batch.nothing_to_recall",
            status=409,
        )
    if row.mails_leave_at is None or row.mails_leave_at <= clock.now():
        raise Refusal(
            "The mails of this file have left.",
            code="batch.mails_left",
            hint="Revoke single credentials instead; their holders will see the reason.",
            status=409,
        )
    row.state = AwardBatch.State.RECALLED
    row.save(update_fields=["state"])
    audit.record(actor=actor, action="batch.recalled", subject=str(row.pk))
    return row


def still_awarded(batch: AwardBatch) -> bool:
    """Say whether a batch was not recalled; holds its row until the transaction ends, so that a recall waits."""
    return AwardBatch.objects.select_for_update().get(pk=batch.pk).state == AwardBatch.State.AWARDED


@transaction.atomic
def end_recall_window(*, batch: AwardBatch) -> AwardBatch:
    """Let the mails of a batch leave from now on."""
    row = AwardBatch.objects.select_for_update().get(pk=batch.pk)
    if row.state == AwardBatch.State.AWARDED and row.mails_leave_at is not None:
        row.mails_leave_at = min(row.mails_leave_at, clock.now())
        row.save(update_fields=["mails_leave_at"])
    return row


def add_months(moment: datetime, months: int) -> datetime:
    """Return the same day and time ``months`` later, or the month's last day where that day does not exist."""
    month = moment.month - 1 + months
    year, month = moment.year + month // 12, month % 12 + 1
    return moment.replace(year=year, month=month, day=min(moment.day, monthrange(year, month)[1]))


def digests_in(batch: AwardBatch) -> set[str]:
    """Return the :attr:`Recipient.digest` of everybody who was awarded by this batch, revoked since or not."""
    return {key.split(":")[1] for key in Award.objects.filter(batch=batch).values_list("key", flat=True)}


def standing_digests(achievement: Achievement) -> set[str]:
    """Return the :attr:`Recipient.digest` of everybody who holds a standing credential of the achievement."""
    rows = IssuedCredential.objects.filter(award__achievement=achievement, revoked_at=None)
    return {key.split(":")[1] for key in rows.values_list("award__key", flat=True)}
