"""JSON scalars and value objects as RDF terms (JSON-LD 1.1 API, sections 5.3 and 8.2.2)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical import jcs
from stepladder.credentials.canonical.literals import native
from stepladder.credentials.canonical.nquads import RDF, iri, literal
from stepladder.credentials.canonical.shapes import short

if TYPE_CHECKING:
    from stepladder.credentials.canonical.active import ActiveContext, Term
    from stepladder.credentials.canonical.output import Statements
    from stepladder.credentials.model.strict_json import Path

LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_DIRECTION = "A text direction leaves no trace in what is signed"
_NOTHING: str | None = None
_PARTS = {"@value", "@language", "@type", "@direction"}


def json_literal(value: Any) -> str:
    """Write any JSON value as a literal."""
    return literal(jcs.serialize(value), f"{RDF}JSON")


def scalar(value: Any, term: Term | None, active: ActiveContext, path: Path, out: Statements) -> str | None:
    """Return the RDF term for a JSON string, number or boolean; None, and a loss, for a relative IRI."""
    if term is not None and term.has_scoped:
        active = active.inside(term, path)
        term = active.term(term.name)
    coercion = term.coercion if term is not None else ""
    if isinstance(value, str):
        if coercion in {"@id", "@vocab"}:
            reference = active.reference(value, vocab=coercion == "@vocab")
            if reference is None:
                out.lose("lossless.relative_iri", f"The value {short(value)} is not an absolute URL", path)
            return reference
        if not coercion or coercion == "@none":
            language = term.language if term is not None and term.has_language else active.language
            if (term.direction if term is not None and term.has_direction else active.direction) is not None:
                out.lose("lossless.direction", _DIRECTION, path)
            return literal(value, language=language or "")
    return _native(value, "" if coercion.startswith("@") else coercion, path, out)


def value_object(value: dict[str, Any], active: ActiveContext, path: Path, out: Statements) -> str | None:
    """Return the literal of an object with ``@value``; None, and a loss, if it is not a plain one."""
    parts = {active.vocab(key) or "": member for key, member in value.items()}
    if set(parts) - _PARTS or len(parts) < len(value):
        out.lose("lossless.not_covered", "A value may have a language or a type, and nothing else", path)
        return _NOTHING
    if "@direction" in parts:
        out.lose("lossless.direction", _DIRECTION, path)
    text, datatype = parts["@value"], parts.get("@type")
    expanded = active.vocab(datatype) if isinstance(datatype, str) else None
    if expanded == "@json" and "@language" not in parts:
        return json_literal(text)
    if text is None or isinstance(text, (dict, list)):
        out.lose("lossless.null", "A value object holds no plain value", path)
        return _NOTHING
    if "@language" in parts:
        return _tagged(text, parts, path, out)
    if "@type" in parts and (expanded is None or iri(expanded) is None):
        out.lose("lossless.unknown_type", f"The type {short(datatype)} has no meaning here", path)
        return _NOTHING
    return _native(text, expanded or "", path, out)


def _native(value: Any, datatype: str, path: Path, out: Statements) -> str | None:
    term = native(value, datatype)
    if term is None:
        out.lose("lossless.number", f"{short(value)} is not a number, and would be signed as if it said nothing", path)
    return term


def _tagged(text: Any, parts: dict[str, Any], path: Path, out: Statements) -> str | None:
    language = parts["@language"]
    fits = isinstance(text, str) and isinstance(language, str) and LANGUAGE.fullmatch(language) is not None
    if fits and "@type" not in parts:
        return literal(str(text), language=str(language).lower())
    out.lose("lossless.language", f"{short(language)} is not a language tag that RDF can carry", path)
    return _NOTHING
