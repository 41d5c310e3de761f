"""Where a credential's standing is kept: scattered indexes that never repeat, and the signed list that tells them."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F

from stepladder.credentials import issue
from stepladder.credentials.status import build_status_list
from stepladder.server.issuing.keys import key_of, signer_for_list
from stepladder.server.issuing.models import IssuedCredential, StatusList
from stepladder.server.kernel import clock
from stepladder.server.kernel.ids import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from stepladder.server.accounts.models import Organisation

FRESH_FOR = timedelta(hours=1)


@transaction.atomic
def next_index(
    organisation: Organisation, *, controller: str = "", purpose: str = "revocation"
) -> tuple[StatusList, int]:
    """Take the next index of the organisation's open list; a full list is followed by a new one.

    ``controller`` is the identifier that signs the credential (default: the one of now), which signs its list too.

    The order is ``offset + stride × n`` modulo the length, with an odd stride and a length that is a power of two:
    every index comes once, and neighbours in time are not neighbours in the list, so an index tells nobody's turn.
    """
    controller = controller or key_of(organisation).controller
    rows = StatusList.objects.select_for_update().filter(
        organisation=organisation, controller=controller, purpose=purpose
    )
    current = rows.filter(given__lt=F("length")).order_by("-id").first()
    if current is None:
        length = 131_072
        list_id = uuid7()
        current = StatusList.objects.create(
            id=list_id,
            iri=f"{settings.SITE_URL}/status/{list_id}",
            organisation=organisation,
            controller=controller,
            purpose=purpose,
            length=length,
            stride=secrets.randbelow(length // 2) * 2 + 1,
            offset=secrets.randbelow(length),
        )
    index = (current.offset + current.stride * current.given) % current.length
    current.given += 1
    current.save(update_fields=["given"])
    return current, index


def note_change(status_list_id: UUID) -> None:
    """Say that a list must be signed anew before it is next shown."""
    StatusList.objects.filter(pk=status_list_id).update(changed_at=clock.now(), signed=None)


@transaction.atomic
def signed_list(status_list: StatusList) -> bytes:
    """Return the signed list credential, signing it when something changed or the last signature is an hour old."""
    now = clock.now()
    current = StatusList.objects.select_for_update().select_related("organisation").get(pk=status_list.pk)
    # A list from the future (the clock was set back) is no answer to anyone who asks now.
    signed_at = current.signed_at
    if current.signed is not None and signed_at is not None and signed_at <= now < signed_at + FRESH_FOR:
        return bytes(current.signed)
    signer = signer_for_list(current)
    document = build_status_list(
        id=current.iri,
        issuer=signer.controller,
        purpose=current.purpose,
        indexes=_set_indexes(current),
        length=current.length,
        valid_from=now,
        ttl_ms=int(FRESH_FOR.total_seconds() * 1000),
    )
    current.signed = issue(document, signer=signer, created=now).original
    current.signed_at = now
    current.save(update_fields=["signed", "signed_at"])
    return bytes(current.signed)


def _set_indexes(status_list: StatusList) -> Iterable[int]:
    if status_list.purpose == "suspension":
        rows = IssuedCredential.objects.filter(suspension_list=status_list, suspended_at__isnull=False)
        return [index for index in rows.values_list("suspension_index", flat=True) if index is not None]
    rows = IssuedCredential.objects.filter(status_list=status_list, revoked_at__isnull=False)
    return rows.values_list("status_index", flat=True)
