"""Where a document breaks a schema, in words: what was found, what was expected, and the JSON pointer.

The schemas that we ship say by ``x-code`` which code belongs to a value or to the entries of a list (``x-codes`` for
members that are missing), and by ``description`` what is expected there.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.credentials.model.strict_json import escape_pointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from jsonschema_rs import ValidationError

_KINDS = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "object": "an object",
    "array": "a list",
    "boolean": "true or false",
    "null": "null",
}
_INTO_MEMBERS = frozenset({"properties", "items", "prefixItems", "additionalProperties", "patternProperties"})
_OWNERS = {"credentialSubject": "subject"}
_LONGEST = 80
_MOST_OPTIONS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One thing that a schema asks for and the document does not keep: stable code, sentence, JSON pointer."""

    code: str
    message: str
    where: str


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the schema asks for at one place: the keyword's own value, the code, and what is expected in words."""

    value: Any
    code: str
    codes: dict[str, str]
    description: str


def violation(error: ValidationError, root: dict[str, Any], load: Callable[[str], Any] | None = None) -> Violation:
    """Return an error of the validator in our words.

    ``root`` is the schema. ``load`` returns another of ours by its URL, or None if there is none; without it the schema
    is a stranger's, whose words and codes are not repeated.
    """
    path, keyword = error.instance_path, error.kind.name
    asked = _asked(root, error.evaluation_path, load or _nothing)
    if load is None:
        asked = _Asked(asked.value, "", {}, "")
    steps = "".join(f"/{escape_pointer(step) if isinstance(step, str) else step}" for step in path)
    if keyword == "required":
        name = str(getattr(error.kind, "property", ""))
        code = asked.codes.get(name) or asked.code or "missing_member"
        message, where = f"{_capital(_thing(path))} has no {_cut(name)}", f"{steps}/{escape_pointer(name)}"
    else:
        fallback, words = _WORDS.get(keyword, _other)(error.instance, asked.value, asked.description)
        code, message, where = asked.code or fallback, f"{_capital(_place(path))} {words}", steps
    if path[:1] == ["issuer"] and len(path) <= 2:
        code = code.replace("profile_", "issuer_")
    return Violation(code=f"schema.{code}", message=message, where=where)


def _asked(root: dict[str, Any], steps: Sequence[str | int], load: Callable[[str], Any]) -> _Asked:
    node: Any = root
    codes: dict[str, str] = {}
    code, description = "", ""
    for step, node in _nodes(root, steps, load):
        if step in _INTO_MEMBERS:
            code, description = (code if step == "items" else ""), ""
        elif isinstance(node, dict):
            code = node.get("x-code") or code
            codes = node.get("x-codes") or {}
            said = node.get("description")
            description = said if isinstance(said, str) else description
    return _Asked(node, code, codes, description)


def _nodes(
    root: dict[str, Any], steps: Sequence[str | int], load: Callable[[str], Any]
) -> Iterator[tuple[str | int, Any]]:
    """Yield the steps to a keyword of the schema, each with where it leads; the last one leads to its value."""
    document: Any = root
    node: Any = root
    yield "", root
    for step in steps:
        if step == "$ref" and isinstance(node, dict):
            url, _, pointer = str(node.get("$ref")).partition("#")
            document = load(url) if url else document
            node = functools.reduce(_member, map(_unescape, pointer.split("/")[1:]), document)
        else:
            node = _member(node, step)
        yield step, node


def _nothing(_: str) -> None:
    return None


def _member(node: Any, step: str | int) -> Any:
    if isinstance(node, list):
        return node[step] if isinstance(step, int) and step < len(node) else None
    return node.get(step) if isinstance(node, dict) else None


