"""Verify: a file, pasted text or an address in; the truth in plain words out. Nothing that is uploaded is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from stepladder.credentials.verification.presentation import PresentationReport
from stepladder.server.flows.verifying import fetch_address, inspect_anything
from stepladder.server.kernel.fetch import FetchError
from stepladder.server.web.public.presented import presentation_words
from stepladder.server.web.public.words import report_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MOST_BYTES = 5 * 1024 * 1024


class VerifyForm(forms.Form):
    """One of a file, pasted text or an address, and perhaps whose it should be."""

    file = forms.FileField(required=False, label="File")
    text = forms.CharField(required=False, label="Pasted text", max_length=1_000_000, strip=True)
    url = forms.URLField(required=False, label="Web address", assume_scheme="https", max_length=2000)
    recipient = forms.CharField(
        required=False,
        max_length=254,
        label="Is it this person’s?",
        help_text="The e-mail address, identifier or name, as the issuer would have written it.",
    )

    def clean(self) -> dict[str, object]:
        """Find the bytes to verify, from whichever of the three was given."""
        values = super().clean() or {}
        upload, text, url = values.get("file"), values.get("text"), values.get("url")
        if upload is not None:
            if upload.size > MOST_BYTES:
                raise forms.ValidationError("The file is larger than 5 MB. Badges are small: is this the right file?")
            values["data"] = upload.read()
        elif text:
            values["data"] = str(text).encode()
        elif url:
            values["data"] = self._fetched(str(url))
        elif not self.errors:
            raise forms.ValidationError("Choose a file, paste a credential, or give its web address.")
        return values

    def _fetched(self, url: str) -> bytes:
        try:
            return fetch_address(url)
        except FetchError as error:
            raise forms.ValidationError(str(error), code=error.code) from error


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Show the form; after a POST, the verdict above it."""
    if request.method != "POST":
        initial = {"url": request.GET.get("url", "")}
        return render(request, "public/verify.html", {"form": VerifyForm(initial=initial)})
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "public/verify.html", {"form": form}, status=400)
    report = inspect_anything(form.cleaned_data["data"], recipient=form.cleaned_data["recipient"])
    if isinstance(report, PresentationReport):
        return render(request, "public/presentation.html", {"report": report, **presentation_words(report)})
    return render(request, "public/verify.html", {"form": VerifyForm(), "report": report, **report_words(report)})
