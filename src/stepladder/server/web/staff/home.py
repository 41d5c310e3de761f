"""The operator's desk: the list of issuers that this server knows, what waits, and whether the audit log is whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from stepladder.server.catalog.selectors import stored_frameworks
from stepladder.server.kernel.audit import first_broken
from stepladder.server.kernel.figures import kernel_figures
from stepladder.server.trust import selectors as trust
from stepladder.server.trust import services

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


class IssuerForm(forms.Form):
    """An issuer to put on the list."""

    issuer_iri = forms.CharField(
        max_length=400,
        label="Identifier",
        help_text="As it stands in its credentials: did:web:…, did:key:… or https://…",
    )
    name = forms.CharField(max_length=200, label="Name")
    source = forms.CharField(
        max_length=300, required=False, label="How do you know?", help_text="A letter, a register, a visit."
    )

    def clean_issuer_iri(self) -> str:
        """Take identifiers only: a name alone proves nothing."""
        value = str(self.cleaned_data["issuer_iri"]).strip()
        if not value.startswith(("did:", "https://", "urn:")):
            raise forms.ValidationError(
                "An identifier begins with did:, https:// or urn:. You find it in the credential’s details for experts."
            )
        return value


def _operator(request: HttpRequest) -> str:
    if not getattr(request.user, "is_operator", False):
        raise Http404
    return str(request.user.pk)


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show the state of the server and the operator's list."""
    _operator(request)
    return _show(request, IssuerForm())


def _show(request: HttpRequest, form: IssuerForm) -> HttpResponse:
    context = {
        "entries": trust.operator_list(),
        "frameworks": stored_frameworks(),
        "figures": kernel_figures(),
        "broken": first_broken(),
        "form": form,
    }
    return render(request, "staff/home.html", context, status=400 if form.errors else 200)


@require_POST
@login_required
def add_issuer(request: HttpRequest) -> HttpResponse:
    """Put an issuer on the operator's list."""
    actor = _operator(request)
    form = IssuerForm(request.POST)
    if not form.is_valid():
        return _show(request, form)
    entry = services.list_issuer(actor=actor, **form.cleaned_data)
    messages.success(request, f"{entry.name} is on the list. Its credentials now read as listed.")
    return redirect("staff:home")


@require_POST
@login_required
def remove_issuer(request: HttpRequest, entry_id: UUID) -> HttpResponse:
    """Take an issuer off the operator's list."""
    actor = _operator(request)
    entry = next((each for each in trust.operator_list() if each.pk == entry_id), None)
    if entry is None:
        raise Http404
    services.unlist_issuer(actor=actor, entry=entry)
    messages.success(request, f"{entry.name} is off the list. Add it again to undo this.")
    return redirect("staff:home")