def _unescape(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~")


def _type(found: Any, expected: Any, _: str) -> tuple[str, str]:
    kinds = [_KINDS.get(kind, str(kind)) for kind in (expected if isinstance(expected, list) else [expected])]
    return "wrong_type", f"is {_kind(found)}, not {' or '.join(kinds[:_MOST_OPTIONS])}"


def _enum(found: Any, expected: Any, description: str) -> tuple[str, str]:
    options = expected if isinstance(expected, list) else []
    shown = ", ".join(map(_quoted, options[:_MOST_OPTIONS]))
    more = f", … ({len(options)} in all)" if len(options) > _MOST_OPTIONS else ""
    note = "; other names begin with ext:" if description.endswith("ext:") else ""
    return "not_allowed", f"is {_quoted(found)}; allowed are {shown}{more}{note}"


def _const(found: Any, expected: Any, _: str) -> tuple[str, str]:
    return "not_allowed", f"is {_quoted(found)}, not {_quoted(expected)}"


def _contains(found: Any, expected: Any, description: str) -> tuple[str, str]:
    wanted = expected if isinstance(expected, dict) else {}
    if "const" in wanted:
        return "not_allowed", f"does not name {_plain(wanted['const'])}; it is {_quoted(found)}"
    if isinstance(wanted.get("enum"), list):
        names = " nor ".join(_plain(option) for option in wanted["enum"][:_MOST_OPTIONS])
        return "not_allowed", f"names neither {names}; it is {_quoted(found)}"
    return "not_allowed", f"lacks an entry that should be there{_expected(description)}; it is {_quoted(found)}"


def _pattern(found: Any, _: Any, description: str) -> tuple[str, str]:
    return "wrong_form", f"is {_quoted(found)}, which is not of the form that is expected{_expected(description)}"


def _empty(found: Any, _: Any, description: str) -> tuple[str, str]:
    if found in ("", [], {}):
        return "empty", "is empty"
    return "too_little", f"is {_quoted(found)}, which is too little{_expected(description)}"


def _none_of(_: Any, __: Any, description: str) -> tuple[str, str]:
    return "not_met", f"is none of the alternatives that are allowed{_expected(description)}"


def _extra(found: Any, _: Any, __: str) -> tuple[str, str]:
    return "not_allowed", f"has members that are not allowed; it has {_quoted(list(found))}"


def _other(found: Any, _: Any, description: str) -> tuple[str, str]:
    return "not_met", f"is {_quoted(found)}, which the schema does not allow{_expected(description)}"


_WORDS: dict[str, Callable[[Any, Any, str], tuple[str, str]]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "contains": _contains,
    "pattern": _pattern,
    "format": _pattern,
    "minItems": _empty,
    "minLength": _empty,
    "minProperties": _empty,
    "anyOf": _none_of,
    "oneOf": _none_of,
    "additionalProperties": _extra,
    "unevaluatedProperties": _extra,
}


def _expected(description: str) -> str:
    return f" ({_cut(description.rstrip('.'))})" if description else ""


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    kinds = {str: "a text", int: "a number", float: "a number", dict: "an object", list: "a list"}
    return kinds.get(type(value), "null")


def _place(path: Sequence[str | int]) -> str:
    """Name a value by its member and what that belongs to: ``the issuer's type``, ``entry 2 of the subject's tag``."""
    if not path:
        return "the credential"
    *before, last = path
    if isinstance(last, int):
        return f"entry {last + 1} of {_place(before)}"
    return f"{_thing(before)}'s {_cut(last)}" if before else _cut(last)


def _thing(path: Sequence[str | int]) -> str:
    """Name an object by the member that holds it: ``the achievement``, ``alignment 2``."""
    if not path:
        return "the credential"
    *before, last = path
    if isinstance(last, int):
        name = before[-1] if before and isinstance(before[-1], str) else "entry"
        return f"{_OWNERS.get(name, _cut(name))} {last + 1}"
    return f"the {_OWNERS.get(last, _cut(last))}"


def _capital(text: str) -> str:
    word = text.partition(" ")[0]
    return text if word not in {"the", "entry"} else text[:1].upper() + text[1:]


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else _quoted(value)


def _quoted(value: Any) -> str:
    # Not the whole of it: it can be as long as the document.
    shown = value[:_LONGEST] if isinstance(value, (str, list)) else value
    return _cut(json.dumps(shown, ensure_ascii=False, default=str))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
