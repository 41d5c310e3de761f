"""What a look into a status list costs, and what is saved by remembering lists that held.

Run: python benchmarks/bench_status.py. One list of 131,072 entries, 5,000 of them revoked, signed with
eddsa-rdfc-2022; each look is the whole status check of one credential whose signature was checked before.
"""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from typing import Any

from measuring import Times, machine, repeat, table, write_results

from stepladder.credentials import VerificationPolicy, inspect, issue
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.model import Achievement, AchievementSubject, Criteria, Profile, achievement_credential
from stepladder.credentials.status import build_status_list, decode_list, status_entry
from stepladder.credentials.status.cache import DECODED, decoded_list
from stepladder.credentials.verification.checks import status
from stepladder.credentials.verification.status_lists import HELD

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
LIST = "https://badges.example.edu/status/1"
SIGNER = InMemorySigner(bytes(range(32)))
ROUNDS = 400


def published_list() -> bytes:
    revoked = random.Random(1).sample(range(1, 131_072), 5_000)  # noqa: S311 - the same list in every run
    made = build_status_list(
        id=LIST, issuer=SIGNER.controller, purpose="revocation", indexes=revoked, valid_from=AT, ttl_ms=3_600_000
    )
    return issue(made, signer=SIGNER, created=AT).original


def examination(published: bytes) -> Any:
    """Return a verification as it stands just before the status is looked at."""
    document = achievement_credential(
        id="urn:uuid:4f5a2d0c-8f5b-4a57-9f0e-0c2f7a1b3c4d",
        issuer=Profile(id=SIGNER.controller, name="Example University"),
        achievement=Achievement(
            id="https://badges.example.edu/a/1",
            name="Welding",
            description="Seams.",
            criteria=Criteria(narrative="Three."),
        ),
        subject=AchievementSubject(id="did:example:learner"),
        valid_from=AT,
        status=[status_entry(LIST, 0)],
    )
    caught: list[Any] = []
    look = status.check
    status.check = lambda found: caught.append(found) or look(found)  # type: ignore[assignment, func-returns-value]
    try:
        inspect(
            issue(document, signer=SIGNER, created=AT),
            resolver=DocumentResolver(status_lists=[published]),
            at=AT,
            policy=VerificationPolicy(),
        )
    finally:
        status.check = look
    return caught[-1]


def main() -> None:
    published = published_list()
    encoded = json.loads(published)["credentialSubject"]["encodedList"]
    found = examination(published)

    def from_the_beginning() -> None:
        HELD.clear()
        DECODED.clear()
        status.check(found)

    figures: dict[str, Times] = {
        "a look, the list checked from the beginning": repeat(from_the_beginning, ROUNDS),
        "a look into a list that held before": repeat(lambda: status.check(found), ROUNDS),
        "unpacking the bits": repeat(lambda: decode_list(encoded), ROUNDS),
        "bits that were unpacked before": repeat(lambda: decoded_list(encoded), ROUNDS),
    }
    print(
        table(
            ["", "median ms", "p95 ms"],
            [[name, f"{each.median:.3f}", f"{each.p95:.3f}"] for name, each in figures.items()],
        )
    )
    first, then = (each.median for each in list(figures.values())[:2])
    print(f"\nremembering is {first / then:.0f} times as fast")
    medians = {name: {"median_ms": each.median, "p95_ms": each.p95} for name, each in figures.items()}
    write_results("status", {"machine": machine(), "list_bytes": len(published), **medians})


if __name__ == "__main__":
    main()
