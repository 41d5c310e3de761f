"""Changes that a fuzzer of bytes would hardly find: in the JSON inside a token, a picture or a presentation.

Each takes an input apart, changes one place or a few, and puts it together again, so that what lies behind the parser
is reached too.
"""

from __future__ import annotations

import base64
import copy
import gzip
import json
import re
import struct
import zlib
from typing import TYPE_CHECKING, Any

from tests.fuzz.seeds import packed

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterable

SCALARS: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 1.5, -0.0, 1e21, 5e-324, 2**31, 2**53 - 1, 2**53, [], {}, [[]], [{}], [None], ""),
    *(" ", "\0", "\u202e", "\ufeff", "é", "e\u0301", "\U0001f600", "a" * 300, "1", "-1", "1e3", "0x1", "9" * 19, "@id"),
    *("@type", "@context", "@value", "@list", "@set", "@none", "@json", "_:a", "_:", ":", "#", "/", "//", "u", "z"),
    *(
        "urn:x:1",
        "did:key:",
        "did:key:z",
        "did:jwk:e30",
        "did:web:",
        "did:web:a%00",
        "https://[",
        "https://",
        "file:///",
    ),
    *(
        "http://[::1",
        "https://a:99999",
        "data:application/vc+jwt,",
        "2026-01-01",
        "2026-02-30T00:00:00Z",
        "JWT",
        "none",
    ),
    *("0000-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "2026-06-30T23:59:60Z", "2026-01-01T00:00:00+24:00"),
)
_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*")
_LEVELS = 40


def mutate(data: bytes, chance: random.Random, pool: list[tuple[str, Any]]) -> bytes:
    """Return the input with one change or a few; ``pool`` holds members of other inputs to put in."""
    for take_apart in (_picture, _svg, _token, _document):
        changed = take_apart(data, chance, pool)
        if changed is not None:
            return changed
    return _bytes(data, chance)


def members(inputs: Iterable[bytes]) -> list[tuple[str, Any]]:
    """Collect the members of all JSON inputs, for :func:`mutate` to put into others."""
    found: dict[str, tuple[str, Any]] = {}
    for data in inputs:
        for holder, key in _places(_read(data)):
            if isinstance(key, str):
                found.setdefault(f"{key} {holder[key]!r}", (key, holder[key]))
    return list(found.values())


