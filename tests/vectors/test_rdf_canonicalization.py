"""The W3C's tests of RDF Dataset Canonicalization: all of them, driven by their manifest."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.vectors.nquads_reading import read_quads

from stepladder.credentials.canonical.rdfc import canonicalize_quads, canonicalize_with_labels
from stepladder.credentials.errors import CredentialError, MalformedCredentialError, UnsupportedError

if TYPE_CHECKING:
    from stepladder.credentials.canonical import HashAlgorithm

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "vectors" / "rdf-canon"
HASHES: dict[str, HashAlgorithm] = {"SHA256": "sha256", "SHA384": "sha384"}
SECONDS = 1


def entries(kind: str) -> list[Any]:
    """Return the manifest's tests of one kind; none where the vectors are not there (the count below then skips)."""
    manifest = FOLDER / "manifest.jsonld"
    found = json.loads(manifest.read_bytes())["entries"] if manifest.exists() else []
    return [pytest.param(entry, id=entry["id"]) for entry in found if entry["type"] == f"rdfc:RDFC10{kind}Test"]


def hash_of(entry: dict[str, Any]) -> HashAlgorithm:
    return HASHES[entry.get("hashAlgorithm", "SHA256")]


def test_no_test_of_the_manifest_is_left_out(shared_data: Path) -> None:
    assert shared_data / "vectors" / "rdf-canon" == FOLDER
    manifest = json.loads((FOLDER / "manifest.jsonld").read_bytes())["entries"]
    assert Counter(entry["type"] for entry in manifest) == {
        "rdfc:RDFC10EvalTest": 64,
        "rdfc:RDFC10MapTest": 21,
        "rdfc:RDFC10NegativeEvalTest": 1,
    }
    assert [len(entries(kind)) for kind in ("Eval", "Map", "NegativeEval")] == [64, 21, 1]
    assert sorted(entry["id"] for entry in manifest if "hashAlgorithm" in entry) == ["#test075c", "#test075m"]


@pytest.mark.parametrize("entry", entries("Eval"))
def test_the_canonical_form(entry: dict[str, Any]) -> None:
    quads = read_quads((FOLDER / entry["action"]).read_text(encoding="utf-8"))
    expected = (FOLDER / entry["result"]).read_text(encoding="utf-8")
    assert canonicalize_quads(quads, hash_algorithm=hash_of(entry)) == expected


@pytest.mark.parametrize("entry", entries("Map"))
def test_the_canonical_labels(entry: dict[str, Any]) -> None:
    quads = read_quads((FOLDER / entry["action"]).read_text(encoding="utf-8"))
    _, labels = canonicalize_with_labels(quads, hash_algorithm=hash_of(entry))
    found = {key.removeprefix("_:"): value.removeprefix("_:") for key, value in labels.items()}
    assert found == json.loads((FOLDER / entry["result"]).read_bytes())


@pytest.mark.parametrize("entry", entries("NegativeEval"))
@pytest.mark.parametrize("hash_algorithm", ["sha256", "sha384"])
def test_the_poison_graph_is_refused_within_a_second(entry: dict[str, Any], hash_algorithm: HashAlgorithm) -> None:
    quads = read_quads((FOLDER / entry["action"]).read_text(encoding="utf-8"))
    start = time.process_time()
    with pytest.raises(MalformedCredentialError) as refused:
        canonicalize_quads(quads, hash_algorithm=hash_algorithm)
    assert refused.value.code == "canonical.too_tangled"
    assert time.process_time() - start < SECONDS


def test_the_two_hashes_label_the_same_graph_in_another_order(shared_data: Path) -> None:
    """Test 075 is the graph of test 020: were the hash ignored, the two results would agree."""
    texts = [(FOLDER / "rdfc10" / f"test{number}-rdfc10.nq").read_text() for number in ("020", "075")]
    quads = read_quads((FOLDER / "rdfc10" / "test075-in.nq").read_text())
    assert texts[0] != texts[1]
    assert [canonicalize_quads(quads, hash_algorithm=name) for name in ("sha256", "sha384")] == texts


@pytest.mark.parametrize("name", ["", "sha512", "SHA256", "md5"])
def test_another_hash_is_refused(name: str) -> None:
    with pytest.raises(UnsupportedError) as refused:
        canonicalize_quads([], hash_algorithm=name)  # type: ignore[arg-type]  # what a caller might get wrong
    assert refused.value.code == "canonical.unknown_hash"
    assert isinstance(refused.value, CredentialError)
