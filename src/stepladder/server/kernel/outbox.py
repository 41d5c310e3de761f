"""Side effects leave here, after commit: each at least once, and once where its handler honours the key."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog
from django.db import transaction
from django.db.models import Q

from stepladder.server.kernel import clock
from stepladder.server.kernel.models import OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    Handler = Callable[[OutboxMessage], None]

log = structlog.get_logger("stepladder.outbox")

LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8


def enqueue(
    *, kind: str, key: str, payload: Mapping[str, Any], not_before: datetime | None = None, group: str = ""
) -> OutboxMessage:
    """Write down a side effect; the same ``key`` twice is one effect."""
    message, _ = OutboxMessage.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "payload": dict(payload),
            "not_before": not_before or clock.now(),
            "group": group,
        },
    )
    return message


def cancel_group(group: str) -> int:
    """Recall what has not left yet; return how many messages that were."""
    return OutboxMessage.objects.filter(group=group, sent_at=None, cancelled_at=None).update(cancelled_at=clock.now())


def cancel(key: str) -> bool:
    """Recall one message by its key; say whether it had not left yet."""
    return bool(OutboxMessage.objects.filter(key=key, sent_at=None, cancelled_at=None).update(cancelled_at=clock.now()))


def hurry_group(group: str) -> int:
    """Let the waiting messages of a group leave now; return how many they are."""
    return OutboxMessage.objects.filter(group=group, sent_at=None, cancelled_at=None).update(not_before=clock.now())


def waiting_in(group: str) -> int:
    """Count what has not left yet and was not recalled."""
    return OutboxMessage.objects.filter(group=group, sent_at=None, cancelled_at=None).count()


def deliver_due(handlers: Mapping[str, Handler], *, limit: int = 100) -> int:
    """Deliver what is due, oldest first; return how many left. Each message is leased, so that two workers share."""
    delivered = 0
    for _ in range(limit):
        message = _lease_one(tuple(handlers))
        if message is None:
            break
        delivered += _deliver(message, handlers[message.kind])
    return delivered


def _lease_one(kinds: tuple[str, ...]) -> OutboxMessage | None:
    now = clock.now()
    with transaction.atomic():
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(kind__in=kinds, sent_at=None, cancelled_at=None, not_before__lte=now, attempts__lt=MOST_ATTEMPTS)
            .filter(Q(leased_until=None) | Q(leased_until__lt=now))
            .order_by("not_before", "id")
            .first()
        )
        if message is not None:
            message.leased_until = now + LEASE
            message.attempts += 1
            message.save(update_fields=["leased_until", "attempts"])
    return message


def _deliver(message: OutboxMessage, handler: Handler) -> int:
    try:
        with transaction.atomic():
            handler(message)
            message.sent_at = clock.now()
            message.save(update_fields=["sent_at"])
    except Exception as error:  # noqa: BLE001 - whatever a handler raises, the message stays and is tried again
        delay = timedelta(seconds=2**message.attempts)
        message.last_error = f"{type(error).__name__}: {error}"[:2000]
        message.not_before = clock.now() + delay
        message.leased_until = None
        message.save(update_fields=["last_error", "not_before", "leased_until"])
        log.warning("outbox.failed", kind=message.kind, key=message.key, attempts=message.attempts)
        return 0
    return 1
