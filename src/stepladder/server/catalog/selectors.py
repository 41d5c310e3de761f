"""Reads of the catalogue."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import Http404

from stepladder.server.catalog.frameworks import framework, framework_mark, migrations, stored_frameworks
from stepladder.server.catalog.models import Achievement, AchievementAlignment, LearningOpportunity
from stepladder.skills import LearningOpportunity as Offer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from django.db.models import QuerySet

    from stepladder.server.accounts.models import Organisation

__all__ = [
    "ASSESSMENTS",
    "PARTICIPATIONS",
    "achievement_by_id",
    "achievement_by_iri",
    "achievement_by_slug",
    "achievements_of",
    "framework",
    "framework_mark",
    "last_quality_assurance",
    "migrations",
    "opportunities",
    "published_achievements",
    "stored_frameworks",
]


ASSESSMENTS: Sequence[tuple[str, str]] = tuple(Achievement.Assessment.choices)
PARTICIPATIONS: Sequence[tuple[str, str]] = tuple(Achievement.Participation.choices)


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


def last_quality_assurance(organisation: Organisation) -> str:
    """Return how an organisation sees to quality, as it said last: the next micro-credential begins with that."""
    said = Achievement.objects.filter(organisation=organisation).exclude(quality_assurance="")
    return said.order_by("-created_at").values_list("quality_assurance", flat=True).first() or ""


def achievement_by_iri(iri: str) -> Achievement | None:
    """Return an achievement of this server by the name that credentials know it by, or ``None``."""
    return _with_all().filter(iri=iri).first() if iri else None


def opportunities() -> tuple[Offer, ...]:
    """Return every open way to learn as the skills library takes it; ids are the achievements' ids.

    Each plan reads all of them: rows are read as plain values, which takes a tenth of the time that model objects take.
    """
    offered = LearningOpportunity.objects.filter(achievement__published_at__isnull=False)
    skills: defaultdict[UUID, list[str]] = defaultdict(list)
    aligned = AchievementAlignment.objects.filter(achievement__published_at__isnull=False)
    for achievement, uri in aligned.order_by("position", "target_name").values_list("achievement_id", "target_url"):
        skills[achievement].append(uri)
    rows = list(
        offered.order_by("achievement__name", "pk").values_list(
            "pk", "achievement_id", "achievement__name", "provider", "price_cents", "currency", "achievement__hours",
            "assessment_only", "seats", "invented",
        )
    )  # fmt: skip
    first = _prerequisites({row[0] for row in rows}, {row[1]: row[2] for row in rows})
    return tuple(
        Offer(
            id=str(achievement),
            title=title,
            provider=provider,
            skills=tuple(skills[achievement]),
            price=Decimal(cents) / 100,
            currency=currency,
            hours=float(hours),
            prerequisites=tuple(first[offer]),
            assessment_only=assessment_only,
            seats=seats,
            invented=invented,
        )
        for offer, achievement, title, provider, cents, currency, hours, assessment_only, seats, invented in rows
    )


def _prerequisites(offers: set[UUID], names: dict[UUID, str]) -> defaultdict[UUID, list[str]]:
    """Return the ids of what must come before, per open offer, by name.

    One table as it is: joined with three others, a database that has no statistics yet (just after an import) may go
    through all of them for each row of all of them.
    """
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    links = LearningOpportunity.prerequisites.through.objects.values_list("learningopportunity_id", "achievement_id")
    for offer, before in links:
        if offer in offers:
            found[offer].append(before)
    ordered: defaultdict[UUID, list[str]] = defaultdict(list)
    for offer, earlier in found.items():
        ordered[offer] = [str(one) for one in sorted(earlier, key=lambda one: (names.get(one, ""), str(one)))]
    return ordered
