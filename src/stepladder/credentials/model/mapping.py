"""How a class of the standards is read from JSON and written to it: one way for all of them, told by its fields.

A field without metadata is a text under its own name in camelCase; :func:`member` says what is different. A field
without a default is a member that the JSON must have. Members that the class does not know are kept in ``other``; in
which order the members stood, and which of them in an array, is kept in ``written``. So ``to_document`` gives back the
very JSON that ``from_document`` read.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar

from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.kinds import HINT, TEXT, copied, unlike
from stepladder.credentials.model.strict_json import check_values, pointer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from dataclasses import Field
    from typing import Self

    from stepladder.credentials.model.kinds import Kind
    from stepladder.credentials.model.strict_json import Path

_ONE, _LIST, _EMPTY, _ID = "one", "list", "empty", "id"  # how a member was written; and an object as its mere id


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One member of a class: its names in VC 2.0 and, where that is another, in VC 1.1; its field; what it holds."""

    name: str
    older: str
    attribute: str
    kind: Kind
    many: bool
    single: bool
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """The members of a class, in order and by name, and the fields that hold several values."""

    members: tuple[Member, ...]
    by_name: Mapping[str, Member]
    many: tuple[str, ...]


_SHAPES: dict[type, Shape] = {}


def member(kind: Kind = TEXT, **said: Any) -> dict[str, Any]:
    """Return the metadata of a field.

    ``name`` is the member's, ``older`` the one that VC 1.1 has for it. ``many`` says that there may be several values,
    ``single`` that a lone one of them is written without an array. ``required`` is for fields that have a default.
    """
    return {"kind": kind, **said}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What every class of the model has: members unknown to it, and a note of how it was written.

    ``other`` holds JSON and is written as it is. ``written`` is made by reading, and two values are equal without it.
    """

    other: Mapping[str, Any] = field(default_factory=dict, hash=False)
    written: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)

    STANDARD: ClassVar[str] = "Open Badges 3.0, appendix B.1"

    def __post_init__(self) -> None:
        """Make tuples of all sequences, and refuse a member that is given twice."""
        for name in shape_of(type(self)).many:
            value = getattr(self, name)
            if isinstance(value, (str, dict)):
                raise TypeError(f"{name} of {type(self).__name__} takes a sequence, not a single value")
            if not isinstance(value, tuple):
                object.__setattr__(self, name, tuple(value))
        if self.other and (twice := self.other.keys() & self._members().keys()):
            raise ValueError(f"{type(self).__name__} has a field for {sorted(twice)}, so `other` may not hold it")

    @classmethod
    def from_document(cls, document: Any, *, strict: bool = False) -> Self:
        """Read it from JSON: Python values as ``json.loads`` gives them. The work is linear in the document's size.

        ``strict`` also refuses words that the standard does not list and that do not begin with ``ext:``. Raises
        MalformedCredentialError with the JSON pointer: ``model.object``, ``model.text``, ``model.number``,
        ``model.boolean``, ``model.several``, ``model.missing``, ``model.class``, ``model.word``, and what strict JSON
        refuses (``document.too_deep``, ``document.too_large`` …).
        """
        check_values(document)
        return cls.read_part(document, (), strict=strict)

    def to_document(self) -> dict[str, Any]:
        """Return it as JSON, just as it was read; else in the order of the fields, without nulls and empty arrays."""
        members = self._members()
        document: dict[str, Any] = {}
        for name in dict.fromkeys((*self.written, *members, *self.other)):
            one = members.get(name)
            if one is not None:
                _write(document, name, one, getattr(self, one.attribute), self.written.get(name))
            elif name in self.other:
                document[name] = copied(self.other[name])
        return document

    @classmethod
    def read_part(cls, document: Any, path: Path, *, strict: bool) -> Self:
        """Read it where it stands inside a document that was checked as a whole; else as :meth:`from_document`."""
        if not isinstance(document, dict):
            expected = f"an object ({cls.__name__})"
            raise unlike(document, path, code="model.object", expected=expected, spec=cls.STANDARD)
        known = cls._known(document)
        found: dict[str, Any] = {}
        other: dict[str, Any] = {}
        written: dict[str, str] = {}
        for name, value in document.items():
            one = known.get(name)
            if one is None:
                other[name], written[name] = copied(value), _ONE
            else:
                found[one.attribute], written[name] = _read(one, value, (path, name), strict=strict)
        members = shape_of(cls).members
        for one in members:
            found.setdefault(one.attribute, () if one.many else None)
        cls._check(found, path)
        for one in members:
            if one.required and found[one.attribute] in (None, ()):
                raise _missing(cls, one.name, path)
        return cls(**found, other=other, written=written)

    def to_part(self) -> dict[str, Any] | str:
        """Return it as it stood inside a document: an object, or its mere id if that was all and nothing was added."""
        bare = self.written.get("") == _ID and not self.other
        if bare and not any(getattr(self, one.attribute) for one in self._members().values() if one.name != "id"):
            return str(getattr(self, "id", ""))
        return self.to_document()

    @classmethod
    def only_named(cls, reference: str) -> Self:
        """Return it with nothing but its id, which JSON-LD also writes as a mere text."""
        absent: dict[str, Any] = {one.attribute: () if one.many else None for one in shape_of(cls).members}
        return cls(**absent | {"id": reference}, written={"": _ID})

    @classmethod
    def _known(cls, document: Mapping[str, Any]) -> Mapping[str, Member]:  # noqa: ARG003 - some classes look at it
        """Return the members by the names that they have in this document."""
        return shape_of(cls).by_name

    @classmethod
    def _check(cls, found: Mapping[str, Any], path: Path) -> None:
        """Refuse what is well-formed and yet not of this class; nothing unless a class says so."""

    def _members(self) -> Mapping[str, Member]:
        """Return the members by the names that they are written under."""
        return shape_of(type(self)).by_name


def shape_of(cls: type[Value]) -> Shape:
    """Return the members of a class, worked out when it is first used."""
    shape = _SHAPES.get(cls)
    if shape is None:
        members = tuple(_member(one) for one in fields(cls) if one.name not in {"other", "written"})
        shape = _SHAPES[cls] = Shape(
            members=members,
            by_name={one.name: one for one in members},
            many=tuple(one.attribute for one in members if one.many),
        )
    return shape


def _member(one: Field[Any]) -> Member:
    said = one.metadata
    first, *rest = one.name.split("_")
    return Member(
        name=said.get("name") or first + "".join(word.capitalize() for word in rest),
        older=said.get("older", ""),
        attribute=one.name,
        kind=said.get("kind", TEXT),
        many=said.get("many", False),
        single=said.get("single", False),
        required=said.get("required", one.default is MISSING and one.default_factory is MISSING),
    )


def _read(one: Member, value: Any, path: Path, *, strict: bool) -> tuple[Any, str]:
    """Return what a member holds, and the form that it was written in."""
    read, listed = one.kind.read, isinstance(value, (list, tuple))
    if one.many and listed:
        items = tuple(read(item, (path, index), strict=strict) for index, item in enumerate(value))
        return items, _LIST if items else _EMPTY
    if one.many:
        return (read(value, path, strict=strict),), _ONE
    if not listed or one.kind.takes_lists:
        return read(value, path, strict=strict), _ONE
    if len(value) == 1:
        return read(value[0], (path, 0), strict=strict), _LIST
    raise MalformedCredentialError(
        f"Here stands an array of {len(value):,}, and a single value is expected",
        code="model.several",
        hint=HINT,
        where=pointer(path),
    )


def _write(document: dict[str, Any], name: str, one: Member, value: Any, form: str | None) -> None:
    write = one.kind.write
    if not one.many:
        if value is not None:
            document[name] = [write(value)] if form == _LIST else write(value)
    elif len(value) == 1 and (form == _ONE or (form is None and one.single)):
        document[name] = write(value[0])
    elif value or form == _EMPTY:
        document[name] = [write(item) for item in value]


def _missing(cls: type[Value], name: str, path: Path) -> MalformedCredentialError:
    return MalformedCredentialError(
        f"This {cls.__name__} has no {name}, which every one must have",
        code="model.missing",
        hint=HINT,
        where=pointer((path, name)),
        spec=f"{cls.STANDARD} ({cls.__name__})",
    )
