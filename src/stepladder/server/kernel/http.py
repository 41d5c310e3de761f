"""What the entrances for programs share: reading a body within its limit, and answering a problem (RFC 9457)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import RequestDataTooBig
from django.http import JsonResponse

if TYPE_CHECKING:
    from django.http import HttpRequest


def read_body(request: HttpRequest, *, most: int) -> bytes:
    """Return the body, also where it comes in chunks without saying its length, which Django takes for no body.

    Raises Django's ``RequestDataTooBig`` when it holds more than ``most`` bytes.
    """
    if request.META.get("CONTENT_LENGTH") or "chunked" not in request.META.get("HTTP_TRANSFER_ENCODING", "").lower():
        body = request.body
    else:
        body = request.META["wsgi.input"].read(most + 1)
    if len(body) > most:
        raise RequestDataTooBig
    return body


def problem(*, status: int, code: str, title: str, detail: str, **more: Any) -> JsonResponse:
    """Return a problem document (RFC 9457); ``more`` are extension members."""
    body = {
        "type": f"urn:stepladder:problem:{code}",
        "title": title,
        "status": status,
        "detail": detail,
        "code": code,
        **more,
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")
