"""The canonical form against PyLD: the same bytes for every document that loses nothing.

PyLD drops what has no meaning and resolves relative IRIs against a base of its own, so it is asked only about documents
that the engine accepts. Where the two differ on purpose, the difference is asserted here.
"""

from __future__ import annotations

import functools
import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from tests.properties.documents import documents
from tests.vectors.nquads_reading import read_quads

from stepladder.credentials.canonical import CanonicalForm, canonical_form, canonicalize
from stepladder.credentials.canonical.rdfc import canonicalize_quads
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.errors import CredentialError, MalformedCredentialError

MANY = settings(max_examples=settings.default.max_examples * 3, suppress_health_check=[HealthCheck.too_slow])


@functools.cache
def processor() -> Any:
    from pyld import jsonld

    return jsonld


def load(url: str, _options: Any) -> dict[str, Any]:
    return {"contextUrl": None, "documentUrl": url, "document": ContextStore().load(url), "contentType": None}


def pyld(document: dict[str, Any]) -> str:
    options = {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": load}
    return str(processor().normalize(document, options))


def ours(document: dict[str, Any]) -> CanonicalForm | str:
    """Return the form, or the code of the refusal."""
    try:
        return canonical_form(document, store=ContextStore(), allow_inline_contexts=True)
    except CredentialError as refused:
        return refused.code


CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def labels_may_differ(nquads: str) -> bool:
    """Tell whether PyLD may label blank nodes differently, because it hashes other text than the Recommendation says.

    It leaves most control characters as they are, counts a statement twice that mentions one blank node twice, and
    keeps the same statement twice when its object is an empty list.
    """
    quads = read_quads(nquads)
    itself = any(term.startswith("_:") and quad.count(term) > 1 for quad in quads for term in quad)
    return itself or len(quads) != len(set(quads)) or CONTROLS.search(nquads) is not None


@MANY
@given(documents())
@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_pyld_says_the_same_of_every_document_that_loses_nothing(document: dict[str, Any]) -> None:
    before = json.dumps(document)
    form = ours(document)
    assert json.dumps(document) == before
    if isinstance(form, str):
        if form == "context.invalid":
            with pytest.raises(processor().JsonLdError):
                pyld(document)
        return
    if not form.losses:
        theirs = pyld(document)
        if form.text != theirs and labels_may_differ(theirs):  # its statements may not differ
            theirs = canonicalize_quads(read_quads(theirs))
        assert form.text == theirs


NAME = "https://schema.org/name"


@pytest.mark.parametrize(
    ("text", "written"),
    [("\b\f", r"\b\f"), ("\x00", r"\u0000"), ("\x1f", r"\u001F"), ("\x7f", r"\u007F"), ("\x80", "\x80")],
)
def test_control_characters_are_escaped_as_the_recommendation_says_and_pyld_does_not(text: str, written: str) -> None:
    document = {"@id": "urn:x:1", NAME: text}
    assert canonicalize(document) == f'<urn:x:1> <{NAME}> "{written}" .\n'
    assert pyld(document) == f'<urn:x:1> <{NAME}> "{text}" .\n'


def test_a_statement_with_one_blank_node_twice_is_hashed_once_and_pyld_hashes_it_twice() -> None:
    """jsonld.js labels this as we do (`test_against_jsonld_js.py`), and so do the W3C's tests of self-reference."""
    document = {
        "@id": "_:a",
        NAME: "x",
        "https://schema.org/knows": [{"@id": "_:a"}, {"@id": "_:b", NAME: "y"}, {"@id": "_:c", NAME: "z"}],
    }
    ours, theirs = canonicalize(document), pyld(document)
    assert labels_may_differ(theirs)
    assert canonicalize_quads(read_quads(theirs)) == ours


def test_the_same_statement_counts_once_and_pyld_keeps_an_empty_list_twice() -> None:
    document = {"@id": "urn:x:1", "urn:t:a": {"@id": "urn:x:1", NAME: {"@list": []}}, NAME: {"@list": []}}
    ours, theirs = canonicalize(document), pyld(document)
    assert labels_may_differ(theirs)
    assert len(theirs.splitlines()) == len(ours.splitlines()) + 1
    assert canonicalize_quads(read_quads(theirs)) == ours


def test_a_relative_iri_is_refused_and_pyld_signs_it_against_a_base_of_its_own() -> None:
    document = {"@id": "urn:x:1", NAME: {"@id": "a/b"}}
    with pytest.raises(MalformedCredentialError) as refused:
        canonicalize(document)
    assert refused.value.code == "lossless.relative_iri"
    assert "<http" in pyld(document) or "<a/b>" in pyld(document)
