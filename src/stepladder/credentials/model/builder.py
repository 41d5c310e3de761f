"""Putting a credential together, ready to sign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.model.times import timestamp
from stepladder.credentials.model.values import compact

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stepladder.credentials.model.values import Achievement, AchievementSubject, Evidence, Profile

CONTEXTS = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")


def achievement_credential(
    *,
    id: str,  # noqa: A002 - the standard's word
    issuer: Profile,
    achievement: Achievement,
    subject: AchievementSubject,
    valid_from: datetime,
    valid_until: datetime | None = None,
    awarded: datetime | None = None,
    name: str | None = None,
    description: str | None = None,
    status: Sequence[dict[str, Any]] = (),
    evidence: Sequence[Evidence] = (),
) -> dict[str, Any]:
    """Return an unsigned Open Badges 3.0 ``AchievementCredential`` on VC 2.0 with context 3.0.3.

    ``valid_from``, ``valid_until`` and ``awarded`` are aware datetimes, written in UTC to the second; ``status`` holds
    entries as :func:`stepladder.credentials.status.status_entry` makes them. Raises ValueError for a time without zone.
    See Open Badges 3.0, section B.1.2.
    """
    return compact(
        **{"@context": list(CONTEXTS)},
        id=id,
        type=["VerifiableCredential", "AchievementCredential"],
        issuer=issuer.to_document(),
        validFrom=timestamp(valid_from),
        validUntil=timestamp(valid_until) if valid_until else None,
        awardedDate=timestamp(awarded) if awarded else None,
        name=name or achievement.name,
        description=description,
        credentialSubject=subject.to_document(achievement),
        evidence=[one.to_document() for one in evidence],
        credentialStatus=status[0] if len(status) == 1 else list(status),
    )
