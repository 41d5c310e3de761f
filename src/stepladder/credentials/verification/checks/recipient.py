"""Whether it is about the person that the verifier asked for (Open Badges 3.0, section 9)."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from stepladder.credentials.dids import same_identifier
from stepladder.credentials.model.reading import plain_text
from stepladder.credentials.verification.examination import Examination, result

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stepladder.credentials.verification.report import CheckResult

NAME = "recipient"
_ALGORITHMS = frozenset({"sha256", "md5"})  # those of Open Badges 3.0, section B.5.2; md5 only hides an address
MAX_IDENTITIES = 100
MAX_SUBJECTS = 100


def check(examination: Examination) -> CheckResult:
    """Compare each subject's id, plain identities and salted hashes with the one asked for; e-mail in any case."""
    asked = examination.policy.recipient
    if not asked:
        examination.recipient = "not_asked"
        return result(NAME, "not_applicable", "not_asked", "Nobody asked whom it should be about")
    wanted = _spellings(asked)
    if any(_is_about(subject, wanted) for subject in examination.credential.subjects[:MAX_SUBJECTS]):
        examination.recipient = "matches"
        return result(NAME, "passed", "matches", f"It is about {asked}")
    examination.recipient = "differs"
    return result(NAME, "failed", "differs", f"It is not about {asked}", "/credentialSubject")


def _is_about(subject: dict[str, Any], wanted: tuple[str, ...]) -> bool:
    return any(_same(wanted, text) for text in _plain(subject)) or any(
        _hash_matches(wanted, entry) for entry in _hashed(subject)
    )


def _spellings(asked: str) -> tuple[str, ...]:
    bare = asked.strip().removeprefix("mailto:")
    return tuple(dict.fromkeys((bare, bare.lower(), bare.casefold(), asked)))


def _plain(subject: dict[str, Any]) -> Iterator[str]:
    for member in ("id", "email", "name"):
        text = plain_text(subject.get(member))
        if text:
            yield text
    for entry in _identities(subject):
        if entry.get("hashed") is False and isinstance(entry.get("identityHash"), str):
            yield entry["identityHash"]


def _hashed(subject: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for entry in _identities(subject):
        if entry.get("hashed") is True and isinstance(entry.get("identityHash"), str):
            yield entry


def _identities(subject: dict[str, Any]) -> list[dict[str, Any]]:
    entries = subject.get("identifier")
    listed = entries if isinstance(entries, list) else [entries]
    return [entry for entry in listed[:MAX_IDENTITIES] if isinstance(entry, dict)]


def _same(wanted: tuple[str, ...], text: str) -> bool:
    bare = text.strip().removeprefix("mailto:")
    if "@" in bare and ":" not in bare:
        return bare.casefold() in {one.casefold() for one in wanted}
    return any(same_identifier(one, text) for one in wanted)


def _hash_matches(wanted: tuple[str, ...], entry: dict[str, Any]) -> bool:
    algorithm, _, digest = entry["identityHash"].partition("$")
    if algorithm not in _ALGORITHMS:
        return False
    salt = entry.get("salt") if isinstance(entry.get("salt"), str) else ""
    return any(
        hmac.compare_digest(_digest(algorithm, f"{one}{salt}").encode(), digest.lower().encode()) for one in wanted
    )


def _digest(algorithm: str, text: str) -> str:
    return hashlib.new(algorithm, text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()
