"""Writes of the catalogue."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from stepladder.server.catalog.frameworks import find_migrations, framework, store_framework
from stepladder.server.catalog.models import Achievement, AchievementAlignment, LearningOpportunity
from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.moving import Moved, Rename, move_rows
from stepladder.server.kernel.refusal import Refusal
from stepladder.skills import SkillsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.skills import Framework, Skill

__all__ = [
    "AchievementDraft",
    "add_achievement",
    "change_achievement",
    "find_migrations",
    "move_alignments",
    "publish",
    "store_framework",
    "withdraw",
]

MOST_SKILLS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementDraft:
    """What the designer of a micro-credential fills in; ``hours`` of workload, the price in minor units."""

    name: str
    description: str
    criteria: str
    hours: Decimal
    skills: tuple[str, ...] = ()
    price_cents: int = 0
    currency: str = "EUR"
    ects: Decimal | None = None
    eqf_level: int | None = None
    assessment: str = "quiz"
    supervised: bool = False
    identity_checked: bool = False
    participation: str = ""
    quality_assurance: str = ""
    counts_towards: str = ""
    valid_months: int | None = None
    colour: str = "teal"
    emblem: str = "steps"
    provider: str = ""
    link: str = ""
    seats: int | None = None
    assessment_only: bool = False
    isco_major: str = ""
    invented: bool = False
    prerequisites: tuple[Achievement, ...] = field(default=())


@transaction.atomic
def add_achievement(
    *, actor: Person, organisation: Organisation, draft: AchievementDraft, within: Framework | None = None
) -> Achievement:
    """Make a micro-credential with its offer. Skills must be of the framework ``within`` (default: the server's)."""
    skills = _known_skills(draft.skills, within)
    achievement = Achievement(organisation=organisation, slug=_free_slug(draft.name))
    achievement.iri = f"{settings.SITE_URL}/achievements/{achievement.pk}"
    _fill(achievement, draft)
    achievement.save(force_insert=True)
    _align(achievement, skills)
    _offer(achievement, draft)
    audit.record(actor=str(actor.pk), action="achievement.added", subject=str(achievement.pk))
    return achievement


@transaction.atomic
def change_achievement(*, actor: Person, achievement: Achievement, draft: AchievementDraft) -> Achievement:
    """Change a micro-credential. What was issued keeps its own words; the version goes up when it was published."""
    skills = _known_skills(draft.skills, None)
    _fill(achievement, draft)
    if achievement.published_at is not None:
        achievement.version += 1
    achievement.save()
    achievement.alignments.all().delete()
    _align(achievement, skills)
    LearningOpportunity.objects.filter(achievement=achievement).delete()
    _offer(achievement, draft)
    audit.record(
        actor=str(actor.pk),
        action="achievement.changed",
        subject=str(achievement.pk),
        detail={"version": achievement.version},
    )
    return achievement


@transaction.atomic
def publish(*, actor: Person, achievement: Achievement) -> Achievement:
    """Show a micro-credential in the catalogue."""
    if achievement.published_at is None:
        achievement.published_at = clock.now()
        achievement.save(update_fields=["published_at"])
        audit.record(actor=str(actor.pk), action="achievement.published", subject=str(achievement.pk))
    return achievement


@transaction.atomic
def withdraw(*, actor: Person, achievement: Achievement) -> Achievement:
    """Take a micro-credential out of the catalogue; what was issued stands."""
    if achievement.published_at is not None:
        achievement.published_at = None
        achievement.save(update_fields=["published_at"])
        audit.record(actor=str(actor.pk), action="achievement.withdrawn", subject=str(achievement.pk))
    return achievement


@transaction.atomic
def move_alignments(*, skills: Sequence[Rename], reason: str) -> Moved:
    """Move alignments to the names of a newer version, a step at a time; what was issued keeps its own words.

    A published achievement whose skills got other URIs is a new version of it.
    """
    waiting = AchievementAlignment.objects.filter(
        target_url__in=[one.old for one in skills if one.old != one.new], achievement__published_at__isnull=False
    ).values_list("achievement_id", flat=True)
    before = set(waiting)
    done = move_rows(
        AchievementAlignment.objects.all(),
        skills,
        uri="target_url",
        label="target_name",
        once_in=("achievement_id",),
    )
    if done.rows:
        Achievement.objects.filter(pk__in=before - set(waiting.all())).update(version=F("version") + 1)
        audit.record(actor="system", action="alignments.moved", subject=reason, detail=done.as_dict())
    return done


def _fill(achievement: Achievement, draft: AchievementDraft) -> None:
    if not draft.name.strip():
        raise Refusal("The micro-credential has no name.", code="achievement.no_name", hint="Name what it shows.")
    if draft.hours <= 0:
        raise Refusal(
            f"The workload is {draft.hours} hours.",
            code="achievement.no_hours",
            hint="Give the hours that an average learner needs, more than 0.",
        )
    for name in (
        "name", "description", "criteria", "hours", "ects", "eqf_level", "assessment", "supervised", "identity_checked",
        "participation", "quality_assurance", "counts_towards", "valid_months", "colour", "emblem",
    ):  # fmt: skip
        setattr(achievement, name, getattr(draft, name))


def _known_skills(uris: Sequence[str], within: Framework | None) -> list[Skill]:
    if len(uris) > MOST_SKILLS:
        raise Refusal(
            f"{len(uris)} skills are too many for one micro-credential.",
            code="achievement.too_many_skills",
            hint=f"Keep the {MOST_SKILLS} that it really assesses.",
        )
    known = within or framework()
    found = []
    for uri in dict.fromkeys(uris):
        try:
            found.append(known.skill(uri))
        except SkillsError as error:
            raise Refusal(
                f"{uri} is not a skill of {known.title}.", code="skill.unknown", hint="Choose one from the search."
            ) from error
    return found


def _align(achievement: Achievement, skills: Sequence[Skill]) -> None:
    AchievementAlignment.objects.bulk_create(
        AchievementAlignment(
            achievement=achievement, target_url=skill.uri, target_name=skill.label[:300], position=position
        )
        for position, skill in enumerate(skills)
    )


def _offer(achievement: Achievement, draft: AchievementDraft) -> None:
    offer = LearningOpportunity.objects.create(
        achievement=achievement,
        provider=draft.provider or achievement.organisation.name,
        price_cents=draft.price_cents,
        currency=draft.currency,
        seats=draft.seats,
        assessment_only=draft.assessment_only,
        link=draft.link,
        isco_major=draft.isco_major,
        invented=draft.invented,
    )
    if draft.prerequisites:
        offer.prerequisites.set(draft.prerequisites)


def _free_slug(name: str) -> str:
    base = slugify(name)[:100] or "micro-credential"
    slug, n = base, 2
    while Achievement.objects.filter(slug=slug).exists():
        slug, n = f"{base}-{n}", n + 1
    return slug
