"""What the fuzzer starts from: credentials, lists, keys and pictures of our own making, the same on every run."""

from __future__ import annotations

import functools
import hashlib
import json
import struct
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from stepladder.credentials import bake
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.contexts.store import (
    CREDENTIALS_V1,
    CREDENTIALS_V2,
    OPEN_BADGES_3_0_3,
    OPEN_BADGES_EXTENSIONS,
)
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.issuing.presenting import present
from stepladder.credentials.keys import InMemorySigner, new_key
from stepladder.credentials.proofs.making import add_proof
from stepladder.credentials.proofs.tokens import make_credential_jwt
from stepladder.credentials.status import build_status_list, status_entry

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
SITE = "https://badges.example.edu"
LIST = f"{SITE}/status/3"
REVOCATIONS = f"{SITE}/revoked.json"
REFRESH = f"{SITE}/refresh/1"
ACHIEVEMENT = f"{SITE}/achievements/welding"
IDENTITY = {
    "type": "IdentityObject",
    "hashed": True,
    "identityHash": "sha256$" + hashlib.sha256(b"mara@example.orgsalt-1").hexdigest(),
    "identityType": "emailAddress",
    "salt": "salt-1",
}
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
STATUS_LIST_2021 = "https://w3id.org/vc/status-list/2021/v1"
DATA_INTEGRITY = "https://w3id.org/security/data-integrity/v2"
CHALLENGE, DOMAIN = "n-0S6", "https://verifier.example"
SIGNER, GUILD, HOLDER = (InMemorySigner(bytes([number]) * 32) for number in (21, 22, 23))
P256 = InMemorySigner(b"\0" + bytes(range(1, 32)), kind="p256")
P384 = InMemorySigner(b"\0" + bytes(range(1, 48)), kind="p384")
PUBLISHED = InMemorySigner(bytes([24]) * 32, SITE)
KEY_DOCUMENT = {
    "@context": "https://w3id.org/security/multikey/v1",
    "id": SITE,
    "verificationMethod": [
        {
            "id": PUBLISHED.verification_method,
            "type": "Multikey",
            "controller": SITE,
            "publicKeyMultibase": PUBLISHED.public_multikey,
        },
        {
            "id": f"{SITE}#second",
            "type": "JsonWebKey",
            "controller": SITE,
            "publicKeyJwk": P256.public_key.to_jwk(),
            "expires": "2027-01-01T00:00:00Z",
            "revoked": "2026-02-01T00:00:00Z",
        },
    ],
    "assertionMethod": [PUBLISHED.verification_method, "#second"],
    "authentication": [f"{SITE}#second"],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeds:
    """The inputs to start from, by harness; the signed ones; and what a verifier can look up beside them."""

    inputs: dict[str, list[bytes]]
    signed: list[bytes]
    status_list: bytes
    newer: bytes

    def resolver(self) -> DocumentResolver:
        """Return a resolver that knows every document that belongs to the seeds, and asks nobody."""
        return DocumentResolver(
            issuer_documents=[packed(KEY_DOCUMENT)],
            status_lists=[self.status_list],
            documents={REVOCATIONS: packed(revocations()), REFRESH: self.newer},
        )


def packed(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def badge(signer: InMemorySigner = SIGNER, **members: Any) -> dict[str, Any]:
    """Return an unsigned credential, written out: what was kept under other words would count as forged."""
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_3_0_3],
        "id": "urn:uuid:4f5a2d0c-8f5b-4a57-9f0e-0c2f7a1b3c4d",
        "type": ["VerifiableCredential", "AchievementCredential"],
        "issuer": {"id": signer.controller, "type": ["Profile"], "name": "Example University", "url": SITE},
        "validFrom": "2026-01-01T00:00:00Z",
        "validUntil": "2028-01-01T00:00:00Z",
        "name": "Welding, first steps",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "identifier": [IDENTITY],
            "achievement": {
                "id": ACHIEVEMENT,
                "type": ["Achievement"],
                "achievementType": "MicroCredential",
                "name": "Welding, first steps",
                "description": "Joins two plates by a clean seam.",
                "criteria": {"narrative": "Three seams, judged by an assessor."},
                "creditsAvailable": 2.5,
                "inLanguage": "en",
                "tag": ["welding", "metal"],
                "alignment": [
                    {
                        "type": ["Alignment"],
                        "targetName": "weld metal",
                        "targetUrl": "http://data.europa.eu/esco/skill/0f8d",
                        "targetType": "ceasn:Competency",
                    }
                ],
            },
        },
        "evidence": [
            {
                "id": "https://portfolio.example.edu/1",
                "type": ["Evidence"],
                "name": "Seam",
                "narrative": "A photograph.",
            }
        ],
        **members,
    }


def extended(**members: Any) -> dict[str, Any]:
    """Build a badge of the published issuer that names every other document: lists, a refresh service, a schema."""
    document = badge(PUBLISHED)
    document["@context"] = [*document["@context"], OPEN_BADGES_EXTENSIONS]
    document["credentialStatus"] = [
        status_entry(LIST, 94_567),
        {"id": REVOCATIONS, "type": "1EdTechRevocationList"},
    ]
    document["refreshService"] = {"id": REFRESH, "type": "1EdTechCredentialRefresh"}
    document["credentialSchema"] = [{"id": f"{SITE}/schema.json", "type": "1EdTechJsonSchemaValidator2019"}]
    return {**document, **members}


