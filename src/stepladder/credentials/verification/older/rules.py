"""The rules of Open Badges 0.5 to 2.0 for the three documents of a badge, as far as they protect a reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.model.older_badges import identity_of, is_hashed, listed_texts, moment_of
from stepladder.credentials.proofs import Issue
from stepladder.credentials.verification.checks.vc_rules import is_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stepladder.credentials.verification.older.badge import OlderBadge

_TYPED = {"2.0", "1.1"}
_HASHES = ("sha256$", "md5$")


def broken(badge: OlderBadge) -> Iterator[Issue]:
    """Yield every rule that the badge breaks; of what it links to, if that could be had."""
    yield from _assertion(badge)
    yield from _recipient(badge)
    yield from _times(badge)
    if badge.badge_class:
        yield from _badge_class(badge)
    if badge.issuer:
        yield from _issuer(badge)


def _assertion(badge: OlderBadge) -> Iterator[Issue]:
    assertion, version = badge.assertion, badge.version
    if version == "2.0" and not is_url(assertion.get("id")):
        yield _issue("id", "The badge has no id that is a single URL", "/id")
    if version in {"1.1", "1.0"} and not badge.uid and not is_url(assertion.get("id")):
        yield _issue("id", "The badge has neither a uid nor an id", "/uid")
    if badge.manner is None:
        yield _issue("verification", "The badge says neither that it is hosted nor that it is signed", "/verification")
    if badge.manner == "hosted" and version in {"1.1", "1.0"} and not badge.address:
        yield _issue("verification", "The badge does not say where it is hosted", "/verify/url")


def _recipient(badge: OlderBadge) -> Iterator[Issue]:
    identity = identity_of(badge.assertion)
    text, said = identity.get("identity"), identity.get("hashed", True)
    if not isinstance(text, str) or not text:
        yield _issue("identity", "The recipient has no identity", "/recipient/identity")
    elif is_hashed(identity) and not text.startswith((*_HASHES, "sha1$")):
        yield _issue("identity_hash", "The hashed identity does not say how it was hashed", "/recipient/identity")
    if badge.version == "2.0" and not isinstance(said, bool):
        yield _issue("identity_hashed", "The recipient says by true or false whether it is hashed", "/recipient/hashed")
    if badge.version in _TYPED and not isinstance(identity.get("type"), str):
        yield _issue("identity", "The recipient does not say what kind of identity it is", "/recipient/type")


def _times(badge: OlderBadge) -> Iterator[Issue]:
    assertion, version = badge.assertion, badge.version
    if version in _TYPED and "issuedOn" not in assertion:
        yield _issue("time", "The badge does not say when it was issued", "/issuedOn")
    for member in ("issuedOn", "issued_on", "expires"):
        if assertion.get(member) is not None and moment_of(assertion[member], version) is None:
            yield _issue("time", f"{member} is not a point in time as Open Badges {version} writes it", f"/{member}")


def _badge_class(badge: OlderBadge) -> Iterator[Issue]:
    document = badge.badge_class
    if badge.version in _TYPED:
        if "BadgeClass" not in listed_texts(document, "type"):
            yield _issue("badge_type", "The type of what the badge is for is not BadgeClass", "/badge/type")
        if not is_url(badge.badge_class_id):
            yield _issue("badge_id", "What the badge is for has no id that is a URL", "/badge/id")
    for member in ("name", "description", "criteria"):
        if not document.get(member):
            yield _issue(f"badge_{member}", f"What the badge is for has no {member}", f"/badge/{member}")
    for index, entry in enumerate(_listed(document.get("alignment"))):
        new = isinstance(entry, dict) and isinstance(entry.get("targetName"), str) and is_url(entry.get("targetUrl"))
        old = isinstance(entry, dict) and isinstance(entry.get("name"), str) and is_url(entry.get("url"))
        if not (new or (old and badge.version != "2.0")):
            yield _issue("alignment", "An alignment has no name or no URL of its target", f"/badge/alignment/{index}")


def _issuer(badge: OlderBadge) -> Iterator[Issue]:
    document = badge.issuer
    if badge.version in _TYPED and not {"Issuer", "Profile"} & set(listed_texts(document, "type")):
        yield _issue("issuer_type", "The issuer's type is neither Issuer nor Profile", "/badge/issuer/type")
    if not is_url(badge.issuer_id):
        member = "origin" if badge.version == "0.5" else "id"
        yield _issue("issuer_id", f"The issuer has no {member} that is a URL", f"/badge/issuer/{member}")
    if not isinstance(document.get("name"), str) or not document["name"]:
        yield _issue("issuer_name", "The issuer has no name", "/badge/issuer/name")


def _issue(code: str, message: str, where: str) -> Issue:
    return Issue(code=f"schema.{code}", message=message, where=where)


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
