"""Asking the employer to pay, deciding, and the budget that can be spent once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction

from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.workforce.models import TrainingBudget, TrainingRequest
from stepladder.server.workforce.permissions import require_manager
from stepladder.server.workforce.selectors.training import money, spending

if TYPE_CHECKING:
    from decimal import Decimal

    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.server.workforce.models import Worker


@transaction.atomic
def set_budget(
    *, actor: Person, organisation: Organisation, amount_cents: int, currency: str = "EUR"
) -> TrainingBudget:
    """Say what can be spent on learning; never less than what is promised already."""
    require_manager(actor, organisation)
    budget, _ = TrainingBudget.objects.select_for_update().get_or_create(organisation=organisation)
    promised = spending(organisation)
    if amount_cents < promised.promised_cents:
        raise Refusal(
            f"{money(promised.promised_cents, budget.currency)} are spent or reserved already.",
            code="budget.below_promised",
            hint="Choose at least that much, or decline approved requests that are not paid yet.",
            status=409,
        )
    if promised.promised_cents and currency.upper() != budget.currency:
        raise Refusal(
            f"Money is already spent or reserved in {budget.currency}.",
            code="budget.currency",
            hint=f"Keep the budget in {budget.currency}.",
            status=409,
        )
    budget.amount_cents, budget.currency = amount_cents, currency.upper()
    budget.save(update_fields=["amount_cents", "currency"])
    audit.record(actor=str(actor.pk), action="budget.set", subject=str(organisation.pk), detail={"cents": amount_cents})
    return budget


@transaction.atomic
def ask_for_training(
    *,
    worker: Worker,
    actor: Person,
    achievement_iri: str,
    title: str,
    price_cents: int,
    currency: str,
    hours: Decimal,
    why: str = "",
) -> TrainingRequest:
    """Ask the employer to pay for a step; the same step asked for twice is one request."""
    open_request = TrainingRequest.objects.exclude(state=TrainingRequest.State.DECLINED)
    try:
        with transaction.atomic():
            request, made = open_request.get_or_create(
                worker=worker,
                achievement_iri=achievement_iri,
                defaults={
                    "title": title[:300],
                    "price_cents": price_cents,
                    "currency": currency,
                    "hours": hours,
                    "why": why.strip()[:2000],
                },
            )
    except IntegrityError:
        request, made = open_request.get(worker=worker, achievement_iri=achievement_iri), False
    if made:
        audit.record(actor=str(actor.pk), action="training.asked", subject=str(request.pk))
    return request


@transaction.atomic
def approve_training(*, actor: Person, request: TrainingRequest, note: str = "") -> TrainingRequest:
    """Approve a request and reserve its price; the budget is locked, so that it is spent once."""
    organisation = request.worker.organisation
    require_manager(actor, organisation)
    budget, _ = TrainingBudget.objects.select_for_update().get_or_create(organisation=organisation)
    locked = _waiting(request)
    if locked.state == TrainingRequest.State.APPROVED:
        return locked
    left = budget.amount_cents - spending(organisation).promised_cents
    if locked.price_cents and locked.currency != budget.currency:
        raise Refusal(
            f"The step costs {money(locked.price_cents, locked.currency)}; the budget is in {budget.currency}.",
            code="budget.currency",
            hint="Agree a price in the currency of the budget first.",
            status=409,
        )
    if locked.price_cents > left:
        raise Refusal(
            f"The step costs {money(locked.price_cents, locked.currency)}; {money(left, budget.currency)} are left.",
            code="budget.too_small",
            hint="Raise the budget, or decline with a note that says when to ask again.",
            status=409,
        )
    return _decide(locked, actor, TrainingRequest.State.APPROVED, note)


@transaction.atomic
def decline_training(*, actor: Person, request: TrainingRequest, note: str = "") -> TrainingRequest:
    """Decline a request that waits, or take back an approval that is not paid yet: its reservation is free again."""
    require_manager(actor, request.worker.organisation)
    locked = _waiting(request, declining=True)
    if locked.state == TrainingRequest.State.DECLINED:
        return locked
    return _decide(locked, actor, TrainingRequest.State.DECLINED, note)


@transaction.atomic
def record_payment(*, actor: Person, request: TrainingRequest) -> TrainingRequest:
    """Say that an approved step was paid: reserved money becomes spent money, once."""
    require_manager(actor, request.worker.organisation)
    locked = TrainingRequest.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if locked.state != TrainingRequest.State.APPROVED:
        raise Refusal(
            "Only an approved step is paid.", code="training.not_approved", hint="Approve it first.", status=409
        )
    if locked.paid_at is None:
        locked.paid_at = clock.now()
        locked.save(update_fields=["paid_at"])
        audit.record(actor=str(actor.pk), action="training.paid", subject=str(locked.pk))
    return locked


def _waiting(request: TrainingRequest, *, declining: bool = False) -> TrainingRequest:
    locked = TrainingRequest.objects.select_for_update(of=("self",)).select_related("worker").get(pk=request.pk)
    if declining and locked.paid_at is not None:
        raise Refusal(
            "This step is paid already.", code="training.paid", hint="It can no longer be declined.", status=409
        )
    if not declining and locked.state == TrainingRequest.State.DECLINED:
        raise Refusal(
            "This request was declined.",
            code="training.declined",
            hint=f"{locked.worker.name} can ask again.",
            status=409,
        )
    return locked


def _decide(request: TrainingRequest, actor: Person, state: TrainingRequest.State, note: str) -> TrainingRequest:
    request.state, request.decided_at, request.decided_by = state, clock.now(), actor
    request.note = note.strip()[:2000]
    request.save(update_fields=["state", "decided_at", "decided_by", "note"])
    audit.record(actor=str(actor.pk), action=f"training.{state}", subject=str(request.pk))
    return request
