"""Schemas by strangers: whatever they ask, an answer in little time, and no document from anywhere else."""

from __future__ import annotations

import json
import resource
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.timing import within

from stepladder.credentials.errors import UnsupportedError
from stepladder.credentials.schemas import first_violation, read_schema, violations
from stepladder.credentials.schemas.foreign import MAX_BYTES
from stepladder.credentials.schemas.pinned import MOST_VIOLATIONS
from stepladder.credentials.schemas.work import MAX_CHAIN, check_work

DRAFT = "https://json-schema.org/draft/2020-12/schema"
LONG = "ab" * 5_000


def nested(depth: int, leaf: Any) -> Any:
    for _ in range(depth):
        leaf = {"a": leaf}
    return leaf


def doubling(length: int) -> dict[str, Any]:
    """Return definitions each of which applies the next one twice."""
    return {
        f"a{number}": {"allOf": [{"$ref": f"#/$defs/a{number + 1}"}, {"$ref": f"#/$defs/a{number + 1}"}]}
        for number in range(length)
    } | {f"a{length}": {"type": "object"}}


def unevaluated(depth: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"properties": {"a": True}}
    for _ in range(depth):
        schema = {"allOf": [schema], "unevaluatedProperties": {"type": "object"}}
    return schema


HOSTILE: list[tuple[str, dict[str, Any], Any]] = [
    ("endless", {"allOf": [{"$ref": "#"}]}, {}),
    ("endless", {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}, {}),
    ("endless", {"anyOf": [{"not": {"$ref": "#"}}]}, {}),
    ("too_much_work", {"$ref": "#/$defs/a0", "$defs": doubling(40)}, {}),
    ("too_much_work", {"properties": {"a": {"allOf": [{"$ref": "#"}, {"$ref": "#"}]}}}, nested(60, {})),
    ("too_much_work", {"additionalProperties": {"oneOf": [{"$ref": "#"}, {"$ref": "#"}]}}, nested(60, {})),
    ("too_much_work", unevaluated(18), {"a": {}, "b": {}}),
    (
        "too_much_work",
        {"$ref": "#/$defs/a0", "$defs": {f"a{n}": {"$ref": f"#/$defs/a{n + 1}"} for n in range(4_000)}},
        {},
    ),
    (
        "too_much_work",
        {"properties": {"a": {"items": {"enum": [{"x": n} for n in range(2_000)]}}}},
        {"a": [{"x": -n} for n in range(8_000)]},
    ),
    ("too_much_work", {"properties": {"a": {"pattern": "[ab]*a[ab]{300}c"}}}, {"a": LONG * 4}),
    ("too_much_work", {"properties": {"a": {"pattern": "x" * 600}}}, {"a": ""}),
    (
        "too_much_work",
        {"properties": {f"a{n}": {"pattern": "[a-z]{1,40}b"} for n in range(2_000)}},
        {},
    ),
    ("too_much_work", {"properties": {"a": {"format": "regex"}}}, {"a": LONG * 2}),
    ("not_a_schema", {"pattern": r"(?=a)b"}, {}),
    ("not_a_schema", {"pattern": r"\w{100000}"}, {}),
    ("not_a_schema", {"pattern": "("}, {}),
    ("not_a_schema", {"type": "thing"}, {}),
    ("not_a_schema", {"properties": []}, {}),
    ("not_a_schema", {"allOf": {}}, {}),
    ("not_a_schema", {"$ref": "#/nowhere"}, {}),
    ("elsewhere", {"$ref": "https://evil.example/schema.json"}, {}),
    ("elsewhere", {"$ref": "file:///etc/passwd"}, {}),
    ("elsewhere", {"$ref": "other.json"}, {}),
    ("elsewhere", {"properties": {"a": {"$ref": "http://127.0.0.1:8000/"}}}, {"a": 1}),
    ("elsewhere", {"$id": "http://[", "$ref": "x"}, {}),
    ("elsewhere", {"$ref": "#anchor"}, {}),
    ("keyword", {"$dynamicRef": "#x"}, {}),
    ("keyword", {"properties": {"a": {"$id": "https://other.example/"}}}, {"a": 1}),
    ("version", {"$schema": "https://json-schema.org/draft/unknown/schema"}, {}),
    ("version", {"$schema": "http://json-schema.org/draft-04/schema#"}, {}),
    ("version", {"$schema": 7}, {}),
]


@pytest.mark.parametrize(("code", "schema", "document"), HOSTILE)
def test_what_is_too_much_is_refused_at_once(code: str, schema: dict[str, Any], document: Any) -> None:
    def look() -> UnsupportedError:
        with pytest.raises(UnsupportedError) as refused:
            first_violation({"$schema": DRAFT, **schema}, document)
        return refused.value

    error = within(1, look)
    assert error.code == f"schema.{code}"
    assert len(error.message) < 400


