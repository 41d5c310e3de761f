"""Mail: written into the outbox, sent after commit; kept in the database where there is no mail server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from stepladder.server.kernel import clock, outbox
from stepladder.server.kernel.models import KeptMail, OutboxMessage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


def send_later(
    *, key: str, to: str, subject: str, body: str, not_before: datetime | None = None, group: str = ""
) -> OutboxMessage:
    """Put one plain-text mail into the outbox; ``key`` makes it leave once."""
    line = " ".join(subject.split())  # a header has one line
    return outbox.enqueue(
        kind="mail",
        key=key,
        payload={"to": to, "subject": line, "body": body},
        not_before=not_before,
        group=group,
    )


def deliver_mail(message: OutboxMessage) -> None:
    """Send one outbox message of kind ``mail``."""
    payload = message.payload
    EmailMessage(subject=payload["subject"], body=payload["body"], to=[payload["to"]]).send()


def kept_mails(limit: int = 100) -> Sequence[KeptMail]:
    """Return the newest mails that were kept here, newest first."""
    return list(KeptMail.objects.all()[:limit])


class KeptMailBackend(BaseEmailBackend):
    """Django mail backend that keeps each mail as a row."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the messages; return how many."""
        rows = [
            KeptMail(
                sent_at=clock.now(),
                sender=message.from_email,
                recipients=", ".join(message.to),
                subject=str(message.subject),
                body=str(message.body),
            )
            for message in email_messages
        ]
        KeptMail.objects.bulk_create(rows)
        return len(rows)
