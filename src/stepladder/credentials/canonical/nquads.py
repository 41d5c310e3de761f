"""N-Quads in the canonical form of RDFC-1.0: how terms are written, and how quads are ordered."""

from __future__ import annotations

import re
from typing import NamedTuple

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF_TYPE = f"<{RDF}type>"
RDF_FIRST = f"<{RDF}first>"
RDF_REST = f"<{RDF}rest>"
RDF_NIL = f"<{RDF}nil>"

_NAMED_ESCAPES = {8: "\\b", 9: "\\t", 10: "\\n", 12: "\\f", 13: "\\r", 34: '\\"', 92: "\\\\"}
_CONTROLS = (*range(0x20), 0x7F)
# RDFC-1.0, appendix A: named escapes where there is one, \uXXXX for every other control character, the rest as it is.
_ESCAPES = {code: f"\\u{code:04X}" for code in _CONTROLS} | _NAMED_ESCAPES
_NEEDS_ESCAPE = re.compile(r'[\x00-\x1f\x7f"\\]')
_BAD_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_ABSOLUTE = re.compile(r"^[A-Za-z][A-Za-z0-9+.\-]*:")


class Quad(NamedTuple):
    """One statement; each term as N-Quads text, blank nodes as ``_:label``, the default graph as an empty string."""

    subject: str
    predicate: str
    object: str
    graph: str


def iri(value: str) -> str | None:
    """Return an absolute IRI as an N-Quads term, or None if it is relative or holds a character that IRIs cannot."""
    if _ABSOLUTE.match(value) is None or _BAD_IN_IRI.search(value) is not None:
        return None
    return f"<{value}>"


def literal(value: str, datatype: str = "", language: str = "") -> str:
    """Return a literal as an N-Quads term; ``xsd:string`` is left out, as the canonical form asks."""
    text = value.translate(_ESCAPES) if _NEEDS_ESCAPE.search(value) else value
    if language:
        return f'"{text}"@{language}'
    if datatype and datatype != f"{XSD}string":
        return f'"{text}"^^<{datatype}>'
    return f'"{text}"'


def line(quad: Quad) -> str:
    """Return one canonical line, with its line end."""
    subject, predicate, object_, graph = quad
    return f"{subject} {predicate} {object_} {graph} .\n" if graph else f"{subject} {predicate} {object_} .\n"
