"""Reads of the catalogue."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q
from django.http import Http404

from stepladder.server.catalog.frameworks import framework, stored_frameworks
from stepladder.server.catalog.models import Achievement, AchievementAlignment, LearningOpportunity
from stepladder.skills import LearningOpportunity as Offer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from stepladder.server.accounts.models import Organisation

__all__ = [
    "achievement_by_id",
    "achievement_by_iri",
    "achievement_by_slug",
    "achievements_of",
    "framework",
    "opportunities",
    "published_achievements",
    "stored_frameworks",
]


def _with_all() -> QuerySet[Achievement]:
    return Achievement.objects.select_related("organisation", "opportunity").prefetch_related(
        "alignments", "opportunity__prerequisites"
    )


def published_achievements(*, text: str = "", isco_major: str = "", skill_uri: str = "") -> QuerySet[Achievement]:
    """Return what anyone may see, by name; ``text`` looks in names, descriptions, providers and skills."""
    rows = _with_all().filter(published_at__isnull=False)
    for word in text.split()[:8]:
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(description__icontains=word)
            | Q(opportunity__provider__icontains=word)
            | Q(pk__in=AchievementAlignment.objects.filter(target_name__icontains=word).values("achievement_id"))
        )
    if isco_major:
        rows = rows.filter(opportunity__isco_major=isco_major)
    if skill_uri:
        rows = rows.filter(alignments__target_url=skill_uri)
    return rows.distinct().order_by("name", "pk")


def achievement_by_slug(slug: str) -> Achievement:
    """Return a published achievement, or 404."""
    found = _with_all().filter(slug=slug, published_at__isnull=False).first()
    if found is None:
        raise Http404
    return found


def achievement_by_id(achievement_id: UUID | str) -> Achievement | None:
    """Return an achievement by its id, published or not, or ``None``."""
    try:
        return _with_all().filter(pk=achievement_id).first()
    except (ValueError, TypeError):
        return None


def achievements_of(organisation: Organisation) -> Sequence[Achievement]:
    """Return an organisation's achievements, drafts too, by name."""
    return list(_with_all().filter(organisation=organisation).order_by("name", "pk"))


def achievement_by_iri(iri: str) -> Achievement | None:
    """Return an achievement of this server by the name that credentials know it by, or ``None``."""
    return _with_all().filter(iri=iri).first() if iri else None


def opportunities() -> tuple[Offer, ...]:
    """Return every open way to learn as the skills library takes it; ids are the achievements' ids."""
    rows = (
        LearningOpportunity.objects.filter(achievement__published_at__isnull=False)
        .select_related("achievement")
        .prefetch_related(
            Prefetch("achievement__alignments"),
            Prefetch("prerequisites", queryset=Achievement.objects.only("pk")),
        )
        .order_by("achievement__name", "pk")
    )
    return tuple(
        Offer(
            id=str(row.achievement_id),
            title=row.achievement.name,
            provider=row.provider,
            skills=tuple(alignment.target_url for alignment in row.achievement.alignments.all()),
            price=Decimal(row.price_cents) / 100,
            currency=row.currency,
            hours=float(row.achievement.hours),
            prerequisites=tuple(str(each.pk) for each in row.prerequisites.all()),
            assessment_only=row.assessment_only,
            seats=row.seats,
            invented=row.invented,
        )
        for row in rows
    )
