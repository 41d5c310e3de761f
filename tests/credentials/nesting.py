"""Real signed credentials with others inside, for the tests of what stands inside."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.credentials.conftest import AT, build

from stepladder.credentials import Credential, VerificationReport, inspect, issue
from stepladder.credentials.contexts.store import CREDENTIALS_V2, OPEN_BADGES_3_0_3, OPEN_BADGES_EXTENSIONS
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.proofs.securing import JWT_PROFILES
from stepladder.credentials.proofs.tokens import make_credential_jwt

if TYPE_CHECKING:
    from datetime import datetime

CLR_CONTEXT = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
SCHOOL, REGISTRAR, GUILD, STRANGER = (InMemorySigner(bytes([number]) * 32) for number in (11, 12, 13, 14))
LEARNER = "did:example:learner"
BADGE_ID = build(SCHOOL)["id"]
ACHIEVEMENT_ID = build(SCHOOL)["credentialSubject"]["achievement"]["id"]


def endorsement(subject: str, signer: InMemorySigner = GUILD, **members: Any) -> dict[str, Any]:
    """Build an unsigned endorsement of the thing with the id ``subject``."""
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_3_0_3],
        "id": "urn:uuid:6a3a43f8-2f1e-4a76-9f6d-0d8ed0b6b001",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": signer.controller, "type": ["Profile"], "name": "Guild of Welders"},
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Endorsement of the guild",
        "credentialSubject": {"id": subject, "type": ["EndorsementSubject"], "endorsementComment": "Well made."},
        **members,
    }


def clr(*inner: Any, signer: InMemorySigner = REGISTRAR, **subject: Any) -> dict[str, Any]:
    """Build an unsigned learner record with credentials inside."""
    return {
        "@context": [CREDENTIALS_V2, CLR_CONTEXT, OPEN_BADGES_3_0_3, OPEN_BADGES_EXTENSIONS],
        "id": "urn:uuid:6a3a43f8-2f1e-4a76-9f6d-0d8ed0b6b002",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": signer.controller, "type": ["Profile"], "name": "The registrar"},
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Learner record",
        "credentialSubject": {"id": LEARNER, "type": ["ClrSubject"], "verifiableCredential": list(inner), **subject},
    }


def signed(document: dict[str, Any], signer: InMemorySigner, **how: Any) -> dict[str, Any]:
    """Return the signed document."""
    return issue(document, signer=signer, created=AT, **how).document


def token(document: dict[str, Any], signer: InMemorySigner, securing: str = "vc-jose-cose") -> str:
    """Return the credential as a compact token of an issuer who looks at nothing, or as text with an embedded proof."""
    if securing not in JWT_PROFILES:
        return json.dumps(signed(document, signer, securing=securing))
    return make_credential_jwt(document, signer=signer, created=AT, securing=securing)


def badge(number: int = 0, **members: Any) -> dict[str, Any]:
    """Return a signed badge of its own id."""
    return signed({**build(SCHOOL), "id": f"urn:uuid:6a3a43f8-2f1e-4a76-9f6d-{number:012}", **members}, SCHOOL)


def enveloped(jwt: str, media_type: str = "application/vc+jwt") -> dict[str, Any]:
    return {"@context": CREDENTIALS_V2, "id": f"data:{media_type},{jwt}", "type": "EnvelopedVerifiableCredential"}


def look(
    document: Any, *, at: datetime = AT, policy: Any = None, resolver: Any = None, **documents: Any
) -> VerificationReport:
    data = document if isinstance(document, (bytes, Credential)) else json.dumps(document).encode()
    return inspect(data, policy=policy, resolver=resolver or DocumentResolver(**documents), at=at)


def told(report: VerificationReport) -> list[tuple[str, str, str]]:
    """Return role, place and verdict of everything directly inside."""
    return [(one.role, one.where, one.report.verdict) for one in report.inner]
