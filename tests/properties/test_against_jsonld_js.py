"""The canonical form against jsonld.js and its safe mode: what most issuers sign with, in one Node.js process.

Every document that both accept has to come out in the same bytes; what its safe mode refuses, we refuse. Where the two
differ on purpose, the difference is asserted here with the sentence of the standard that decides it.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import math
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from tests.properties.documents import NAMED, documents
from tests.vectors.nquads_reading import read_quads

from stepladder.credentials.canonical import CanonicalForm, canonical_form, canonicalize
from stepladder.credentials.canonical.rdfc import canonicalize_quads
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.errors import CredentialError

HERE = Path(__file__).resolve().parent
MANY = settings.default.max_examples * 6
SECONDS = 120
DOUBLE = "http://www.w3.org/2001/XMLSchema#double"
NAME, KNOWS = "https://schema.org/name", "https://schema.org/knows"

# What we refuse and the safe mode of jsonld.js lets through.
BEYOND = {
    "lossless.not_covered": "a set written as an object, an index, a reference that nothing is said of",
    "lossless.null": "a null leaves no trace",
    "lossless.empty_array": "an empty list leaves no trace",
    "lossless.number": "a text that is no number is written as NaN under xsd:double, whatever it says",
    "lossless.nothing": "an empty dataset has a signature too",
    "lossless.two_ids": "an id written twice",
    "lossless.language": "a language tag that is none",
    "lossless.direction": "the direction of a text leaves no trace",
    "canonical.too_tangled": "the two count work in different ways",
}


def peers() -> Any:
    """Load the script that provides jsonld.js; in CI it must be there."""
    name = "stepladder_peers"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, HERE.parents[1] / "scripts" / "peers.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


def jsonld_js(batch: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ask jsonld.js about each document: whether its safe mode accepts it, and the canonical form."""
    try:
        node, modules = peers().node(), peers().provide() / "node_modules"
    except peers().NoPeerError as missing:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"needs jsonld.js from npm: {missing}")
    contexts = {url: ContextStore().load(url) for urls in NAMED for url in urls}
    asked = json.dumps({"modules": str(modules), "contexts": contexts, "documents": batch})
    done = subprocess.run(
        [node, HERE / "jsonld_batch.cjs"],
        input=asked.encode(),
        capture_output=True,
        check=True,
        timeout=SECONDS,
    )
    answers: list[dict[str, Any]] = json.loads(done.stdout)
    assert len(answers) == len(batch)
    return answers


def ours(document: dict[str, Any]) -> CanonicalForm | str:
    """Return the form of a document that loses nothing, or the code of the refusal."""
    try:
        form = canonical_form(document, store=ContextStore(), allow_inline_contexts=True)
    except CredentialError as refused:
        return refused.code
    return form.losses[0].code if form.losses else form


def half_way(value: float) -> bool:
    """Tell whether a double lies exactly between two numbers of sixteen digits."""
    digits = Decimal(value).as_tuple().digits
    return len(digits) > 16 and digits[16] == 5 and not any(digits[17:])


def with_plain_numbers(value: Any) -> Any:
    """Put 0.5 for the numbers that the two write differently; these have a test of their own below."""
    if isinstance(value, dict):
        return {key: with_plain_numbers(member) for key, member in value.items()}
    if isinstance(value, list):
        return [with_plain_numbers(item) for item in value]
    if isinstance(value, float) and (math.copysign(1, value) < 0 if value == 0 else differs(value)):
        return 0.5
    return value


def differs(value: float) -> bool:
    return value % 1 != 0 and ("." not in repr(value) or half_way(value))


