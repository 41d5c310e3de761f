"""The JSON-LD contexts and JSON Schemas that are our own, as text for whoever reads a credential of this server.

Each is answered byte for byte as it is pinned. A version never changes, so it may be kept for good.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from stepladder.credentials.contexts import pinned_contexts
from stepladder.credentials.schemas import pinned_schemas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from stepladder.credentials.contexts.store import PinnedContext
    from stepladder.credentials.schemas.store import PinnedSchema

OWN = "https://w3id.org/stepladder/"
A_YEAR = 31_536_000


@require_safe
def context(_request: HttpRequest, name: str, version: str) -> HttpResponse:
    """Return a context of ours."""
    return _as_pinned(f"{OWN}{name}/{version}", pinned_contexts(), "application/ld+json")


@require_safe
def schema(_request: HttpRequest, name: str, version: str) -> HttpResponse:
    """Return a schema of ours."""
    return _as_pinned(f"{OWN}schemas/{name}/{version}", pinned_schemas(), "application/schema+json")


def _as_pinned(url: str, pinned: Iterable[PinnedContext | PinnedSchema], media_type: str) -> HttpResponse:
    found = next((each for each in pinned if each.url == url), None)
    if found is None:
        raise Http404
    response = HttpResponse(found.text(), content_type=media_type)
    response.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["ETag"] = f'"{found.sha256}"'
    return response
