"""The rules of Open Badges 3.0 for achievement credentials (section B.1), as far as they protect a reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stepladder.credentials.contexts.store import OPEN_BADGES_PREFIX
from stepladder.credentials.verification.checks.vc_rules import is_url, issue, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stepladder.credentials.proofs import Issue

ACHIEVEMENT_TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential"})
_OTHER_TYPES = frozenset({"EndorsementCredential", "ClrCredential"})
_HASH = re.compile(r"(sha256\$[0-9a-fA-F]{64}|md5\$[0-9a-fA-F]{32})")


def broken(document: dict[str, Any]) -> Iterator[Issue]:
    """Yield every rule that the document breaks; none if it is not an Open Badge."""
    types = {name for name in listed(document.get("type")) if isinstance(name, str)}
    contexts = [entry for entry in listed(document.get("@context")) if isinstance(entry, str)]
    names_open_badges = any(entry.startswith(OPEN_BADGES_PREFIX) for entry in contexts)
    if not types & (ACHIEVEMENT_TYPES | _OTHER_TYPES):
        if names_open_badges:
            yield issue("badge_type", "Its type says neither OpenBadgeCredential nor AchievementCredential", "/type")
        return
    if not names_open_badges and "https://imsglobal.github.io" not in " ".join(contexts):
        yield issue("context", "An Open Badge names an Open Badges @context", "/@context")
    yield from _issuer(document.get("issuer"))
    if types & ACHIEVEMENT_TYPES:
        yield from _name(document)
        for index, subject in enumerate(listed(document.get("credentialSubject"))):
            where = (
                f"/credentialSubject/{index}"
                if isinstance(document.get("credentialSubject"), list)
                else "/credentialSubject"
            )
            if isinstance(subject, dict):
                yield from _subject(subject, where)


def _issuer(issuer: Any) -> Iterator[Issue]:
    if isinstance(issuer, dict) and "Profile" not in listed(issuer.get("type")):
        yield issue("issuer_type", "The issuer's type is not Profile", "/issuer/type")


def _name(document: dict[str, Any]) -> Iterator[Issue]:
    if "name" not in document:
        yield issue("name", "An achievement credential has a name", "/name")


def _subject(subject: dict[str, Any], where: str) -> Iterator[Issue]:
    if "AchievementSubject" not in listed(subject.get("type")):
        yield issue("subject_type", "The subject's type is not AchievementSubject", f"{where}/type")
    if "id" not in subject and not subject.get("identifier"):
        yield issue("subject_identity", "The subject has neither an id nor an identifier", where)
    for index, identity in enumerate(listed(subject.get("identifier", []))):
        yield from _identity(identity, f"{where}/identifier/{index}")
    achievements = subject.get("achievement")
    if achievements is None:
        yield issue("achievement", "The subject has no achievement", f"{where}/achievement")
    elif isinstance(achievements, dict):
        yield from _achievement(achievements, f"{where}/achievement")
    elif not is_url(achievements):
        yield issue("achievement", "The achievement is not an object", f"{where}/achievement")


def _identity(identity: Any, where: str) -> Iterator[Issue]:
    if not isinstance(identity, dict) or "IdentityObject" not in listed(identity.get("type")):
        yield issue("identity", "An identifier is not an IdentityObject", where)
        return
    if not isinstance(identity.get("hashed"), bool):
        yield issue("identity_hashed", "An identifier says by true or false whether it is hashed", f"{where}/hashed")
    text = identity.get("identityHash")
    if not isinstance(text, str) or (identity.get("hashed") is True and not _HASH.fullmatch(text)):
        yield issue("identity_hash", "An identifier has no identityHash of the form sha256$…", f"{where}/identityHash")


def _achievement(achievement: dict[str, Any], where: str) -> Iterator[Issue]:
    if "Achievement" not in listed(achievement.get("type")):
        yield issue("achievement_type", "The achievement's type is not Achievement", f"{where}/type")
    if not is_url(achievement.get("id")):
        yield issue("achievement_id", "The achievement has no id that is a URL", f"{where}/id")
    for member in ("name", "description", "criteria"):
        if not achievement.get(member):
            yield issue(f"achievement_{member}", f"The achievement has no {member}", f"{where}/{member}")
    credits_ = achievement.get("creditsAvailable", 0)
    if isinstance(credits_, bool) or not isinstance(credits_, (int, float, dict, list)):  # a text would be signed alike
        yield issue("credits", "creditsAvailable is not a number", f"{where}/creditsAvailable")
    for index, entry in enumerate(listed(achievement.get("alignment", []))):
        if (
            not isinstance(entry, dict)
            or not isinstance(entry.get("targetName"), str)
            or not is_url(entry.get("targetUrl"))
        ):
            yield issue("alignment", "An alignment has no targetName or no targetUrl", f"{where}/alignment/{index}")
