"""Strict JSON: what two readers could understand differently is refused before anything is signed or believed."""

from __future__ import annotations

import json
import math
from collections import Counter
from typing import Any

from stepladder.credentials.errors import MalformedCredentialError

MAX_BYTES = 4 * 1024 * 1024
MAX_DEPTH = 64
MAX_VALUES = 25_000
MAX_POINTER = 1_000  # a long name above many values would make thousands of long pointers
MAX_SAFE_INTEGER = 2**53 - 1
_BYTES = 4  # that one character beyond ASCII may take in memory

Path = tuple[Any, ...]
"""Where a value stands: ``()`` for the document, else the path of its parent and the member name or index."""


def parse(data: bytes | str, *, max_bytes: int = MAX_BYTES) -> Any:
    """Parse UTF-8 JSON and return plain Python values.

    Raises MalformedCredentialError: ``document.too_large`` (bytes, values), ``document.too_deep`` (64 levels),
    ``document.long_names``, ``document.not_json``, ``document.duplicate_key``, ``document.bad_number`` (NaN, Infinity,
    integers beyond 2^53-1) and ``document.lone_surrogate``. See RFC 8259 section 4 and RFC 7493 (I-JSON).
    """
    if len(data) > max_bytes:
        raise _refusal(
            "document.too_large", f"The document has {len(data):,} bytes, more than the {max_bytes:,} that we read"
        )
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
    except UnicodeDecodeError as cause:
        raise _refusal("document.not_json", "The bytes are not UTF-8 text") from cause
    try:
        value = json.loads(
            text,
            object_pairs_hook=_members,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_number,
        )
    except json.JSONDecodeError as cause:
        raise _refusal(
            "document.not_json", f"This is not JSON: {cause.msg} in line {cause.lineno}, column {cause.colno}"
        ) from cause
    except RecursionError as cause:
        raise _refusal("document.too_deep", f"The document is nested deeper than {MAX_DEPTH} levels") from cause
    check_values(value)
    return value


def check_values(value: Any) -> None:
    """Check a parsed value for lone surrogates, depth, size, and numbers that JSON readers disagree on.

    Raises MalformedCredentialError as :func:`parse` does, with the JSON pointer of the culprit.
    """
    stack: list[tuple[Any, Path, int, int]] = [(value, (), 0, 0)]
    seen = 0
    while stack:
        item, path, depth, length = stack.pop()
        seen += 1
        if seen > MAX_VALUES:
            raise _refusal("document.too_large", f"The document has more than {MAX_VALUES:,} values")
        if depth > MAX_DEPTH:
            raise _refusal("document.too_deep", f"The document is nested deeper than {MAX_DEPTH} levels", pointer(path))
        if isinstance(item, dict):
            for key, member in item.items():
                if not isinstance(key, str):
                    raise _refusal("document.not_json", f"The member name {key!r} is not a string", pointer(path))
                named = length + (len(key) if key.isascii() else _BYTES * len(key))
                if named >= MAX_POINTER:
                    raise _refusal("document.long_names", f"Member names add up to more than {MAX_POINTER:,} bytes")
                _refuse_surrogates(key, path)
                stack.append((member, (path, key), depth + 1, named + 1))
        elif isinstance(item, (list, tuple)):
            stack.extend((member, (path, index), depth + 1, length + 6) for index, member in enumerate(item))
        else:
            _check_scalar(item, path)


def _check_scalar(item: Any, path: Path) -> None:
    if isinstance(item, str):
        _refuse_surrogates(item, path)
    elif isinstance(item, float) and not math.isfinite(item):
        raise _refusal("document.bad_number", f"{item} is not a JSON number", pointer(path))
    elif isinstance(item, int) and not isinstance(item, bool) and abs(item) > MAX_SAFE_INTEGER:
        message = "An integer beyond 2^53-1 is read differently by different programs"
        raise _refusal("document.bad_number", message, pointer(path))
    elif item is not None and not isinstance(item, (bool, int, float)):
        raise _refusal("document.not_json", f"A {type(item).__name__} is not a JSON value", pointer(path))


def escape_pointer(key: str) -> str:
    """Escape a member name for a JSON pointer (RFC 6901, section 3)."""
    return key.replace("~", "~0").replace("/", "~1")


def pointer(path: Path) -> str:
    """Write a path as a JSON pointer (RFC 6901)."""
    steps = []
    while path:
        path, step = path
        steps.append(escape_pointer(step) if isinstance(step, str) else str(step))
    return "".join(f"/{step}" for step in reversed(steps))


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        twice = next(name for name, count in Counter(name for name, _ in pairs).items() if count > 1)
        raise _refusal(
            "document.duplicate_key",
            f"The member {twice[:80]!r} occurs twice in one object, and readers differ on which counts",
        )
    return members


def _refuse_constant(text: str) -> Any:
    raise _refusal("document.bad_number", f"{text} is not a JSON number")


def _integer(text: str) -> int:
    if len(text) > 17 or abs(int(text)) > MAX_SAFE_INTEGER:
        raise _refusal(
            "document.bad_number",
            f"The integer {text[:24]} is beyond 2^53-1 and is read differently by different programs",
        )
    return int(text)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _refusal("document.bad_number", f"The number {text[:24]} is too large")
    return number


def _refuse_surrogates(text: str, path: Path) -> None:
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as cause:
            raise _refusal(
                "document.lone_surrogate", "A string holds half of a surrogate pair", pointer(path)
            ) from cause


def _refusal(code: str, message: str, where: str = "") -> MalformedCredentialError:
    return MalformedCredentialError(
        message,
        code=code,
        hint="Ask the issuer for the original file.",
        where=where,
        spec="RFC 7493 (I-JSON)",
    )
