"""A stranger who signs an honest-looking record decides what is inside, and that must not cost a verifier much."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.credentials.conftest import build
from tests.credentials.nesting import REGISTRAR, SCHOOL, badge, clr, enveloped, look, token
from tests.security.test_hostile_cost import PROBE, tied

from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import ResolutionError
from stepladder.credentials.verification.remembering import MAX_FETCHED, MAX_UNREACHABLE
from stepladder.credentials.verification.tree import MAX_INNER

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SIGNED = badge()
URL = "https://w3id.org/security/data-integrity/v2"


def record(*inner: Any) -> bytes:
    """Return a record that is a token, so that nothing inside needs to be well made."""
    return token(clr(*inner), REGISTRAR).encode()


def inside(number: int, **members: Any) -> dict[str, Any]:
    return {**SIGNED, "id": f"urn:uuid:0{number:07}-0000-4000-8000-000000000000", **members}


def matryoshka(depth: int) -> dict[str, Any]:
    inner: dict[str, Any] = SIGNED
    for number in range(depth):
        inner = inside(number, endorsement=[inner])
    return inner


def tokens_in_tokens(depth: int) -> str:
    inner = token(build(SCHOOL), SCHOOL)
    for _ in range(depth):
        inner = token(clr(inner), REGISTRAR)
    return inner


def dense(values: int) -> str:
    body = base64.urlsafe_b64encode(json.dumps({"vc": {"evidence": [0] * values}}).encode()).rstrip(b"=").decode()
    return f"eyJhbGciOiJFZERTQSJ9.{body}.AAAA"


def large(number: int) -> dict[str, Any]:
    return inside(number, evidence=[{"type": ["Evidence"], "name": f"Piece {index}"} for index in range(1_300)])


HOSTILE: dict[str, Callable[[], bytes]] = {
    "8,000 credentials": lambda: record(*({"a": 1} for _ in range(8_000))),
    "120 with tied nodes": lambda: record(*(inside(number, evidence=tied(5)) for number in range(120))),
    "40 with more tied nodes": lambda: record(*(inside(number, evidence=tied(6)) for number in range(40))),
    "20 with many tied nodes": lambda: record(*(inside(number, evidence=tied(10)) for number in range(20))),
    "one inside the other, 25 deep": lambda: record(matryoshka(25)),
    "tokens inside tokens": lambda: record(tokens_in_tokens(20)),
    "30 dense tokens": lambda: record(*(dense(24_000) for _ in range(30))),
    "15 tokens too dense to read": lambda: record(*(dense(60_000) for _ in range(15))),
    "all that a document may hold": lambda: record(
        *(large(number) for number in range(4)), *(inside(9 + number) for number in range(20))
    ),
    "the same, at the lowest level": lambda: record(
        inside(1, endorsement=[inside(2, endorsement=[large(number) for number in range(3)])])
    ),
    "each with contexts of its own": lambda: record(
        *(inside(number, **{"@context": [*SIGNED["@context"], *[URL] * number]}) for number in range(150))
    ),
    "envelopes": lambda: record(*(enveloped("%65%79" * 5_000 + ".e30.AA") for _ in range(60))),
    "3,000 tokens of dots": lambda: record(*("ey" + "." * 300 for _ in range(3_000))),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_stranger_puts_inside_is_looked_at_within_bounds(name: str, tmp_path: Path) -> None:
    (tmp_path / "good").write_bytes(record(SIGNED))
    (tmp_path / "hostile").write_bytes(HOSTILE[name]())
    run = subprocess.run(
        [sys.executable, "-c", PROBE, str(tmp_path / "good"), str(tmp_path / "hostile")],
        capture_output=True,
        check=True,
        timeout=60,
    )
    found = json.loads(run.stdout)
    report = look((tmp_path / "hostile").read_bytes())
    assert report.check("proof").outcome == "passed"  # so that what is inside was looked at
    assert found["seconds"] < 1
    assert found["megabytes"] < 150
    assert found["text"] < 100_000


def test_an_honest_record_of_many_credentials_is_looked_at_whole() -> None:
    endorsed = [badge(number) for number in range(1, 121)]
    report = look(record(*endorsed))
    assert report.check("inner").message == "All 120 credentials inside hold, each by itself"


def test_more_than_the_bounds_is_told_and_nothing_of_it_counts_as_held() -> None:
    report = look(record(*(inside(number) for number in range(MAX_INNER + 20))))
    assert (len(report.inner), report.left_out) == (MAX_INNER, 20)
    assert report.check("inner").outcome == "failed"
    deep = look(record(tokens_in_tokens(3)))
    check = deep.check("inner")
    assert (check.outcome, check.code) == ("indeterminate", "inner.too_many")
    assert check.message == (
        "1 of 4 credentials inside could not be checked: there is too much inside, or it lies too deep"
    )
    assert deep.sentence.endswith("or it lies too deep.")
    assert look(record(tokens_in_tokens(2))).check("inner").outcome == "passed"


class Counted(DocumentResolver):
    """A resolver that counts what it is asked for, and finds or does not find it on the web."""

    def __init__(self, *, found: bool) -> None:
        self.asked: list[str] = []

        def fetch(url: str) -> bytes:
            self.asked.append(url)
            if not found:
                raise ResolutionError("Nobody answered", code="resolve.unreachable", where=url)
            return json.dumps({"id": f"did:web:site{len(self.asked)}.example"}).encode()

        super().__init__(fetch=fetch)


@pytest.mark.parametrize(("found", "most"), [(True, MAX_FETCHED), (False, MAX_UNREACHABLE)])
def test_what_is_inside_sends_a_verifier_to_few_addresses(found: bool, most: int) -> None:  # noqa: FBT001 - a parameter
    issuers = [f"did:web:site{number}.example" for number in range(100)]
    inner = [
        inside(number, issuer={"id": issuer}, proof={**SIGNED["proof"][0], "verificationMethod": f"{issuer}#key"})
        for number, issuer in enumerate(issuers)
    ]
    resolver = Counted(found=found)
    report = look(record(*inner), resolver=resolver)
    assert len(resolver.asked) == most
    assert report.verdict == "authentic"
    assert {one.report.verdict for one in report.inner} <= {"could_not_check", "not_issuers_key"}
    assert report.inner[-1].report.check("proof").code == "resolve.too_many"


def test_nothing_is_asked_for_twice() -> None:
    issuer = "did:web:school.example"
    proof = {**SIGNED["proof"][0], "verificationMethod": f"{issuer}#key"}
    resolver = Counted(found=False)
    look(record(*(inside(number, issuer={"id": issuer}, proof=proof) for number in range(20))), resolver=resolver)
    assert len(resolver.asked) == 1
