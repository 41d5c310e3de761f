"""What a verified completion earns: rules, grants and a double-entry ledger."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stepladder.server.accounts.models import Organisation
from stepladder.server.kernel import clock
from stepladder.server.kernel.models import Row


class RewardRule(Row):
    """Points for a verified credential of an achievement, or of any issuer's that is aligned with a skill."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="reward_rules")
    name = models.CharField(max_length=160)
    points = models.PositiveIntegerField()
    achievement_iri = models.CharField(max_length=400, blank=True)
    skill_uri = models.CharField(max_length=400, blank=True)
    skill_label = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Grant(Row):
    """A rule applied to one credential of one worker, once; reversed when the credential is revoked."""

    rule = models.ForeignKey(RewardRule, on_delete=models.PROTECT, related_name="grants")
    worker_iri = models.CharField(max_length=400, db_index=True)
    worker_name = models.CharField(max_length=200)
    credential_iri = models.CharField(max_length=400, db_index=True)
    credential_name = models.CharField(max_length=300)
    points = models.PositiveIntegerField()
    granted_at = models.DateTimeField(default=clock.now)
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_because = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-granted_at"]
        constraints = [models.UniqueConstraint(fields=["rule", "credential_iri"], name="granted_once")]

    def __str__(self) -> str:
        return f"{self.points} to {self.worker_name}"


class LedgerTransaction(Row):
    """A movement of points: its entries add up to nothing."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="ledger")
    grant = models.ForeignKey(Grant, on_delete=models.PROTECT, related_name="transactions")
    kind = models.CharField(max_length=10)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-at"]
        constraints = [models.UniqueConstraint(fields=["grant", "kind"], name="one_movement_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.grant}"


class LedgerEntry(Row):
    """One side of a movement: an account and a signed number of points."""

    transaction = models.ForeignKey(LedgerTransaction, on_delete=models.PROTECT, related_name="entries")
    account = models.CharField(max_length=400, db_index=True)
    points = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(points=0), name="an_entry_moves_something")]

    def __str__(self) -> str:
        return f"{self.account} {self.points:+d}"
