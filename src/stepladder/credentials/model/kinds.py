"""The kinds of values that a member may hold: how each is read from JSON, and how it is written."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol

from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.strict_json import pointer
from stepladder.credentials.model.terms import EXTENSIBLE

if TYPE_CHECKING:
    from enum import StrEnum

    from stepladder.credentials.model.mapping import Value
    from stepladder.credentials.model.strict_json import Path

_OWN_WORD = re.compile(r"ext:[A-Za-z0-9._-]+")
HINT = "Correct the document; the issuer has to sign it anew."
_FOUND: dict[type, str] = {
    type(None): "null",
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "an array",
    tuple: "an array",
    dict: "an object",
}


class Kind(Protocol):
    """One kind of value. ``takes_lists`` says that an array is one value of it."""

    @property
    def takes_lists(self) -> bool:
        """Tell whether the kind reads arrays by itself."""

    def read(self, value: Any, path: Path, *, strict: bool) -> Any:
        """Return the value in Python, or raise MalformedCredentialError (``model.…``) with where it stands."""

    def write(self, value: Any) -> Any:
        """Return the value as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A value that is the same in Python and JSON."""

    types: tuple[type, ...]
    expected: str
    code: str
    takes_lists: bool = False

    def read(self, value: Any, path: Path, *, strict: bool) -> Any:  # noqa: ARG002 - one signature for all kinds
        """Return the value itself."""
        if isinstance(value, self.types) and (bool in self.types or not isinstance(value, bool)):
            return value
        raise unlike(value, path, code=self.code, expected=self.expected)

    def write(self, value: Any) -> Any:
        """Return the value itself."""
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that people read: a string, or an object that says its language; with ``takes_lists`` also several."""

    takes_lists: bool = False

    def read(self, value: Any, path: Path, *, strict: bool) -> Any:
        """Return a string, a ``LanguageValue``, or a tuple of these."""
        if isinstance(value, str):
            return value
        if isinstance(value, dict):
            return named("LanguageValue").read_part(value, path, strict=strict)
        if self.takes_lists and isinstance(value, (list, tuple)) and value:
            return tuple(TEXTS.read(item, (path, index), strict=strict) for index, item in enumerate(value))
        raise unlike(value, path, code="model.text", expected="a text")

    def write(self, value: Any) -> Any:
        """Return strings and objects, in an array if there was one."""
        if isinstance(value, tuple):
            return [self.write(item) for item in value]
        return value if isinstance(value, str) else value.to_document()


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of one of the standard's enumerations, or one of somebody's own."""

    words: type[StrEnum]
    takes_lists: bool = False

    def read(self, value: Any, path: Path, *, strict: bool) -> Any:
        """Return the member of the enumeration, or the text as it is where it is none."""
        if not isinstance(value, str):
            raise unlike(value, path, code="model.text", expected=f"a word ({self.words.__name__})")
        try:
            return self.words(value)
        except ValueError:
            pass
        if strict and not (self.words in EXTENSIBLE and _OWN_WORD.fullmatch(value)):
            raise MalformedCredentialError(
                f"{value[:80]!r} is no {self.words.__name__} of the standard",
                code="model.word",
                hint="Take a word of the standard, or begin your own with ext: where the list is extensible.",
                where=pointer(path),
            )
        return value

    def write(self, value: Any) -> Any:
        """Return a plain string."""
        return str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Json:
    """JSON that the model does not look into, such as an inline context."""

    expected: str = "an object or a text"
    takes_lists: bool = False

    def read(self, value: Any, path: Path, *, strict: bool) -> Any:  # noqa: ARG002 - one signature for all kinds
        """Return a copy of an object, or a text."""
        if isinstance(value, (str, dict)):
            return copied(value)
        raise unlike(value, path, code="model.object", expected=self.expected)

    def write(self, value: Any) -> Any:
        """Return a copy."""
        return copied(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An object of another class; with ``or_id`` it may also be written as its mere id.

    ``signed`` is for what others have signed: it stays as it is, so its words are not for us to judge.
    """

    name: str
    or_id: bool = False
    signed: bool = False
    takes_lists: bool = False

    def read(self, value: Any, path: Path, *, strict: bool) -> Any:
        """Return a value of the class."""
        cls = named(self.name)
        if self.or_id and isinstance(value, str):
            return cls.only_named(value)
        return cls.read_part(value, path, strict=strict and not self.signed)

    def write(self, value: Any) -> Any:
        """Return an object, or the id if that was all there was."""
        return value.to_part()


@dataclass(frozen=True, slots=True, kw_only=True)
class Inner:
    """A credential inside another document: an object of the class that its types name, an envelope, or a token."""

    takes_lists: bool = False

    def read(self, value: Any, path: Path, *, strict: bool) -> Any:  # noqa: ARG002 - others have signed it
        """Return a value of the class, or the token as it is."""
        from stepladder.credentials.model.credentials import class_of

        return value if isinstance(value, str) else class_of(value, path).read_part(value, path, strict=False)

    def write(self, value: Any) -> Any:
        """Return an object or a token."""
        return value if isinstance(value, str) else value.to_document()


TEXT, TEXTS = Text(takes_lists=True), Text()
PLAIN = Scalar(types=(str,), expected="a text", code="model.text")
NUMBER = Scalar(types=(int, float), expected="a number", code="model.number")
BOOLEAN = Scalar(types=(bool,), expected="true or false", code="model.boolean")
CODE = Scalar(types=(str, int, float), expected="a text or a number", code="model.text")
JSON, INNER = Json(), Inner()


@functools.cache
def named(name: str) -> type[Value]:
    """Return a class of the model by its name; its module is imported when it is first needed."""
    found: type[Value] = getattr(import_module("stepladder.credentials.model"), name)
    return found


def copied(value: Any) -> Any:
    """Return a copy of JSON, so that nobody can change a value from outside."""
    if isinstance(value, dict):
        return {name: copied(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [copied(item) for item in value]
    return value


def unlike(found: Any, path: Path, *, code: str, expected: str, spec: str = "") -> MalformedCredentialError:
    """Return the error for a value of another kind than expected."""
    what = _FOUND.get(type(found), "something else")
    message = f"Here stands {what}, and {expected} is expected"
    return MalformedCredentialError(message, code=code, hint=HINT, where=pointer(path), spec=spec)
