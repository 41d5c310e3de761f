"""The vectors of the W3C for the EdDSA cryptosuites. Their issuers are not the holders of their keys."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from stepladder.credentials import inspect
from stepladder.credentials.canonical import canonical_form
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver

if TYPE_CHECKING:
    from pathlib import Path

AT = datetime(2024, 1, 1, tzinfo=UTC)
SIGNED = [
    "eddsa-rdfc-2022/signedDataInt.json",
    "eddsa-rdfc-2022/employ/signedDataInt.json",
    "eddsa-jcs-2022/signedJCS.json",
    "Ed25519Signature2020/signedEdSig.json",
    "proof-set-chain/signedProofSet1.json",
    "proof-set-chain/signedProofSet2.json",
    "proof-set-chain/signedProofChain1.json",
    "proof-set-chain/signedProofChain2.json",
]


@pytest.fixture(scope="session")
def vectors(shared_data: Path) -> Path:
    return shared_data / "vectors" / "vc-di-eddsa" / "TestVectors"


@pytest.fixture(scope="session")
def store(shared_data: Path) -> ContextStore:
    """Give the pinned contexts and the two test contexts, as only tests may."""
    folder = shared_data / "contexts"
    return ContextStore(
        extra={
            "https://www.w3.org/ns/credentials/examples/v2": json.loads((folder / "examples-v2.jsonld").read_bytes()),
            "https://w3id.org/citizenship/v4rc1": json.loads((folder / "citizenship-v4rc1.jsonld").read_bytes()),
        }
    )


def read(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(path.read_bytes())
    return document


@pytest.mark.parametrize("name", SIGNED)
def test_the_proof_of_a_vector_holds_and_its_key_is_not_the_issuers(
    name: str, vectors: Path, store: ContextStore
) -> None:
    report = inspect((vectors / name).read_bytes(), resolver=DocumentResolver(), at=AT, store=store)
    assert report.check("proof").outcome == "passed", report.check("proof").message
    assert report.check("lossless").outcome == "passed"
    assert report.verdict == "not_issuers_key"


@pytest.mark.parametrize("name", SIGNED)
def test_a_vector_with_another_name_does_not_hold(name: str, vectors: Path, store: ContextStore) -> None:
    document = read(vectors / name)
    document["name"] = document.get("name", "") + "!"
    report = inspect(json.dumps(document).encode(), resolver=DocumentResolver(), at=AT, store=store)
    assert report.verdict == "altered"
    assert report.check("proof").code == "proof.signature_mismatch"


@pytest.mark.parametrize("name", SIGNED[:2])
def test_without_the_test_contexts_a_vector_cannot_be_checked(name: str, vectors: Path) -> None:
    report = inspect((vectors / name).read_bytes(), resolver=DocumentResolver(), at=AT)
    assert report.verdict == "could_not_check"
    assert report.check("context").code == "context.unpinned"


def test_a_chain_whose_first_link_was_changed_does_not_hold(vectors: Path, store: ContextStore) -> None:
    document = read(vectors / "proof-set-chain/signedProofChain1.json")
    for index in range(2):
        changed = copy.deepcopy(document)
        del changed["proof"][index]
        report = inspect(json.dumps(changed).encode(), resolver=DocumentResolver(), at=AT, store=store)
        assert report.verdict == "altered"
        assert report.check("proof").code == "proof.chain_broken"


@pytest.mark.parametrize("folder", ["eddsa-rdfc-2022", "eddsa-rdfc-2022/employ"])
def test_the_forms_of_document_and_proof_are_those_of_the_vector(
    folder: str, vectors: Path, store: ContextStore
) -> None:
    signed = read(vectors / folder / "signedDataInt.json")
    del signed["proof"]
    assert canonical_form(signed, store=store).text == (vectors / folder / "canonDocDataInt.txt").read_text()
    config = read(vectors / folder / "proofConfigDataInt.json")
    assert canonical_form(config, store=store).text == (vectors / folder / "proofCanonDataInt.txt").read_text()
