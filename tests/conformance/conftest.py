"""The files that the table of cases names: public samples, documents of their issuers, and our own badges."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

CONTEXTS = ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]
CREATED = datetime(2026, 1, 1, tzinfo=UTC)
LIST = "https://status.example/lists/1"


def badge(issuer: str, **members: object) -> dict[str, Any]:
    return {
        "@context": CONTEXTS,
        "id": "urn:uuid:5b1f8f7e-3f43-4d0b-bb6a-24f2ef6a1b11",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer, "type": ["Profile"], "name": "Harbour College"},
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Tide tables",
        "credentialSubject": {
            "id": "did:example:learner",
            "type": ["AchievementSubject"],
            "achievement": {
                "id": "urn:uuid:c9a3c1c1-25c9-4b0a-9d26-3b5d0d6f2b22",
                "type": ["Achievement"],
                "name": "Tide tables",
                "description": "Reads a tide table.",
                "criteria": {"narrative": "Reads three tables without a mistake."},
            },
        },
        **members,
    }


def small_png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    header = (1).to_bytes(4) * 2 + bytes([8, 2, 0, 0, 0])
    pixels = chunk(b"IDAT", zlib.compress(bytes([0, 80, 120, 200])))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


def compact(header: dict[str, Any], payload: dict[str, Any], signature: bytes) -> bytes:
    parts = [json.dumps(header).encode(), json.dumps(payload).encode(), signature]
    return b".".join(base64.urlsafe_b64encode(part).rstrip(b"=") for part in parts)


class Maker:
    """Signs and saves badges with keys that belong to nobody."""

    def __init__(self, folder: Path) -> None:
        from stepladder.credentials.keys import InMemorySigner

        self.folder = folder
        self.ours, self.stranger = InMemorySigner(bytes([7]) * 32), InMemorySigner(bytes([8]) * 32)

    def save(self, name: str, content: bytes | dict[str, Any]) -> bytes:
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        (self.folder / name).write_bytes(data)
        return data

    def signed(self, name: str, **members: object) -> dict[str, Any]:
        from stepladder.credentials import issue

        document = badge(self.ours.controller, **members)
        return dict(json.loads(self.save(name, issue(document, signer=self.ours, created=CREATED).original)))

    def status_list(self, name: str, purpose: str, indexes: list[int], signer: Any = None) -> dict[str, Any]:
        from stepladder.credentials import issue
        from stepladder.credentials.status import build_status_list

        signer = signer or self.ours
        document = build_status_list(
            id=LIST, issuer=signer.controller, purpose=purpose, indexes=indexes, valid_from=CREATED, ttl_ms=None
        )
        return dict(json.loads(self.save(name, issue(document, signer=signer, created=CREATED).original)))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our own badges, each with one thing done to it."""
    maker = Maker(tmp_path_factory.mktemp("badges"))
    own = maker.signed("own.json")
    make_pictures(maker)
    make_changed(maker, own)
    make_dated_and_listed(maker)
    make_unreadable(maker, own)
    make_tokens(maker)
    make_nested(maker, own)
    make_presentations(maker, own)
    make_older(maker)
    maker.save("trust-us.json", {"issuers": [{"id": maker.ours.controller, "name": "Harbour College"}]})
    maker.save("trust-others.json", {"issuers": [{"id": "https://issuer.example/1", "name": "Another"}]})
    return maker.folder


def make_pictures(maker: Maker) -> None:
    from stepladder.credentials import bake

    own = (maker.folder / "own.json").read_bytes()
    png = maker.save("own.png", bake(small_png(), own))
    maker.save("own.svg", bake(b'<svg xmlns="http://www.w3.org/2000/svg"><rect/></svg>', own))
    maker.save("truncated.png", png[:-60])


def make_changed(maker: Maker, own: dict[str, Any]) -> None:
    save, extra = maker.save, {"grade": "https://example.org/grade"}
    save("unsigned.json", badge(maker.ours.controller))
    save("altered.json", {**own, "name": "Tide tables, with honours"})
    save("other-issuer.json", {**own, "issuer": {**own["issuer"], "id": maker.stranger.controller}})
    save("added.json", {**own, "grade": "A+"})
    save("added-deep.json", {**own, "issuer": {**own["issuer"], "accreditedBy": "everyone"}})
    save("inline-context.json", {**own, "@context": [*CONTEXTS, extra], "grade": "A+"})
    save("unpinned-context.json", {**own, "@context": [*CONTEXTS, "https://example.org/contexts/v1"]})


