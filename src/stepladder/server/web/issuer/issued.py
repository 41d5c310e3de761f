"""What was issued: find it, print a slip, send the mail now, revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepladder.server.flows import awarding, revocation, suspension
from stepladder.server.flows.slips import claim_slip
from stepladder.server.issuing.selectors import credential_in, issued_by
from stepladder.server.kernel import outbox
from stepladder.server.kernel.tables import write_csv
from stepladder.server.web.issuer.desk import actor, desk, login_required

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

PER_PAGE = 50
CSV_COLUMNS = (
    "name",
    "email",
    "student number",
    "micro-credential",
    "issued",
    "valid until",
    "revoked",
    "reason",
    "credential",
)


class RevokeForm(forms.Form):
    """Why a credential is revoked."""

    reason = forms.CharField(
        max_length=300, label="Why?", help_text="The holder and anyone who checks it will see this."
    )


class SuspendForm(forms.Form):
    """Why a credential is suspended."""

    reason = forms.CharField(max_length=300, label="Why?", help_text="The holder will see this.")


@require_safe
@login_required
def issued(request: HttpRequest) -> HttpResponse:
    """List what was issued, newest first."""
    organisation = desk(request)
    text = request.GET.get("q", "").strip()[:200]
    page = Paginator(issued_by(organisation, text=text), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "issuer/issued.html", {"organisation": organisation, "page": page, "q": text})


@require_safe
@login_required
def issued_csv(request: HttpRequest) -> HttpResponse:
    """Return the same list as CSV."""
    rows = (
        (
            each.award.recipient_name, each.award.recipient_email, each.award.student_number,
            each.award.achievement.name,
            each.issued_at.isoformat(), each.valid_until.isoformat() if each.valid_until else "",
            each.revoked_at.isoformat() if each.revoked_at else "", each.revocation_reason, each.iri,
        )
        for each in issued_by(desk(request), text=request.GET.get("q", "")[:200])
    )  # fmt: skip
    response = HttpResponse("\ufeff" + write_csv(CSV_COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="issued.csv"'
    return response


@require_safe
@login_required
def credential(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Show one issued credential and what can be done with it."""
    organisation = desk(request)
    found = credential_in(organisation, credential_id)
    context = {
        "organisation": organisation,
        "credential": found,
        "slip": claim_slip(found),
        "waiting": outbox.waiting_in(awarding.one_group(found)),
        "form": RevokeForm(),
    }
    return render(request, "issuer/credential.html", context)


@require_safe
@login_required
def slip(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Show a slip to print: the code and its QR."""
    found = credential_in(desk(request), credential_id)
    return render(request, "issuer/slip.html", {"credential": found, "slip": claim_slip(found)})


@require_POST
@login_required
def send(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Let the mail of an award leave now."""
    found = credential_in(desk(request, ("awarder",)), credential_id)
    awarding.send_now(group=awarding.one_group(found))
    messages.success(request, "The mail is leaving now.")
    return redirect("issuer:credential", credential_id=credential_id)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def revoke(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Ask why, then revoke for good."""
    organisation = desk(request, ("awarder",))
    found = credential_in(organisation, credential_id)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        revocation.revoke(actor=actor(request), credential=found, reason=form.cleaned_data["reason"])
        messages.success(request, "Revoked. Whoever checks it from now on reads: revoked, and why.")
        return redirect("issuer:credential", credential_id=credential_id)
    context = {"organisation": organisation, "credential": found, "form": form}
    return render(request, "issuer/revoke.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def suspend(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Ask why, then suspend until it is lifted."""
    organisation = desk(request, ("awarder",))
    found = credential_in(organisation, credential_id)
    form = SuspendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        suspension.suspend(actor=actor(request), credential=found, reason=form.cleaned_data["reason"])
        messages.success(request, "Suspended. It counts for nothing until you lift that.")
        return redirect("issuer:credential", credential_id=credential_id)
    context = {"organisation": organisation, "credential": found, "form": form}
    return render(request, "issuer/suspend.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def lift(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Lift a suspension."""
    found = credential_in(desk(request, ("awarder",)), credential_id)
    suspension.lift(actor=actor(request), credential=found)
    messages.success(request, "The suspension is lifted: the credential stands again.")
    return redirect("issuer:credential", credential_id=credential_id)
