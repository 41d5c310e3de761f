"""Writes of trust lists; each change is in the audit log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from stepladder.server.kernel import audit, clock
from stepladder.server.trust.models import TrustedIssuer

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Organisation


@transaction.atomic
def list_issuer(
    *, actor: str, issuer_iri: str, name: str, organisation: Organisation | None = None, source: str = ""
) -> TrustedIssuer:
    """Put an issuer on a list (without an organisation: the operator's); listing it again changes its name."""
    row, _ = TrustedIssuer.objects.update_or_create(
        organisation=organisation,
        issuer_iri=issuer_iri,
        defaults={"name": name, "source": source, "removed_at": None, "added_at": clock.now()},
    )
    audit.record(
        actor=actor,
        action="issuer.listed",
        subject=str(row.pk),
        detail={"issuer": issuer_iri, "list": str(organisation.pk) if organisation else "operator"},
    )
    return row


@transaction.atomic
def unlist_issuer(*, actor: str, entry: TrustedIssuer) -> TrustedIssuer:
    """Take an issuer off its list."""
    entry.removed_at = clock.now()
    entry.save(update_fields=["removed_at"])
    audit.record(actor=actor, action="issuer.unlisted", subject=str(entry.pk), detail={"issuer": entry.issuer_iri})
    return entry
