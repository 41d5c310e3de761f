"""Identifiers: time-ordered for rows (UUIDv7), and short ones that a person can type."""

from __future__ import annotations

import secrets
import time
import uuid

# No 0/O, 1/I/L: a code on paper is read aloud and typed on a phone.
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def uuid7() -> uuid.UUID:
    """Return a time-ordered UUID (RFC 9562, section 5.7)."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def token() -> str:
    """Return 256 random bits for a link that is its own permission."""
    return secrets.token_urlsafe(32)


def paper_code() -> str:
    """Return a code of three groups of four for paper, like ``7KQM-2XHD-9RTA`` (about 59 bits)."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
    return "-".join(groups)
