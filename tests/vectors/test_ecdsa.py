"""The vectors of the W3C for the ECDSA cryptosuites, made and verified; and RFC 6979, by which our signatures repeat.

The proof values and hashes are facts taken from https://github.com/w3c/vc-di-ecdsa, folder TestVectors, and from the
Recommendation Data Integrity ECDSA Cryptosuites 1.0, appendix A (W3C Software and Document License). The documents are
those of the EdDSA vectors. The two keys are the examples of RFC 6979, appendix A.2.5 and A.2.6.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.proofs import verify_embedded
from stepladder.credentials.proofs.cryptosuites import suite_named
from stepladder.credentials.proofs.forms import Forms
from stepladder.credentials.proofs.making import add_proof

if TYPE_CHECKING:
    from pathlib import Path

    from stepladder.credentials.proofs import ProofOutcome

CREATED = datetime(2023, 2, 24, 23, 36, 38, tzinfo=UTC)
SECRETS = {
    "p256": "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
    "p384": ("6b9d3dad2e1b8c1c05b19875b6659f4de23c3b667bf297ba9aa47740787137d896d5724e4c70a825f872c9ea60d2edf5"),
    "p521": (
        "00fad06daa62ba3b25d2fb40133da757205de67f5bb0018fee8c86e1b68c7e75caa896eb32f1f47c70855836a6d16fcc1466f6d8fbec67db"
        "89ec0c08b0e996b83538"
    ),
}
RFC_6979 = {  # of the message "sample" with the hash that the kind of key signs with
    "p256": (
        "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
        "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8"
    ),
    "p384": (
        "94edbb92a5ecb8aad4736e56c691916b3f88140666ce9fa73d64c4ea95ad133c81a648152e44acf96e36dd1e80fabe46"
        "99ef4aeb15f178cea1fe40db2603138f130e740a19624526203b6351d0a3a94fa329c145786e679e7b82c71a38628ac8"
    ),
    "p521": (
        "00c328fafcbd79dd77850370c46325d987cb525569fb63c5d3bc53950e6d4c5f174e25a1ee9017b5d450606add152b534931d7d4e8455cc9"
        "1f9b15bf05ec36e377fa"
        "00617cce7cf5064806c467f678d3b4080d6f1cc50af26ca209417308281b68af282623eaa63e5b5c0723d8b8c37ff0777b1a20f8ccb1dccc"
        "43997f1ee0e44da4a67a"
    ),
}
MADE = [  # suite, kind, document, proofValue
    (
        "ecdsa-rdfc-2019",
        "p256",
        "unsigned.json",
        "zaHXrr7AQdydBk3ahpCDpWbxfLokDqmCToYm2dyWvpcFVyWooC2he63w1f7UNQoAMKdhaRtcnaE2KTo5o5vTCcfw",
    ),
    (
        "ecdsa-rdfc-2019",
        "p384",
        "unsigned.json",
        (
            "z967Mvv5bxtmLNqTzPZ8KmJjFmFXaAKeQNzq7GWnQkMcLtaGSSmuozE5WtJ8PipMe178B1tE28K1vsJur9bGVJhz6jgSJsRHFSQeqgH8hhjcg8gZ"
            "DFJC1b9FsR5ggNmDBqHv"
        ),
    ),
    (  # with blank nodes, so that it matters which hash labels them
        "ecdsa-rdfc-2019",
        "p384",
        "employmentAuth.json",
        (
            "zz3ca1oME3iYPHM8SgApWFUFVQjiaL9moPqCZ1NAENj3biEQ34qc1ex5VJNLD4jh4N4MY2cmDyDCYGv7EyD87yCGYwag8wRwiJE1xiHKLhTEhDQF"
            "NfuNMsgLiZnqpkCDJPye"
        ),
    ),
    (
        "ecdsa-jcs-2019",
        "p256",
        "unsigned.json",
        "z5ptCet75SaEgzG4v4zJhbJtfNi74Wv7Fq15hhKouJQQjEPQvPZKaYxcMXAMLPQS2FXrkCWokNJkFVkwxNzZfD5oT",
    ),
    (
        "ecdsa-jcs-2019",
        "p384",
        "unsigned.json",
        (
            "zq3EuTeLiGurmB2JR5oL8oWEsT7u2tba4HT1oZbiMYWc5qzsoW2kLYcBcF4HM5vCpJyTkceULKrVXuJQkXeN5seL4uXrFNFRMm53GWy1Yrto8rTW"
            "xZi9DkNeWP7yUPs7ELAm"
        ),
    ),
]
WITHOUT_CONTEXT = [  # an earlier edition of the JCS vectors, whose proofs repeat no context
    ("p256", "zq6PrUMCtqY5obCSsrQxuFJdGffCDxvFuopdZiBPUBRTFEs1VVsBZi8YiEwVWgHYrXxoV93gBHqGDBtQLPFxpZxz"),
    (
        "p384",
        (
            "zR3krc7pt9Dpn1PY2u8HWPePggtzAG2SuH2ZGNrzw8Ku3QrFLWgDTjS5mCWy65ShixJEtpMwfviAFfh5xTgd5FGN1sSbpPJ5djqSZQLqQkY8KLBP"
            "NswuqKtq3bS8f9vEHm8w"
        ),
    ),
]


@pytest.fixture(scope="module")
def documents(shared_data: Path) -> Path:
    return shared_data / "vectors" / "vc-di-eddsa" / "TestVectors"


@pytest.fixture(scope="module")
def store(shared_data: Path) -> ContextStore:
    folder = shared_data / "contexts"
    return ContextStore(
        extra={
            "https://www.w3.org/ns/credentials/examples/v2": json.loads((folder / "examples-v2.jsonld").read_bytes()),
            "https://w3id.org/citizenship/v4rc1": json.loads((folder / "citizenship-v4rc1.jsonld").read_bytes()),
        }
    )


def key(kind: str) -> InMemorySigner:
    return InMemorySigner(bytes.fromhex(SECRETS[kind]), kind=kind)


def look(document: dict[str, Any], store: ContextStore) -> ProofOutcome:
    return verify_embedded(document, None, resolver=DocumentResolver(), at=CREATED, store=store)


@pytest.mark.parametrize("kind", RFC_6979)
def test_signatures_repeat_as_rfc_6979_says(kind: str) -> None:
    signer = key(kind)
    assert signer.sign(b"sample").hex() == RFC_6979[kind]
    assert signer.public_key.holds(bytes.fromhex(RFC_6979[kind]), b"sample")


@pytest.mark.parametrize(("suite", "kind", "name", "value"), MADE)
def test_the_proof_made_is_that_of_the_vector(  # noqa: PLR0917 - the parameters of the table
    suite: str, kind: str, name: str, value: str, documents: Path, store: ContextStore
) -> None:
    document = json.loads((documents / name).read_bytes())
    signed = add_proof(document, signer=key(kind), created=CREATED, store=store, securing=suite)
    assert signed["proof"][0]["proofValue"] == value
    outcome = look(signed, store)
    assert (outcome.finding, outcome.owner, outcome.controller) == ("held", "held", key(kind).controller)
    assert look({**signed, "name": "Another"}, store).finding == "broken"


@pytest.mark.parametrize(("kind", "value"), WITHOUT_CONTEXT)
def test_a_jcs_proof_without_a_context_of_its_own_holds(
    kind: str, value: str, documents: Path, store: ContextStore
) -> None:
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "ecdsa-jcs-2019",
        "created": "2023-02-24T23:36:38Z",
        "verificationMethod": key(kind).verification_method,
        "proofPurpose": "assertionMethod",
        "proofValue": value,
    }
    assert look({**json.loads((documents / "unsigned.json").read_bytes()), "proof": proof}, store).finding == "held"


def test_the_hashes_of_p384_are_those_of_the_vector(documents: Path, store: ContextStore) -> None:
    suite = suite_named("ecdsa-rdfc-2019")
    assert suite is not None
    document = json.loads((documents / "unsigned.json").read_bytes())
    proof = add_proof(document, signer=key("p384"), created=CREATED, store=store)["proof"][0]
    forms = Forms({**document, "proof": proof}, store)
    document_text, _ = forms.of_document(suite, proof, "sha384")
    proof_text, _ = forms.of_proof(suite, proof, "/proof", "sha384")
    data = suite.signed_bytes(proof_text, document_text, "p384")
    assert len(data) == 96
    assert data[48:].hex() == (
        "8bf6e01df72c5b62f91b685231915ac4b8c58ea95f002c6b8f6bfafa1b251df476b56b8e01518e317dab099d3ecbff96"
    )


def test_the_secret_keys_of_the_vectors_are_read_as_they_are_written() -> None:
    from stepladder.credentials.keys import signer_from_key_document

    for kind, secret in (
        ("p256", "z42twTcNeSYcnqg1FLuSFs2bsGH3ZqbRHFmvS9XMsYhjxvHN"),
        ("p384", "z2fanyY7zgwNpZGxX5fXXibvScNaUWNprHU9dKx7qpVj7mws9J8LLt4mDB5TyH2GLHWkUc"),
    ):
        signer = signer_from_key_document({"secretKeyMultibase": secret})
        assert signer.public_key == key(kind).public_key
