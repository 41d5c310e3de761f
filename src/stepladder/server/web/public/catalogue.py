"""The catalogue: what can be earned, searched by words, group of occupations and skill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from stepladder.credentials.model.micro_credential_words import workload_words
from stepladder.server.catalog.eu_list import eu_list_of
from stepladder.server.catalog.pictures import picture_png, picture_svg
from stepladder.server.catalog.selectors import achievement_by_id, achievement_by_slug, published_achievements

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

PER_PAGE = 24
# ISCO-08 major groups, in plain words.
ISCO_MAJOR = (
    ("1", "Managers"),
    ("2", "Professionals"),
    ("3", "Technicians"),
    ("4", "Office and customer work"),
    ("5", "Service and sales"),
    ("6", "Farming, forestry, fishing"),
    ("7", "Crafts and trades"),
    ("8", "Machines and assembly"),
    ("9", "Elementary work"),
    ("0", "Armed forces"),
)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """List what is published; ``q``, ``group`` and ``skill`` narrow it."""
    text, group = request.GET.get("q", "").strip()[:200], request.GET.get("group", "")[:1]
    skill = request.GET.get("skill", "")[:400]
    rows = published_achievements(text=text, isco_major=group, skill_uri=skill)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "public/catalogue.html",
        {"page": page, "q": text, "group": group, "groups": ISCO_MAJOR, "skill": skill},
    )


@require_safe
def offer(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one micro-credential with all that it asks and shows."""
    found = achievement_by_slug(slug)
    credits_ = float(found.ects) if found.ects else None
    context = {
        "achievement": found,
        "skills": len(found.alignments.all()),
        "workload": workload_words(float(found.hours), credits_),
        "eu": eu_list_of(found),
    }
    return render(request, "public/offer.html", context)


@require_safe
def achievement(_request: HttpRequest, achievement_id: UUID) -> HttpResponse:
    """Lead from the identifier in a credential to the page of its micro-credential."""
    found = achievement_by_id(achievement_id)
    if found is None or found.published_at is None:
        raise Http404
    return redirect("public:offer", slug=found.slug)


@require_safe
@cache_control(public=True, max_age=3600)
def picture(_request: HttpRequest, achievement_id: UUID, kind: str) -> HttpResponse | HttpResponsePermanentRedirect:
    """Return a micro-credential's picture."""
    found = achievement_by_id(achievement_id)
    if found is None:
        raise Http404
    if kind == "png":
        return HttpResponse(picture_png(found), content_type="image/png")
    response = HttpResponse(picture_svg(found), content_type="image/svg+xml")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
