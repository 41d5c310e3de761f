"""The issuer's overview, and the first step: making an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.encoding import iri_to_uri
from django.views.decorators.http import require_http_methods, require_safe

from stepladder.server.accounts.selectors import has_access, organisations_for
from stepladder.server.accounts.services import add_organisation
from stepladder.server.catalog.selectors import achievements_of
from stepladder.server.issuing.selectors import figures, issued_by, key_of
from stepladder.server.web.issuer.desk import actor, desk, login_required

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class OrganisationForm(forms.Form):
    """What learners and verifiers see of an issuer."""

    name = forms.CharField(
        max_length=200, label="Name", help_text="As learners and employers know it; it is signed into each credential."
    )
    url = forms.URLField(required=False, max_length=300, assume_scheme="https", label="Web site")
    country = forms.RegexField(r"^[A-Za-z]{2}$", required=False, label="Country", help_text="Two letters, such as IE.")
    description = forms.CharField(
        required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), label="In a sentence or two"
    )


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """Show what was issued and what is next."""
    organisation = desk(request)
    context = {
        "organisation": organisation,
        "organisations": organisations_for(actor(request), issuing=True),
        "figures": figures(organisation),
        "achievements": achievements_of(organisation),
        "latest": issued_by(organisation)[:8],
        "key": key_of(organisation),
        "owns": has_access(actor(request), organisation, ("owner",)),
    }
    return render(request, "issuer/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Make an organisation with a signing key of its own."""
    form = OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = {**form.cleaned_data, "url": iri_to_uri(form.cleaned_data["url"])}
        organisation = add_organisation(owner=actor(request), issues=True, **values)
        key_of(organisation)
        messages.success(request, f"{organisation.name} can issue now. It has a signing key of its own.")
        return redirect("issuer:new")
    return render(request, "issuer/start.html", {"form": form}, status=400 if form.errors else 200)
