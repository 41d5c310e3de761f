"""What a person holds: claims waiting for them, documents they keep for life, and what they share."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stepladder.server.accounts.models import Organisation, Person
from stepladder.server.kernel import clock
from stepladder.server.kernel.models import Row


class Claim(Row):
    """A signed document that waits for its person: by a link in a mail, or a code on paper."""

    credential_iri = models.CharField(max_length=400, unique=True)
    document = models.BinaryField()
    recipient_email = models.EmailField(max_length=254, blank=True)
    recipient_name = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    issuer_name = models.CharField(max_length=200)
    token = models.CharField(max_length=64, unique=True)
    code = models.CharField(max_length=20, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.title} for {self.recipient_name}"


class HeldCredential(Row):
    """A credential in somebody's wallet: the original bytes, and what was found when it was last verified."""

    class Origin(models.TextChoices):
        CLAIMED = "claimed", "Claimed"
        UPLOADED = "uploaded", "Uploaded"

    holder = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="held_credentials")
    origin = models.CharField(max_length=10, choices=Origin)
    original = models.BinaryField()
    filename = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64)
    credential_iri = models.CharField(max_length=400, blank=True)
    issuer_iri = models.CharField(max_length=400, blank=True)
    issuer_name = models.CharField(max_length=300, blank=True)
    name = models.CharField(max_length=300)
    achievement_iri = models.CharField(max_length=400, blank=True)
    valid_from = models.CharField(max_length=40, blank=True)
    valid_until = models.CharField(max_length=40, blank=True)
    report = models.JSONField(default=dict)
    verdict = models.CharField(max_length=20)
    verified_at = models.DateTimeField()
    received_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-received_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "sha256"], condition=Q(removed_at=None), name="same_bytes_held_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Share(Row):
    """What a holder lets somebody see: which credentials, who, until when; it can be withdrawn."""

    holder = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shares")
    audience = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="received_shares"
    )
    audience_name = models.CharField(max_length=200, blank=True)
    token = models.CharField(max_length=64, unique=True)
    credentials = models.ManyToManyField(HeldCredential, related_name="shares")
    include_claims = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    opened = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"share with {self.audience or self.audience_name or 'anyone with the link'}"
