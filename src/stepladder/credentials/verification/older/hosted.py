"""Hosted badges: what stands at the badge's own address counts (Open Badges 2.0, HostedBadge Verification)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.credentials.canonical.shapes import short
from stepladder.credentials.errors import CredentialError
from stepladder.credentials.verification.examination import result
from stepladder.credentials.verification.older.badge import WEB, OlderBadge, read_older
from stepladder.credentials.verification.older.comparing import differing
from stepladder.credentials.verification.older.links import refuse_other_id, unfolded, with_links
from stepladder.credentials.verification.older.revocation import reason_in, says_revoked, standing_of_page
from stepladder.credentials.verification.older.scope import outside, same_origin
from stepladder.credentials.verification.older.standing import Standing, could_not, is_gone
from stepladder.credentials.verification.policy import HOSTED

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.verification.older.examining import Asked
    from stepladder.credentials.verification.older.links import Library
    from stepladder.credentials.verification.report import CheckResult

_ELSEWHERE = "It could not be seen what is published, so nothing can be said about whose it is"


def hosted(badge: OlderBadge, library: Library, asked: Asked) -> Standing:  # noqa: PLR0911 - one way out per answer
    """Return what the badge's own address says of it, and whether that is an address of its issuer.

    The copy in hand only names the address. It has to say the same, so that nobody reads one thing and is told
    another; and what is published is what counts.
    """
    address = badge.address
    # 1. What is published.
    if not address:
        message = "It does not say where it is published, so there is nothing that could confirm it"
        unknown = result("proof", "indeterminate", "older.no_address", message, "/id")
        return Standing(badge=badge, proof=unknown, owner=result("issuer_key", "indeterminate", "not_had", _ELSEWHERE))
    try:
        document, retrieved = library.document(address)
        if says_revoked(document):
            return revoked(badge, library, f"Its own address says that it is revoked{reason_in(document)}", retrieved)
        published = read_older(document, address)
        refuse_other_id(document if published is None or published.version != "0.5" else {}, address)
    except CredentialError as error:
        if is_gone(error):
            return revoked(badge, library, f"It was taken away for good from {address} (410 Gone)", None)
        return _unseen(badge, could_not("proof", error))
    if published is None:
        message = f"What stands at {address} is no badge of the versions 0.5 to 2.0"
        return _unseen(badge, result("proof", "indeterminate", "older.not_a_badge", message, address))
    # 2. What it links to.
    full, missing = with_links(published, library)
    # 3. The same as the copy, and the issuer's to publish there.
    proof = _same(badge, full, address, asked)
    owner = could_not("issuer_key", missing) if missing is not None else _own(full, address)
    if proof.outcome == "failed":
        return Standing(badge=badge, proof=proof, owner=owner, given=library.given)
    status = standing_of_page(address, retrieved, asked)
    return Standing(badge=full, proof=proof, owner=owner, status=status, given=library.given, as_of=retrieved)


def _same(badge: OlderBadge, published: OlderBadge, address: str, asked: Asked) -> CheckResult:
    if published.manner != "hosted":
        message = f"What stands at {address} says that it is signed, and no signature is there"
        return result("proof", "failed", "missing", message, "/verification")
    accepted = asked.policy.accepted_suites
    if accepted is not None and HOSTED not in accepted:
        wanted = ", ".join(sorted(accepted)) or "none"
        message = f"It is published and not signed, and only signatures of these kinds were asked for: {wanted}"
        return result("proof", "indeterminate", "suite_not_accepted", message)
    whole = unfolded(published)
    where = differing(badge.assertion, published.assertion, whole, published.version) if badge.version else None
    if where is not None:
        message = f"What is published at {address} says otherwise at {short(where)}, or nothing"
        return result("proof", "failed", "older.differs", message, where)
    return result("proof", "passed", "published", f"It stands at {address}, with the same words")


def _own(badge: OlderBadge, address: str) -> CheckResult:
    """Return whether the address, and that of what the badge is for, are ones at which the issuer publishes."""
    issuer, achievement = badge.issuer_id, badge.badge_class_id or ""
    if issuer is None:
        message = "It names no issuer by an address, so nothing can be said about whose it is"
        return result("issuer_key", "indeterminate", "older.no_issuer", message, "/badge/issuer")
    if not issuer.startswith(WEB):
        return result(
            "issuer_key",
            "passed",
            "no_website",
            f"The issuer {short(issuer)} has no web address that could say otherwise",
        )
    # Only a profile that was had from the issuer's own address says where else badges of that issuer may stand.
    policy = badge.linked_issuer or {}
    places = [address, *([achievement] if achievement.startswith(WEB) else [])]
    for place in places:
        why = outside(place, issuer, policy)
        if why and (place == address or not (same_origin(place, issuer) or same_origin(place, address))):
            return result("issuer_key", "failed", "older.outside", f"It is not published by its issuer: {why}", place)
    return result("issuer_key", "passed", "published", f"{address} is an address at which {issuer} publishes badges")


def revoked(badge: OlderBadge, library: Library, message: str, retrieved: datetime | None) -> Standing:
    """Return that a badge was taken back, by what was found out about it at ``retrieved``."""
    gone = "There is nothing left to compare it with"
    return Standing(
        badge=badge,
        proof=result("proof", "not_applicable", "withdrawn", gone),
        owner=result("issuer_key", "not_applicable", "withdrawn", gone),
        status=result("status", "failed", "revoked", message, badge.address),
        given=library.given,
        as_of=retrieved,
    )


def _unseen(badge: OlderBadge, proof: CheckResult) -> Standing:
    return Standing(badge=badge, proof=proof, owner=result("issuer_key", "indeterminate", "not_had", _ELSEWHERE))
