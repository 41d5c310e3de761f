"""Random JSON-LD documents made from the pinned contexts, and a vocabulary of our own for what these lack.

A document takes its words from the contexts that it names: types, the members that belong to a type, and values of the
kind that a term asks for, so that most documents are accepted. Some are spoilt on purpose in one place.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from stepladder.credentials.contexts import ContextStore

V1 = "https://www.w3.org/2018/credentials/v1"
V2 = "https://www.w3.org/ns/credentials/v2"
OB = "https://purl.imsglobal.org/spec/ob/v3p0/"
CLR = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
NAMED = [
    (V2, f"{OB}context-3.0.3.json"),
    (V2, f"{OB}context-3.0.2.json"),
    (V1, f"{OB}context-3.0.1.json"),
    (V1, f"{OB}context.json"),
    (V2, f"{OB}context-3.0.3.json", f"{OB}extensions.json"),
    (V2, CLR, f"{OB}context-3.0.3.json"),
    (V2, "https://w3id.org/security/data-integrity/v2"),
    (V1, "https://w3id.org/security/suites/ed25519-2020/v1"),
    (V1, "https://w3id.org/vc/status-list/2021/v1"),
    (V2,),
    (V1,),
    (),
]

# Everything that JSON-LD can do with a member and the pinned contexts do not.
OWN: dict[str, Any] = {
    "t": "urn:t:",
    "plain": "t:plain",
    "ref": {"@id": "t:ref", "@type": "@id"},
    "word": {"@id": "t:word", "@type": "@vocab"},
    "none": {"@id": "t:none", "@type": "@none"},
    "whole": {"@id": "t:whole", "@type": "http://www.w3.org/2001/XMLSchema#integer"},
    "real": {"@id": "t:real", "@type": "http://www.w3.org/2001/XMLSchema#double"},
    "day": {"@id": "t:day", "@type": "http://www.w3.org/2001/XMLSchema#date"},
    "raw": {"@id": "t:raw", "@type": "@json"},
    "label": {"@id": "t:label", "@container": "@language"},
    "german": {"@id": "t:german", "@language": "de"},
    "order": {"@id": "t:order", "@container": "@list"},
    "refOrder": {"@id": "t:refOrder", "@container": "@list", "@type": "@id"},
    "bag": {"@id": "t:bag", "@container": "@set"},
    "shelf": {"@id": "t:shelf", "@container": "@index"},
    "room": {"@id": "t:room", "@container": "@graph"},
    "back": {"@reverse": "t:back", "@type": "@id"},
    "inside": {"@id": "t:inside", "@context": {"plain": "t:plainInside", "deep": {"@id": "t:deep", "@type": "@id"}}},
    "kept": {"@id": "t:kept", "@context": {"@propagate": False, "plain": "t:plainKept"}},
    "folder": {"@id": "@nest", "@context": {"plain": "t:plainInFolder"}},
    "also": "@included",
    "kind": "@type",
    "ident": "@id",
    "Box": {"@id": "t:Box", "@context": {"plain": "t:plainOfBox", "lid": {"@id": "t:lid", "@type": "@id"}}},
    "Wide": {"@id": "t:Wide", "@context": {"@propagate": True, "plain": "t:plainOfWide"}},
    "Thing": "t:Thing",
}
CHARACTERS = st.characters(
    exclude_categories=["Cs"], include_characters='\x00\x0b\x1f\x7f\x80\u2028\ufffd\U0001f600"\\'
)
TEXTS = st.text(CHARACTERS, max_size=8) | st.sampled_from(
    ["", "Ada", "é", "e\u0301", "a\nb", "\u202eabc", "1e3", "true"]
)
IRIS = st.sampled_from(
    [
        "urn:x:1",
        "urn:x:2",
        "https://issuer.example/1",
        "https://issuer.example/ü#a",
        "did:example:learner",
        "mailto:a@b.example",
    ]
)
LABELS = st.sampled_from(["_:a", "_:b1", "_:c14n0"])
TAGS = st.sampled_from(["en", "de-CH", "ZH-hant", "x-own"])
NUMBERS = (
    st.integers(-(2**53) + 1, 2**53 - 1)
    | st.sampled_from([0, 1, -1, 10**15, 0.5, -0.0, 1.0, 1e21, 1e-7, 5e-324, 1.7976931348623157e308, 100.0, 0.1 + 0.2])
    | st.floats(allow_nan=False, allow_infinity=False)
)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The words of one list of contexts: each term's definition, and those that count only inside a type."""

    terms: dict[str, Any]
    types: dict[str, dict[str, Any]]

    def members(self, types: list[str]) -> dict[str, Any]:
        found = {name: entry for name, entry in self.terms.items() if not _is_type(name)}
        for name in types:
            found |= self.types.get(name, {})
        return {name: entry for name, entry in found.items() if not _is_type(name)}


