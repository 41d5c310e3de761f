"""The JSON Schemas that are our own, as text for whoever checks a credential of this server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from stepladder.credentials.schemas import pinned_schemas
from stepladder.server.web.public.contexts import A_YEAR, OWN

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def schema(_request: HttpRequest, name: str, version: str) -> HttpResponse:
    """Return a schema of ours, byte for byte as it is pinned: a version never changes, so it may be kept for good."""
    wanted = f"{OWN}schemas/{name}/{version}"
    found = next((each for each in pinned_schemas() if each.url == wanted), None)
    if found is None:
        raise Http404
    response = HttpResponse(found.text(), content_type="application/schema+json")
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["ETag"] = f'"{found.sha256}"'
    return response
