"""What every answer carries, and how a refusal becomes a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render

from stepladder.errors import StepladderError
from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    Handler = Callable[[HttpRequest], HttpResponse]

# No inline script or style, nothing from elsewhere, no frames: a page can only do what its own static files say.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def security_headers(get_response: Handler) -> Handler:
    """Add the content security and permissions policies; a view that sets a stricter one keeps it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(self), geolocation=(), microphone=()")
        return response

    return middleware


class refusals:  # noqa: N801 - Django names middleware factories in lower case
    """Turn a :class:`StepladderError` that reaches the entrance into a page in plain words (status 400, 404 or 409)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Take NUL out of what is asked for: no text has it, and PostgreSQL takes none. A path with it is refused."""
        if "\x00" in request.path_info:
            refusal = Refusal(
                "This address holds a character that no text has.", code="request.nul", hint="Type it anew."
            )
            return render(request, "refusal.html", {"refusal": refusal}, status=refusal.status)
        if any("\x00" in value for _name, values in request.GET.lists() for value in values):
            cleaned = request.GET.copy()
            for name, values in request.GET.lists():
                cleaned.setlist(name, [value.replace("\x00", "") for value in values])
            request.GET = cleaned  # type: ignore[assignment]  # a QueryDict like the one before
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with the refusal's own words; anything else stays an error of ours."""
        if not isinstance(exception, StepladderError):
            return None
        status = int(getattr(exception, "status", 400))
        return render(request, "refusal.html", {"refusal": exception}, status=status)
