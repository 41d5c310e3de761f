"""Whatever the JSON: a value that gives back the very same JSON, or our error with the place, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stepladder.credentials import model
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model import Value, VerifiableCredential, read_credential
from stepladder.credentials.model.kinds import BOOLEAN, CODE, JSON, NUMBER, PLAIN, TEXT, TEXTS, Inner, Node, Word
from stepladder.credentials.model.mapping import Member, shape_of

CLASSES = [
    value
    for value in (getattr(model, name) for name in model.__all__)
    if isinstance(value, type) and issubclass(value, Value) and value is not Value
]
DEPTH = 2
STRINGS = st.sampled_from(["", "urn:a", "https://a.example/ä", "did:example:1", "A", "@value", "ext:own", "2026-01-01"])
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
ANY = st.recursive(
    st.none() | st.booleans() | NUMBERS | STRINGS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(STRINGS | st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)
UNKNOWN = st.dictionaries(st.sampled_from(["", "myOwn", "@type", "jti", "ü"]), ANY, max_size=2)


@st.composite
def tagged(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a text with its language."""
    more = draw(st.fixed_dictionaries({}, optional={"@language": st.just("de"), "@direction": st.just("rtl")}))
    return {"@value": draw(STRINGS), **more, **draw(UNKNOWN)}


@st.composite
def single(draw: st.DrawFn, one: Member, depth: int) -> Any:
    """Draw one value of the kind that a member holds."""
    kind = one.kind
    if isinstance(kind, Node):
        if kind.or_id and (depth <= 0 or draw(st.booleans())):
            return draw(STRINGS)
        return draw(documents(getattr(model, kind.name), depth - 1))
    if isinstance(kind, Inner):
        names = ["AchievementCredential", "EndorsementCredential", "VerifiableCredential"]
        names += ["EnvelopedVerifiableCredential"]
        return draw(STRINGS | st.sampled_from(names).flatmap(lambda name: documents(getattr(model, name), depth - 1)))
    if isinstance(kind, Word):
        return draw(st.sampled_from([str(word) for word in kind.words]) | STRINGS)
    if kind == TEXT:
        return draw(STRINGS | tagged() | st.lists(STRINGS | tagged(), min_size=1, max_size=2))
    simple: dict[Any, st.SearchStrategy[Any]] = {
        PLAIN: STRINGS,
        NUMBER: NUMBERS,
        BOOLEAN: st.booleans(),
        CODE: STRINGS | NUMBERS,
    }
    simple[TEXTS], simple[JSON] = st.one_of(STRINGS, tagged()), st.one_of(STRINGS, UNKNOWN)
    return draw(simple[kind])


@st.composite
def documents(draw: st.DrawFn, cls: type[Value], depth: int = DEPTH) -> dict[str, Any]:
    """Draw JSON of the shape of a class, in any of the forms that it may have, its members in any order."""
    found: dict[str, Any] = {}
    for one in shape_of(cls).members:
        if not one.required and draw(st.integers(0, 3)) < (1, 2, 3)[min(DEPTH - depth, 2)]:
            continue
        values = draw(st.lists(single(one, depth), min_size=1, max_size=2 if one.many and depth == DEPTH else 1))
        form = draw(st.integers(0, 5))
        if len(values) == 1 and (form < 3 if one.many else form > 0 or one.kind.takes_lists):
            found[one.name] = values[0]
        else:
            found[one.name] = [] if one.many and not one.required and form == 5 else values
    if names := getattr(cls, "TYPE", None):
        found["type"] = draw(
            st.permutations([*draw(st.lists(STRINGS, max_size=1)), draw(st.sampled_from(sorted(names)))])
        )
    members = [*found.items(), *(item for item in draw(UNKNOWN).items() if item[0] not in found)]
    draw(st.randoms(use_true_random=False)).shuffle(members)
    return dict(members)


@st.composite
def spoilt(draw: st.DrawFn, cls: type[Value]) -> Any:
    """Draw JSON of a class with any other JSON in one place."""
    document = draw(documents(cls))
    place: Any = document
    while True:
        steps = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not steps:
            return document
        step = draw(st.sampled_from(steps))
        if not isinstance(place[step], (dict, list)) or not place[step] or draw(st.integers(0, 2)) == 0:
            place[step] = draw(ANY)
            return document
        place = place[step]


def at(document: Any, where: str) -> bool:
    """Tell whether a pointer leads to a place in a document, or to a member that is missing there."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in where.split("/")[1:]]
    for index, step in enumerate(steps):
        if isinstance(document, list):
            document = document[int(step)]
        elif isinstance(document, dict) and step in document:
            document = document[step]
        else:
            return isinstance(document, dict) and index == len(steps) - 1
    return True


def holds(cls: type[Value], document: Any) -> bool:
    """Read, write and read again; tell whether it was read at all."""
    before = json.dumps(document)
    told = None
    try:
        value = cls.from_document(document)
    except MalformedCredentialError as error:
        told = (error.code, error.where)
    assert json.dumps(document) == before
    if told is not None:
        assert told[0].startswith(("model.", "document."))
        assert at(document, told[1])
        return False
    assert json.dumps(value.to_document()) == before
    again = cls.from_document(value.to_document())
    assert again == value
    assert hash(again) == hash(value)
    assert json.dumps(again.to_document()) == before
    return True


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.__name__)
@settings(max_examples=10)
@given(data=st.data())
def test_json_of_the_shape_of_a_class_is_read_and_given_back(cls: type[Value], data: st.DataObject) -> None:
    assert holds(cls, data.draw(documents(cls)))


@given(cls=st.sampled_from(CLASSES), data=st.data())
def test_json_that_is_spoilt_in_one_place_is_a_value_or_our_error(cls: type[Value], data: st.DataObject) -> None:
    holds(cls, data.draw(spoilt(cls)))


@given(document=ANY)
def test_any_json_is_a_value_or_our_error(document: Any) -> None:
    for cls in CLASSES:
        holds(cls, document)


@given(cls=st.sampled_from([one for one in CLASSES if issubclass(one, VerifiableCredential)]), data=st.data())
def test_the_class_of_a_credential_is_found_whatever_it_holds(cls: type[Value], data: st.DataObject) -> None:
    document = data.draw(spoilt(cls) | ANY)
    try:
        value = read_credential(document)
    except MalformedCredentialError:
        return
    assert json.dumps(value.to_document()) == json.dumps(document)


@given(cls=st.sampled_from(CLASSES), data=st.data())
def test_a_value_that_is_made_here_is_read_back_the_same(cls: type[Value], data: st.DataObject) -> None:
    """A value that was made of members alone has no memory of how it was written."""
    read = cls.from_document(data.draw(documents(cls)))
    made = cls(**{one.attribute: getattr(read, one.attribute) for one in shape_of(cls).members}, other=read.other)
    assert made == read
    assert cls.from_document(made.to_document()) == made
