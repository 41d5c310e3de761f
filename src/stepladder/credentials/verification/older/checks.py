"""The named checks on an older badge that need no other document: form, rules, contexts, dates, who, for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical.shapes import short
from stepladder.credentials.model.older_badges import CONTEXTS, listed_texts, moment_of
from stepladder.credentials.verification.examination import result
from stepladder.credentials.verification.older.badge import WEB
from stepladder.credentials.verification.older.revocation import says_revoked
from stepladder.credentials.verification.older.rules import broken

if TYPE_CHECKING:
    from stepladder.credentials.verification.older.badge import OlderBadge
    from stepladder.credentials.verification.older.examining import Asked
    from stepladder.credentials.verification.older.standing import Standing
    from stepladder.credentials.verification.report import CheckResult, IssuerIdentity

_SHOWN = 5
_OTHERS = {
    "BadgeClass": "describes what a badge is for, and is no badge that somebody was given",
    "Endorsement": "endorses something, and is no badge that somebody was given",
    "Issuer": "describes an issuer, and is no badge",
    "Profile": "describes an issuer or a person, and is no badge",
    "RevocationList": "lists revoked badges, and is none",
    "CryptographicKey": "is a key, and no badge",
}
_READ = frozenset(
    {"id", "type", "name", "description", "url", "uid"}
    | {"recipient", "identity", "hashed", "salt", "badge", "issuer", "issuedOn", "expires", "revoked"}
    | {"verify", "verification", "hosted", "signed", "creator", "owner", "publicKey", "publicKeyPem"}
    | {"alignment", "targetName", "targetUrl"}
)


def shape(badge: OlderBadge) -> CheckResult:
    """Return whether it is a badge that somebody was given, and not one of the documents around one."""
    if not badge.version:
        return result("shape", "passed", "address", "It is the address at which a badge is published")
    types = set(listed_texts(badge.assertion, "type"))
    for name, what in _OTHERS.items():
        if name in types and "Assertion" not in types:
            return result("shape", "failed", "not_a_badge", f"This {what}", "/type")
    if badge.version in {"2.0", "1.1"} and "Assertion" not in types:
        return result("shape", "failed", "type", "Its type does not say Assertion, so it is not a badge", "/type")
    for member in () if says_revoked(badge.assertion) else ("recipient", "badge"):
        if badge.assertion.get(member) in (None, "", [], {}):
            return result("shape", "failed", "missing", f"It has no {member}, so it is not a badge", f"/{member}")
    return result("shape", "passed", "ok", f"It has the shape of an {badge.standard} badge")


def schema(badge: OlderBadge) -> CheckResult:
    """Return the first rule of its version that it breaks, with the others named in the message."""
    if not badge.version or says_revoked(badge.assertion):
        return result("schema", "not_applicable", "not_looked_at", "There is no badge that could keep or break rules")
    found = list(broken(badge))
    if not found:
        return result("schema", "passed", "ok", f"It keeps the rules of {badge.standard}")
    message = "; ".join(f"{issue.message} ({issue.where})" for issue in found[:_SHOWN])
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return result("schema", "failed", found[0].code, message + more, found[0].where)


def context(badge: OlderBadge) -> CheckResult:
    """Return whether a context of its own gives the words that are read here another meaning."""
    value = badge.assertion.get("@context")
    if value is None:
        return result("context", "not_applicable", "none", f"{badge.standard} has no contexts: its names are plain")
    own = [entry for entry in (value if isinstance(value, list) else [value]) if isinstance(entry, dict)]
    turned = sorted({name for entry in own for name in entry if name in _READ or name.startswith("@")})
    if turned:
        message = f"A context of its own gives the word {turned[0]!r} another meaning than the standard"
        return result("context", "indeterminate", "inline", message, "/@context")
    others = [url for url in listed_texts(badge.assertion, "@context") if url not in CONTEXTS]
    also = f". Words of {len(others) + len(own)} other contexts are not read" if others or own else ""
    return result("context", "passed", "ok", f"It names the context of its version{also}")


def lossless(standing: Standing) -> CheckResult:
    """Return that there is nothing that a signature could leave out."""
    if standing.badge.manner == "signed":
        return result("lossless", "not_applicable", "whole_text", "The signature of a token covers its whole text")
    return result("lossless", "not_applicable", "published", "It is read as it is published, and not signed")


def issuer_identity(standing: Standing, asked: Asked) -> tuple[CheckResult, IssuerIdentity]:
    """Return how far the issuer is known: by a list or by its website. Without a website it is on no list."""
    name, issuer = "issuer_identity", standing.badge.issuer_id or ""
    if not standing.held:
        text = "Nothing that holds says who issued it"
        return result(name, "not_applicable", "unknown", text), "self_asserted"
    if not issuer.startswith(WEB):
        text = f"The issuer {short(issuer)} has no web address, so nothing proves who that is"
        return result(name, "indeterminate", "self_asserted", text), "self_asserted"
    if asked.policy.listed_name(issuer) is not None:
        return result(name, "passed", "listed", f"The issuer {issuer} is on the list"), "listed"
    addresses = (issuer, standing.badge.address or issuer)
    if not all(address.startswith("https://") for address in addresses):
        text = f"What stands at {issuer} is not protected by https, so nothing proves who that is"
        return result(name, "indeterminate", "not_https", text), "self_asserted"
    code = "domain_given" if standing.given else "domain_proved"
    how = (
        "in documents handed over for this check, not fetched from there" if standing.given else "as fetched from there"
    )
    return result(name, "passed", code, f"It is {issuer} that says so, {how}"), "domain_proved"


def trust(standing: Standing, identity: IssuerIdentity, asked: Asked) -> CheckResult:
    """Return whether a list of trusted issuers that was asked for holds the issuer, who must have a website."""
    trusted, issuer = asked.policy.trusted_issuers, standing.badge.issuer_id or ""
    if trusted is None:
        return result("trust", "not_applicable", "not_asked", "No list of trusted issuers was asked for")
    if issuer in trusted and not standing.held:
        return result(
            "trust", "not_applicable", "not_proved", "The named issuer is on the list, but did not provably issue this"
        )
    if issuer in trusted and identity == "listed":
        return result("trust", "passed", "listed", f"The issuer {issuer} is on the list of trusted issuers")
    text = f"The issuer {short(issuer or '(none)')} is not on the list of trusted issuers"
    return result("trust", "failed", "untrusted", text, "/badge/issuer")


def dates(badge: OlderBadge, asked: Asked) -> tuple[CheckResult, CheckResult]:
    """Compare ``issuedOn`` and ``expires`` with the time asked for; both moments themselves are valid."""
    assertion = badge.assertion
    begins = next((name for name in ("issuedOn", "issued_on") if assertion.get(name) is not None), None)
    ends = "expires" if assertion.get("expires") is not None else None
    return _begins(badge, begins, asked), _ends(badge, ends, asked)


def _begins(badge: OlderBadge, member: str | None, asked: Asked) -> CheckResult:
    if member is None:
        return result("valid_from", "not_applicable", "absent", "It does not say when it was issued")
    written = badge.assertion[member]
    moment = moment_of(written, badge.version)
    if moment is None:
        return _no_time("valid_from", member, badge)
    if asked.at < moment:
        text = f"It says that it is issued later: {_shown(badge, 'validFrom', written)}"
        return result("valid_from", "failed", "not_yet", text, f"/{member}")
    return result("valid_from", "passed", "ok", f"It was issued at {_shown(badge, 'validFrom', written)}")


def _ends(badge: OlderBadge, member: str | None, asked: Asked) -> CheckResult:
    if member is None:
        return result("valid_until", "not_applicable", "absent", "It does not expire")
    written = badge.assertion[member]
    moment = moment_of(written, badge.version)
    if moment is None:
        return _no_time("valid_until", member, badge)
    if asked.at > moment:
        text = f"It was valid until {_shown(badge, 'validUntil', written)}"
        return result("valid_until", "failed", "expired", text, f"/{member}")
    return result("valid_until", "passed", "ok", f"It is valid until {_shown(badge, 'validUntil', written)}")


def _no_time(check: str, member: str, badge: OlderBadge) -> CheckResult:
    text = f"{member} is not a point in time as {badge.standard} writes it"
    return result(check, "failed", "not_a_time", text, f"/{member}")


def _shown(badge: OlderBadge, name: str, written: Any) -> str:
    """Return a time in UTC, and how it was written where that was another way."""
    told = badge.told[name]
    return str(told) if isinstance(written, str) and "T" in written else f"{told} (written {written!r:.40})"
