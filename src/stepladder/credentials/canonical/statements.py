"""From a JSON-LD document to RDF statements, without losing a member on the way.

This is expansion (JSON-LD 1.1 API, section 5) and the conversion to RDF (section 8) in one walk. It differs from the
usual processors in one respect: what they would silently drop (an undefined term, a relative IRI, an unknown type, a
null) is reported with its JSON pointer, because a dropped member is readable but not signed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from stepladder.credentials.canonical import jcs
from stepladder.credentials.canonical.literals import native
from stepladder.credentials.canonical.nquads import RDF, RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, Quad, iri, literal
from stepladder.credentials.canonical.shapes import flat, listed, short
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.strict_json import escape_pointer

if TYPE_CHECKING:
    from stepladder.credentials.canonical.active import ActiveContext, Contexts, Term

LANGUAGE = re.compile(r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$")
_MAX_LOSSES = 20
MAX_CONTEXTS = 150
_NOTHING: str | None = None
_REFERENCE_ONLY = "A reference alone leaves no trace in what is signed here"
_CREDENTIALS = {
    "VerifiableCredential",
    "VerifiablePresentation",
}  # these may stand inside another one, contexts and all


@dataclass(frozen=True, slots=True)
class Loss:
    """A member that the signature would not cover: a stable code, a sentence, and its JSON pointer."""

    code: str
    message: str
    where: str


@dataclass(slots=True)
class Statements:
    """The statements of one document, what was lost on the way, and members spelled in a way that readers overlook."""

    quads: list[Quad] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)
    disguised: list[str] = field(default_factory=list)


def statements(document: dict[str, Any], contexts: Contexts) -> Statements:
    """Return the RDF statements of ``document``.

    Raises MalformedCredentialError (``context.invalid``) and UnsupportedError (``context.unpinned``).
    """
    walk = _Walk()
    walk.document(document, contexts.initial)
    return walk.out


class _Spot(NamedTuple):
    """Where the walk is: the contexts in force, those before the object's types, the JSON pointer, and the graph."""

    active: ActiveContext
    untyped: ActiveContext
    where: str
    graph: str

    def member(self, key: str | int) -> _Spot:
        """Return the spot of a member or item, one step further down."""
        return self._replace(where=f"{self.where}/{escape_pointer(key) if isinstance(key, str) else key}")


