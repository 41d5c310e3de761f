"""A new signing key for an organisation, and what to do when somebody else has had the old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from stepladder.credentials.model.times import timestamp
from stepladder.server.issuing.keys import make_key
from stepladder.server.issuing.models import IssuedCredential, IssuerKey, StatusList
from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from stepladder.server.accounts.models import Organisation, Person


@transaction.atomic
def rotate_key(*, actor: Person, organisation: Organisation) -> IssuerKey:
    """Retire the organisation's signing key and make a new one, which signs from now on, status lists too.

    What the old key signed still verifies. A did:key is its key: with the key the identifier changes.
    """
    old = IssuerKey.objects.select_for_update().filter(organisation=organisation, retired_at=None).first()
    if old is not None:
        old.retired_at = clock.now()
        old.save(update_fields=["retired_at"])
    new = make_key(organisation)
    _sign_lists_anew(organisation)
    audit.record(
        actor=str(actor.pk),
        action="issuer_key.rotated",
        subject=new.verification_method,
        detail={"retired": old.verification_method if old else ""},
    )
    return new


@transaction.atomic
def mark_compromised(*, actor: Person, key: IssuerKey, since: datetime) -> IssuerKey:
    """Publish that what a key signed from ``since`` on is not to be believed; a key in use is replaced at once.

    The time can be set earlier later on, never later: others may have relied on it. Raises Refusal
    (``key.did_key_not_revocable``, ``key.since_future``, ``key.since_later``).
    """
    row = IssuerKey.objects.select_for_update().select_related("organisation").get(pk=key.pk)
    _check(row, since)
    if row.retired_at is None:
        rotate_key(actor=actor, organisation=row.organisation)
        row.refresh_from_db()
    row.revoked_at = since
    row.save(update_fields=["revoked_at"])
    _sign_lists_anew(row.organisation)
    audit.record(
        actor=str(actor.pk),
        action="issuer_key.compromised",
        subject=row.verification_method,
        detail={"since": timestamp(since)},
    )
    return row


def lost_with(key: IssuerKey) -> QuerySet[IssuedCredential]:
    """Return the credentials that no longer verify because their key was given up."""
    rows = IssuedCredential.objects.filter(key=key)
    return rows.none() if key.revoked_at is None else rows.filter(issued_at__gte=key.revoked_at)


def _check(key: IssuerKey, since: datetime) -> None:
    if key.controller.startswith("did:key:"):
        raise Refusal(
            "This key is its own identifier, and there is no place where others would read that it no longer counts.",
            code="key.did_key_not_revocable",
            hint="Make a new key, revoke what was issued with this one, award it again, and tell those who trust you.",
            status=409,
        )
    if since > clock.now():
        raise Refusal(
            "The time lies in the future.", code="key.since_future", hint="Say since when somebody else had the key."
        )
    if key.revoked_at is not None and since > key.revoked_at:
        raise Refusal(
            "The key was given up from an earlier time on, and others rely on that.",
            code="key.since_later",
            hint="Only an earlier time can be set.",
            status=409,
        )


def _sign_lists_anew(organisation: Organisation) -> None:
    StatusList.objects.filter(organisation=organisation).update(signed=None, changed_at=clock.now())
