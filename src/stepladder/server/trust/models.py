"""Whom the operator, or an organisation, trusts to issue."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from stepladder.server.accounts.models import Organisation
from stepladder.server.kernel import clock
from stepladder.server.kernel.models import Row


class TrustedIssuer(Row):
    """An entry of a trust list; without an organisation it is the operator's. Not being listed is never a failure."""

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="trusted_issuers"
    )
    issuer_iri = models.CharField(max_length=400)
    name = models.CharField(max_length=200)
    source = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "issuer_iri"], name="listed_once"),
            models.UniqueConstraint(
                fields=["issuer_iri"], condition=Q(organisation=None), name="listed_once_by_the_operator"
            ),
        ]

    def __str__(self) -> str:
        return self.name
