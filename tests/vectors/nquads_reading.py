"""Read N-Quads with every escape that the format allows, so that published files can be fed to the engine."""

from __future__ import annotations

import re

from stepladder.credentials.canonical.nquads import Quad, iri, literal

ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
TERM = r'(<[^>]*>|_:[^\s<]+|"(?:[^"\\]|\\.)*"(?:\^\^<[^>]*>|@[A-Za-z0-9-]+)?)'
LINE = re.compile(rf"\s*{TERM}\s*{TERM}\s*{TERM}\s*{TERM}?\s*\.\s*(?:#.*)?")
NAMED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def unescape(text: str) -> str:
    return ESCAPE.sub(lambda m: chr(int(m[1] or m[2], 16)) if m[1] or m[2] else NAMED.get(m[3], m[3]), text)


def read_term(text: str | None) -> str:
    if text is None or text.startswith("_:"):
        return text or ""
    if text.startswith("<"):
        term = iri(unescape(text[1:-1]))
        assert term is not None, f"{text} is not an absolute IRI"
        return term
    body, _, rest = text[1:].rpartition('"')
    datatype = unescape(rest[3:-1]) if rest.startswith("^^") else ""
    return literal(unescape(body), datatype, rest[1:] if rest.startswith("@") else "")


def read_quads(text: str) -> list[Quad]:
    """Return the statements of an N-Quads text; a line that is none fails the test."""
    quads = []
    for row in text.split("\n"):
        if row.strip() and not row.lstrip().startswith("#"):
            match = LINE.fullmatch(row.rstrip("\r"))
            assert match is not None, f"not a statement: {row!r}"
            quads.append(Quad(*map(read_term, match.groups())))
    return quads
