"""What an organisation publishes about its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_safe

from stepladder.server.accounts.selectors import organisation_by_slug
from stepladder.server.issuing.selectors import did_document

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def did(_request: HttpRequest, slug: str) -> JsonResponse:
    """Return the did:web document of an organisation (did:web method, section 2.5.2)."""
    document = did_document(organisation_by_slug(slug))
    if not document["verificationMethod"]:
        raise Http404
    response = JsonResponse(document, content_type="application/did+json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response
