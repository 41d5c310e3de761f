"""Documents with credentials inside: a learner record, and a presentation."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from stepladder.credentials import issue
from stepladder.credentials.issuing.presenting import present
from stepladder.credentials.keys import InMemorySigner

SIGNER, HOLDER = InMemorySigner(b"7" * 32), InMemorySigner(b"8" * 32)
DAY = datetime(2026, 1, 1, tzinfo=UTC)
VC = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
PROFILE = {"id": SIGNER.controller, "type": ["Profile"], "name": "Harbour College"}


def badge(name: str = "Tide tables", number: int = 1) -> dict[str, Any]:
    """Sign a badge about the holder."""
    achievement = {
        "id": f"urn:uuid:c9a3c1c1-25c9-4b0a-9d26-3b5d0d6f2b{number:02}",
        "type": ["Achievement"],
        "name": name,
        "description": "Reads a tide table.",
        "criteria": {"narrative": "Reads three tables without a mistake."},
    }
    document = {
        "@context": [VC, OB],
        "id": f"urn:uuid:5b1f8f7e-3f43-4d0b-bb6a-24f2ef6a1b{number:02}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": PROFILE,
        "validFrom": "2026-01-01T00:00:00Z",
        "name": name,
        "credentialSubject": {"id": HOLDER.controller, "type": ["AchievementSubject"], "achievement": achievement},
    }
    return issue(document, signer=SIGNER, created=DAY).document


def record(*, changed: bool = False) -> bytes:
    """Sign a learner record with one badge in it, or with a changed one beside it."""
    badges = [badge()]
    if changed:
        badges.append({**badge("Knots", 2), "name": "Knots, with honours"})
    document = {
        "@context": [VC, CLR, OB],
        "id": "urn:uuid:5b1f8f7e-3f43-4d0b-bb6a-24f2ef6a1b12",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": PROFILE,
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Learner record",
        "credentialSubject": {"id": HOLDER.controller, "type": ["ClrSubject"], "verifiableCredential": badges},
    }
    return issue(document, signer=SIGNER, created=DAY).original


def shown(*, signed: bool = True) -> bytes:
    """Make a presentation of one badge by its holder, or the mere container."""
    if not signed:
        container = {"@context": [VC], "type": ["VerifiablePresentation"], "verifiableCredential": [badge()]}
        return json.dumps(container).encode()
    return present([json.dumps(badge()).encode()], signer=HOLDER, created=DAY)
