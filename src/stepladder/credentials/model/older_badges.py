"""Open Badges 2.0, 1.1, 1.0 and 0.5: which version a document is, its times, and how it reads in the words of 3.0.

Members are read by their plain names, as every version wrote them; a JSON-LD context is never applied.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, Literal

from stepladder.credentials.model.reading import first_object, identifier_of, plain_text, text_of
from stepladder.credentials.model.times import parse_timestamp

Version = Literal["2.0", "1.1", "1.0", "0.5"]

CONTEXTS: dict[str, Version] = {
    "https://w3id.org/openbadges/v2": "2.0",
    "https://openbadgespec.org/v2/context.json": "2.0",
    "https://w3id.org/openbadges/v1": "1.1",
    "https://openbadgespec.org/v1/context.json": "1.1",
}
_NEWER = frozenset({"VerifiableCredential", "VerifiablePresentation", "EnvelopedVerifiableCredential"})
_HASH = re.compile(r"(?:sha256|md5|sha1)\$[0-9A-Fa-f]+")
_DATE = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d(?:[.,]\d{1,9})?)?(Z|[+-]\d\d(?::?\d\d)?)?)?", re.ASCII)
_SECONDS = re.compile(r"\d{1,10}(?:\.0+)?", re.ASCII)
_ALIGNMENT = (("targetName", "name"), ("targetUrl", "url"), ("targetDescription", "description"))


def version_of(document: Any) -> Version | None:
    """Return the version of an assertion, or of another document that names a context of 1.1 or 2.0; else None.

    Before 1.1 there was no context: with an object as ``recipient`` it is 1.0, with a text 0.5.
    """
    if (
        not isinstance(document, dict)
        or "credentialSubject" in document
        or _NEWER & set(listed_texts(document, "type"))
    ):
        return None
    for context in listed_texts(document, "@context"):
        if context in CONTEXTS:
            return CONTEXTS[context]
    recipient, badge = document.get("recipient"), document.get("badge")
    if "@context" in document or not isinstance(badge, (str, dict)):
        return None
    if isinstance(recipient, str) and isinstance(badge, dict):
        return "0.5"
    return "1.0" if isinstance(recipient, dict) and "verify" in document else None


def listed_texts(document: dict[str, Any], member: str) -> list[str]:
    """Return the texts of a member that may be one or a list."""
    value = document.get(member)
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]


def moment_of(value: Any, version: str) -> datetime | None:
    """Return a time as the version writes it, aware, or None if it is none.

    2.0 asks for ISO 8601 with a zone. Before, a date alone, a time without a zone (both read as UTC) and Unix seconds
    of up to ten digits were times too.
    """
    stamp = parse_timestamp(value)
    if stamp is not None or isinstance(value, bool):
        return stamp
    if version != "2.0" and _SECONDS.fullmatch(str(value) if isinstance(value, (int, float, str)) else ""):
        return datetime.fromtimestamp(float(value), UTC)
    match = _DATE.fullmatch(value) if isinstance(value, str) else None
    if match is None or (version == "2.0" and match[4] is None):
        return None
    day, clock, seconds, zone = match.groups()
    return parse_timestamp(f"{day}T{clock or '00:00'}{(seconds or ':00').replace(',', '.')}{_colon(zone or 'Z')}")


def is_hashed(recipient: dict[str, Any]) -> bool:
    """Tell whether an identity is hashed; if that is not said, by its looks. A text was common for the truth value."""
    said = recipient.get("hashed")
    if said in (True, False):
        return bool(said)
    if isinstance(said, str) and said.lower() in {"true", "false"}:
        return said.lower() == "true"
    return _HASH.fullmatch(str(recipient.get("identity"))) is not None


def identity_of(assertion: dict[str, Any]) -> dict[str, Any]:
    """Return the recipient as an IdentityObject of 1.0 to 2.0; 0.5 has a text and the salt beside it."""
    recipient = assertion.get("recipient")
    if isinstance(recipient, str):
        return {"type": "email", "identity": recipient, "salt": assertion.get("salt")}
    return first_object(recipient)


def in_words_of_3_0(
    assertion: dict[str, Any], badge_class: dict[str, Any], issuer: dict[str, Any], **known: str | None
) -> dict[str, Any]:
    """Return what the three documents say, under the names of Open Badges 3.0; ``known`` are texts found elsewhere.

    Only what a reader is shown: nothing here comes from members that the older versions do not define.
    """
    identity = identity_of(assertion)
    identifier = {
        "type": "IdentityObject",
        "hashed": is_hashed(identity),
        "identityHash": identity.get("identity"),
        "identityType": "emailAddress" if identity.get("type") == "email" else identity.get("type"),
        "salt": identity.get("salt"),
    }
    achievement = {
        "id": known.get("badge_class_id") or identifier_of(badge_class),
        "name": plain_text(badge_class.get("name")),
        "description": plain_text(badge_class.get("description")),
        "tag": listed_texts(badge_class, "tags"),
        "alignment": _alignments(badge_class.get("alignment")),
    }
    return {
        "id": known.get("id"),
        "type": ["Assertion"],
        "issuer": {"id": known.get("issuer_id"), "name": plain_text(issuer.get("name"))},
        "validFrom": known.get("valid_from"),
        "validUntil": known.get("valid_until"),
        "credentialSubject": {"identifier": [identifier] if identity else [], "achievement": achievement},
        "evidence": assertion.get("evidence"),
    }


def _alignments(value: Any) -> list[dict[str, Any]]:
    """Return alignments by the names of 2.0 and 3.0; 1.x called the same members ``name``, ``url``, ``description``."""
    found = []
    for entry in value if isinstance(value, list) else [value]:
        if isinstance(entry, dict):
            renamed = {new: entry[old] for new, old in _ALIGNMENT if new not in entry and text_of(entry.get(old))}
            found.append({**entry, **renamed})
    return found


def _colon(zone: str) -> str:
    """Return a zone as RFC 3339 writes it: ISO 8601 allows +0100 and +01."""
    digits = zone[1:].replace(":", "")
    return zone if zone == "Z" else f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}"
