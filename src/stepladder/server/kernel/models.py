"""Rows that every context may use: what must leave, what has happened, what was mailed."""

from __future__ import annotations

from django.db import models

from stepladder.server.kernel.ids import uuid7


class Row(models.Model):
    """A row with a time-ordered identifier."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class OutboxMessage(Row):
    """A side effect that was decided and has not left yet, written in the same transaction as its cause."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField()
    not_before = models.DateTimeField(db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    group = models.CharField(max_length=80, blank=True, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["sent_at", "cancelled_at", "not_before"], name="outbox_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class AuditEntry(models.Model):
    """One thing that was done, chained to the one before by its hash."""

    sequence = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    subject = models.CharField(max_length=300)
    detail = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject}"


class KeptMail(Row):
    """A mail that was 'sent' where there is no mail server: shown at ``/dev/mail`` in the demo."""

    sent_at = models.DateTimeField(db_index=True)
    sender = models.CharField(max_length=320)
    recipients = models.TextField()
    subject = models.CharField(max_length=998)
    body = models.TextField()

    class Meta:
        ordering = ["-sent_at"]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipients}"