def _read(data: bytes | str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return every member and item as its holder and the key or index in it."""
    found: list[tuple[Any, Any]] = []
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, dict | list):
            keys = list(item) if isinstance(item, dict) else list(range(len(item)))
            found += [(item, key) for key in keys]
            stack += [item[key] for key in keys]
    return found


# ------------------------------------------------------------------ what holds JSON


def _document(data: bytes, chance: random.Random, pool: list[tuple[str, Any]]) -> bytes | None:
    value = _read(data)
    if not isinstance(value, dict | list):
        return None
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        value = _changed(value, chance, pool)
    text = packed_anyhow(value)
    return _twice(text, chance) if chance.random() < 0.02 else text


def packed_anyhow(value: Any) -> bytes:
    """Return JSON text, escaped where a string holds half of a surrogate pair."""
    try:
        return packed(value)
    except UnicodeEncodeError:
        return json.dumps(value).encode()


def _changed(value: Any, chance: random.Random, pool: list[tuple[str, Any]]) -> Any:
    places = _places(value)
    if not places:
        return chance.choice(SCALARS)
    holder, key = chance.choice(places)
    changes: list[Callable[[], None]] = [
        lambda: holder.__delitem__(key),
        lambda: holder.__setitem__(key, copy.deepcopy(chance.choice(SCALARS))),
        lambda: holder.__setitem__(key, [holder[key]]),
        lambda: holder.__setitem__(key, _scalar_changed(holder[key], chance)),
        lambda: holder.__setitem__(key, copy.deepcopy(_at(chance.choice(places)))),
        lambda: _put(holder, chance.choice(pool) if pool else ("x", 1)),
        lambda: _put(holder, (chance.choice([str(name) for _, name in places]), chance.choice(SCALARS))),
        lambda: _renamed(holder, key, chance),
        lambda: holder.__setitem__(key, _wrapped(holder[key], chance)),
    ]
    chance.choice(changes)()
    return value


def _at(place: tuple[Any, Any]) -> Any:
    holder, key = place
    return holder[key]


def _put(holder: Any, member: tuple[str, Any]) -> None:
    key, value = member
    if isinstance(holder, dict):
        holder[key] = copy.deepcopy(value)
    else:
        holder.append(copy.deepcopy(value))


def _renamed(holder: Any, key: Any, chance: random.Random) -> None:
    if isinstance(holder, dict):
        name = chance.choice([key + "x", "@" + key, key.upper(), "https://schema.org/" + key, key[1:]])
        holder[name] = holder.pop(key)
    else:
        holder.insert(0, holder.pop(key))


def _wrapped(value: Any, chance: random.Random) -> Any:
    """Put a value deeper: many lists or objects around it, or a keyword."""
    for _ in range(chance.choice((1, 2, _LEVELS))):
        value = chance.choice([[value], {"@value": value}, {"@list": [value]}, {"@graph": value}, {"id": value}])
    return value


def _scalar_changed(value: Any, chance: random.Random) -> Any:
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int | float):
        return chance.choice([-value, value + 1, value * 2, str(value), value / 3])
    if not isinstance(value, str):
        return json.dumps(value)
    if _TOKEN.fullmatch(value):
        return (_token(value.encode(), chance, []) or b"").decode()
    if value[:4] in {"uH4s", "H4sI"}:
        bits = chance.randbytes(chance.choice((0, 16, 16_384)))
        return value[:1].replace("H", "") + base64.urlsafe_b64encode(gzip.compress(bits, mtime=0)).rstrip(b"=").decode()
    place = chance.randrange(len(value) + 1)
    other = chance.choice([chr(chance.randrange(0x20, 0x7F)), chr(chance.randrange(0x110000)), "%2F", "\\", '"', ""])
    return chance.choice(
        [value[:place] + other + value[place:], value[:place] + other + value[place + 1 :], value[place:]]
    )


def _twice(text: bytes, chance: random.Random) -> bytes:
    """Let a member occur twice, or a number be none that JSON has."""
    other = chance.choice([b'"id":1,', b'"type":[],', b'"n":NaN,', b'"n":1e999,', b'"n":12345678901234567890,'])
    return text.replace(b"{", b"{" + other, 1)


# ------------------------------------------------------------------ what holds text


def _token(data: bytes, chance: random.Random, pool: list[tuple[str, Any]]) -> bytes | None:
    parts = data.split(b".")
    if not data.startswith(b"ey") or len(parts) != 3:
        return None
    which = chance.choice((0, 1, 1, 2))
    try:
        inside = base64.urlsafe_b64decode(parts[which] + b"===")
    except ValueError:
        return None
    changed = (_document(inside, chance, pool) if which < 2 else None) or _bytes(inside, chance)
    parts[which] = base64.urlsafe_b64encode(changed).rstrip(b"=")
    return b".".join(parts)


def _picture(data: bytes, chance: random.Random, pool: list[tuple[str, Any]]) -> bytes | None:
    """Change one chunk of a PNG and correct its length and checksum, or move, repeat or drop it."""
    if not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return None
    chunks, position = [], 8
    while position + 12 <= len(data) and len(chunks) < 50:
        (length,) = struct.unpack_from(">I", data, position)
        chunks.append((data[position + 4 : position + 8], data[position + 8 : position + 8 + length]))
        position += 12 + length
    if not chunks:
        return None
    index = chance.randrange(len(chunks))
    kind, body = chunks[index]
    change = chance.randrange(6)
    if change == 0:
        chunks.insert(chance.randrange(len(chunks)), chunks[index])
    elif change == 1:
        del chunks[index]
    elif change == 2:
        chunks[index] = (chance.choice([b"iTXt", b"tEXt", b"zTXt", b"IEND", b"IHDR"]), body)
    else:
        head, mark, text = body.partition(b"\0" * chance.choice((1, 2, 5)))
        text = (mutate(text, chance, pool) if text[:1] in b"{e" else b"") or _bytes(text, chance)
        chunks[index] = (kind, head + mark + text)
    whole = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
    return data[:8] + whole


def _svg(data: bytes, chance: random.Random, pool: list[tuple[str, Any]]) -> bytes | None:
    """Change what stands in the credential of an SVG, or a word of the markup."""
    if not data.lstrip().startswith(b"<"):
        return None
    start, end = data.find(b"<![CDATA["), data.rfind(b"]]>")
    if 0 <= start < end and chance.random() < 0.5:
        return data[: start + 9] + mutate(data[start + 9 : end], chance, pool) + data[end:]
    words = re.findall(rb"[\w:.-]+|[^\w\s]", data)
    word = chance.choice(words)
    other = chance.choice([*words, b"<svg>", b"</svg>", b"<!--", b"-->", b"&a;", b"&#0;", b'<!ENTITY a "b">', b""])
    place = chance.choice([match.start() for match in re.finditer(re.escape(word), data)])
    return data[:place] + other + data[place + (len(word) if chance.random() < 0.5 else 0) :]


def _bytes(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    length = chance.choice((0, 1, 1, 4, 40))
    other = chance.choice([b"", chance.randbytes(1), chance.randbytes(4), data[place : place + 8] * 2, b"\0", b"\xff"])
    return data[:place] + other + data[place + length :]
