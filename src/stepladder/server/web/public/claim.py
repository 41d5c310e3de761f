"""Claim a credential by the link of a mail or a code on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stepladder.server.flows import claiming
from stepladder.server.kernel import clock
from stepladder.server.wallet.selectors import claim_by_code, claim_by_token

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class CodeForm(forms.Form):
    """The code of a claim slip."""

    code = forms.CharField(
        max_length=40, label="Code", help_text="Like 7KQM-2XHD-9RTA. Capitals and dashes do not matter."
    )


@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code on a claim slip and lead to what waits behind it."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = claim_by_code(form.cleaned_data["code"])
        if found is not None:
            return redirect("public:claim", token=found.token)
        form.add_error(
            "code", "There is no credential behind this code. Look for letters that read alike, such as 8 and B."
        )
    return render(request, "public/claim_code.html", {"form": form}, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show what waits; a person who is signed in takes it with one press."""
    waiting = claim_by_token(token)
    if waiting is None:
        return render(request, "public/claim_unknown.html", status=404)
    expired = waiting.expires_at <= clock.now() and waiting.claimed_at is None
    if request.method == "POST":
        if isinstance(request.user, AnonymousUser):
            return redirect_to_login(request.get_full_path())
        held = claiming.claim(person=request.user, claim=waiting)
        messages.success(request, f"“{held.name}” is now in your record. It is yours for good.")
        return redirect("learner:record")
    return render(request, "public/claim.html", {"claim": waiting, "expired": expired}, status=410 if expired else 200)
