"""An issuer's website as it was in the days of Open Badges 1 and 2, in memory: documents at addresses, and a key."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from stepladder.credentials import VerificationPolicy, VerificationReport, inspect
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import ResolutionError
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.keys.multibase import base64url_encode

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
SITE = "https://badges.example.edu"
V2, V1 = "https://w3id.org/openbadges/v2", "https://w3id.org/openbadges/v1"
MARA = "mara@example.org"
ASSERTION, BADGE, ISSUER, KEY, REVOKED = (
    f"{SITE}/{name}" for name in ("assertions/123", "badges/5", "issuer", "keys/1", "revoked")
)


@cache
def rsa_signer(number: int = 1) -> InMemorySigner:
    """Return a signer with an RSA key, the same for every test of a run."""
    key = rsa.generate_private_key(65537, 2048)
    secret = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return InMemorySigner(secret, f"https://key-{number}.example", kind="rsa")


def pem(signer: InMemorySigner) -> str:
    """Return the public key as these badges publish it."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    found: bytes = signer.public_key.key.public_bytes(serialization.Encoding.PEM, form)
    return found.decode()


def hashed(identity: str, salt: str = "deadsea", algorithm: str = "sha256") -> str:
    return f"{algorithm}${hashlib.new(algorithm, f'{identity}{salt}'.encode()).hexdigest()}"


def recipient(**more: Any) -> dict[str, Any]:
    return {"type": "email", "hashed": True, "salt": "deadsea", "identity": hashed(MARA), **more}


def badge_class(version: str = "2.0", **more: Any) -> dict[str, Any]:
    skill = {"targetName": "weld metal", "targetUrl": "http://data.europa.eu/esco/skill/0f8d5d5b"}
    old = {"name": "weld metal", "url": "http://data.europa.eu/esco/skill/0f8d5d5b"}
    typed = {"@context": V2 if version == "2.0" else V1, "id": BADGE, "type": "BadgeClass"}
    return {
        **(typed if version in {"2.0", "1.1"} else {}),
        "name": "Welding, first steps",
        "description": "Joins two plates by a clean seam.",
        "image": f"{BADGE}/image",
        "criteria": f"{BADGE}/criteria",
        "issuer": ISSUER,
        "tags": ["welding", "metal"],
        "alignment": [skill if version == "2.0" else old],
        **more,
    }


def issuer(version: str = "2.0", **more: Any) -> dict[str, Any]:
    typed = {"@context": V2 if version == "2.0" else V1, "id": ISSUER, "type": "Issuer"}
    return {
        **(typed if version in {"2.0", "1.1"} else {}),
        "name": "Example University",
        "url": "https://www.example.edu",
        "email": "badges@example.edu",
        **more,
    }


def assertion(version: str = "2.0", manner: str = "hosted", **more: Any) -> dict[str, Any]:
    """Return an assertion of a version; 0.5 has everything inside and no address of its own."""
    if version == "0.5":
        inside = {"version": "0.5.0", "name": "Welding, first steps", "description": "A clean seam.", "image": "/i.png"}
        who = {"origin": SITE, "name": "Example University", "contact": "badges@example.edu"}
        badge = {**inside, "criteria": "/criteria", "issuer": who}
        old = {"recipient": hashed(MARA), "salt": "deadsea", "issued_on": "2012-03-01", "badge": badge}
        return {**old, **more}
    place = ASSERTION if manner == "hosted" else KEY
    if version == "2.0":
        how = {"type": "HostedBadge"} if manner == "hosted" else {"type": "SignedBadge", "creator": KEY}
        own = ASSERTION if manner == "hosted" else "urn:uuid:0b3c1a52-6b5e-4a5f-9a3e-2f6a1c1d7e10"
        typed = {"@context": V2, "id": own, "type": "Assertion", "verification": how}
    else:
        typed = {"uid": "abc-123", "verify": {"type": manner, "url": place}}
        if version == "1.1":
            typed |= {"@context": V1, "id": ASSERTION, "type": "Assertion"}
    issued = {"2.0": "2025-01-31T09:00:00+00:00", "1.1": "2015-06-30", "1.0": 1_359_217_910}[version]
    return {**typed, "recipient": recipient(), "badge": BADGE, "issuedOn": issued, **more}


def jws(payload: Any, signer: InMemorySigner | None = None, **header: Any) -> bytes:
    signer = signer or rsa_signer()
    algorithm = {"rsa": "RS256", "p256": "ES256", "ed25519": "EdDSA"}[signer.public_key.kind]
    parts = [json.dumps(part).encode() for part in ({"alg": algorithm, **header}, payload)]
    text = ".".join(base64url_encode(part) for part in parts)
    return f"{text}.{base64url_encode(signer.sign(text.encode()))}".encode()


def encoded(document: Any) -> bytes:
    return document if isinstance(document, bytes) else json.dumps(document).encode()


@dataclass(kw_only=True)
class Site:
    """What is published, by address; ``gone`` answers 410, everything else 404. It notes what was asked for."""

    pages: dict[str, Any]
    gone: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)

    def fetch(self, url: str) -> bytes:
        self.asked.append(url)
        if url in self.gone:
            raise ResolutionError("gone", code="fetch.gone", where=url)
        if url not in self.pages:
            raise ResolutionError("not there", code="resolve.unreachable", where=url)
        return encoded(self.pages[url])

    def look(self, data: Any, at: datetime = AT, **policy: Any) -> VerificationReport:
        """Return our report, with this site as all of the network."""
        resolver = DocumentResolver(fetch=self.fetch, clock=lambda: AT)
        return inspect(encoded(data), resolver=resolver, at=at, policy=VerificationPolicy(**policy))


def site(version: str = "2.0", manner: str = "hosted", **pages: Any) -> Site:
    """Return a site with one badge of a version; ``pages`` replaces what stands at an address, None takes it away."""
    profile = issuer(version)
    if manner == "signed":
        profile["revocationList"] = REVOKED
        if version == "2.0":
            profile["publicKey"] = KEY
    made: dict[str, Any] = {
        BADGE: badge_class(version),
        ISSUER: profile,
        KEY: key() if version == "2.0" else pem(rsa_signer()).encode(),
        REVOKED: revocation_list(version),
    }
    if manner == "hosted":
        made[ASSERTION] = assertion(version)
    for place, page in pages.items():
        made[globals()[place]] = page
    return Site(pages={place: page for place, page in made.items() if page is not None})


def key(signer: InMemorySigner | None = None, **more: Any) -> dict[str, Any]:
    shown = pem(signer or rsa_signer())
    return {"@context": V2, "id": KEY, "type": "CryptographicKey", "owner": ISSUER, "publicKeyPem": shown, **more}


def revocation_list(version: str = "2.0", *revoked: Any) -> dict[str, Any]:
    if version != "2.0":
        return {str(one): "Issued in error" for one in revoked or ("another",)}
    return {
        "@context": V2,
        "id": REVOKED,
        "type": "RevocationList",
        "issuer": ISSUER,
        "revokedAssertions": list(revoked) or ["urn:uuid:another"],
    }