@functools.cache
def compared() -> list[tuple[dict[str, Any], CanonicalForm | str, dict[str, Any]]]:
    """Draw many documents, the same on every run unless the profile says otherwise, and ask both."""
    batch: list[dict[str, Any]] = []

    @settings(max_examples=MANY, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(documents())
    def draw(document: dict[str, Any]) -> None:
        batch.append(with_plain_numbers(document))

    draw()
    return list(zip(batch, map(ours, batch), jsonld_js(batch), strict=True))


@pytest.mark.filterwarnings("ignore::SyntaxWarning")  # PyLD warns of words that look like keywords
def test_jsonld_js_says_the_same_of_every_document_that_both_accept() -> None:
    same = 0
    for document, form, answer in compared():
        if isinstance(form, CanonicalForm) and answer["safe"]:
            theirs = answer["canonical"]
            if theirs != form.text and said_twice(theirs):
                theirs = canonicalize_quads(read_quads(theirs))
            assert form.text == theirs, json.dumps(document)
            same += 1
    assert same > len(compared()) / 3  # most documents are meant to be accepted


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_what_the_safe_mode_of_jsonld_js_refuses_is_refused() -> None:
    refused = [(document, form, answer) for document, form, answer in compared() if not answer["safe"]]
    accepted = [
        (json.dumps(document), answer["error"]) for document, form, answer in refused if not isinstance(form, str)
    ]
    assert not accepted
    assert refused


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_what_is_refused_beyond_it_stands_in_the_table() -> None:
    beyond = {form for _, form, answer in compared() if answer["safe"] and isinstance(form, str)}
    assert beyond <= set(BEYOND)


# ------------------------------------------------------------------ differences that are meant


def said_twice(nquads: str) -> bool:
    lines = nquads.splitlines()
    return len(lines) != len(set(lines))


DIFFERENCES = {
    # JSON-LD 1.1 API, section 8.2.2, step 10: a number with a fraction is a double. jsonld.js looks for a point.
    "a small number is not zero": ({NAME: 1e-7}, '"1.0E-7"^^<', '"0"^^<'),
    # The same section names printf's "%1.15E", which rounds a tie to the even digit; JavaScript rounds it up.
    "a tie is rounded to the even digit": ({NAME: -(2.0**-24)}, "-5.960464477539062E-8", "-5.960464477539063E-8"),
    # XML Schema 1.1, section E.1: negative zero keeps its sign as a double. JavaScript drops it.
    "zero keeps its sign": ({NAME: {"@value": -0.0, "@type": DOUBLE}}, '"-0.0E0"^^<', '"0.0E0"^^<'),
    # RDF 1.1 Concepts, section 4: a dataset is a set. jsonld.js keeps an empty list of the same member twice.
    "a statement counts once": (
        {KNOWS: {"@id": "urn:x:1", KNOWS: {"@list": []}}, "urn:t:again": {"@id": "urn:x:1", KNOWS: {"@list": []}}},
        "",
        "",
    ),
    # RDFC-1.0, section 4.4.3, step 6: lines in code point order. JavaScript compares UTF-16 units.
    "lines are sorted by code point": ({"urn:t:\U0001f600": "a", "urn:t:\uff5e": "b"}, "", ""),
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_difference_that_is_meant(name: str) -> None:
    members, in_ours, in_theirs = DIFFERENCES[name]
    document = {"@id": "urn:x:1", **members}
    form, (answer,) = ours(document), jsonld_js([document])
    assert isinstance(form, CanonicalForm)
    assert answer["safe"]
    assert form.text != answer["canonical"]
    assert in_ours in form.text
    assert in_theirs in answer["canonical"]
    if not in_ours:  # the same statements
        assert canonicalize_quads(read_quads(answer["canonical"])) == form.text
        assert set(form.text.splitlines()) == set(answer["canonical"].splitlines())


def test_a_blank_node_that_names_itself_is_labelled_alike() -> None:
    """PyLD differs here (`test_against_pyld.py`): the Recommendation and jsonld.js count such a statement once."""
    document = {
        "@id": "_:a",
        NAME: "x",
        KNOWS: [{"@id": "_:a"}, {"@id": "_:b", NAME: "y"}, {"@id": "_:c", NAME: "z", KNOWS: {"@id": "_:c"}}],
    }
    form, (answer,) = ours(document), jsonld_js([document])
    assert isinstance(form, CanonicalForm)
    assert form.text == answer["canonical"]


def test_a_member_may_stand_at_either_of_two_objects_with_one_id() -> None:
    """RDF knows no places (docs/explanation/canonical-form.md); what was not signed of that id cannot be added."""
    one = {"@id": "urn:x:1", KNOWS: {"@id": "urn:x:2", NAME: "n"}, "urn:t:by": {"@id": "urn:x:2"}}
    other = {"@id": "urn:x:1", KNOWS: {"@id": "urn:x:2"}, "urn:t:by": {"@id": "urn:x:2", NAME: "n"}}
    added = {**one, "urn:t:by": {"@id": "urn:x:2", NAME: "m"}}
    texts = [canonicalize(document) for document in (one, other, added)]
    assert texts[0] == texts[1] != texts[2]
    assert texts == [answer["canonical"] for answer in jsonld_js([one, other, added])]


@pytest.mark.parametrize("text", ["1.50", "1e3", "-0.1", "+7", "5.", ".5"])
def test_a_number_written_as_a_text_is_written_alike(text: str) -> None:
    document = {"@id": "urn:x:1", NAME: {"@value": text, "@type": DOUBLE}}
    form, (answer,) = ours(document), jsonld_js([document])
    assert isinstance(form, CanonicalForm)
    assert form.text == answer["canonical"]


@pytest.mark.parametrize("text", ["about five", "", "NaN", "1_000", "0x10", "1e999", "١"])
def test_a_text_that_is_no_number_is_refused_where_a_number_is_due(text: str) -> None:
    """jsonld.js signs most of them as NaN, so that any of them could stand in the place of another."""
    assert ours({"@id": "urn:x:1", NAME: {"@value": text, "@type": DOUBLE}}) == "lossless.number"