JUST_ALLOWED: list[tuple[dict[str, Any], Any]] = [
    ({"$ref": "#/$defs/a0", "$defs": doubling(13)}, {}),
    ({"properties": {"a": {"$ref": "#"}}}, nested(60, {})),
    (unevaluated(7), {"a": {}, "b": {}}),
    ({"properties": {"a": {"pattern": "[ab]*a[ab]{300}c"}}}, {"a": LONG[:9_900]}),
    ({"properties": {"a": {"pattern": "^(a+)+$"}}}, {"a": LONG}),
    ({"properties": {"a": {"uniqueItems": True}}}, {"a": [{"x": n} for n in range(8_000)]}),
    ({"properties": {"a": {"items": {"type": "string"}}}}, {"a": list(range(20_000))}),
    ({"properties": {"a": {"items": {"anyOf": [{"type": "string"}, {"type": "null"}]}}}}, {"a": list(range(8_000))}),
]


@pytest.mark.parametrize(("schema", "document"), JUST_ALLOWED)
def test_what_is_just_allowed_ends_within_a_second(schema: dict[str, Any], document: Any) -> None:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    within(1, lambda: first_violation({"$schema": DRAFT, **schema}, document))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 200 * 1024


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"true",
        b"false",
        b"[]",
        b"7",
        b'"x"',
        b"<html>",
        b"\xff",
        b"{" * 100_000,
        b" " * (MAX_BYTES + 1),
        b'{"a":NaN}',
    ],
)
def test_what_is_no_schema_is_refused(data: bytes) -> None:
    with pytest.raises(UnsupportedError) as refused:
        read_schema(data)
    assert refused.value.code == "schema.not_a_schema"


def test_a_schema_of_any_size_that_is_read_is_judged_quickly() -> None:
    huge = {
        "$schema": DRAFT,
        "$defs": {f"d{n}": {"type": "string", "enum": ["x"]} for n in range(4_000)},
        "type": "object",
    }
    data = json.dumps(huge).encode()
    assert within(1, lambda: first_violation(read_schema(data), {"a": 1})) is None


@pytest.mark.parametrize(
    ("draft", "kept", "broken"),
    [
        ("https://json-schema.org/draft/2020-12/schema", {"a": ["x", 1]}, {"a": [1, 1]}),
        ("https://json-schema.org/draft/2019-09/schema", {"a": ["x", 1]}, {"a": [1, 1]}),
        ("http://json-schema.org/draft-07/schema#", {"a": ["x", 1]}, {"a": [1, 1]}),
    ],
)
def test_each_draft_is_read_by_its_own_rules(draft: str, kept: Any, broken: Any) -> None:
    word = "prefixItems" if "2020" in draft else "items"
    schema = {"$schema": draft, "properties": {"a": {word: [{"type": "string"}]}}}
    assert first_violation(schema, kept) is None
    told = first_violation(schema, broken)
    assert told is not None
    assert (told.code, told.where) == ("schema.not_kept", "/a/0")
    assert told.message == "Entry 1 of a is a number, not a text"


def test_formats_count() -> None:
    schema = {"$schema": DRAFT, "properties": {"mail": {"type": "string", "format": "email"}}}
    assert first_violation(schema, {"mail": "mara@example.org"}) is None
    told = first_violation(schema, {"mail": "not an email"})
    assert told is not None
    assert told.where == "/mail"


def test_a_strangers_words_and_codes_are_not_repeated() -> None:
    schema = {
        "$schema": DRAFT,
        "description": "Signed by the University of Oxford",
        "x-code": "ok",
        "properties": {"a": {"pattern": "^b$", "description": "Signed by the University of Oxford", "x-code": "ok"}},
    }
    told = first_violation(schema, {"a": "c"})
    assert told is not None
    assert told.code == "schema.not_kept"
    assert "Oxford" not in told.message


def test_work_is_counted_where_the_document_is_and_not_where_it_might_be() -> None:
    wide = {"properties": {f"p{n}": {"$ref": "#"} for n in range(50)}}
    check_work(wide, nested_names(30))
    chain = {"$ref": "#/$defs/a0", "$defs": {f"a{n}": {"$ref": f"#/$defs/a{n + 1}"} for n in range(MAX_CHAIN - 2)}}
    check_work(chain, {})


def nested_names(depth: int) -> Any:
    return {f"p{depth}": nested_names(depth - 1)} if depth else {}


