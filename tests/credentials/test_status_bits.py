"""Bits in, bits out: every size, every spelling that is allowed, and every one that is not."""

from __future__ import annotations

import base64
import gzip
import time
import tracemalloc
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.credentials.status_samples import packed

from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.keys.multibase import base64url_encode
from stepladder.credentials.status import MINIMUM_LENGTH, decode_list, encode_list, encode_values, read_value
from stepladder.credentials.status.bitstring import MAX_BYTES, MAX_MEMBERS, MAX_SIZE

if TYPE_CHECKING:
    import random

LAST = MINIMUM_LENGTH - 1
FULL = bytes(MINIMUM_LENGTH // 8)


def slowly(bits: bytes, index: int, size: int) -> int:
    """Read an entry the way the specification tells it: a string of bits, cut where the entry stands."""
    text = "".join(f"{byte:08b}" for byte in bits[index * size // 8 : index * size // 8 + 4])
    start = index * size % 8
    return int(text[start : start + size], 2)


def refused(encoded: object, **settings: bool) -> str:
    with pytest.raises(MalformedCredentialError) as error:
        decode_list(encoded, **settings)  # type: ignore[arg-type]
    return error.value.code


@given(st.data(), st.integers(1, MAX_SIZE))
def test_values_of_every_size_come_back_as_they_went_in(data: st.DataObject, size: int) -> None:
    values = data.draw(
        st.dictionaries(
            st.integers(0, LAST) | st.sampled_from([0, 1, 7, 8, LAST - 1, LAST]), st.integers(0, (1 << size) - 1)
        )
    )
    bits = decode_list(encode_values(values, size=size))
    assert len(bits) * 8 == MINIMUM_LENGTH * size
    around = {index + step for index in values for step in (-1, 0, 1)} & set(range(MINIMUM_LENGTH))
    for index in around:
        assert read_value(bits, index, size) == values.get(index, 0) == slowly(bits, index, size)


@given(st.randoms(use_true_random=False), st.integers(1, 1000))
def test_random_revocations_agree_with_a_set(draw: random.Random, count: int) -> None:
    revoked = set(draw.sample(range(MINIMUM_LENGTH), count))
    bits = decode_list(encode_list(revoked))
    assert sum(byte.bit_count() for byte in bits) == count
    for index in [*list(revoked)[:50], *(draw.randrange(MINIMUM_LENGTH) for _ in range(50))]:
        assert read_value(bits, index) == (index in revoked)


def test_a_later_value_takes_the_place_of_an_earlier_one_and_touches_no_neighbour() -> None:
    values = dict.fromkeys(range(0, 48, 2), 5) | dict.fromkeys(range(1, 48, 2), 2)
    bits = decode_list(encode_values(values, size=3))
    assert "".join(f"{byte:08b}" for byte in bits[:3]) == "101010101010101010101010"


def test_the_empty_list_of_the_specification_is_read_and_ours_is_the_same_every_time() -> None:
    published = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"
    assert decode_list(published) == FULL
    assert encode_list([]) == encode_list([])
    assert len(encode_list([])) < 80


@pytest.mark.parametrize("index", [-1, MINIMUM_LENGTH, 10**17])
def test_an_index_outside_is_a_range_error(index: int) -> None:
    for made in (lambda: encode_list([index]), lambda: read_value(FULL, index)):
        with pytest.raises(MalformedCredentialError) as error:
            made()
        assert error.value.code == "status.range_error"


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"length": MINIMUM_LENGTH - 8}, "status.length_error"),
        ({"length": MINIMUM_LENGTH + 1}, "status.length_error"),
        ({"length": MAX_BYTES * 8 + 8}, "status.length_error"),
        ({"length": MAX_BYTES * 4 + 8, "size": 2}, "status.length_error"),
        ({"size": 0}, "status.bad_size"),
        ({"size": 13}, "status.bad_size"),
        ({"size": True}, "status.bad_size"),
        ({"size": 10**5000}, "status.bad_size"),
        ({"values": {1: 2}}, "status.range_error"),
        ({"values": {1: -1}}, "status.range_error"),
        ({"values": {1: 8}, "size": 3}, "status.range_error"),
    ],
)
def test_a_list_that_cannot_be_is_not_made(settings: dict[str, object], code: str) -> None:
    with pytest.raises(MalformedCredentialError) as error:
        encode_values(**({"values": {}} | settings))  # type: ignore[arg-type]
    assert error.value.code == code


