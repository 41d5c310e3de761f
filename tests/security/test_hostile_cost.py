"""What would exhaust a verifier is refused in well under a second and with little memory."""

from __future__ import annotations

import base64
import copy
import functools
import json
import struct
import subprocess
import sys
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from tests.credentials.conftest import AT, build

from stepladder.credentials import issue
from stepladder.credentials.keys import InMemorySigner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SIGNER = InMemorySigner(bytes(range(32)))
SIGNED = issue(build(SIGNER), signer=SIGNER, created=AT).document
URL = "https://w3id.org/security/data-integrity/v2"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"'
PROBE = """
import json, resource, sys, time
from datetime import UTC, datetime
from stepladder.credentials import inspect
from stepladder.credentials.dids import DocumentResolver
def look(name):
    data = open(name, "rb").read()
    return inspect(data, resolver=DocumentResolver(), at=datetime(2026, 3, 1, tzinfo=UTC))
look(sys.argv[1])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
seconds = 9e9
for _ in range(6):  # busy neighbours cost processor time too: the quickest counts
    began = time.process_time()
    report = look(sys.argv[2])
    seconds = min(seconds, time.process_time() - began)
    if seconds < 1:
        break
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
report = {"verdict": report.verdict, "text": len(json.dumps(report.as_dict()["checks"]))}
print(json.dumps({**report, "seconds": seconds, "megabytes": (after - before) / 1024}))
"""


def with_members(**members: Any) -> bytes:
    return json.dumps({**copy.deepcopy(SIGNED), **members}).encode()


def proofs(count: int, **each: Callable[[int], Any]) -> list[dict[str, Any]]:
    own = SIGNED["proof"][0]
    return [own | {name: make(index) for name, make in each.items()} for index in range(count)]


def encoded(value: Any) -> bytes:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), *chunks, (b"IEND", b""))
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def nested(depth: int) -> dict[str, Any]:
    inner: dict[str, Any] = {"id": "urn:x:0", "type": ["VerifiableCredential"]}
    for index in range(depth):
        contexts = [*SIGNED["@context"], *[URL] * (index % 15)]
        inner = {"@context": contexts, "id": f"urn:x:{index}", "type": ["VerifiableCredential"], "evidence": inner}
    return inner


def tied(count: int) -> list[dict[str, Any]]:
    """Return unnamed objects that all point at each other and cannot be told apart."""
    return [
        {"id": f"_:n{one}", "type": ["Evidence"], "https://x.example/p": [{"id": f"_:n{two}"} for two in range(count)]}
        for one in range(count)
    ]


@functools.cache
def bomb() -> bytes:
    return zlib.compress(b'{"a":"' + b"x" * 100_000_000, 9)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "depth": lambda: b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "ten megabytes": lambda: b'{"a":"' + b"x" * 10_000_000 + b'"}',
    "array of 100,000": lambda: with_members(evidence=[1] * 100_000),
    "24,000 values": lambda: with_members(evidence=[f"urn:x:{index}" for index in range(24_000)]),
    "24,000 values under a long name": lambda: with_members(**{"\U0001f600" * 1_900: [1] * 24_000}),
    "24,000 values under names of which one is wide": lambda: with_members(
        **{"a" * 990: {"\U0001f600": [[] for _ in range(23_000)]}}
    ),
    "4,000 unnamed objects": lambda: with_members(evidence=[{"type": ["Evidence"]} for _ in range(6_000)]),
    "a number of four million digits": lambda: b'{"a":' + b"9" * 4_000_000 + b"}",
    "20,000 types": lambda: with_members(type=[*SIGNED["type"], *(f"urn:x:{index}" for index in range(20_000))]),
    "10,000 contexts": lambda: with_members(**{"@context": [*SIGNED["@context"], *[URL] * 10_000]}),
    "contexts inside each other": lambda: with_members(evidence=nested(55)),
    "ten proofs that each build on others": lambda: with_members(
        proof=proofs(
            10,
            id=lambda index: f"urn:x:{index}",
            previousProof=lambda index: [f"urn:x:{other}" for other in range(10) if other != index],
        ),
        evidence=[{"id": f"urn:x:{index}", "type": ["Evidence"]} for index in range(4_000)],
    ),
    "a signature of three megabytes": lambda: with_members(proof=proofs(1, proofValue=lambda _: "z" + "9" * 3_000_000)),
    "a key of three megabytes": lambda: with_members(
        proof=proofs(1, verificationMethod=lambda _: "did:key:z" + "9" * 3_000_000)
    ),
    "8 tied nodes": lambda: with_members(evidence=tied(8)),
    "9 tied nodes": lambda: with_members(evidence=tied(9)),
    "10 tied nodes": lambda: with_members(evidence=tied(10)),
    "100 tied nodes": lambda: with_members(evidence=tied(100)),
    "a token with a giant header": lambda: b"%b.e30.AA" % encoded({"alg": "EdDSA", "x": "y" * 3_000_000}),
    "a token of dots": lambda: b"ey" + b"." * 4_000_000,
    "a zip bomb in iTXt": lambda: png((b"iTXt", b"openbadgecredential\0\1\0\0\0" + bomb())),
    "a zip bomb in zTXt": lambda: png((b"zTXt", b"openbadgecredential\0\0" + bomb())),
    "100,000 chunks": lambda: png(*[(b"tEXt", b"a\0b")] * 100_000),
    "billion laughs": lambda: (
        b'<!DOCTYPE x [<!ENTITY a "ha">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]>"
        + SVG
        + b">&j;</svg>"
    ),
    "two million elements": lambda: SVG + b">" + b"<g/>" * 2_000_000 + b"</svg>",
    "elements inside each other": lambda: SVG + b">" + b"<g>" * 120_000 + b"</g>" * 120_000 + b"</svg>",
    "half a million attributes": lambda: SVG + b" " + b" ".join(b'a%d="x"' % index for index in range(500_000)) + b"/>",
    "comments that never end": lambda: SVG + b">" + b"<!--" * 500_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_would_exhaust_a_verifier_is_refused_within_a_second_and_little_memory(name: str, tmp_path: Path) -> None:
    (tmp_path / "good").write_bytes(with_members())
    (tmp_path / "hostile").write_bytes(HOSTILE[name]())
    run = subprocess.run(
        [sys.executable, "-c", PROBE, str(tmp_path / "good"), str(tmp_path / "hostile")],
        capture_output=True,
        check=True,
        timeout=60,
    )
    found = json.loads(run.stdout)
    assert found["verdict"] in {"unreadable", "altered", "could_not_check"}
    assert found["seconds"] < 1
    assert found["megabytes"] < 150
    assert found["text"] < 100_000
