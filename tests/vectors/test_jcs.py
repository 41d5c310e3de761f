"""JSON Canonicalization Scheme: the vectors of RFC 8785's authors, its table of numbers, and round trips."""

from __future__ import annotations

import json
import math
import struct
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.credentials.canonical.jcs import number, serialize
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.strict_json import MAX_SAFE_INTEGER, parse

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "vectors" / "jcs"
NAMES = ["arrays", "french", "structures", "unicode", "values", "weird"]

# RFC 8785, appendix B: the bits of an IEEE 754 double, and how ECMAScript writes it.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}


def test_no_vector_is_left_out(shared_data: Path) -> None:
    assert shared_data / "vectors" / "jcs" == FOLDER
    for folder, ending in (("input", ".json"), ("output", ".json"), ("outhex", ".txt")):
        assert sorted(path.name for path in (FOLDER / folder).iterdir()) == [f"{name}{ending}" for name in NAMES]


@pytest.mark.parametrize("name", NAMES)
def test_the_vectors_of_the_authors(name: str, shared_data: Path) -> None:
    canonical = serialize(parse((FOLDER / "input" / f"{name}.json").read_bytes())).encode()
    assert canonical == (FOLDER / "output" / f"{name}.json").read_bytes()
    assert canonical == bytes.fromhex((FOLDER / "outhex" / f"{name}.txt").read_text())
    assert serialize(parse(canonical)).encode() == canonical


@pytest.mark.parametrize(("bits", "text"), NUMBERS.items())
def test_the_numbers_of_the_appendix(bits: str, text: str) -> None:
    value = struct.unpack(">d", bytes.fromhex(bits))[0]
    assert number(value) == text
    assert float(text) == value


@pytest.mark.parametrize("bits", ["7fffffffffffffff", "7ff0000000000000", "fff0000000000000"])
def test_what_is_no_number_is_never_written(bits: str) -> None:
    with pytest.raises(MalformedCredentialError, match="not a JSON number"):
        number(struct.unpack(">d", bytes.fromhex(bits))[0])


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_double_comes_back(value: float) -> None:
    text = number(value)
    assert float(text) == value
    assert "E" not in text
    assert not text.startswith("+")
    assert len(text) <= 25  # sign, seventeen digits, point, exponent; or "0.00000" before the digits


@given(st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER))
def test_an_integer_is_written_as_the_double_of_the_same_value(value: int) -> None:
    assert serialize(value) == str(value) == number(float(value))


# A reader refuses integers beyond 2^53-1, and a double of that size is written like one.
DOUBLES = st.floats(allow_nan=False, allow_infinity=False).filter(
    lambda value: abs(value) <= MAX_SAFE_INTEGER or "e" in number(value)
)
INTEGERS = st.integers(-MAX_SAFE_INTEGER, MAX_SAFE_INTEGER)
SCALARS = st.none() | st.booleans() | INTEGERS | st.text() | DOUBLES
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4)
)


@given(VALUES)
def test_the_canonical_text_says_the_same_and_is_a_fixed_point(value: Any) -> None:
    text = serialize(value)
    again = parse(text)
    assert again == value
    assert serialize(again) == text


@given(st.dictionaries(st.text(), st.integers(0, 9), max_size=8), st.randoms(use_true_random=False))
def test_members_are_sorted_by_utf_16_units_whatever_their_order(value: dict[str, int], chance: Any) -> None:
    members = list(value.items())
    chance.shuffle(members)
    text = serialize(dict(members))
    assert text == serialize(value)
    names = [name.encode("utf-16-be") for name in json.loads(text)]
    assert names == sorted(names)


def test_negative_zero_is_zero() -> None:
    assert serialize([-0.0, 0.0, 0]) == "[0,0,0]"
    assert math.copysign(1, -0.0) == -1
