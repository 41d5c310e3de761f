"""The status of what the demo keys signed: an entry for each credential, and the signed lists that are served."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from stepladder.credentials import issue
from stepladder.credentials.status import build_status_list, status_entry
from stepladder.server.adapters.vc_api.keys import key_of, signer_of
from stepladder.server.adapters.vc_api.models import DemoStatus, DemoStatusList
from stepladder.server.adapters.vc_api.prefixes import PREFIXES
from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from stepladder.server.adapters.vc_api.prefixes import Prefix

PURPOSES = ("revocation", "suspension")
LENGTH = 131_072
TTL_MS = 60_000  # short: a suite sets a status and looks again


@transaction.atomic
def new_entry(prefix: Prefix, *, purpose: str, credential_iri: str) -> dict[str, Any]:
    """Take the next index of the prefix's list for a purpose and return the entry for ``credentialStatus``."""
    current, _ = DemoStatusList.objects.get_or_create(key=key_of(prefix), purpose=purpose)
    current = DemoStatusList.objects.select_for_update().get(pk=current.pk)
    if current.given >= LENGTH:
        raise Refusal(
            f"The status list of {prefix.name} is full: {LENGTH:,} credentials were issued.",
            code="vc_api.list_full",
            hint="Begin with an empty STEPLADDER_DATA: this is a server for tests.",
            status=409,
        )
    row = DemoStatus.objects.create(status_list=current, index=current.given, credential_iri=credential_iri[:400])
    current.given += 1
    current.save(update_fields=["given"])
    return status_entry(_address(current.pk), row.index, purpose)


@transaction.atomic
def set_status(prefix: Prefix, *, credential_iri: str, purpose: str, value: bool) -> None:
    """Set or clear the status of what this prefix issued under an id; 404 when it issued nothing of that id."""
    rows = DemoStatus.objects.filter(
        status_list__key__prefix=prefix.name, status_list__purpose=purpose, credential_iri=credential_iri
    )
    if not credential_iri or not rows.update(is_set=value):
        raise Refusal(
            f"{prefix.name} issued no credential of this id with a {purpose} entry.",
            code="vc_api.unknown_credential",
            hint="credentialId is the id of a credential that was issued here.",
            where="/credentialId",
            status=404,
        )
    audit.record(actor="system", action="demo_status.set", subject=credential_iri[:300], detail={purpose: value})


def signed_list(list_id: UUID) -> bytes | None:
    """Return a status list, signed at this moment in the way of its prefix, or ``None`` when there is none."""
    found = DemoStatusList.objects.select_related("key").filter(pk=list_id).first()
    if found is None:
        return None
    prefix, now = PREFIXES[found.key.prefix], clock.now().replace(microsecond=0)
    document = build_status_list(
        id=_address(found.pk),
        issuer=found.key.controller,
        purpose=found.purpose,
        indexes=found.entries.filter(is_set=True).values_list("index", flat=True),
        length=LENGTH,
        valid_from=now,
        ttl_ms=TTL_MS,
    )
    return issue(document, signer=signer_of(prefix), created=now, securing=prefix.securing).original


def own_list(url: str) -> bytes | None:
    """Return the signed list at an address of this very server, without going out; ``None`` for others."""
    try:
        list_id = UUID(url.rpartition("/")[2])
    except ValueError:
        return None
    return signed_list(list_id) if url == _address(list_id) else None


def _address(list_id: UUID) -> str:
    return f"{settings.SITE_URL}{reverse('vc_api:status_list', kwargs={'list_id': list_id})}"
