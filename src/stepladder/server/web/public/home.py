"""The first page: what this is, in one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stepladder.server.accounts.selectors import organisations_for
from stepladder.server.catalog.selectors import published_achievements

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what Stepladder does and where each of the five people begins."""
    context = {
        "demo": settings.DEMO,
        "offers": published_achievements().count(),
        "issues": _works_in(request, "issuing"),
        "employs": _works_in(request, "employing"),
    }
    return render(request, "public/home.html", context)


def _works_in(request: HttpRequest, kind: str) -> bool:
    """Say whether the reader has a desk of this kind; without one they are led to make an organisation."""
    return request.user.is_authenticated and bool(organisations_for(request.user, **{kind: True}))
