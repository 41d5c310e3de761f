"""What every page of the employer's desk shares: who may enter, for which organisation, and how tables leave it."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from stepladder.server.accounts.selectors import EMPLOYER_ACCESS, organisation_for, organisations_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django.http import HttpRequest, QueryDict

    from stepladder.errors import StepladderError
    from stepladder.server.accounts.models import Organisation, Person

CHOSEN = "employer"
PAGE_SIZE = 50


def desk(*methods: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let owners and managers in, for the organisation named by ``?org=`` once or chosen before; others get 404."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_required
        @require_http_methods(list(methods or ("GET",)))
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, _organisation(request), *args, **kwargs)

        return guarded

    return decorate


def actor(request: HttpRequest) -> Person:
    """Return who asks; behind :func:`desk` that is always a person."""
    return cast("Person", request.user)


def page(
    request: HttpRequest, organisation: Organisation, template: str, /, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Return a page of the desk."""
    return render(request, f"employer/{template}.html", {"organisation": organisation, **context}, status=status)


def employers_of(request: HttpRequest) -> Sequence[Organisation]:
    """Return the organisations that this person manages."""
    return organisations_for(actor(request), employing=True)


def text_of(values: QueryDict, name: str, limit: int = 400) -> str:
    """Return what was sent under a name as clean text; PostgreSQL takes no NUL."""
    return values.get(name, "").replace("\x00", "").strip()[:limit]


def paged(request: HttpRequest, rows: Any, size: int = PAGE_SIZE) -> Page[Any]:
    """Return the page that ``?page=`` asks for; nonsense gives the nearest page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def download(text: str, filename: str) -> HttpResponse:
    """Return a CSV file to keep; its mark of UTF-8 lets Excel read names with accents."""
    response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename) or "attachment"
    return response


def say_refusal(request: HttpRequest, refusal: StepladderError) -> None:
    """Show on the next page why something was not done, and what to do."""
    messages.error(request, f"{refusal.message.rstrip('.')}. {refusal.hint}".strip())


def _organisation(request: HttpRequest) -> Organisation:
    person, asked = actor(request), text_of(request.GET, "org", 80)
    chosen = asked or str(request.session.get(CHOSEN, ""))
    try:
        found = organisation_for(person, slug=chosen, access=EMPLOYER_ACCESS, employing=True)
    except Http404:
        if asked or not chosen:
            raise
        found = organisation_for(person, access=EMPLOYER_ACCESS, employing=True)
    if asked:
        request.session[CHOSEN] = found.slug
    return found
