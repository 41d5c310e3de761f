"""Lists that held are remembered, by the digest of their bytes; a verdict never is."""

from __future__ import annotations

import json
import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.credentials.conftest import AT
from tests.credentials.faults import controller
from tests.credentials.status_samples import LIST, SIGNER, STRANGER, credential, listed, sealed, signed_list, told

from stepladder.credentials import VerificationPolicy, inspect
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.status import decode_list, encode_list, status_entry
from stepladder.credentials.status.bitstring import MAX_BYTES
from stepladder.credentials.status.cache import DECODED, BoundedCache, decoded_list
from stepladder.credentials.verification import status_lists
from stepladder.credentials.verification.status_lists import HELD

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from stepladder.credentials import VerificationReport

ENTRY = status_entry(LIST, 7)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> Iterator[None]:
    for cache in (HELD, DECODED):
        cache.clear()
    yield
    for cache in (HELD, DECODED):
        cache.clear()


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note every list that is checked from the beginning; the real check is made."""
    noted: list[str] = []
    real = status_lists._checked

    def noting(examination: Any, data: bytes, url: str, issuer: str) -> Any:
        noted.append(url)
        return real(examination, data, url, issuer)

    monkeypatch.setattr(status_lists, "_checked", noting)
    return noted


DATA = credential(ENTRY)


def look(body: bytes, at: datetime = AT, **settings: Any) -> VerificationReport:
    policy = settings.pop("policy", None)
    return inspect(DATA, resolver=DocumentResolver(status_lists=[body], **settings), at=at, policy=policy)


def test_a_list_that_held_is_checked_once_and_its_bits_are_looked_at_each_time(checked: list[str]) -> None:
    body = signed_list(8)
    for index, verdict in ((7, "authentic"), (8, "revoked"), (9, "authentic")):
        data = credential(status_entry(LIST, index))
        assert inspect(data, resolver=DocumentResolver(status_lists=[body]), at=AT).verdict == verdict
    assert checked == [LIST]
    assert (len(HELD), len(DECODED)) == (1, 1)


def test_a_new_list_at_the_same_address_counts_at_once(checked: list[str]) -> None:
    assert [look(signed_list(*indexes)).verdict for indexes in ([], [7], [], [7])] == [
        "authentic",
        "revoked",
        "authentic",
        "revoked",
    ]
    assert len(checked) == 2


def test_a_list_that_does_not_hold_is_not_remembered(checked: list[str]) -> None:
    altered = json.loads(signed_list(7)) | {"description": "changed"}
    for _ in range(2):
        assert told(look(json.dumps(altered).encode())) == ("could_not_check", "status.list_altered")
    assert (len(checked), len(HELD)) == (2, 0)
    assert told(look(signed_list(signer=STRANGER))) == ("could_not_check", "status.other_issuer")
    assert len(HELD) == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # it forgets; each example remembers anew
@given(st.data())
def test_no_changed_byte_of_a_list_ever_reads_as_clear(data: st.DataObject) -> None:
    body = signed_list(7)
    changed = bytearray(body)
    changed[data.draw(st.integers(0, len(body) - 1))] ^= data.draw(st.integers(1, 255))
    assert fetched(body) == "revoked"  # the true one is remembered
    assert fetched(bytes(changed)) in {"could_not_check", "revoked"}
    assert fetched(body) == "revoked"


def fetched(body: bytes) -> str:
    return inspect(DATA, resolver=DocumentResolver(fetch=lambda _: body, clock=lambda: AT), at=AT).verdict


def test_time_is_judged_anew() -> None:
    body = signed_list(valid_from=AT, valid_until=AT + DAY, ttl_ms=1000)
    assert look(body).verdict == "authentic"
    assert "stale" in look(body, AT + timedelta(hours=1)).check("status").message
    assert look(body, AT + 2 * DAY).verdict == "status_too_old"
    old = VerificationPolicy(max_status_age=timedelta(minutes=1))
    assert look(body, AT + timedelta(hours=1), policy=old).verdict == "status_too_old"
    assert look(body, AT - DAY).check("status").code == "status.list_not_yet_valid"


def test_an_earlier_time_than_that_of_the_check_is_checked_again(checked: list[str]) -> None:
    body = signed_list(valid_from=AT - 10 * DAY)
    for at in (AT, AT + DAY, AT - DAY):
        assert look(body, at).verdict == "authentic"
    assert len(checked) == 2


SITE = "https://badges.example.edu/issuer"
HOSTED = InMemorySigner(bytes(range(32)), controller=SITE, verification_method=f"{SITE}#{SIGNER.public_multikey}")


def hosted(document: dict[str, Any]) -> tuple[str, str]:
    unsigned = {member: value for member, value in json.loads(DATA).items() if member != "proof"}
    data = sealed(unsigned | {"issuer": {"id": SITE, "type": ["Profile"]}}, HOSTED)
    resolver = DocumentResolver(
        issuer_documents=[json.dumps(document).encode()], status_lists=[sealed(listed(signer=HOSTED), HOSTED)]
    )
    return told(inspect(data, resolver=resolver, at=AT))


def test_a_key_document_that_changed_is_looked_at_again(checked: list[str]) -> None:
    document = controller(HOSTED, SITE)
    assert hosted(document) == hosted(document) == ("authentic", "status.clear")
    assert len(checked) == 1
    assert hosted(document | {"service": []}) == ("authentic", "status.clear")
    assert len(checked) == 2
    withdrawn = controller(HOSTED, SITE, revoked="2026-01-01T00:00:00Z")
    assert hosted(withdrawn)[0] != "authentic"


@pytest.mark.parametrize("member", ["revoked", "expires"])
def test_a_key_with_an_end_is_judged_each_time(member: str, checked: list[str]) -> None:
    document = controller(HOSTED, SITE, **{member: "2030-01-01T00:00:00Z"})
    assert hosted(document) == hosted(document) == ("authentic", "status.clear")
    assert (len(checked), len(HELD)) == (2, 0)


def test_other_contexts_or_another_policy_are_another_question(checked: list[str]) -> None:
    body = signed_list()
    resolver = DocumentResolver(status_lists=[body])
    store = ContextStore({"https://extra.example/context": {"@context": {}}})
    for _ in range(2):
        inspect(DATA, resolver=resolver, at=AT, store=store)
    assert (len(checked), len(HELD)) == (2, 0)
    look(body)
    look(body, policy=VerificationPolicy(compromised_keys={"did:key:z#z": AT}))
    look(body, policy=VerificationPolicy(accepted_suites=frozenset({"eddsa-rdfc-2022"})))
    assert (len(checked), len(HELD)) == (5, 3)


def test_the_memory_is_bounded_by_number_and_by_bytes() -> None:
    cache: BoundedCache[int] = BoundedCache(most=3, most_bytes=100)
    for key in range(10):
        cache.put(key, key, 10)
    assert ([cache.get(key) for key in range(10)], cache.bytes) == ([None] * 7 + [7, 8, 9], 30)
    cache.get(7)
    cache.put("large", 1, 85)
    assert (cache.get(9), cache.get(7), len(cache), cache.bytes) == (None, 7, 2, 95)
    cache.put("larger than all", 1, 101)
    assert (cache.get("larger than all"), len(cache)) == (None, 2)
    cache.put("large", 2, 5)
    assert (cache.get("large"), cache.bytes) == (2, 15)


def test_bits_are_remembered_by_their_text_and_never_beyond_the_bound() -> None:
    text = encode_list([7])
    assert decoded_list(text) is decoded_list(text)
    assert decoded_list(text) == decode_list(text)
    for number in range(10):
        decoded_list(encode_list([number], MAX_BYTES * 8))
    assert DECODED.bytes <= 32 * 1024 * 1024


def test_threads_may_share_the_memory() -> None:
    cache: BoundedCache[int] = BoundedCache(most=5, most_bytes=50)

    def work(start: int) -> None:
        for number in range(2_000):
            cache.put((start + number) % 9, number, 1 + number % 20)
            cache.get(number % 9)

    threads = [threading.Thread(target=work, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(cache) <= 5
    assert 0 <= cache.bytes <= 50
