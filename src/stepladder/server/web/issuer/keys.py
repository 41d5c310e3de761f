"""The keys that sign for an organisation: look at them, make a new one, give one up. For its owner alone."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from stepladder.server.issuing import rotation
from stepladder.server.issuing.keys import next_controller
from stepladder.server.issuing.selectors import key_in, key_of, keys_of
from stepladder.server.kernel import clock
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.web.issuer.desk import actor, desk, login_required

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

OWNER = ("owner",)


class RotateForm(forms.Form):
    """A new key is made on purpose."""

    sure = forms.BooleanField(label="Make a new key now", error_messages={"required": "Tick this to go on."})


class CompromisedForm(forms.Form):
    """Since when somebody else has had a key."""

    since = forms.DateTimeField(
        label="Since when? (UTC)",
        help_text="If you are not sure, choose the earlier time. It can be moved back later, never forward.",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"invalid": "Give a day and a time, such as 2026-03-02T09:30."},
    )
    sure = forms.BooleanField(
        label="What this key signed since then shall no longer count",
        error_messages={"required": "Tick this to go on: it cannot be undone."},
    )


@require_safe
@login_required
def keys(request: HttpRequest) -> HttpResponse:
    """List the organisation's keys with what each has signed."""
    organisation = desk(request, OWNER)
    current = key_of(organisation)
    rows = [
        {"key": each, "signed": each.credentials.count(), "lost": rotation.lost_with(each).count()}
        for each in keys_of(organisation)
    ]
    context = {"organisation": organisation, "rows": rows, "own_name": _is_own_name(current.controller)}
    return render(request, "issuer/keys.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rotate(request: HttpRequest) -> HttpResponse:
    """Say what a new key means, then make it."""
    organisation = desk(request, OWNER)
    form = RotateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        rotation.rotate_key(actor=actor(request), organisation=organisation)
        messages.success(request, "There is a new key. What you award from now on is signed with it.")
        return redirect("issuer:keys")
    old = key_of(organisation).controller
    context = {
        "organisation": organisation,
        "form": form,
        "old": old,
        "new": next_controller(organisation),
        "renamed": _is_own_name(old),
    }
    return render(request, "issuer/key_rotate.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def compromised(request: HttpRequest, key_id: UUID) -> HttpResponse:
    """Say what giving up a key means, then publish it."""
    organisation = desk(request, OWNER)
    key = key_in(organisation, key_id)
    form = CompromisedForm(
        request.POST if request.method == "POST" else None, initial={"since": clock.now().astimezone(UTC)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            rotation.mark_compromised(actor=actor(request), key=key, since=form.cleaned_data["since"])
        except Refusal as refusal:
            form.add_error("since", f"{refusal.message} {refusal.hint}")
        else:
            messages.success(request, "Published. What that key signed since then is no longer believed.")
            return redirect("issuer:keys")
    context = {
        "organisation": organisation,
        "key": key,
        "form": form,
        "signed": key.credentials.count(),
        "refused": _is_own_name(key.controller),
    }
    return render(request, "issuer/key_compromised.html", context, status=400 if form.errors else 200)


def _is_own_name(controller: str) -> bool:
    return controller.startswith("did:key:")
