"""From a JSON-LD document to RDF statements, without losing a member on the way.

This is expansion (JSON-LD 1.1 API, section 5) and the conversion to RDF (section 8) in one walk. It differs from the
usual processors in one respect: what they would silently drop (an undefined term, a relative IRI, an unknown type, a
null) is reported with its JSON pointer, because a dropped member is readable but not signed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical import jcs
from stepladder.credentials.canonical.nquads import RDF, RDF_FIRST, RDF_NIL, RDF_REST, RDF_TYPE, XSD, Quad, iri, literal
from stepladder.credentials.model.strict_json import escape_pointer

if TYPE_CHECKING:
    from stepladder.credentials.canonical.active import ActiveContext, Contexts, Term

_LANGUAGE = re.compile(r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$")
_MAX_LOSSES = 20
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


class _Walk:
    def __init__(self) -> None:
        self.out = Statements()
        self._blank = 0

    # ------------------------------------------------------------------ objects

    def document(self, document: dict[str, Any], active: ActiveContext) -> None:
        before = len(self.out.quads)
        if self.node(document, active, "", "") is None or len(self.out.quads) == before:
            self._lose("nothing", "The document says nothing that could be signed", "")

    def node(
        self,
        element: dict[str, Any],
        active: ActiveContext,
        where: str,
        graph: str,
        *,
        term: Term | None = None,
        kept: bool = False,
    ) -> str | None:
        """Write the statements about one object and return the term that names it."""
        # 1. Leave the context that only the parent's type brought, unless this is a mere reference.
        inner = active
        if not kept and not (len(element) == 1 and active.vocab(next(iter(element))) == "@id"):
            inner = active.previous
        # 2. Enter the contexts of the member, of this object, and of its types.
        if term is not None and term.has_scoped:
            inner = inner.inside(term, where)
        if "@context" in element:
            inner = inner.local(element["@context"], f"{where}/@context")
            if where and not _CREDENTIALS & set(_listed(element.get("type"))):
                self.out.disguised.append(f"{where}/@context")
        types = [
            name
            for key, value in element.items()
            if key != "@context" and inner.vocab(key) == "@type"
            for name in (value if isinstance(value, list) else [value])
            if isinstance(name, str)
        ]
        typed = inner.of_types(types, where) if types else inner
        # 3. Name the object.
        subject = self._subject(element, typed, where)
        # 4. Write its members.
        for key, value in element.items():
            if key != "@context":
                self._member(subject, key, value, typed, inner, f"{where}/{escape_pointer(key)}", graph)
        return subject

    def _subject(self, element: dict[str, Any], active: ActiveContext, where: str) -> str:
        keys = [key for key in element if key != "@context" and active.vocab(key) == "@id"]
        if not keys:
            return self._fresh()
        if len(keys) > 1:
            self._lose("two_ids", "An object has two ids", f"{where}/{escape_pointer(keys[1])}")
        value = element[keys[0]]
        name = active.reference(value) if isinstance(value, str) else None
        if name is None:
            self._lose(
                "relative_iri", f"The id {_short(value)} is not an absolute URL", f"{where}/{escape_pointer(keys[0])}"
            )
            return self._fresh()
        return name

    def _member(
        self, subject: str, key: str, value: Any, active: ActiveContext, untyped: ActiveContext, where: str, graph: str
    ) -> None:
        term = active.term(key)
        expanded = term.iri if term is not None else active.vocab(key)
        if term is None and (":" in key or key.startswith("@")):
            self.out.disguised.append(where)
        if not expanded:
            self._lose(
                "undefined_term", f"The member {key!r} has no meaning in the contexts that the document names", where
            )
        elif expanded.startswith("@"):
            self._keyword(subject, expanded, value, active, untyped, where, graph)
        else:
            predicate = None if expanded.startswith("_:") else iri(expanded)
            if predicate is None:
                self._lose(
                    "undefined_term",
                    f"The member {key!r} has no meaning in the contexts that the document names",
                    where,
                )
            else:
                self._property(subject, predicate, term, value, active, where, graph)

    def _keyword(
        self,
        subject: str,
        keyword: str,
        value: Any,
        active: ActiveContext,
        untyped: ActiveContext,
        where: str,
        graph: str,
    ) -> None:
        if keyword == "@id":
            return
        if keyword == "@type":
            self._types(subject, value, untyped, where, graph)
        elif keyword in {"@included", "@graph"}:
            self.out.disguised.append(where)
            inside = graph if keyword == "@included" else self._graph_name(subject, where)
            for index, item in enumerate(_listed(value)):
                place = f"{where}/{index}" if isinstance(value, list) else where
                before = len(self.out.quads)
                if (
                    not isinstance(item, dict)
                    or self.node(item, active, place, inside) is None
                    or len(self.out.quads) == before
                ):
                    self._lose("not_covered", "Nothing that could be signed is said here", place)
        elif keyword == "@nest":
            self.out.disguised.append(where)
            for item in _listed(value):
                if isinstance(item, dict):
                    for key, inner in item.items():
                        self._member(subject, key, inner, active, untyped, f"{where}/{escape_pointer(key)}", graph)
                else:
                    self._lose("not_covered", "Only an object can be nested here", where)
        elif keyword == "@reverse" and isinstance(value, dict):
            self.out.disguised.append(where)
            for key, inner in value.items():
                self._reversed(subject, key, inner, active, f"{where}/{escape_pointer(key)}", graph)
        else:
            self._lose("not_covered", f"The keyword {keyword} leaves no trace in what is signed", where)

    def _graph_name(self, subject: str, where: str) -> str:
        return subject if where.count("/") > 1 else ""

    def _types(self, subject: str, value: Any, active: ActiveContext, where: str, graph: str) -> None:
        if isinstance(value, list) and not value:
            self._lose("empty_array", "An empty list leaves no trace in what is signed", where)
        for index, name in enumerate(_listed(value)):
            place = f"{where}/{index}" if isinstance(value, list) else where
            expanded = active.reference(name, vocab=True) if isinstance(name, str) else None
            if expanded is None:
                self._lose(
                    "unknown_type",
                    f"The type {_short(name)} has no meaning in the contexts that the document names",
                    place,
                )
            else:
                if name in _listed(value)[:index]:
                    self.out.disguised.append(place)
                self._emit(subject, RDF_TYPE, expanded, graph)

    # ------------------------------------------------------------------ members and values

    def _property(
        self, subject: str, predicate: str, term: Term | None, value: Any, active: ActiveContext, where: str, graph: str
    ) -> None:
        containers = term.containers if term is not None else frozenset()
        if term is not None and term.coercion == "@json":
            self._emit(subject, predicate, literal(jcs.serialize(value), f"{RDF}JSON"), graph)
        elif term is not None and term.reverse:
            self._reverse_values(subject, predicate, term, value, active, where, graph)
        elif "@language" in containers and isinstance(value, dict):
            self._language_map(subject, predicate, term, value, active, where, graph)
        elif containers & {"@index", "@id", "@type"} and isinstance(value, dict):
            self._index_map(subject, predicate, term, value, active, where, graph)
        elif "@list" in containers and not _is_list_object(value, active):
            self._emit(subject, predicate, self._list(_listed(value), term, active, where, graph), graph)
        else:
            if isinstance(value, list) and not value:
                self._lose("empty_array", "An empty list leaves no trace in what is signed", where)
            said = set()
            for item, place in _flat(value, where):
                object_ = self._value(item, term, active, place, graph)
                if object_ in said:
                    self.out.disguised.append(place)
                elif object_ is not None:
                    said.add(object_)
                    self._emit(subject, predicate, object_, graph)

    def _value(self, value: Any, term: Term | None, active: ActiveContext, where: str, graph: str) -> str | None:
        """Return the term for one value, after writing the statements inside it."""
        if value is None:
            self._lose("null", "A null leaves no trace in what is signed", where)
            return None
        if not isinstance(value, dict):
            if term is not None and "@graph" in term.containers:
                self._lose("not_covered", "A reference alone leaves no trace in what is signed here", where)
                return None
            return self._scalar(value, term, active, where)
        keywords = {active.vocab(key): key for key in value if key != "@context"}
        if "@value" in keywords:
            return self._value_object(value, active, where)
        if "@list" in keywords:
            return self._list(_listed(value[keywords["@list"]]), term, active, f"{where}/{keywords['@list']}", graph)
        if "@set" in keywords:
            self._lose("not_covered", "A set written as an object is not supported: write a plain list", where)
            return None
        if term is not None and "@graph" in term.containers:
            name = self._fresh()
            before = len(self.out.quads)
            self.node(value, active, where, name, term=term)
            if len(self.out.quads) == before:
                self._lose("not_covered", "A reference alone leaves no trace in what is signed here", where)
            return name
        return self.node(value, active, where, graph, term=term)

    def _scalar(self, value: Any, term: Term | None, active: ActiveContext, where: str) -> str | None:
        if term is not None and term.has_scoped:
            active = active.inside(term, where)
            term = active.term(term.name)
        coercion = term.coercion if term is not None else ""
        if coercion in {"@id", "@vocab"} and isinstance(value, str):
            reference = active.reference(value, vocab=coercion == "@vocab")
            if reference is None:
                self._lose("relative_iri", f"The value {_short(value)} is not an absolute URL", where)
            return reference
        if coercion.startswith("@"):
            coercion = ""
        if isinstance(value, str) and not coercion:
            language = term.language if term is not None and term.has_language else active.language
            if (term.direction if term is not None and term.direction else active.direction) is not None:
                self._lose("direction", "A text direction leaves no trace in what is signed", where)
            return literal(value, language=language or "")
        return _native(value, coercion)

    def _value_object(self, value: dict[str, Any], active: ActiveContext, where: str) -> str | None:
        parts = {active.vocab(key) or "": member for key, member in value.items()}
        text, language, datatype = parts.get("@value"), parts.get("@language"), parts.get("@type")
        if set(parts) - {"@value", "@language", "@type", "@direction"} or len(parts) < len(value):
            self._lose("not_covered", "A value may have a language or a type, and nothing else", where)
            return None
        if "@direction" in parts:
            self._lose("direction", "A text direction leaves no trace in what is signed", where)
        if datatype == "@json":
            return literal(jcs.serialize(text), f"{RDF}JSON")
        if text is None or isinstance(text, (dict, list)):
            self._lose("null", "A value object holds no plain value", where)
            return None
        if "@language" in parts:
            if (
                not isinstance(language, str)
                or not isinstance(text, str)
                or "@type" in parts
                or not _LANGUAGE.match(language)
            ):
                self._lose("language", f"{_short(language)} is not a language tag that RDF can carry", where)
                return None
            return literal(text, language=language.lower())
        if "@type" in parts:
            expanded = active.vocab(datatype) if isinstance(datatype, str) else None
            if expanded is None or iri(expanded) is None:
                self._lose("unknown_type", f"The type {_short(datatype)} has no meaning here", where)
                return None
            return _native(text, expanded)
        return _native(text, "")

    def _list(self, items: list[Any], term: Term | None, active: ActiveContext, where: str, graph: str) -> str:
        objects = []
        for index, item in enumerate(items):
            place = f"{where}/{index}"
            if isinstance(item, list):
                objects.append(self._list(item, term, active, place, graph))
            else:
                object_ = self._value(item, term, active, place, graph)
                if object_ is not None:
                    objects.append(object_)
        rest = RDF_NIL
        for object_ in reversed(objects):
            cell = self._fresh()
            self._emit(cell, RDF_FIRST, object_, graph)
            self._emit(cell, RDF_REST, rest, graph)
            rest = cell
        return rest

    def _language_map(
        self,
        subject: str,
        predicate: str,
        term: Term | None,
        value: dict[str, Any],
        active: ActiveContext,
        where: str,
        graph: str,
    ) -> None:
        for key, texts in value.items():
            place = f"{where}/{escape_pointer(key)}"
            none = key == "@none" or active.vocab(key) == "@none"
            if not none and not _LANGUAGE.match(key):
                self._lose("language", f"{_short(key)} is not a language tag that RDF can carry", place)
                continue
            for text, inner in _flat(texts, place):
                if isinstance(text, str):
                    self._emit(subject, predicate, literal(text, language="" if none else key.lower()), graph)
                else:
                    self._lose("null", "A language map holds strings only", inner)

    def _index_map(
        self,
        subject: str,
        predicate: str,
        term: Term | None,
        value: dict[str, Any],
        active: ActiveContext,
        where: str,
        graph: str,
    ) -> None:
        containers = term.containers if term is not None else frozenset()
        if term is None or containers & {"@id", "@type", "@graph"} or term.index:
            self._lose("not_covered", "A map by id, by type, by property or of graphs is not supported", where)
            return
        for key, items in value.items():
            for item, place in _flat(items, f"{where}/{escape_pointer(key)}"):
                object_ = self._value(item, term, active, place, graph)
                if object_ is not None:
                    self._emit(subject, predicate, object_, graph)

    def _reversed(self, subject: str, key: str, value: Any, active: ActiveContext, where: str, graph: str) -> None:
        term = active.term(key)
        predicate = iri(active.vocab(key) or "")
        if predicate is None:
            self._lose(
                "undefined_term", f"The member {key!r} has no meaning in the contexts that the document names", where
            )
        else:
            self._reverse_values(subject, predicate, term, value, active, where, graph)

    def _reverse_values(
        self, subject: str, predicate: str, term: Term | None, value: Any, active: ActiveContext, where: str, graph: str
    ) -> None:
        for item, place in _flat(value, where):
            name = self._value(item, term, active, place, graph) if isinstance(item, (dict, str)) else None
            if name is None or name.startswith('"'):
                self._lose("not_covered", "A reverse member must name an object", place)
            else:
                self._emit(name, predicate, subject, graph)

    # ------------------------------------------------------------------ small things

    def _emit(self, subject: str, predicate: str, object_: str, graph: str) -> None:
        self.out.quads.append(Quad(subject, predicate, object_, graph))

    def _fresh(self) -> str:
        self._blank += 1
        return f"_:{self._blank} "  # the space keeps our labels apart from any that a document brings

    def _lose(self, kind: str, message: str, where: str) -> None:
        if len(self.out.losses) < _MAX_LOSSES:
            self.out.losses.append(Loss(f"lossless.{kind}", message, where))


def _native(value: Any, datatype: str) -> str:
    """Write a JSON scalar as a literal (JSON-LD 1.1 API, section 8.2.2)."""
    if isinstance(value, bool):
        return literal("true" if value else "false", datatype or f"{XSD}boolean")
    if isinstance(value, float) and (value % 1 != 0 or abs(value) >= 1e21):
        return literal(_double(value), datatype or f"{XSD}double")
    if datatype == f"{XSD}double":
        try:
            return literal(_double(float(value)), datatype)
        except ValueError:
            return literal(str(value), datatype)
    if isinstance(value, (int, float)):
        return literal(str(int(value)), datatype or f"{XSD}integer")
    return literal(value, datatype)


def _double(value: float) -> str:
    """Return the canonical form of an xsd:double."""
    mantissa, exponent = f"{value:.15E}".split("E")
    whole, fraction = mantissa.split(".")
    return f"{whole}.{fraction.rstrip('0') or '0'}E{int(exponent)}"


def _flat(value: Any, where: str) -> list[tuple[Any, str]]:
    """Return the values of a member with their pointers; lists inside lists are one list, as JSON-LD reads them."""
    if not isinstance(value, list):
        return [(value, where)]
    return [pair for index, item in enumerate(value) for pair in _flat(item, f"{where}/{index}")]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _is_list_object(value: Any, active: ActiveContext) -> bool:
    return isinstance(value, dict) and any(active.vocab(key) == "@list" for key in value)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
