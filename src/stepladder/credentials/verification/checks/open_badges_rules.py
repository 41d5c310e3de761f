"""What no schema for Open Badges 3.0 can say, because it is told by the type that a schema is meant for a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.contexts.store import OPEN_BADGES_PREFIX
from stepladder.credentials.verification.checks.vc_rules import issue, listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stepladder.credentials.proofs import Issue

ACHIEVEMENT_TYPES = frozenset({"OpenBadgeCredential", "AchievementCredential"})
_OTHER_TYPES = frozenset({"EndorsementCredential", "ClrCredential"})


def broken(document: dict[str, Any]) -> Iterator[Issue]:
    """Yield a broken rule if the document names the words of Open Badges and is of none of their types."""
    types = {name for name in listed(document.get("type")) if isinstance(name, str)}
    contexts = [entry for entry in listed(document.get("@context")) if isinstance(entry, str)]
    if types.isdisjoint(ACHIEVEMENT_TYPES | _OTHER_TYPES) and any(
        entry.startswith(OPEN_BADGES_PREFIX) for entry in contexts
    ):
        yield issue("badge_type", "Its type says neither OpenBadgeCredential nor AchievementCredential", "/type")
