"""From a JSON-LD document to RDF statements, without losing a member on the way.

This is expansion (JSON-LD 1.1 API, section 5) and the conversion to RDF (section 8) in one walk. It differs from the
usual processors in one respect: what they would silently drop (an undefined term, a relative IRI, an unknown type, a
null) is reported with its JSON pointer, because a dropped member is readable but not signed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from stepladder.credentials.canonical.nquads import RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, Quad, iri, literal
from stepladder.credentials.canonical.output import Loss, Statements
from stepladder.credentials.canonical.shapes import flat, listed, may_name_contexts, short
from stepladder.credentials.canonical.values import LANGUAGE, json_literal, scalar, value_object
from stepladder.credentials.errors import MalformedCredentialError
from stepladder.credentials.model.strict_json import Path, pointer

if TYPE_CHECKING:
    from stepladder.credentials.canonical.active import ActiveContext, Contexts, Term

__all__ = ["Loss", "Statements", "statements"]

MAX_CONTEXTS = 150
_NOTHING: str | None = None
_REFERENCE_ONLY = "A reference alone leaves no trace in what is signed here"
_SET_OBJECT = "A set written as an object is not supported: write a plain list"


def statements(document: dict[str, Any], contexts: Contexts) -> Statements:
    """Return the RDF statements of ``document``.

    Raises MalformedCredentialError (``context.invalid``) and UnsupportedError (``context.unpinned``).
    """
    walk = _Walk()
    walk.document(document, contexts.initial)
    return walk.out


class _Spot(NamedTuple):
    """Where the walk is: contexts in force, those before the object's types, path, graph, and contexts as written."""

    active: ActiveContext
    untyped: ActiveContext
    path: Path
    graph: str
    written: Any = None

    def member(self, key: str | int) -> _Spot:
        """Return the spot of a member or item, one step further down."""
        return _Spot(self.active, self.untyped, (self.path, key), self.graph, self.written)

    def at(self, path: Path) -> _Spot:
        """Return the spot of another value in the same contexts."""
        return _Spot(self.active, self.untyped, path, self.graph, self.written)

    def in_context(self, active: ActiveContext) -> _Spot:
        """Return the same place under another context."""
        return _Spot(active, active, self.path, self.graph, self.written)