def _is_type(name: str) -> bool:
    return name[:1].isupper() or name[:1].isdigit()


def _words(context: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for entry in context if isinstance(context, list) else [context]:
        if isinstance(entry, dict):
            found |= {name: value for name, value in entry.items() if not name.startswith("@") and value is not None}
    return found


@functools.cache
def vocabulary(urls: tuple[str, ...], *, own: bool) -> Vocabulary:
    """Return the words of these contexts."""
    store = ContextStore()
    terms: dict[str, Any] = {}
    for url in urls:
        terms |= _words(store.load(url)["@context"])
    if own:
        terms |= OWN
    scoped = {
        name: entry["@context"] for name, entry in terms.items() if isinstance(entry, dict) and "@context" in entry
    }
    return Vocabulary(terms=terms, types={name: _words(inner) for name, inner in scoped.items()})


@st.composite
def scalars(draw: st.DrawFn, definition: Any) -> Any:
    """Draw a value of the kind that a term asks for."""
    coercion = definition.get("@type", "") if isinstance(definition, dict) else ""
    if coercion == "@id":
        return draw(IRIS | LABELS)
    if coercion == "@vocab":
        return draw(st.sampled_from(["plain", "Thing", "urn:x:1", "t:x"]))
    if coercion.endswith(("dateTime", "date", "anyURI")):
        return draw(st.sampled_from(["2026-01-01T00:00:00Z", "2026-01-01", "https://issuer.example/1", ""]))
    if coercion.endswith(("boolean", "integer", "double", "float", "decimal", "Integer")):
        return draw(st.booleans() | NUMBERS | TEXTS)
    return draw(TEXTS | NUMBERS | st.booleans())


@st.composite
def values(draw: st.DrawFn, words: Vocabulary, definition: Any, depth: int) -> Any:
    """Draw the value of a member: what its term asks for, or any of the other ways to write a value."""
    definition = definition if isinstance(definition, dict) else {"@id": definition}
    containers = definition.get("@container", [])
    if definition.get("@type") == "@json":
        return draw(JSON)
    if "@language" in containers:
        texts = TEXTS | st.lists(TEXTS, min_size=1, max_size=2)
        return draw(st.dictionaries(TAGS | st.just("@none"), texts, min_size=1, max_size=2))
    inner = definition.get("@context")
    if inner is not None:
        words = Vocabulary(terms={**words.terms, **_words(inner)}, types=words.types)
    if definition.get("@id") == "@included" or "@graph" in containers or "@reverse" in definition:
        return draw(nodes(words, max(depth - 1, 0)))
    return draw(st.one_of(_ways(words, definition, depth)))


def _ways(words: Vocabulary, definition: Any, depth: int) -> list[st.SearchStrategy[Any]]:
    """Return the ways to write a value, the usual ones more often."""
    one = scalars(definition)
    some = st.lists(one, min_size=1, max_size=3, unique_by=repr)
    ways = [one, some, some, value_objects(), st.fixed_dictionaries({"@list": st.lists(one, max_size=3)})]
    if depth > 0:
        nested = values(words, definition, 0) | st.lists(one, min_size=1, max_size=2)
        ways += [nodes(words, depth - 1)] * 5
        ways += [st.lists(nodes(words, depth - 1), min_size=1, max_size=3), st.lists(nested, min_size=1, max_size=2)]
    if "@index" in definition.get("@container", []):
        names = TEXTS.filter(lambda key: not key.startswith("@"))
        ways += [st.dictionaries(names, one, min_size=1, max_size=2)] * 6
    return ways


def value_objects() -> st.SearchStrategy[dict[str, Any]]:
    texts = st.fixed_dictionaries({"@value": TEXTS})
    tagged = st.fixed_dictionaries({"@value": TEXTS, "@language": TAGS})
    typed = st.fixed_dictionaries(
        {
            "@value": TEXTS | NUMBERS | st.booleans(),
            "@type": st.sampled_from(["urn:x:type", "http://www.w3.org/2001/XMLSchema#double"]),
        }
    )
    numbers = st.fixed_dictionaries({"@value": NUMBERS | st.booleans()})
    anything = st.fixed_dictionaries({"@value": JSON, "@type": st.just("@json")})
    return texts | tagged | typed | numbers | anything


@st.composite
def nodes(draw: st.DrawFn, words: Vocabulary, depth: int) -> dict[str, Any]:
    """Draw an object: types, an id or none, and members that its types and contexts define."""
    alias = draw(st.booleans())
    type_names = sorted(name for name in words.terms if _is_type(name))
    types = draw(st.lists(st.sampled_from(type_names), max_size=2, unique=True)) if type_names else []
    node: dict[str, Any] = {}
    if draw(st.integers(0, 2)):
        node["id" if alias and "id" in words.terms else "@id"] = draw(IRIS | LABELS)
    if types:
        node["type" if alias and "type" in words.terms else "@type"] = types if draw(st.booleans()) else types[0]
    members = words.members(types)
    names = sorted(name for name in members if members[name] not in ("@id", "@type"))
    for name in draw(st.lists(st.sampled_from(names), max_size=4, unique=True)) if names else []:
        if ":" not in str(members[name]) and isinstance(members[name], str) and members[name] == "@nest":
            node[name] = draw(st.fixed_dictionaries({"plain": TEXTS, "t:extra": TEXTS}))
        else:
            node[name] = draw(values(words, members[name], depth))
    return node


SPOILS: list[tuple[str, Any]] = [
    ("undefinedMember", "x"),
    ("plain", None),
    ("plain", []),
    ("plain", {"@value": None}),
    ("plain", {"@value": "x", "@direction": "rtl"}),
    ("plain", {"@value": "x", "@language": "no tag"}),
    ("plain", {"@list": ["x"], "@id": "urn:x:1"}),
    ("plain", {"@set": ["x"]}),
    ("@id", "relative"),
    ("@type", "Undefined"),
    ("@index", "x"),
    ("@graph", {"@id": "urn:x:9", "t:x": "y"}),
    ("@reverse", {"t:back": {"@id": "urn:x:8", "t:x": "y"}}),
    ("@nest", {"@id": "urn:x:7"}),
    ("label", {"no tag": "x"}),
    ("label", {"en": None}),
    ("ref", "relative/path"),
    ("whole", 1.5),
    ("shelf", {"a": {"@id": "urn:x:6", "t:x": "y"}}),
    ("https://schema.org/name", "x"),
    ("_:blank", "x"),
    ("@unknown", "x"),
]


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a whole document."""
    urls = draw(st.sampled_from(NAMED))
    own = draw(st.booleans()) or not urls
    document = draw(nodes(vocabulary(urls, own=own), 2))
    if own and draw(st.integers(0, 5)) == 0:
        name, value = draw(st.sampled_from(SPOILS))
        places = [document, *(item for item in document.values() if isinstance(item, dict) and "@value" not in item)]
        draw(st.sampled_from(places))[name] = value
    context: list[Any] = [*urls, OWN] if own else list(urls)
    return {"@context": context if len(context) > 1 or draw(st.booleans()) else context[0], **document}
