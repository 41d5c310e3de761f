"""Awards, the keys that sign them, the credentials that came of them, and the lists that say whether they stand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stepladder.server.accounts.models import Organisation, Person
from stepladder.server.catalog.models import Achievement
from stepladder.server.kernel import clock
from stepladder.server.kernel.models import Row


class IssuerKey(Row):
    """A signing key of an organisation; its private part is sealed with the key of the data folder.

    One signs at a time. A retired key stays published, so that what it signed still verifies; what it signs from
    ``revoked_at`` on is not to be believed: somebody else has had it since.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="issuer_keys")
    controller = models.CharField(max_length=300)
    verification_method = models.CharField(max_length=400, unique=True)
    public_key_multibase = models.CharField(max_length=200)
    sealed_private_key = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now)
    retired_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(retired_at=None), name="one_signing_key_per_organisation"
            ),
        ]

    def __str__(self) -> str:
        return self.verification_method


class StatusList(Row):
    """A Bitstring Status List of an organisation. Indexes are given out in a scattered order that never repeats.

    ``controller`` is the identifier of the issuer whose credentials it is about: it alone may sign the list.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="status_lists")
    controller = models.CharField(max_length=300)
    iri = models.CharField(max_length=400, unique=True)
    purpose = models.CharField(max_length=20, default="revocation")
    length = models.PositiveIntegerField(default=131_072)
    stride = models.PositiveIntegerField()
    offset = models.PositiveIntegerField()
    given = models.PositiveIntegerField(default=0)
    signed = models.BinaryField(null=True)
    signed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.purpose} list {self.pk}"


class AwardBatch(Row):
    """A file of recipients for one achievement: looked at first, awarded once."""

    class State(models.TextChoices):
        PREVIEW = "preview", "Preview"
        AWARDED = "awarded", "Awarded"
        RECALLED = "recalled", "Recalled"

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="award_batches")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="award_batches")
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEW)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    awarded_at = models.DateTimeField(null=True, blank=True)
    mails_leave_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.filename


class Award(Row):
    """The decision that a person has earned an achievement."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="awards")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="awards")
    recipient_name = models.CharField(max_length=200)
    recipient_email = models.EmailField(max_length=254, blank=True)
    student_number = models.CharField(max_length=80, blank=True)
    narrative = models.TextField(blank=True)
    evidence_url = models.URLField(max_length=400, blank=True)
    batch = models.ForeignKey(AwardBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="awards")
    key = models.CharField(max_length=200, unique=True)
    decided_by = models.CharField(max_length=200)
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-decided_at"]

    def __str__(self) -> str:
        return f"{self.achievement} to {self.recipient_name}"


class IssuedCredential(Row):
    """The signed document of an award, byte for byte as it left; its row id is in the credential's id."""

    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="credential")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="issued_credentials")
    iri = models.CharField(max_length=400, unique=True)
    document = models.BinaryField()
    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="credentials")
    status_list = models.ForeignKey(StatusList, on_delete=models.PROTECT, related_name="credentials")
    status_index = models.PositiveIntegerField()
    issued_at = models.DateTimeField(default=clock.now)
    valid_until = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revocation_reason = models.CharField(max_length=300, blank=True)
    suspension_list = models.ForeignKey(
        StatusList, null=True, blank=True, on_delete=models.PROTECT, related_name="suspendable"
    )
    suspension_index = models.PositiveIntegerField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspension_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(fields=["status_list", "status_index"], name="status_index_once"),
            models.UniqueConstraint(fields=["suspension_list", "suspension_index"], name="suspension_index_once"),
        ]

    def __str__(self) -> str:
        return self.iri

    @property
    def can_be_suspended(self) -> bool:
        """Whether it stands and names a list for suspension; what was issued before there were any does not."""
        return self.suspension_list_id is not None and self.revoked_at is None and self.suspended_at is None

    @property
    def is_expired(self) -> bool:
        """Whether its validity has ended by now."""
        return self.valid_until is not None and self.valid_until <= clock.now()
