"""The audit log: a chain of hashes, each entry in the transaction of what it tells. Not writable: nothing is done."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import orjson
from django.db import connection, transaction

from stepladder.server.kernel import clock
from stepladder.server.kernel.models import AuditEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

_BEGINNING = "0" * 64
_LOCK = 0x57E9_1ADD  # one writer at a time on PostgreSQL; SQLite's IMMEDIATE transactions already see to it


def record(*, actor: str, action: str, subject: str, detail: Mapping[str, Any] | None = None) -> AuditEntry:
    """Append one entry. ``actor`` and ``subject`` are identifiers, never free text about a person."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        last = AuditEntry.objects.order_by("-sequence").values_list("hash", flat=True).first() or _BEGINNING
        entry = AuditEntry(
            at=clock.now(), actor=actor, action=action, subject=subject, detail=dict(detail or {}), previous_hash=last
        )
        entry.hash = entry_hash(entry)
        entry.save(force_insert=True)
    return entry


def entry_hash(entry: AuditEntry) -> str:
    """Return the SHA-256 of the entry's content and of the entry before it."""
    content = [entry.previous_hash, entry.at.isoformat(), entry.actor, entry.action, entry.subject, entry.detail]
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def first_broken() -> AuditEntry | None:
    """Return the first entry whose hash or place in the chain is not what it should be, or ``None``."""
    previous = _BEGINNING
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        if entry.previous_hash != previous or entry.hash != entry_hash(entry):
            return entry
        previous = entry.hash
    return None
