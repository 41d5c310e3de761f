"""The demo keys of the VC API, and the status lists of what they signed. Nothing else in the server uses them."""

from __future__ import annotations

from django.db import models

from stepladder.server.kernel import clock
from stepladder.server.kernel.models import Row


class DemoKey(Row):
    """The did:key of one prefix; its private part is sealed with the key of the data folder."""

    prefix = models.CharField(max_length=40, unique=True)
    controller = models.CharField(max_length=300, unique=True)
    verification_method = models.CharField(max_length=500)
    sealed_private_key = models.BinaryField()
    created_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.prefix


class DemoStatusList(Row):
    """A Bitstring Status List of a demo key, for one purpose; indexes are given out one after the other."""

    key = models.ForeignKey(DemoKey, on_delete=models.CASCADE, related_name="status_lists")
    purpose = models.CharField(max_length=20)
    given = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "purpose"], name="demo_list_once")]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.key}"


class DemoStatus(Row):
    """Where the status of one issued credential stands."""

    status_list = models.ForeignKey(DemoStatusList, on_delete=models.CASCADE, related_name="entries")
    index = models.PositiveIntegerField()
    credential_iri = models.CharField(max_length=400, blank=True, db_index=True)
    is_set = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["status_list", "index"], name="demo_status_once")]

    def __str__(self) -> str:
        return f"{self.status_list} {self.index}"