class _Walk:
    def __init__(self) -> None:
        self.out = Statements()
        self._blank = 0
        self._contexts_left = MAX_CONTEXTS

    # ------------------------------------------------------------------ objects

    def document(self, document: dict[str, Any], active: ActiveContext) -> None:
        self.node(document, _Spot(active, active, "", ""))
        if not self.out.quads:
            self._lose("nothing", "The document says nothing that could be signed", "")

    def node(self, element: dict[str, Any], spot: _Spot, term: Term | None = None) -> str:
        """Write the statements about one object and return the term that names it."""
        # 1. Leave the context that only the parent's type brought, unless this is a mere reference.
        inner = spot.active
        if not (len(element) == 1 and inner.vocab(next(iter(element))) == "@id"):
            inner = inner.previous
        # 2. Enter the contexts of the member, of this object, and of its types.
        if term is not None and term.has_scoped:
            inner = inner.inside(term, spot.where)
        if "@context" in element:
            inner = self._local(inner, element["@context"], f"{spot.where}/@context")
            if spot.where and not _CREDENTIALS & {
                name for name in listed(element.get("type")) if isinstance(name, str)
            }:
                self.out.disguised.append(f"{spot.where}/@context")
        types = [
            name
            for key, value in element.items()
            if key != "@context" and inner.vocab(key) == "@type"
            for name in listed(value)
            if isinstance(name, str)
        ]
        typed = inner.of_types(types, spot.where) if types else inner
        # 3. Name the object, and write its members.
        here = _Spot(typed, inner, spot.where, spot.graph)
        subject = self._subject(element, here)
        for key, value in element.items():
            if key != "@context":
                self._member(subject, key, value, here.member(key))
        return subject

    def _local(self, active: ActiveContext, context: Any, where: str) -> ActiveContext:
        """Enter an object's own contexts, within a budget: each takes milliseconds to read, and a name only bytes."""
        if not active.knows(context):
            self._contexts_left -= len(listed(context))
            if self._contexts_left < 0:
                raise MalformedCredentialError(
                    f"The document names more than {MAX_CONTEXTS} contexts",
                    code="context.too_many",
                    where=where,
                    hint="A credential needs two or three.",
                )
        return active.local(context, where)

    def _subject(self, element: dict[str, Any], spot: _Spot) -> str:
        keys = [key for key in element if key != "@context" and spot.active.vocab(key) == "@id"]
        if not keys:
            return self._fresh()
        if len(keys) > 1:
            self._lose("two_ids", "An object has two ids", spot.member(keys[1]).where)
        value = element[keys[0]]
        name = spot.active.reference(value) if isinstance(value, str) else None
        if name is None:
            self._lose("relative_iri", f"The id {short(value)} is not an absolute URL", spot.member(keys[0]).where)
            return self._fresh()
        return name

    def _member(self, subject: str, key: str, value: Any, spot: _Spot) -> None:
        term = spot.active.term(key)
        expanded = term.iri if term is not None else spot.active.vocab(key)
        if term is None and (":" in key or key.startswith("@")):
            self.out.disguised.append(spot.where)
        if expanded and expanded.startswith("@"):
            self._keyword(subject, expanded, value, spot)
            return
        predicate = iri(expanded) if expanded and not expanded.startswith("_:") else None
        if predicate is None:
            self._undefined(key, spot.where)
        else:
            self._property(subject, predicate, term, value, spot)

    def _keyword(self, subject: str, keyword: str, value: Any, spot: _Spot) -> None:
        if keyword == "@id":
            return
        if keyword == "@type":
            self._types(subject, value, spot)
            return
        self.out.disguised.append(spot.where)
        if keyword in {"@included", "@graph"}:
            self._included(subject, keyword, value, spot)
        elif keyword == "@nest" and all(isinstance(item, dict) for item in listed(value)):
            for item in listed(value):
                for key, inner in item.items():
                    self._member(subject, key, inner, spot.member(key))
        elif keyword == "@reverse" and isinstance(value, dict):
            for key, inner in value.items():
                self._reversed(subject, key, inner, spot.member(key))
        else:
            self._lose("not_covered", f"The keyword {keyword} leaves no trace in what is signed", spot.where)

    def _included(self, subject: str, keyword: str, value: Any, spot: _Spot) -> None:
        """Write objects that stand beside this one (@included), or inside the graph that it names (@graph)."""
        if keyword == "@graph" and spot.where.count("/") > 1:
            spot = spot._replace(graph=subject)
        for item, where in flat(value, spot.where):
            before = len(self.out.quads)
            if isinstance(item, dict):
                self.node(item, spot._replace(where=where))
            if len(self.out.quads) == before:
                self._lose("not_covered", "Nothing that could be signed is said here", where)

    def _types(self, subject: str, value: Any, spot: _Spot) -> None:
        if value == []:
            self._lose("empty_array", "An empty list leaves no trace in what is signed", spot.where)
        names = listed(value)
        said: dict[str, str] = {}
        seen = set()
        for index, name in enumerate(names):
            where = spot.member(index).where if isinstance(value, list) else spot.where
            expanded = spot.untyped.reference(name, vocab=True) if isinstance(name, str) else None
            if expanded is None:
                text = f"The type {short(name)} has no meaning in the contexts that the document names"
                self._lose("unknown_type", text, where)
                continue
            before = said.setdefault(expanded, name)
            if name in seen or (before != name and ":" in f"{before}{name}"):
                self.out.disguised.append(where)  # nothing new is signed by it
            seen.add(name)
            self._emit(subject, RDF_TYPE, expanded, spot)

    # ------------------------------------------------------------------ members and values

    def _property(self, subject: str, predicate: str, term: Term | None, value: Any, spot: _Spot) -> None:
        containers = term.containers if term is not None else frozenset()
        if term is not None and term.coercion == "@json":
            self._emit(subject, predicate, literal(jcs.serialize(value), f"{RDF}JSON"), spot)
        elif term is not None and term.reverse:
            self._reverse_values(subject, predicate, term, value, spot)
        elif "@language" in containers and isinstance(value, dict):
            self._language_map(subject, predicate, value, spot)
        elif term is not None and containers & {"@index", "@id", "@type"} and isinstance(value, dict):
            self._index_map(subject, predicate, term, value, spot)
        elif "@list" in containers and not _is_list_object(value, spot.active):
            self._emit(subject, predicate, self._list(listed(value), term, spot), spot)
        else:
            self._check_nesting(value, spot.where)
            self._values(subject, predicate, term, value, spot)

    def _values(self, subject: str, predicate: str, term: Term | None, value: Any, spot: _Spot) -> None:
        said = set()
        for item, where in flat(value, spot.where):
            object_ = self._value(item, term, spot._replace(where=where))
            if object_ in said:
                self.out.disguised.append(where)
            elif object_ is not None:
                said.add(object_)
                self._emit(subject, predicate, object_, spot)

    def _value(self, value: Any, term: Term | None, spot: _Spot) -> str | None:
        """Return the term for one value, after writing the statements inside it."""
        if value is None:
            return self._without("null", "A null leaves no trace in what is signed", spot.where)
        in_graph = term is not None and "@graph" in term.containers
        if not isinstance(value, dict):
            return (
                self._without("not_covered", _REFERENCE_ONLY, spot.where)
                if in_graph
                else self._scalar(value, term, spot)
            )
        keywords = {spot.active.vocab(key): key for key in value if key != "@context"}
        if "@value" in keywords:
            return self._value_object(value, spot)
        if "@list" in keywords:
            return self._list(listed(value[keywords["@list"]]), term, spot.member(keywords["@list"] or ""))
        if "@set" in keywords:
            return self._without(
                "not_covered", "A set written as an object is not supported: write a plain list", spot.where
            )
        return self._in_graph(value, term, spot) if in_graph else self.node(value, spot, term)

    def _in_graph(self, value: dict[str, Any], term: Term | None, spot: _Spot) -> str:
        name = self._fresh()
        before = len(self.out.quads)
        self.node(value, spot._replace(graph=name), term)
        if len(self.out.quads) == before:
            self._lose("not_covered", _REFERENCE_ONLY, spot.where)
        return name

    def _scalar(self, value: Any, term: Term | None, spot: _Spot) -> str | None:
        active = spot.active
        if term is not None and term.has_scoped:
            active = active.inside(term, spot.where)
            term = active.term(term.name)
        coercion = term.coercion if term is not None else ""
        if coercion in {"@id", "@vocab"} and isinstance(value, str):
            reference = active.reference(value, vocab=coercion == "@vocab")
            if reference is None:
                self._lose("relative_iri", f"The value {short(value)} is not an absolute URL", spot.where)
            return reference
        if coercion.startswith("@"):
            coercion = ""
        if isinstance(value, str) and not coercion:
            language = term.language if term is not None and term.has_language else active.language
            if (term.direction if term is not None and term.direction else active.direction) is not None:
                self._lose("direction", "A text direction leaves no trace in what is signed", spot.where)
            return literal(value, language=language or "")
        return native(value, coercion)

    def _value_object(self, value: dict[str, Any], spot: _Spot) -> str | None:
        parts = {spot.active.vocab(key) or "": member for key, member in value.items()}
        text, language, datatype = parts.get("@value"), parts.get("@language"), parts.get("@type")
        if set(parts) - {"@value", "@language", "@type", "@direction"} or len(parts) < len(value):
            return self._without("not_covered", "A value may have a language or a type, and nothing else", spot.where)
        if "@direction" in parts:
            self._lose("direction", "A text direction leaves no trace in what is signed", spot.where)
        if datatype == "@json":
            return literal(jcs.serialize(text), f"{RDF}JSON")
        if text is None or isinstance(text, (dict, list)):
            return self._without("null", "A value object holds no plain value", spot.where)
        if "@language" in parts:
            fits = isinstance(text, str) and isinstance(language, str) and LANGUAGE.match(language) is not None
            if fits and "@type" not in parts:
                return literal(str(text), language=str(language).lower())
            return self._without("language", f"{short(language)} is not a language tag that RDF can carry", spot.where)
        return self._typed_value(text, datatype, spot) if "@type" in parts else native(text, "")

    def _typed_value(self, text: Any, datatype: Any, spot: _Spot) -> str | None:
        expanded = spot.active.vocab(datatype) if isinstance(datatype, str) else None
        if expanded is None or iri(expanded) is None:
            return self._without("unknown_type", f"The type {short(datatype)} has no meaning here", spot.where)
        return native(text, expanded)

    def _list(self, items: list[Any], term: Term | None, spot: _Spot) -> str:
        objects = []
        for index, item in enumerate(items):
            place = spot.member(index)
            object_ = self._list(item, term, place) if isinstance(item, list) else self._value(item, term, place)
            if object_ is not None:
                objects.append(object_)
        rest = RDF_NIL
        for object_ in reversed(objects):
            cell = self._fresh()
            self._emit(cell, RDF_FIRST, object_, spot)
            self._emit(cell, RDF_REST, rest, spot)
            rest = cell
        return rest

    def _language_map(self, subject: str, predicate: str, value: dict[str, Any], spot: _Spot) -> None:
        for key, texts in value.items():
            place = spot.member(key)
            none = spot.active.vocab(key) == "@none"
            if not none and not LANGUAGE.match(key):
                self._lose("language", f"{short(key)} is not a language tag that RDF can carry", place.where)
                continue
            for text, where in flat(texts, place.where):
                if isinstance(text, str):
                    self._emit(subject, predicate, literal(text, language="" if none else key.lower()), spot)
                else:
                    self._lose("null", "A language map holds strings only", where)

    def _index_map(self, subject: str, predicate: str, term: Term, value: dict[str, Any], spot: _Spot) -> None:
        if term.containers & {"@id", "@type", "@graph"} or term.index:
            self._lose("not_covered", "A map by id, by type, by property or of graphs is not supported", spot.where)
            return
        for key, items in value.items():
            self._values(subject, predicate, term, items, spot.member(key))

    def _reversed(self, subject: str, key: str, value: Any, spot: _Spot) -> None:
        predicate = iri(spot.active.vocab(key) or "")
        if predicate is None:
            self._undefined(key, spot.where)
        else:
            self._reverse_values(subject, predicate, spot.active.term(key), value, spot)

    def _reverse_values(self, subject: str, predicate: str, term: Term | None, value: Any, spot: _Spot) -> None:
        for item, where in flat(value, spot.where):
            name = self._value(item, term, spot._replace(where=where)) if isinstance(item, (dict, str)) else None
            if name is None or name.startswith('"'):
                self._lose("not_covered", "A reverse member must name an object", where)
            else:
                self._emit(name, predicate, subject, spot)

    # ------------------------------------------------------------------ small things

    def _emit(self, subject: str, predicate: str, object_: str, spot: _Spot) -> None:
        self.out.quads.append(Quad(subject, predicate, object_, spot.graph))

    def _check_nesting(self, value: Any, where: str) -> None:
        """Report empty lists, which leave no trace, and lists inside lists, which are signed as one."""
        if not isinstance(value, list):
            return
        if not value:
            self._lose("empty_array", "An empty list leaves no trace in what is signed", where)
        for index, item in enumerate(value):
            if isinstance(item, list):
                self.out.disguised.append(f"{where}/{index}")
                self._check_nesting(item, f"{where}/{index}")

    def _fresh(self) -> str:
        self._blank += 1
        return f"_:{self._blank} "  # the space keeps our labels apart from any that a document brings

    def _undefined(self, key: str, where: str) -> None:
        self._lose(
            "undefined_term", f"The member {key!r} has no meaning in the contexts that the document names", where
        )

    def _without(self, kind: str, message: str, where: str) -> str | None:
        """Report a loss where a term was due."""
        self._lose(kind, message, where)
        return _NOTHING

    def _lose(self, kind: str, message: str, where: str) -> None:
        if len(self.out.losses) < _MAX_LOSSES:
            self.out.losses.append(Loss(f"lossless.{kind}", message, where))


def _is_list_object(value: Any, active: ActiveContext) -> bool:
    return isinstance(value, dict) and any(active.vocab(key) == "@list" for key in value)
