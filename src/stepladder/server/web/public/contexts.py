"""The JSON-LD contexts that are our own, as text for whoever reads a credential of this server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from stepladder.credentials.contexts import pinned_contexts

if TYPE_CHECKING:
    from django.http import HttpRequest

OWN = "https://w3id.org/stepladder/"
A_YEAR = 31_536_000


@require_safe
def context(_request: HttpRequest, name: str, version: str) -> HttpResponse:
    """Return a context of ours, byte for byte as it is pinned: a version never changes, so it may be kept for good."""
    wanted = f"{OWN}{name}/{version}"
    found = next((each for each in pinned_contexts() if each.url == wanted), None)
    if found is None:
        raise Http404
    response = HttpResponse(found.text(), content_type="application/ld+json")
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["ETag"] = f'"{found.sha256}"'
    return response
