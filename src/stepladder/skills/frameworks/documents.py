"""Frameworks that come as one JSON document: parsed within bounds, and members read with their place in it."""

from __future__ import annotations

import codecs
import hashlib
from typing import TYPE_CHECKING, Any

import orjson

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.values import Source

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterator

    from stepladder.skills.frameworks.problems import Problems

__all__ = ["LARGEST_DOCUMENT", "Members", "counted", "document_source", "json_value"]

LARGEST_DOCUMENT = 64 * 1024 * 1024
MOST_VALUES = 2_000_000  # objects and lists: each costs memory far beyond its two bytes of text
LONGEST_TEXT = 20_000
MOST_SENTENCES = 20
_MALFORMED = "framework.malformed_json"


def json_value(data: bytes, name: str) -> Any:
    """Return the value of a JSON document; raises `FrameworkError` for one that is too large, or none.

    Codes: ``framework.too_large``, ``framework.encoding``, ``framework.malformed_json``.
    """
    if len(data) > LARGEST_DOCUMENT or data.count(b"{") + data.count(b"[") > MOST_VALUES:
        raise FrameworkError(
            f"{name} is larger than is read: {LARGEST_DOCUMENT:,} bytes, {MOST_VALUES:,} objects and lists",
            code="framework.too_large",
            where=name,
        )
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FrameworkError(
            f"{name} is UTF-16; JSON is UTF-8", code="framework.encoding", where=name, hint="Save it as UTF-8."
        )
    try:
        return orjson.loads(data.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError as error:
        hint = "Give the JSON document itself, unpacked." if data[:2] in {b"PK", b"\x1f\x8b"} else "Download it again."
        raise FrameworkError(
            f"{name} is not JSON: {str(error).partition(':')[0]} (line {error.lineno}, column {error.colno})",
            code=_MALFORMED,
            where=f"{name}, line {error.lineno}",
            hint=hint,
        ) from error


def document_source(data: bytes, name: str) -> Source:
    """Return name, SHA-256 and size of a document."""
    return Source(name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data))


def counted(counts: Counter[str], sentence: Callable[[int, str], str]) -> list[str]:
    """Return a sentence for each thing that was counted, and one for those that are too many to name."""
    there = sorted(what for what, number in counts.items() if number)
    more = len(there) - MOST_SENTENCES
    return [sentence(counts[what], what) for what in there[:MOST_SENTENCES]] + [f"{more:,} more kinds."] * (more > 0)


class Members:
    """Reads members of objects; what has another type than it should is noted with its JSON pointer."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def text(self, holder: dict[str, Any], name: str, where: str, *, needed: bool = False) -> str:
        """Return a text without line ends and double spaces; empty where there is none."""
        value = holder.get(name)
        if value is None:
            if needed:
                self.problems.add(f"has no {name!r}", where, "framework.missing_value")
            return ""
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            self.problems.add(f"is {_kind(value)}; expected a text", f"{where}/{name}", _MALFORMED)
            return ""
        return self.clean(str(value), f"{where}/{name}")

    def clean(self, text: str, where: str) -> str:
        """Return a text with single spaces; one that is too long is noted and cut."""
        if len(text) > LONGEST_TEXT:
            said = f"is {len(text):,} characters long; at most {LONGEST_TEXT:,} are read"
            self.problems.add(said, where, "framework.field_too_large")
        return " ".join(text[:LONGEST_TEXT].split())

    def texts(self, holder: dict[str, Any], name: str, where: str) -> list[str]:
        """Return a list of texts, each once; one text counts as a list of one."""
        value = holder.get(name)
        if value is None:
            return []
        found = []
        for place, one in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(one, str):
                found.append(self.clean(one, f"{where}/{name}/{place}"))
            else:
                self.problems.add(f"is {_kind(one)}; expected a text", f"{where}/{name}/{place}", _MALFORMED)
        return list(dict.fromkeys(filter(None, found)))

    def object(self, holder: dict[str, Any], name: str, where: str, *, needed: bool = False) -> dict[str, Any]:
        """Return an object; an empty one where there is none."""
        value = holder.get(name)
        if isinstance(value, dict):
            return value
        if value is not None or needed:
            said = f"is {_kind(value)}; expected an object" if value is not None else "is missing"
            self.problems.add(said, f"{where}/{name}", _MALFORMED)
        return {}

    def objects(self, holder: dict[str, Any], name: str, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield (pointer, object) for each object of a list; nothing where there is no list."""
        value = holder.get(name)
        if value is None:
            return
        if not isinstance(value, list):
            self.problems.add(f"is {_kind(value)}; expected a list", f"{where}/{name}", _MALFORMED)
            return
        for place, one in enumerate(value):
            if isinstance(one, dict):
                yield f"{where}/{name}/{place}", one
            else:
                self.problems.add(f"is {_kind(one)}; expected an object", f"{where}/{name}/{place}", _MALFORMED)


def _kind(value: Any) -> str:
    return {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}.get(
        type(value), "a number"
    )
