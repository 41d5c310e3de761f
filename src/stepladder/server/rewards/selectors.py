"""Reads of rewards: rules, grants, and balances that are nothing but sums of entries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Q, Sum
from django.http import Http404

from stepladder.server.rewards.models import Grant, LedgerEntry, RewardRule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from stepladder.server.accounts.models import Organisation

POOL = "pool:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """What a worker has now, and how it came about."""

    worker_iri: str
    worker_name: str
    points: int
    grants: int
    reversed: int

    @property
    def worker_id(self) -> str:
        """Return the identifier inside the worker's IRI."""
        return self.worker_iri.removeprefix("urn:uuid:")


def pool_account(organisation: Organisation) -> str:
    """Return the account from which an organisation's points come: it is as far below zero as its people are above."""
    return f"{POOL}{organisation.pk}"


def worker_account(organisation: Organisation, worker_iri: str) -> str:
    """Return the account of a worker in an organisation."""
    return f"worker:{organisation.pk}:{worker_iri}"


def rules_of(organisation: Organisation, *, ended: bool = False) -> QuerySet[RewardRule]:
    """Return the rules that hold, or those that have ended, with how often each applied."""
    rows = RewardRule.objects.filter(organisation=organisation, ended_at__isnull=not ended)
    return rows.annotate(
        granted=Count("grants", filter=Q(grants__reversed_at=None)),
        given=Sum("grants__points", filter=Q(grants__reversed_at=None)),
    ).order_by("name", "pk")


def rule_for(organisation: Organisation, rule_id: UUID | str) -> RewardRule:
    """Return one of the organisation's rules, or 404."""
    try:
        found = RewardRule.objects.filter(organisation=organisation, pk=rule_id).select_related("organisation").first()
    except (ValueError, TypeError, ValidationError):
        found = None
    if found is None:
        raise Http404
    return found


def grants_of(organisation: Organisation, *, worker_iri: str = "") -> QuerySet[Grant]:
    """Return the grants of an organisation, or of one of its workers, the newest first."""
    rows = Grant.objects.filter(rule__organisation=organisation).select_related("rule")
    return rows.filter(worker_iri=worker_iri) if worker_iri else rows


def balances_of(organisation: Organisation) -> Sequence[Balance]:
    """Return each worker's balance, the highest first; points are summed from the ledger."""
    prefix = worker_account(organisation, "")
    entries = LedgerEntry.objects.filter(transaction__organisation=organisation, account__startswith=prefix)
    points = {
        row["account"][len(prefix) :]: row["sum"] for row in entries.values("account").annotate(sum=Sum("points"))
    }
    grants = (
        Grant.objects.filter(rule__organisation=organisation)
        .order_by()
        .values("worker_iri")
        .annotate(name=Max("worker_name"), n=Count("pk"), undone=Count("reversed_at"))
    )
    rows = [
        Balance(
            worker_iri=row["worker_iri"],
            worker_name=row["name"],
            points=points.get(row["worker_iri"], 0),
            grants=row["n"],
            reversed=row["undone"],
        )
        for row in grants
    ]
    return sorted(rows, key=lambda row: (-row.points, row.worker_name))


def balance(*, organisation: Organisation, worker_iri: str) -> int:
    """Return a worker's points, summed from the ledger."""
    account = worker_account(organisation, worker_iri)
    return LedgerEntry.objects.filter(account=account).aggregate(sum=Sum("points"))["sum"] or 0


def total_of_all_entries() -> int:
    """Return the sum of all entries ever written; it is zero, or something is broken."""
    return LedgerEntry.objects.aggregate(sum=Sum("points"))["sum"] or 0
