"""My record: everything a learner holds, from anyone, original bytes kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stepladder.server.accounts.selectors import address_is_proved
from stepladder.server.flows import claiming, pictures
from stepladder.server.flows.verifying import inspect_file
from stepladder.server.wallet import selectors, services
from stepladder.server.web.learner.badges import tile
from stepladder.server.web.public.words import report_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from stepladder.server.accounts.models import Person


class BringForm(forms.Form):
    """A file from anywhere."""

    file = forms.FileField(
        label="Badge or credential file",
        error_messages={
            "required": "Choose the file: a badge picture (PNG or SVG), or the JSON or JWT you were given."
        },
    )


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


@require_safe
@login_required
def record(request: HttpRequest) -> HttpResponse:
    """Show what the person holds and what waits for them."""
    person = _person(request)
    context = {
        "tiles": [tile(each) for each in selectors.credentials_of(person)],
        "waiting": selectors.waiting_claims(person),
        "unproved": not address_is_proved(person),
        "form": BringForm(),
    }
    return render(request, "learner/record/record.html", context)


@require_POST
@login_required
def bring(request: HttpRequest) -> HttpResponse:
    """Keep a file that the person brings; it is verified on the way in."""
    form = BringForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, str(form.errors["file"][0]))
        return redirect("learner:record")
    upload = form.cleaned_data["file"]
    held, new = claiming.bring(person=_person(request), data=upload.read(services.MOST_BYTES + 1), filename=upload.name)
    if new:
        messages.success(request, f"“{held.name}” is in your record.")
    else:
        messages.info(request, f"You hold “{held.name}” already; nothing was added twice.")
    return redirect("learner:held", held_id=held.pk)


@require_safe
@login_required
def held(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Show one credential with what was found when it was last checked, and every way to take it along."""
    found = selectors.credential_for(_person(request), held_id)
    report = inspect_file(bytes(found.original))
    context = {"held": found, "tile": tile(found), "report": report, **report_words(report)}
    return render(request, "learner/record/held.html", context)


@require_POST
@login_required
def check(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Verify it anew and keep what was found."""
    found = claiming.check_again(held=selectors.credential_for(_person(request), held_id))
    messages.info(request, f"Checked again: {found.name}.")
    return redirect("learner:held", held_id=held_id)


@require_safe
@login_required
def original(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Return the original bytes as they came."""
    found = selectors.credential_for(_person(request), held_id)
    kind, ending = pictures.kind_of(bytes(found.original))
    name = slugify(found.name) or "credential"
    response = HttpResponse(bytes(found.original), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_safe
@login_required
def baked(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Return a PNG picture with the credential baked into it."""
    found = selectors.credential_for(_person(request), held_id)
    response = HttpResponse(pictures.baked_png(found), content_type="image/png")
    response.headers["Content-Disposition"] = f'attachment; filename="{slugify(found.name) or "badge"}.png"'
    return response


@require_http_methods(["POST"])
@login_required
def remove(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Take a credential out of the record."""
    found = services.remove(held=selectors.credential_for(_person(request), held_id))
    messages.success(request, f"“{found.name}” is out of your record.")
    return render(request, "learner/record/removed.html", {"held": found})


@require_POST
@login_required
def bring_back(request: HttpRequest, held_id: UUID) -> HttpResponse:
    """Undo taking it out."""
    found = services.bring_back(held=selectors.credential_for(_person(request), held_id, removed=True))
    messages.success(request, f"“{found.name}” is back in your record.")
    return redirect("learner:record")
