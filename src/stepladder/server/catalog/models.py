"""What is on offer, and the frameworks of skills it is aligned with, as stored."""

from __future__ import annotations

from django.db import models

from stepladder.server.accounts.models import Organisation
from stepladder.server.kernel import clock
from stepladder.server.kernel.models import Row


class FrameworkPack(Row):
    """A skills framework in its compact form (``skills.Framework.to_bytes``), opened whole by each process."""

    name = models.CharField(max_length=60)
    version = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, unique=True)
    counts = models.JSONField(default=dict)
    pack = models.BinaryField()
    stored_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "version"], name="framework_version_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


class FrameworkMigration(Row):
    """What became of each skill and occupation of an older version (``skills`` ``Migration``), those kept left out.

    ``replacements`` is what the publisher says, where somebody brought it. Nothing points at an older version by key:
    rows name skills by URI, so that a newer version can come and an older one can stay.
    """

    name = models.CharField(max_length=60)
    from_version = models.CharField(max_length=40)
    to_version = models.CharField(max_length=40)
    document = models.JSONField()
    replacements = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "from_version", "to_version"], name="framework_migration_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.from_version} → {self.to_version}"


class Achievement(Row):
    """A micro-credential that an organisation designs and awards (Open Badges 3.0 ``Achievement``).

    ``iri`` is the name that credentials know it by; it stays when the server's address changes. With hours, assessment,
    participation and quality assurance it holds what the EU asks of a micro-credential (Recommendation 2022/C 243/02,
    Annex I); how one took part, and who sees to its quality, nobody said of those made before there were fields for it.
    """

    class Assessment(models.TextChoices):
        NONE = "none", "Not assessed"
        QUIZ = "quiz", "Quiz"
        SUBMISSION = "submission", "Assignment reviewed by an assessor"
        EXAM = "exam", "Supervised exam"

    class Participation(models.TextChoices):
        ONLINE = "online", "Online"
        ON_SITE = "on_site", "On site"
        BLENDED = "blended", "Partly online, partly on site"
        WORK = "work", "At the workplace"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="achievements")
    iri = models.CharField(max_length=400, unique=True)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    description = models.TextField()
    criteria = models.TextField()
    hours = models.DecimalField(max_digits=7, decimal_places=2)
    ects = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    eqf_level = models.PositiveSmallIntegerField(null=True, blank=True)
    participation = models.CharField(max_length=12, choices=Participation, blank=True)
    quality_assurance = models.CharField(max_length=400, blank=True)
    counts_towards = models.CharField(max_length=300, blank=True)
    assessment = models.CharField(max_length=12, choices=Assessment, default=Assessment.QUIZ)
    supervised = models.BooleanField(default=False)
    identity_checked = models.BooleanField(default=False)
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    colour = models.CharField(max_length=12, default="teal")
    emblem = models.CharField(max_length=12, default="steps")
    version = models.PositiveIntegerField(default=1)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["organisation", "published_at"], name="achievement_of_org")]

    def __str__(self) -> str:
        return self.name


class AchievementAlignment(Row):
    """A skill that an achievement shows, by the identifier of its framework (Open Badges ``Alignment``)."""

    achievement = models.ForeignKey(Achievement, on_delete=models.CASCADE, related_name="alignments")
    target_url = models.CharField(max_length=400)
    target_name = models.CharField(max_length=300)
    target_framework = models.CharField(max_length=100, default="ESCO")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "target_name"]
        constraints = [models.UniqueConstraint(fields=["achievement", "target_url"], name="alignment_once")]

    def __str__(self) -> str:
        return self.target_name


class LearningOpportunity(Row):
    """A way to earn an achievement: who provides it, what it costs, how long it takes."""

    achievement = models.OneToOneField(Achievement, on_delete=models.CASCADE, related_name="opportunity")
    provider = models.CharField(max_length=200)
    price_cents = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3, default="EUR")
    seats = models.PositiveIntegerField(null=True, blank=True)
    assessment_only = models.BooleanField(default=False)
    link = models.URLField(max_length=400, blank=True)
    isco_major = models.CharField(max_length=1, blank=True)
    invented = models.BooleanField(default=False)
    prerequisites = models.ManyToManyField(Achievement, blank=True, related_name="required_by")

    class Meta:
        verbose_name_plural = "learning opportunities"

    def __str__(self) -> str:
        return f"{self.achievement} by {self.provider}"

    @property
    def price_text(self) -> str:
        """The price in words, whole units without decimals: ``120 EUR``, ``19.50 EUR``, ``Free``."""
        if not self.price_cents:
            return "Free"
        units, cents = divmod(self.price_cents, 100)
        return f"{units:,}.{cents:02} {self.currency}" if cents else f"{units:,} {self.currency}"
