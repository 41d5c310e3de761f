"""Requests for paid learning, and the budget they are paid from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect

from stepladder.errors import StepladderError
from stepladder.server.flows import employing
from stepladder.server.kernel.tables import write_csv
from stepladder.server.web.employer.desk import actor, desk, download, page, paged, say_refusal, text_of
from stepladder.server.web.employer.forms import BudgetForm
from stepladder.server.workforce import selectors, services

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from stepladder.server.accounts.models import Organisation


@desk("GET")
def requests(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show what waits for a decision, the budget, and what was decided."""
    return _page(request, organisation, None)


@desk("GET")
def requests_csv(_request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Download all requests."""
    rows = (
        (
            one.worker.number,
            one.worker.name,
            one.title,
            f"{one.price_cents / 100:.2f}",
            one.currency,
            one.hours,
            one.get_state_display(),
            one.asked_at.date(),
            one.decided_at.date() if one.decided_at else "",
            one.decided_by or "",
            one.paid_at.date() if one.paid_at else "",
        )
        for one in selectors.requests_of(organisation)
    )
    header = ("number", "name", "step", "price", "currency", "hours", "state", "asked", "decided", "by", "paid")
    return download(write_csv(header, rows), f"{organisation.slug}-requests.csv")


@desk("POST")
def budget(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Set the budget."""
    form = BudgetForm(request.POST)
    if form.is_valid():
        try:
            services.set_budget(
                actor=actor(request),
                organisation=organisation,
                amount_cents=form.cents,
                currency=form.cleaned_data["currency"],
            )
        except StepladderError as refusal:
            form.add_error(None, f"{refusal.message} {refusal.hint}")
        else:
            messages.success(request, "The budget is set.")
            return redirect("employer:requests")
    return _page(request, organisation, form)


@desk("POST")
def decide(request: HttpRequest, organisation: Organisation, request_id: UUID) -> HttpResponse:
    """Approve or decline; the flow reserves, enrols and tells."""
    found = selectors.request_for(organisation, request_id)
    choice = text_of(request.POST, "decision")
    if choice not in {"approve", "decline"}:
        messages.error(request, "Press Approve or Decline.")
        return redirect("employer:requests")
    try:
        employing.decide(
            actor=actor(request), request=found, approve=choice == "approve", note=text_of(request.POST, "note", 2000)
        )
    except StepladderError as refusal:
        say_refusal(request, refusal)
    else:
        done = "approved" if choice == "approve" else "declined"
        messages.success(request, f"“{found.title}” for {found.worker.name} is {done}. They are told by mail.")
    return redirect("employer:requests")


@desk("POST")
def paid(request: HttpRequest, organisation: Organisation, request_id: UUID) -> HttpResponse:
    """Say that an approved step was paid."""
    found = selectors.request_for(organisation, request_id)
    try:
        services.record_payment(actor=actor(request), request=found)
    except StepladderError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, "Noted as paid: the money is spent, no longer reserved.")
    return redirect("employer:requests")


def _page(request: HttpRequest, organisation: Organisation, form: BudgetForm | None) -> HttpResponse:
    spending = selectors.spending(organisation)
    waiting = list(selectors.requests_of(organisation, "waiting"))
    for one in waiting:
        one.price_text = selectors.money(one.price_cents, one.currency)  # type: ignore[attr-defined]
        one.fits = not one.price_cents or (  # type: ignore[attr-defined]
            one.currency == spending.currency and one.price_cents <= spending.left_cents
        )
    decided = paged(request, selectors.requests_of(organisation).exclude(state="waiting"), 25)
    for one in decided.object_list:
        one.price_text = selectors.money(one.price_cents, one.currency)
    initial = {"amount": f"{spending.amount_cents / 100:.2f}", "currency": spending.currency}
    return page(
        request,
        organisation,
        "requests",
        spending=spending,
        waiting=waiting,
        decided=decided,
        form=form or BudgetForm(initial=initial),
        form_open=form is not None or not spending.is_set,
        status=400 if form is not None else 200,
    )
