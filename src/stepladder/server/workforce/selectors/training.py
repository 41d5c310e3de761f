"""Reads of the training budget: what was set, spent, reserved, and what is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q, Sum

from stepladder.server.workforce.models import TrainingBudget, TrainingRequest

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Organisation

_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """A budget in cents: ``spent`` was paid, ``reserved`` is approved and not paid yet, ``asked`` still waits."""

    amount_cents: int
    spent_cents: int
    reserved_cents: int
    asked_cents: int
    waiting: int
    currency: str
    is_set: bool

    @property
    def promised_cents(self) -> int:
        """Return what can no longer be promised to anybody else."""
        return self.spent_cents + self.reserved_cents

    @property
    def left_cents(self) -> int:
        """Return what can still be approved."""
        return self.amount_cents - self.promised_cents

    @property
    def amount(self) -> str:
        return money(self.amount_cents, self.currency)

    @property
    def spent(self) -> str:
        return money(self.spent_cents, self.currency)

    @property
    def reserved(self) -> str:
        return money(self.reserved_cents, self.currency)

    @property
    def left(self) -> str:
        return money(self.left_cents, self.currency)

    @property
    def asked(self) -> str:
        return money(self.asked_cents, self.currency)


def spending(organisation: Organisation) -> Spending:
    """Return the state of the organisation's training budget."""
    budget = TrainingBudget.objects.filter(organisation=organisation).first()
    approved, waiting = Q(state=TrainingRequest.State.APPROVED), Q(state=TrainingRequest.State.WAITING)
    rows = TrainingRequest.objects.filter(worker__organisation=organisation)
    sums = rows.aggregate(
        spent=Sum("price_cents", filter=approved & Q(paid_at__isnull=False)),
        reserved=Sum("price_cents", filter=approved & Q(paid_at=None)),
        asked=Sum("price_cents", filter=waiting),
    )
    return Spending(
        amount_cents=budget.amount_cents if budget else 0,
        spent_cents=sums["spent"] or 0,
        reserved_cents=sums["reserved"] or 0,
        asked_cents=sums["asked"] or 0,
        waiting=rows.filter(waiting).count(),
        currency=budget.currency if budget else "EUR",
        is_set=bool(budget and budget.amount_cents),
    )


def money(cents: int, currency: str = "EUR") -> str:
    """Return an amount as people write it: "€120" or "1,250.50 CHF"."""
    text = f"{abs(cents) // 100:,}" + (f".{abs(cents) % 100:02d}" if cents % 100 else "")
    sign = "−" if cents < 0 else ""
    return f"{sign}{_SIGNS[currency]}{text}" if currency in _SIGNS else f"{sign}{text} {currency}"