KEYWORDS = st.sampled_from(
    [
        *(
            "type",
            "properties",
            "items",
            "allOf",
            "anyOf",
            "oneOf",
            "not",
            "if",
            "then",
            "else",
            "$ref",
            "$defs",
            "enum",
        ),
        *("pattern", "required", "contains", "prefixItems", "patternProperties", "additionalProperties", "minItems"),
        *(
            "unevaluatedProperties",
            "propertyNames",
            "dependentSchemas",
            "const",
            "format",
            "uniqueItems",
            "$anchor",
            "$id",
        ),
    ]
)
LEAVES = st.sampled_from(
    ["string", "object", "#", "#/properties/a", "#/$defs/a", "a", "^a+$", "email", "", 0, 1, True, None]
)
SCHEMAS = st.recursive(
    st.one_of(st.booleans(), LEAVES, st.dictionaries(KEYWORDS, LEAVES, max_size=3)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(KEYWORDS, inner, max_size=4),
        st.dictionaries(st.sampled_from("ab"), inner, max_size=2),
    ),
    max_leaves=25,
)
DOCUMENTS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 3), st.sampled_from(["", "a", "aaa", "x@y.example"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from("abc"), inner, max_size=3)),
    max_leaves=12,
)


@settings(max_examples=400, deadline=1_000, suppress_health_check=[HealthCheck.too_slow])
@given(
    schema=st.dictionaries(KEYWORDS, SCHEMAS, max_size=5), document=st.dictionaries(st.sampled_from("abc"), DOCUMENTS)
)
def test_any_schema_gives_an_answer_or_our_error(schema: dict[str, Any], document: dict[str, Any]) -> None:
    with suppress(UnsupportedError):
        told = first_violation({"$schema": DRAFT, **schema}, document)
        assert told is None or (told.code == "schema.not_kept" and len(told.message) < 1_000)


BADGE: dict[str, Any] = {
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
}


def badge(achievement: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {**BADGE, "credentialSubject": {"type": ["AchievementSubject"], "achievement": achievement}, **more}


def profiles(depth: int) -> dict[str, Any]:
    return {"type": "Profile", "parentOrg": profiles(depth - 1)} if depth else {}


LARGE: list[dict[str, Any]] = [
    badge({"tag": [1] * 20_000}),
    badge({"tag": ["x"] * 20_000 + [1]}),
    badge({"alignment": [{"targetType": "x"} for _ in range(10_000)]}),
    badge({"resultDescription": [{"rubricCriterionLevel": [{"alignment": [{}] * 20}] * 20}] * 20}),
    badge({str(number): number for number in range(20_000)}),
    badge({"name": "x" * 1_000_000, "image": f"data:image/png;base64,{'A' * 1_000_000} "}),
    badge({}, evidence=[{"type": ["x"] * 100, "id": " "} for _ in range(200)]),
    badge({}, issuer=profiles(55)),
    badge({}, type=[*BADGE["type"], *map(str, range(20_000))]),
    {**BADGE, "credentialSubject": [{"achievement": {"alignment": [{}] * 20}} for _ in range(1_000)]},
]


@pytest.mark.parametrize("document", LARGE)
def test_our_own_schemas_are_as_quick_with_any_document(document: dict[str, Any]) -> None:
    told = within(0.7, lambda: violations(document))
    assert 0 < len(told) <= MOST_VIOLATIONS
    assert all(len(one.message) < 1_000 for one in told)


MEMBERS = st.sampled_from(
    [
        *("id", "type", "name", "description", "issuer", "credentialSubject", "achievement", "criteria", "alignment"),
        *(
            "identifier",
            "hashed",
            "identityHash",
            "image",
            "evidence",
            "result",
            "tag",
            "creator",
            "@value",
            "validFrom",
        ),
        *("resultDescription", "rubricCriterionLevel", "endorsement", "verifiableCredential", "association", "x/~y"),
    ]
)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(MEMBERS, inner, max_size=4)),
    max_leaves=20,
)


@settings(max_examples=300, deadline=1_000, suppress_health_check=[HealthCheck.too_slow])
@given(
    document=st.dictionaries(MEMBERS, VALUES, max_size=8),
    kind=st.sampled_from(["OpenBadgeCredential", "EndorsementCredential", "ClrCredential", "JsonSchemaCredential"]),
)
def test_a_document_of_any_shape_is_told_what_it_lacks(document: dict[str, Any], kind: str) -> None:
    told = violations({**document, "@context": BADGE["@context"], "type": ["VerifiableCredential", kind]})
    assert told
    assert all(one.code.startswith("schema.") and (not one.where or one.where.startswith("/")) for one in told)
