"""Reads of trust lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from stepladder.server.trust.models import TrustedIssuer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from stepladder.server.accounts.models import Organisation


def listed_issuers(organisation: Organisation | None = None) -> Mapping[str, str]:
    """Return the issuers on the operator's list, and on the organisation's own: identifier → name."""
    rows = TrustedIssuer.objects.filter(removed_at=None).filter(Q(organisation=None) | Q(organisation=organisation))
    return dict(rows.order_by("name").values_list("issuer_iri", "name"))


def operator_list() -> Sequence[TrustedIssuer]:
    """Return the operator's list by name."""
    return list(TrustedIssuer.objects.filter(organisation=None, removed_at=None))
