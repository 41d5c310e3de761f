"""How much waits and has left, for whoever runs the server."""

from __future__ import annotations

from dataclasses import dataclass

from stepladder.server.kernel.models import AuditEntry, OutboxMessage
from stepladder.server.kernel.outbox import MOST_ATTEMPTS


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelFigures:
    """Counts of the outbox and the audit log."""

    waiting: int
    stuck: int
    sent: int
    audit_entries: int


def kernel_figures() -> KernelFigures:
    """Count what waits in the outbox, what failed too often, what left, and what the audit log holds."""
    open_messages = OutboxMessage.objects.filter(sent_at=None, cancelled_at=None)
    return KernelFigures(
        waiting=open_messages.filter(attempts__lt=MOST_ATTEMPTS).count(),
        stuck=open_messages.filter(attempts__gte=MOST_ATTEMPTS).count(),
        sent=OutboxMessage.objects.filter(sent_at__isnull=False).count(),
        audit_entries=AuditEntry.objects.count(),
    )