class _Walk:
    def __init__(self) -> None:
        self.out = Statements()
        self._contexts_left = MAX_CONTEXTS
        self._names_a_graph = False

    # ------------------------------------------------------------------ objects

    def document(self, document: dict[str, Any], active: ActiveContext) -> None:
        self.node(document, self._entered(document, None, _Spot(active, active, (), "")))
        if not self.out.quads:
            self.out.lose("lossless.nothing", "The document says nothing that could be signed", ())

    def _entered(self, element: dict[str, Any], term: Term | None, spot: _Spot) -> _Spot:
        """Return the contexts in force inside an object, before its types are looked at (section 5.1.2, 7-9)."""
        active = spot.active
        # 1. Leave the context that only the parent's type brought, unless this is a mere reference or a value.
        if active.previous is not active:
            names = {active.vocab(key) for key in element}
            if names != {"@id"} and "@value" not in names:
                active = active.previous
        # 2. Enter the contexts of the member and of this object.
        if term is not None and term.has_scoped:
            active = active.inside(term, spot.path)
        if "@context" in element:
            active = self._local(active, element["@context"], (spot.path, "@context"))
            if spot.path and not may_name_contexts(element, spot.written):
                self.out.disguise((spot.path, "@context"))
            spot = spot._replace(written=element["@context"])
        return spot.in_context(active)

    def node(self, element: dict[str, Any], spot: _Spot) -> str:
        """Write the statements about one object and return the term that names it."""
        meanings = {key: spot.active.vocab(key) for key in element if key != "@context"}
        types = [
            name
            for key, meaning in meanings.items()
            if meaning == "@type"
            for name in listed(element[key])
            if isinstance(name, str)
        ]
        here = spot
        if types:
            typed = spot.active.of_types(types, spot.path)
            if typed is not spot.active:
                here = spot._replace(active=typed)
                meanings = {key: typed.vocab(key) for key in meanings}
        if not spot.path:
            self._names_a_graph = set(meanings.values()) != {"@graph"}
        subject = self._subject(element, [key for key, meaning in meanings.items() if meaning == "@id"], here)
        for key in meanings:
            self._member(subject, key, element[key], here.member(key))
        return subject

    def _local(self, active: ActiveContext, context: Any, path: Path) -> ActiveContext:
        """Enter an object's own contexts, within a budget: each takes milliseconds to read, and a name only bytes."""
        if not active.knows(context):
            self._contexts_left -= len(listed(context))
            if self._contexts_left < 0:
                raise MalformedCredentialError(
                    f"The document names more than {MAX_CONTEXTS} contexts",
                    code="context.too_many",
                    where=pointer(path),
                    hint="A credential needs two or three.",
                )
        return active.local(context, path)

    def _subject(self, element: dict[str, Any], keys: list[str], spot: _Spot) -> str:
        if not keys:
            return self.out.fresh()
        if len(keys) > 1:
            self.out.lose("lossless.two_ids", "An object has two ids", (spot.path, keys[1]))
        value = element[keys[0]]
        name = spot.active.reference(value) if isinstance(value, str) else None
        if name is None:
            self.out.lose(
                "lossless.relative_iri", f"The id {short(value)} is not an absolute URL", (spot.path, keys[0])
            )
            return self.out.fresh()
        return name

    def _member(self, subject: str, key: str, value: Any, spot: _Spot) -> None:
        term = spot.active.term(key)
        expanded = term.iri if term is not None else spot.active.vocab(key)
        if (term is None and (":" in key or key.startswith("@"))) or (term is not None and key[:1].isupper()):
            self.out.disguise(spot.path)  # an address in place of a name, or the name of a type: no reader looks there
        if expanded and expanded.startswith("@"):
            self._keyword(subject, expanded, value, term, spot)
            return
        predicate = _predicate(expanded)
        if predicate is None:
            self._undefined(key, spot.path)
        else:
            self._property(subject, predicate, term, value, spot)

    def _keyword(self, subject: str, keyword: str, value: Any, term: Term | None, spot: _Spot) -> None:
        if keyword == "@id":
            return
        if keyword == "@type":
            self._types(subject, value, spot)
            return
        self.out.disguise(spot.path)
        if keyword in {"@included", "@graph"}:
            self._included(subject, keyword, value, spot)
        elif keyword == "@nest" and all(isinstance(item, dict) for item in listed(value)):
            self._nested(subject, value, term, spot)
        elif keyword == "@reverse" and isinstance(value, dict):
            for key, inner in value.items():
                self._reversed(subject, key, inner, spot.member(key))
        else:
            self.out.lose("lossless.not_covered", f"The keyword {keyword} leaves no trace in what is signed", spot.path)

    def _nested(self, subject: str, value: Any, term: Term | None, spot: _Spot) -> None:
        """Write members that stand one object deeper than the node they belong to (@nest)."""
        if term is not None and term.has_scoped:
            spot = spot._replace(active=spot.active.inside(term, spot.path))
        for item, path in flat(value, spot.path):
            for key, inner in item.items():
                if spot.active.vocab(key) in {"@id", "@graph"}:
                    self.out.lose("lossless.not_covered", "An id or a graph cannot stand inside @nest", (path, key))
                else:
                    self._member(subject, key, inner, spot.at((path, key)))

    def _included(self, subject: str, keyword: str, value: Any, spot: _Spot) -> None:
        """Write objects that stand beside this one (@included), or inside the graph that it names (@graph)."""
        at_root = not spot.path[0]
        if keyword == "@graph" and (self._names_a_graph or not at_root):
            spot = spot._replace(graph=subject)
        for item, path in flat(value, spot.path):
            before = len(self.out.quads)
            if isinstance(item, dict):
                self.node(item, self._entered(item, None, spot.at(path)))
            if len(self.out.quads) == before:
                self.out.lose("lossless.not_covered", "Nothing that could be signed is said here", path)

    def _types(self, subject: str, value: Any, spot: _Spot) -> None:
        if value == []:
            self.out.lose("lossless.empty_array", "An empty list leaves no trace in what is signed", spot.path)
        said: dict[str, str] = {}
        seen = set()
        for index, name in enumerate(listed(value)):
            path = (spot.path, index) if isinstance(value, list) else spot.path
            expanded = spot.untyped.reference(name, vocab=True) if isinstance(name, str) else None
            if expanded is None:
                text = f"The type {short(name)} has no meaning in the contexts that the document names"
                self.out.lose("lossless.unknown_type", text, path)
                continue
            before = said.setdefault(expanded, name)
            if name in seen or (before != name and ":" in f"{before}{name}"):
                self.out.disguise(path)  # nothing new is signed by it
            seen.add(name)
            self._emit(subject, RDF_TYPE, expanded, spot)

    # ------------------------------------------------------------------ members and values

    def _property(self, subject: str, predicate: str, term: Term | None, value: Any, spot: _Spot) -> None:
        if term is None:
            self._check_nesting(value, spot.path)
            self._values(subject, predicate, term, value, spot)
            return
        containers = term.containers
        if term.coercion == "@json":
            object_ = json_literal(value)
            self._emit(subject, predicate, self._cells([object_], spot) if "@list" in containers else object_, spot)
        elif term.reverse:
            self._reverse_values(subject, predicate, term, value, spot)
        elif "@language" in containers and isinstance(value, dict):
            self._language_map(subject, predicate, term, value, spot)
        elif containers & {"@index", "@id", "@type"} and isinstance(value, dict):
            self._index_map(subject, predicate, term, value, spot)
        elif "@list" in containers and not _is_object(value, spot.active, "@list"):
            self._emit(subject, predicate, self._list(listed(value), term, spot), spot)
        else:
            self._check_nesting(value, spot.path)
            self._values(subject, predicate, term, value, spot)

    def _values(self, subject: str, predicate: str, term: Term | None, value: Any, spot: _Spot) -> None:
        if not isinstance(value, list):
            object_ = self._value(value, term, spot)
            if object_ is not None:
                self._emit(subject, predicate, object_, spot)
            return
        said = set()
        for item, path in flat(value, spot.path):
            object_ = self._value(item, term, spot.at(path))
            if object_ in said:
                self.out.disguise(path)
            elif object_ is not None:
                said.add(object_)
                self._emit(subject, predicate, object_, spot)

    def _value(self, value: Any, term: Term | None, spot: _Spot) -> str | None:
        """Return the term for one value, after writing the statements inside it."""
        if value is None:
            return self._without("lossless.null", "A null leaves no trace in what is signed", spot.path)
        in_graph = term is not None and "@graph" in term.containers
        if not isinstance(value, dict):
            if in_graph:
                return self._without("lossless.not_covered", _REFERENCE_ONLY, spot.path)
            return scalar(value, term, spot.active, spot.path, self.out)
        return self._object(value, term, self._entered(value, term, spot), in_graph=in_graph)

    def _object(self, value: dict[str, Any], term: Term | None, spot: _Spot, *, in_graph: bool) -> str | None:
        keywords = {spot.active.vocab(key) for key in value if key != "@context"}
        if "@value" in keywords:
            return value_object(value, spot.active, spot.path, self.out)
        if "@list" in keywords:
            return self._list_object(value, term, spot)
        if "@set" in keywords:
            return self._without("lossless.not_covered", _SET_OBJECT, spot.path)
        return self._in_graph(value, spot) if in_graph else self.node(value, spot)

    def _in_graph(self, value: dict[str, Any], spot: _Spot) -> str:
        name = self.out.fresh()
        before = len(self.out.quads)
        self.node(value, spot._replace(graph=name))
        if len(self.out.quads) == before:
            self.out.lose("lossless.not_covered", _REFERENCE_ONLY, spot.path)
        return name

    def _list_object(self, value: dict[str, Any], term: Term | None, spot: _Spot) -> str | None:
        keys = [key for key in value if key != "@context"]
        if len(keys) > 1:
            return self._without("lossless.not_covered", "A list object may hold nothing else", spot.path)
        same = spot.active.term(term.name) if term is not None else None
        return self._list(listed(value[keys[0]]), same, spot.member(keys[0]))

    def _list(self, items: list[Any], term: Term | None, spot: _Spot) -> str:
        objects = []
        for index, item in enumerate(items):
            place = spot.member(index)
            object_ = self._list(item, term, place) if isinstance(item, list) else self._value(item, term, place)
            if object_ is not None:
                objects.append(object_)
        return self._cells(objects, spot)

    def _cells(self, objects: list[str], spot: _Spot) -> str:
        """Write an RDF list and return the node that stands for it."""
        rest = RDF_NIL
        for object_ in reversed(objects):
            cell = self.out.fresh()
            self._emit(cell, RDF_FIRST, object_, spot)
            self._emit(cell, RDF_REST, rest, spot)
            rest = cell
        return rest

    def _language_map(self, subject: str, predicate: str, term: Term, value: dict[str, Any], spot: _Spot) -> None:
        if (term.direction if term.has_direction else spot.active.direction) is not None:
            self.out.lose("lossless.direction", "A text direction leaves no trace in what is signed", spot.path)
        for key, texts in value.items():
            place = spot.member(key)
            none = spot.active.vocab(key) == "@none"
            if not none and not LANGUAGE.fullmatch(key):
                self.out.lose("lossless.language", f"{short(key)} is not a language tag that RDF can carry", place.path)
                continue
            self._check_nesting(texts, place.path)
            for text, path in flat(texts, place.path):
                if isinstance(text, str):
                    self._emit(subject, predicate, literal(text, language="" if none else key.lower()), spot)
                else:
                    self.out.lose("lossless.null", "A language map holds strings only", path)

    def _index_map(self, subject: str, predicate: str, term: Term, value: dict[str, Any], spot: _Spot) -> None:
        if term.containers & {"@id", "@type", "@graph"} or term.index:
            text = "A map by id, by type, by property or of graphs is not supported"
            self.out.lose("lossless.not_covered", text, spot.path)
            return
        for key, items in value.items():
            place = spot.member(key)
            self.out.disguise(place.path)  # the key itself is not signed
            self._check_nesting(items, place.path)
            self._values(subject, predicate, term, items, place)

    def _reversed(self, subject: str, key: str, value: Any, spot: _Spot) -> None:
        term = spot.active.term(key)
        predicate = _predicate(spot.active.vocab(key))
        if predicate is None:
            self._undefined(key, spot.path)
        elif term is not None and term.reverse:
            self._values(subject, predicate, term, value, spot)
        else:
            self._reverse_values(subject, predicate, term, value, spot)

    def _reverse_values(self, subject: str, predicate: str, term: Term | None, value: Any, spot: _Spot) -> None:
        if term is not None and term.containers - {"@set"}:
            self.out.lose("lossless.not_covered", "A reverse member that is a map is not supported", spot.path)
            return
        self._check_nesting(value, spot.path)
        for item, path in flat(value, spot.path):
            is_list = _is_object(item, spot.active, "@list")
            fits = isinstance(item, (dict, str)) and not is_list
            name = self._value(item, term, spot.at(path)) if fits else None
            if name is None or name.startswith('"'):
                self.out.lose("lossless.not_covered", "A reverse member must name an object", path)
            else:
                self._emit(name, predicate, subject, spot)

    # ------------------------------------------------------------------ small things

    def _emit(self, subject: str, predicate: str, object_: str, spot: _Spot) -> None:
        self.out.quads.append(Quad(subject, predicate, object_, spot.graph))

    def _check_nesting(self, value: Any, path: Path) -> None:
        """Report empty lists, which leave no trace, and lists inside lists, which are signed as one."""
        if not isinstance(value, list):
            return
        if not value:
            self.out.lose("lossless.empty_array", "An empty list leaves no trace in what is signed", path)
        for index, item in enumerate(value):
            if isinstance(item, list):
                self.out.disguise((path, index))
                self._check_nesting(item, (path, index))

    def _undefined(self, key: str, path: Path) -> None:
        text = f"The member {short(key)} has no meaning in the contexts that the document names"
        self.out.lose("lossless.undefined_term", text, path)

    def _without(self, code: str, message: str, path: Path) -> str | None:
        """Report a loss where a term was due."""
        self.out.lose(code, message, path)
        return _NOTHING


def _predicate(expanded: str | None) -> str | None:
    """Return the term for a member's IRI; None for none, for a blank node, and for what no IRI is (two fragments)."""
    if not expanded or expanded.startswith("_:") or expanded.count("#") > 1:
        return None
    return iri(expanded)


def _is_object(value: Any, active: ActiveContext, keyword: str) -> bool:
    return isinstance(value, dict) and any(active.vocab(key) == keyword for key in value)