def make_dated_and_listed(maker: Maker) -> None:
    from stepladder.credentials.status import status_entry

    revocation, february = status_entry(LIST, 42, "revocation"), "2026-02-01T00:00:00Z"
    maker.signed("expired.json", validUntil=february)
    maker.signed("later.json", validFrom="2027-01-01T00:00:00Z")
    maker.signed("revocable.json", credentialStatus=[revocation])
    maker.signed("suspendable.json", credentialStatus=[status_entry(LIST, 42, "suspension")])
    maker.signed("revocable-expired.json", credentialStatus=[revocation], validUntil=february)
    clear = maker.status_list("list-clear.json", "revocation", [41, 43])
    maker.status_list("list-revoked.json", "revocation", [42])
    maker.status_list("list-suspended.json", "suspension", [42])
    maker.status_list("list-of-stranger.json", "revocation", [], maker.stranger)
    maker.save("list-altered.json", {**clear, "validFrom": "2026-01-02T00:00:00Z"})


def make_unreadable(maker: Maker, own: dict[str, Any]) -> None:
    maker.save("empty.json", b"")
    maker.save("list.json", b"[]")
    maker.save("object.json", b"{}")
    maker.save("twice.json", json.dumps(own).replace('"name"', '"name": "Twice", "name"', 1).encode())
    maker.save("nan.json", json.dumps({**own, "score": float("nan")}).encode())
    maker.save("text.txt", "Ceci n’est pas un badge.".encode())


def make_tokens(maker: Maker) -> None:
    claims = badge(maker.ours.controller) | {"iss": maker.ours.controller, "sub": "did:example:learner"}
    maker.save("alg-none.jwt", compact({"alg": "none", "typ": "vc+jwt"}, claims, b""))
    x = base64.urlsafe_b64encode(bytes(32)).rstrip(b"=").decode()
    header = {"alg": "EdDSA", "typ": "vc+jwt", "jwk": {"kty": "OKP", "crv": "Ed25519", "x": x}}
    issuer = "https://issuer.example/1"
    web = claims | {"issuer": {"id": issuer, "type": ["Profile"], "name": "Web"}, "iss": issuer}
    maker.save("own-key-in-header.jwt", compact(header, web, bytes(64)))


def endorsement(maker: Maker, subject: str) -> dict[str, Any]:
    from stepladder.credentials import issue

    document = {
        "@context": CONTEXTS,
        "id": "urn:uuid:5b1f8f7e-3f43-4d0b-bb6a-24f2ef6a1b22",
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": maker.stranger.controller, "type": ["Profile"], "name": "Pilots' guild"},
        "validFrom": "2026-01-01T00:00:00Z",
        "name": "Endorsement",
        "credentialSubject": {"id": subject, "type": ["EndorsementSubject"], "endorsementComment": "Useful at sea."},
    }
    return issue(document, signer=maker.stranger, created=CREATED).document


def make_nested(maker: Maker, own: dict[str, Any]) -> None:
    from stepladder.credentials import issue

    plain, signer = badge(maker.ours.controller), maker.ours
    maker.signed("endorsed.json", endorsement=[endorsement(maker, plain["id"])])
    maker.signed("endorsed-elsewhere.json", endorsement=[endorsement(maker, "https://famous.example/badge")])
    another = {"id": "urn:uuid:5b1f8f7e-3f43-4d0b-bb6a-24f2ef6a1b12"}
    altered = {**maker.signed("another.json", **another), "name": "Tide tables, with honours"}
    another = {"id": "urn:uuid:5b1f8f7e-3f43-4d0b-bb6a-24f2ef6a1b13"}
    expired = maker.signed("another-expired.json", validUntil="2026-02-01T00:00:00Z", **another)
    jwt = issue(plain, signer=signer, created=CREATED, securing="vc-jose-cose").original.decode()
    wrapped = {"@context": CONTEXTS[0], "id": f"data:application/vc+jwt,{jwt}", "type": "EnvelopedVerifiableCredential"}
    maker.save("enveloped.json", wrapped)
    changed = jwt[:-10] + "A" * 10
    token = {**plain, "endorsementJwt": [changed]}
    maker.save("endorsed-token.jwt", issue(token, signer=signer, created=CREATED, securing="vc-jose-cose").original)
    for name, inner in {
        "record.json": [own],
        "record-mixed.json": [own, altered, expired],
        "record-enveloped.json": [wrapped, own],
    }.items():
        record = {
            "@context": [CONTEXTS[0], "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json", CONTEXTS[1]],
            "id": "urn:uuid:5b1f8f7e-3f43-4d0b-bb6a-24f2ef6a1b33",
            "type": ["VerifiableCredential", "ClrCredential"],
            "issuer": plain["issuer"],
            "validFrom": "2026-01-01T00:00:00Z",
            "name": "Learner record",
            "credentialSubject": {"id": "did:example:learner", "type": ["ClrSubject"], "verifiableCredential": inner},
        }
        made = issue(record, signer=signer, created=CREATED)
        maker.save(name, made.original)
        if name == "record.json":
            inside = {**made.document["credentialSubject"], "verifiableCredential": [altered]}
            maker.save("record-altered.json", {**made.document, "credentialSubject": inside})


