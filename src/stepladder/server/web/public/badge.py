"""The public page of an issued credential, its document, and the status list that says whether it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stepladder.server.flows.verifying import inspect_file
from stepladder.server.issuing.selectors import credential_by_id, signed_status_list
from stepladder.server.web.public.words import report_words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from stepladder.server.issuing.models import IssuedCredential


def _found(credential_id: UUID) -> IssuedCredential:
    found = credential_by_id(credential_id)
    if found is None:
        raise Http404
    return found


@require_safe
def badge(request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Show a credential to whoever has its address, verified at this moment."""
    credential = _found(credential_id)
    report = inspect_file(bytes(credential.document))
    return render(request, "public/badge.html", {"credential": credential, "report": report, **report_words(report)})


@require_safe
def document(_request: HttpRequest, credential_id: UUID) -> HttpResponse:
    """Return the signed document, byte for byte."""
    credential = _found(credential_id)
    response = HttpResponse(bytes(credential.document), content_type="application/vc+ld+json")
    response.headers["Content-Disposition"] = f'attachment; filename="credential-{credential.pk}.json"'
    return response


@require_safe
def status_list(_request: HttpRequest, list_id: UUID) -> HttpResponse:
    """Return a signed Bitstring Status List; anyone may fetch it from anywhere, and it tells nothing of who asks."""
    signed = signed_status_list(list_id)
    if signed is None:
        raise Http404
    response = HttpResponse(signed, content_type="application/vc+ld+json")
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