def revocations() -> dict[str, Any]:
    return {"id": REVOCATIONS, "issuer": SITE, "revokedCredential": [{"id": "urn:uuid:other", "revoked": True}]}


def endorsement(subject: str) -> dict[str, Any]:
    return {
        "@context": badge()["@context"],
        "id": "urn:uuid:6a3a43f8-2f1e-4a76-9f6d-0d8ed0b6b001",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": GUILD.controller, "type": ["Profile"], "name": "Guild of Welders"},
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Endorsement of the guild",
        "credentialSubject": {"id": subject, "type": ["EndorsementSubject"], "endorsementComment": "Well made."},
    }


def older() -> dict[str, Any]:
    """Build a credential of version 1.1, with a status list of 2021."""
    return {
        "@context": [CREDENTIALS_V1, STATUS_LIST_2021, DATA_INTEGRITY],
        "id": "urn:uuid:older",
        "type": ["VerifiableCredential"],
        "issuer": SIGNER.controller,
        "issuanceDate": "2025-01-01T00:00:00Z",
        "expirationDate": "2029-01-01T00:00:00+14:00",
        "credentialSubject": {"id": "did:example:learner"},
        "credentialStatus": {
            "id": f"{LIST}#1",
            "type": "StatusList2021Entry",
            "statusPurpose": "suspension",
            "statusListIndex": "1",
            "statusListCredential": LIST,
        },
    }


def status_list(purpose: str | list[str] = "revocation") -> dict[str, Any]:
    return build_status_list(
        id=LIST,
        issuer=SITE,
        purpose=purpose,
        indexes=[3, 9],
        valid_from=datetime(2026, 2, 1, tzinfo=UTC),
        ttl_ms=5_000_000_000,
    )


def png(*texts: bytes) -> bytes:
    """Return a picture of one pixel, with text chunks."""
    parts = [b"\x89PNG\r\n\x1a\n"]
    pixel = (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(b"\0\0"))
    for kind, data in (*pixel, *((text[:4], text[4:]) for text in texts), (b"IEND", b"")):
        parts.append(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
    return b"".join(parts)


SVG = b'<?xml version="1.0"?><!DOCTYPE svg><svg xmlns="http://www.w3.org/2000/svg"><g id="a"/><!-- b --></svg>'
INLINE = {
    "@context": {
        "@vocab": "urn:v:",
        "@language": "en",
        "knows": {"@id": "urn:t:knows", "@type": "@id", "@container": "@set"},
        "label": {"@id": "urn:t:label", "@container": "@language"},
        "order": {"@id": "urn:t:order", "@container": "@list"},
        "raw": {"@id": "urn:t:raw", "@type": "@json"},
        "shelf": {"@id": "urn:t:shelf", "@container": "@index"},
        "room": {"@id": "urn:t:room", "@container": "@graph"},
        "back": {"@reverse": "urn:t:back", "@type": "@id"},
        "Box": {"@id": "urn:t:Box", "@context": {"lid": {"@id": "urn:t:lid", "@protected": True}}},
        "real": {"@id": "urn:t:real", "@type": "http://www.w3.org/2001/XMLSchema#double"},
    },
    "@id": "urn:x:1",
    "@type": ["Box", "urn:x:type"],
    "knows": ["_:a", {"@id": "_:b", "knows": "_:a"}, {"lid": 1.5}, {"lid": 1e21}],
    "label": {"en": "one", "de-CH": ["eins", "ein"], "@none": "1"},
    "order": [1, [True, "x"], {"@value": "y", "@language": "fr"}],
    "raw": {"z": [1, None, 2.5e-7], "é": "\U0001f600"},
    "shelf": {"a": "b"},
    "room": {"@id": "_:c", "lid": {"@list": []}},
    "back": ["urn:x:2"],
    "real": ["1.50", 3],
    "@included": [{"@id": "urn:x:3", "@nest": {"lid": "\u0007"}}],
    "@reverse": {"urn:t:by": {"@id": "urn:x:4"}},
}


@functools.cache
def seeds() -> Seeds:
    """Make them all; a second or two."""
    signed_list = packed(_issued(status_list(), PUBLISHED))
    documents = [badge(), extended(), endorsement("urn:x:1"), older(), status_list(["revocation", "message"])]
    signed = [*_embedded(), *_tokens()]
    inputs = {
        "reading": [*signed[:3], signed[-1], b"null", b'{"a":[1,-0.0,1e5,"\\ud83d\\ude00",true,null,{"b":{}}]}'],
        "inspect": [*signed, signed_list, packed({"proof": []}), *_pictures(signed)[:2]],
        "resigned": [packed(document) for document in documents],
        "presentation": _presentations(signed),
        "picture": _pictures(signed),
        "canonical": [packed(document) for document in (INLINE, badge(), older())],
        "status": _status(),
        "keys": _keys(),
        "token": [data for data in signed if data.startswith(b"ey")],
        "issue": [packed(document) for document in documents],
        "fetched": [packed(KEY_DOCUMENT), signed_list, packed(revocations()), signed[0], packed(extended())],
    }
    newer = packed(_issued(extended(validFrom="2026-02-01T00:00:00Z"), PUBLISHED))
    return Seeds(inputs=inputs, signed=signed, status_list=signed_list, newer=newer)


def _embedded() -> list[bytes]:
    endorsed = badge(endorsement=[_issued(endorsement(badge()["id"]), GUILD)])
    record = {
        "@context": [CREDENTIALS_V2, CLR, *badge()["@context"][1:]],
        "id": "urn:uuid:record",
        "type": ["VerifiableCredential", "ClrCredential"],
        "issuer": {"id": SIGNER.controller, "type": ["Profile"], "name": "The registrar"},
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Learner record",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["ClrSubject"],
            "verifiableCredential": [_issued(badge(), SIGNER), _enveloped(make_token(badge()))],
        },
    }
    made = [
        _issued(badge(), SIGNER),
        _issued(extended(), PUBLISHED),
        _issued(badge(), SIGNER, "eddsa-jcs-2022"),
        _issued(badge(P256), P256),
        _issued(badge(P384), P384, "ecdsa-jcs-2019"),
        _issued(endorsed, SIGNER),
        _issued(record, SIGNER),
    ]
    first = add_proof(badge(), signer=SIGNER, created=AT, store=ContextStore(), proof_id="urn:uuid:p1")
    chained = add_proof(first, signer=GUILD, created=AT, store=ContextStore(), previous="urn:uuid:p1")
    return [packed(document) for document in (*made, chained)]