def test_fault_13_a_bomb_is_cut_at_the_cap_in_time_and_memory() -> None:
    bomb = "u" + base64url_encode(gzip.compress(bytes(200_000_000)))
    nested = "u" + base64url_encode(gzip.compress(bytes(MAX_BYTES // 2)) * 3)
    tracemalloc.start()
    try:
        start = time.process_time()
        assert refused(bomb) == refused(nested) == "status.list_too_large"
        assert time.process_time() - start < 1
        assert tracemalloc.get_traced_memory()[1] < 4 * MAX_BYTES
    finally:
        tracemalloc.stop()
    assert len(decode_list(packed(bytes(MAX_BYTES)))) == MAX_BYTES


GZIP = gzip.compress(FULL, mtime=0)  # the same bytes in every process: they name the cases


@pytest.mark.parametrize(
    "data",
    [
        GZIP[:-1],
        GZIP[:-8],
        GZIP[: len(GZIP) // 2],
        GZIP[:3],
        b"",
        GZIP + b"\0",
        GZIP + b"x" * 100,
        GZIP + GZIP[:12],
        GZIP[:-8] + bytes(8),
        GZIP[:-4] + bytes(4),
        zlib.compress(FULL),
        FULL,
        b"\x1f\x8b\x08\xff" + GZIP[4:],
    ],
    ids=lambda data: f"{len(data)}-{zlib.crc32(data):08x}",
)
def test_fault_14_cut_padded_or_damaged_gzip_is_refused(data: bytes) -> None:
    assert refused("u" + base64url_encode(data)) == "status.list_malformed"


def test_fault_14_members_of_gzip_count_as_one_text_up_to_a_number() -> None:
    halves = gzip.compress(b"\x80" + bytes(9_999)) + gzip.compress(bytes(6_383) + b"\x01")
    bits = decode_list("u" + base64url_encode(halves))
    assert (len(bits), read_value(bits, 0), read_value(bits, LAST)) == (16_383 + 0 + 0 + 1, 1, 1)
    many = b"".join(gzip.compress(bytes(300)) for _ in range(MAX_MEMBERS + 1))
    assert refused("u" + base64url_encode(many)) == "status.list_malformed"


@pytest.mark.parametrize(
    "encoded", [None, 1, True, {}, ["u"], "", "u", "u***", "H4sI", "z1", "u\ud800", "uAAAA", "u=="]
)
def test_fault_14_what_is_no_encoded_list_is_refused(encoded: object) -> None:
    assert refused(encoded) == "status.list_malformed"
    assert refused(encoded, multibase=False) == "status.list_malformed"


def test_lists_of_2021_are_read_in_every_spelling_of_base64_and_bitstrings_in_one() -> None:
    data = gzip.compress(bytes(range(256)) * 64)
    plain, safe = base64.b64encode(data).decode(), base64.urlsafe_b64encode(data).decode()
    assert set("+/") & set(plain)
    for text in (plain, plain.rstrip("="), safe, safe.rstrip("="), "u" + safe.rstrip("=")):
        assert decode_list(text, multibase=False) == bytes(range(256)) * 64
        if text != "u" + safe.rstrip("="):
            assert refused(text) == "status.list_malformed"


@given(st.binary(max_size=200) | st.binary(max_size=60).map(lambda tail: GZIP + tail))
def test_any_bytes_give_bits_or_our_error(data: bytes) -> None:
    for multibase in (True, False):
        with suppress(MalformedCredentialError):
            assert decode_list("u" + base64url_encode(data), multibase=multibase) == gzip.decompress(data)