def make_presentations(maker: Maker, own: dict[str, Any]) -> None:
    from stepladder.credentials.issuing.presenting import present

    data = json.dumps(own).encode()
    altered = json.loads((maker.folder / "another.json").read_bytes()) | {"name": "Tide tables, with honours"}
    made = maker.save("presentation.json", present([data], signer=maker.stranger, created=CREATED))
    maker.save("presentation.jwt", present([data], signer=maker.ours, created=CREATED, securing="vc-jose-cose"))
    maker.save(
        "presentation-mixed.json", present([data, json.dumps(altered).encode()], signer=maker.stranger, created=CREATED)
    )
    unsigned = {key: value for key, value in json.loads(made).items() if key != "proof"}
    maker.save("presentation-unsigned.json", unsigned)
    maker.save("presentation-other-holder.json", {**json.loads(made), "holder": maker.ours.controller})


def make_older(maker: Maker) -> None:
    """Save badges of Open Badges 2.0, 1.1 and 1.0, the documents of their issuer, and pictures of their time."""
    from tests.credentials import older_site as old

    from stepladder.credentials import bake

    def save(name: str, content: Any) -> bytes:
        return maker.save(name, old.encoded(content))

    for version in ("2.0", "1.1", "1.0"):
        save(f"older-{version}.json", old.assertion(version))
        save(f"older-{version}.1ob", old.jws(old.assertion(version, "signed")))
        for manner in ("hosted", "signed"):
            for address, page in old.site(version, manner).pages.items():
                save(f"older-{version}-{manner}-{address.rpartition('/')[2]}.json", page)
    save("older-changed.json", old.assertion(expires="2099-01-01T00:00:00Z"))
    save("older-expired.json", old.assertion(expires="2026-01-01T00:00:00Z"))
    save("older-revoked.json", {"@context": old.V2, "id": old.ASSERTION, "type": "Assertion", "revoked": True})
    save("older-famous-issuer.json", old.issuer(name="University of Oxford"))
    save("older-scoped-issuer.json", old.issuer(verification={"startsWith": f"{old.SITE}/elsewhere/"}))
    save("older-list-revoked.json", old.revocation_list("2.0", old.assertion("2.0", "signed")["id"]))
    save("older-stranger.jwt", old.jws(old.assertion("2.0", "signed"), old.rsa_signer(2)))
    maker.save("older.png", bake(small_png(), old.encoded(old.assertion())))
    maker.save("older.svg", bake(b'<svg xmlns="http://www.w3.org/2000/svg"/>', old.encoded(old.assertion())))
    save("older-trust.json", {"issuers": [{"id": old.ISSUER, "name": "Example University"}]})


@pytest.fixture(scope="session")
def place(repository: Path, made: Path, request: pytest.FixtureRequest) -> Any:
    """Turn ``made:NAME``, ``sample:NAME`` or ``document:NAME`` into a path."""

    def find(name: str) -> Path:
        kind, _, rest = name.partition(":")
        if kind == "made":
            return made / rest
        if kind == "document":
            return repository / "tests" / "conformance" / "documents" / rest
        path: Path = request.getfixturevalue("shared_data") / rest
        if not path.exists():
            pytest.skip(f"needs the public sample {rest} of ../shared/data, which is not here")
        return path

    return find
