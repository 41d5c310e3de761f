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
from stepladder.credentials.errors import UnsupportedError
from stepladder.credentials.keys import InMemorySigner, decode_multikey
from stepladder.credentials.keys.multibase import base58_encode
from stepladder.credentials.proofs.cryptosuites import suite_of
from stepladder.credentials.proofs.forms import Forms
from stepladder.credentials.proofs.making import add_proof

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


# ---------------------------------------------------------------- every step, and making the same proof


STEPS = [  # folder, how its files end, the unsigned document
    ("eddsa-rdfc-2022", "DataInt", "unsigned.json"),
    ("eddsa-rdfc-2022/employ", "DataInt", "employmentAuth.json"),
    ("eddsa-jcs-2022", "JCS", "unsigned.json"),
    ("Ed25519Signature2020", "EdSig", None),
]


def key_of(vectors: Path, method: str) -> InMemorySigner:
    """Give the signer of a verification method: its secret is among the vectors."""
    pairs = [read(vectors / "keyPair.json"), *read(vectors / "proof-set-chain/multiKeyPairs.json").values()]
    multikey = method.rpartition("#")[2]
    secret = next(pair["privateKeyMultibase"] for pair in pairs if pair["publicKeyMultibase"] == multikey)
    signer = InMemorySigner(decode_multikey(secret, secret=True)[1], method.partition("#")[0], method)
    assert signer.public_multikey == multikey
    return signer


@pytest.mark.parametrize(("folder", "ending", "unsigned"), STEPS)
def test_every_step_of_a_vector_is_ours(
    folder: str, ending: str, unsigned: str | None, vectors: Path, store: ContextStore
) -> None:
    def text(name: str) -> str:
        return (vectors / folder / f"{name}{ending}.txt").read_text()

    signed, config = (read(vectors / folder / f"{name}{ending}.json") for name in ("signed", "proofConfig"))
    document = {name: value for name, value in signed.items() if name != "proof"}
    if unsigned is not None:
        assert document == read(vectors / unsigned)
    suite = suite_of(signed["proof"])
    assert suite is not None
    proof = {name: value for name, value in signed["proof"].items() if name != "proofValue"}
    # 1. What is hashed. The configuration of an RDFC suite is read in the document's contexts.
    forms = Forms(document, store)
    document_text, _ = forms.of_document(suite, proof, "sha256")
    proof_text, _ = forms.of_proof(suite, proof, "/proof", "sha256")
    assert (document_text, proof_text) == (text("canonDoc"), text("proofCanon"))
    assert {**proof, "@context": config["@context"]} == config
    # 2. The hashes.
    data = suite.signed_bytes(proof_text, document_text, "ed25519")
    assert (data[:32].hex(), data[32:].hex(), data.hex()) == (text("proofHash"), text("docHash"), text("combinedHash"))
    # 3. The signature.
    signature = key_of(vectors, proof["verificationMethod"]).sign(data)
    assert signature.hex() == text("sigHex")
    assert "z" + base58_encode(signature) == text("sigBTC58") == signed["proof"]["proofValue"]


@pytest.mark.parametrize(("folder", "ending", "unsigned"), STEPS[:3])
def test_the_proof_made_is_that_of_the_vector(
    folder: str, ending: str, unsigned: str, vectors: Path, store: ContextStore
) -> None:
    signed = read(vectors / folder / f"signed{ending}.json")
    assert make(read(vectors / unsigned), signed["proof"], vectors, store) == signed["proof"]


def test_an_older_proof_type_is_not_made(vectors: Path, store: ContextStore) -> None:
    signer = key_of(vectors, read(vectors / "keyPair.json")["publicKeyMultibase"])
    with pytest.raises(UnsupportedError) as refused:
        add_proof(
            read(vectors / "unsigned.json"), signer=signer, created=AT, store=store, securing="Ed25519Signature2020"
        )
    assert refused.value.code == "securing.unknown"


def test_the_proof_sets_and_chains_made_are_those_of_the_vectors(vectors: Path, store: ContextStore) -> None:
    folder = vectors / "proof-set-chain"
    document = read(folder / "unsigned.json")
    made: list[dict[str, Any]] = []
    for kind in ("Set", "Chain"):
        for number in (1, 2):
            config = read(folder / f"proof{kind}Config{number}.json")
            wanted = read(folder / f"proof{kind}ConfigSigned{number}.json")
            proof = make({**document, "proof": made} if made else document, config, vectors, store)
            assert proof == wanted
            assert {name: value for name, value in proof.items() if name != "proofValue"} == config
            made.append(proof)
            signed = read(folder / f"signedProof{kind}{number}.json")
            assert signed == {
                **document,
                "proof": made if len(made) > 1 or isinstance(signed["proof"], list) else proof,
            }
    for number in (1, 2):  # what a link of a chain covers: the document and the proofs that it builds on
        covered = read(folder / f"proofChainTempDoc{number}.json")
        previous = made[number + 1]["previousProof"]
        names = previous if isinstance(previous, list) else [previous]
        assert covered == {**document, "proof": [proof for proof in made if proof.get("id") in names]}


def make(document: dict[str, Any], config: dict[str, Any], vectors: Path, store: ContextStore) -> dict[str, Any]:
    """Make the last proof of a document with the members of ``config``, by the key that it names."""
    signed = add_proof(
        document,
        signer=key_of(vectors, config["verificationMethod"]),
        created=datetime.fromisoformat(config["created"]),
        store=store,
        securing=config["cryptosuite"],
        proof_id=config.get("id"),
        previous=config.get("previousProof"),
    )
    proof: dict[str, Any] = signed["proof"][-1]
    return proof


def test_no_file_of_the_vectors_is_left_out(vectors: Path) -> None:
    used = {"keyPair.json", "unsigned.json", "employmentAuth.json"}
    for folder, ending, _ in STEPS:
        used |= {f"{folder}/{name}{ending}.json" for name in ("signed", "proofConfig")}
        names = ("canonDoc", "docHash", "proofCanon", "proofHash", "combinedHash", "sigHex", "sigBTC58")
        used |= {f"{folder}/{name}{ending}.txt" for name in names}
    used |= {f"proof-set-chain/{name}.json" for name in ("unsigned", "multiKeyPairs")}
    for number in (1, 2):
        names = ("signedProofSet", "signedProofChain", "proofChainTempDoc", "proofSetConfig", "proofSetConfigSigned")
        more = ("proofChainConfig", "proofChainConfigSigned")
        used |= {f"proof-set-chain/{name}{number}.json" for name in (*names, *more)}
    assert {path.relative_to(vectors).as_posix() for path in vectors.rglob("*.*")} == used
