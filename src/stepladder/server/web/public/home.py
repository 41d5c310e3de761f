"""The first page: what this is, in one screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.shortcuts import render
from django.views.decorators.http import require_safe

from stepladder.server.catalog.selectors import published_achievements

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Say what Stepladder does and where each of the five people begins."""
    return render(request, "public/home.html", {"demo": settings.DEMO, "offers": published_achievements().count()})
