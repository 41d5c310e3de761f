"""The first step of an employer: making the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stepladder.server.accounts.services import add_organisation

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from stepladder.server.accounts.models import Person


class EmployerForm(forms.Form):
    """What an employer is called."""

    name = forms.CharField(max_length=200, label="Name", help_text="As your people know it.")
    url = forms.URLField(required=False, max_length=300, assume_scheme="https", label="Web site")
    country = forms.RegexField(r"^[A-Za-z]{2}$", required=False, label="Country", help_text="Two letters, such as IE.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Make an organisation that employs people; its maker owns it."""
    form = EmployerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = add_organisation(owner=cast("Person", request.user), employs=True, **form.cleaned_data)
        messages.success(request, f"{made.name} has a desk of its own now. Begin with your people.")
        return redirect("employer:home")
    return render(request, "employer/start.html", {"form": form}, status=400 if form.errors else 200)
