"""Texts of postings made plain, without what could name a person, and their fingerprints.

Fingerprints are eight bytes of BLAKE2b. They tell that two postings are the same; a text cannot be had back from one.
"""

from __future__ import annotations

import hashlib
import html
import re
from datetime import date

from stepladder.skills.demand.model import EARLIEST_YEAR

__all__ = [
    "exact_fingerprint",
    "fingerprint",
    "parse_day",
    "plain",
    "short_name",
    "text_fingerprint",
    "without_contacts",
]

LONGEST_TEXT = 100_000
LONGEST_NAME = 80
# A text of fewer words is no sign that two postings are the same: "Cleaner wanted, nights" is many employers' advert.
FEWEST_WORDS = 20

_TAG = re.compile(r"<[^<>]{0,2000}>")
_BLOCK = re.compile(r"<\s*/?\s*(?:p|br|li|ul|ol|div|h[1-6]|tr)\b[^<>]{0,2000}>", re.IGNORECASE)
_CONTACT = re.compile(
    r"""(?<![^\s<>@])[^\s<>@]+(?:@|\s\(at\)\s|\[at\])[^\s<>@]+   # e-mail addresses: from the beginning of a word on
      | \b(?:https?://|www\.)[^\s<>]+                          # addresses of pages
      | \+?\(?\d[\d\s().\-/]{5,24}\d                           # telephone numbers, and other long numbers
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ISO_DAY = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ].{0,40})?")
_POINT_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,? .{0,40})?")
_SLASH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:,? .{0,40})?")


def plain(text: str) -> str:
    """Return a text without HTML; the ends of paragraphs and list items stay ends of lines.

    Reads 100,000 characters.
    """
    short = text[:LONGEST_TEXT]
    if "<" in short:
        short = _TAG.sub(" ", _BLOCK.sub("\n", short))
    return html.unescape(short) if "&" in short else short


def without_contacts(text: str) -> str:
    """Return a text without e-mail addresses, addresses of pages, and telephone or other long numbers."""
    return _CONTACT.sub(" ", text)


def short_name(text: str) -> str:
    """Return the name of a place as it is kept: no contacts, one line, at most 80 characters."""
    return " ".join(without_contacts(plain(text)).split())[:LONGEST_NAME].strip(" ,")


def fingerprint(*parts: str) -> int:
    """Return 64 bits that are the same for the same texts, whatever their case and spaces; never 0."""
    return exact_fingerprint("\x1f".join(" ".join(part.casefold().split()) for part in parts))


def exact_fingerprint(text: str) -> int:
    """Return 64 bits that are the same for the very same text; never 0."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, person=b"stepladder").digest()
    return int.from_bytes(digest, "little") or 1


def text_fingerprint(title: str, description: str, place: str) -> int:
    """Return the fingerprint by which a posting put up twice is found; 0 where it is too short to tell.

    Whom to contact does not matter.
    """
    if len(description.split()) < FEWEST_WORDS:
        return 0
    return fingerprint(without_contacts(title), without_contacts(description), place)


def parse_day(text: str, *, order: str = "") -> date | None:
    """Return the day that a text names: 2026-03-01 (with or without a time), 20260301, 1.3.2026.

    1/3/2026 is two days: it is read only where ``order`` says ``dmy`` or ``mdy``. None for anything else.
    """
    wanted = text.strip()
    if found := _ISO_DAY.fullmatch(wanted):
        year, month, day = found.groups()
    elif found := _POINT_DAY.fullmatch(wanted):
        day, month, year = found.groups()
    elif order and (found := _SLASH_DAY.fullmatch(wanted)):
        day, month, year = found.groups() if order == "dmy" else (found[2], found[1], found[3])
    else:
        return None
    try:
        parsed = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return parsed if parsed.year >= EARLIEST_YEAR else None