def _issued(document: dict[str, Any], signer: InMemorySigner, securing: str | None = None) -> dict[str, Any]:
    return add_proof(document, signer=signer, created=AT, store=ContextStore(), securing=securing)


def make_token(document: dict[str, Any], securing: str = "vc-jose-cose") -> str:
    return make_credential_jwt(document, signer=SIGNER, created=AT, securing=securing)


def _tokens() -> list[bytes]:
    version_1 = {key: value for key, value in older().items() if key != "credentialStatus"}
    made = [make_token(badge()), make_token(badge(), "open-badges-jwt"), make_token(version_1, "vc-1.1-jwt")]
    return [token.encode() for token in made]


def _enveloped(token: str) -> dict[str, Any]:
    return {
        "@context": CREDENTIALS_V2,
        "id": f"data:application/vc+jwt,{token}",
        "type": "EnvelopedVerifiableCredential",
    }


def _presentations(signed: list[bytes]) -> list[bytes]:
    how: dict[str, Any] = {"signer": HOLDER, "created": AT, "challenge": CHALLENGE, "domain": DOMAIN}
    version_1 = [signed[-1]]
    return [
        present([signed[0], signed[-3]], **how),
        present([], **how, expires=datetime(2027, 1, 1, tzinfo=UTC)),
        present([signed[0]], **how, securing="vc-jose-cose"),
        present(version_1, **how, securing="vc-1.1-jwt"),
        packed({"@context": [CREDENTIALS_V2], "type": "VerifiablePresentation", "verifiableCredential": []}),
    ]


def _pictures(signed: list[bytes]) -> list[bytes]:
    text = signed[0]
    return [
        bake(png(), text),
        bake(SVG, text),
        bake(SVG, signed[-1]),
        png(b"tEXtopenbadges\0" + text),
        png(b"zTXtopenbadge\0\0" + zlib.compress(text)),
        png(b"iTXtopenbadgecredential\0\1\0en\0title\0" + zlib.compress(signed[-1])),
        png(b"tEXtComment\0none"),
        SVG,
    ]


def _status() -> list[bytes]:
    """Return pairs of an entry and a list, as one JSON object each."""
    several = status_entry(LIST, 7, "message", size=2, messages=["one", "two", "three", "four"])
    plain, old = status_entry(LIST, 94_567), older()["credentialStatus"]
    old_list = status_list("suspension")
    old_list["type"][1], old_list["credentialSubject"]["type"] = "StatusList2021Credential", "StatusList2021"
    pairs = [(plain, status_list()), (several, status_list(["message"])), (old, old_list), (plain, revocations())]
    return [packed({"entry": entry, "list": document}) for entry, document in pairs]


def _keys() -> list[bytes]:
    secret = new_key("ed25519", entropy=lambda count: bytes(range(count)))
    jwk = {"kty": "RSA", "n": "AQ" + "A" * 340 + "E", "e": "AQAB", "use": "sig"}
    documents = [KEY_DOCUMENT, secret, {"id": "did:x", "publicKeyJwk": jwk}, P384.public_key.to_jwk()]
    names = [SIGNER.controller, P384.controller, "did:web:a.example%3A8443:b", f"{SITE}/caf%c3%a9", "did:jwk:e30"]
    return [*map(packed, documents), *map(str.encode, names)]
