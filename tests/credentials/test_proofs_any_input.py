"""Whatever stands in a proof, in a header or in a key document: an outcome is told, and no exception is raised."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.credentials.conftest import AT
from tests.credentials.key_samples import signer_of

from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import UnsupportedError
from stepladder.credentials.issuing import issue
from stepladder.credentials.model.compact_jwt import split
from stepladder.credentials.proofs import verify_embedded, verify_jwt
from stepladder.credentials.proofs.other_formats import refuse_other_formats
from stepladder.credentials.proofs.tokens import sign_compact

SITE = "https://issuer.example"
SIGNER = signer_of("ed25519", controller=SITE)
METHOD = {
    "id": SIGNER.verification_method,
    "type": "Multikey",
    "controller": SITE,
    "publicKeyMultibase": SIGNER.public_multikey,
}
DOCUMENT = {"id": SITE, "verificationMethod": [METHOD], "assertionMethod": [METHOD["id"]]}
SIGNED = issue(
    {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiableCredential"],
        "issuer": SITE,
        "credentialSubject": {"id": "did:example:learner"},
    },
    signer=SIGNER,
    created=AT,
).document
PROOF = SIGNED["proof"][0]
texts = st.text(max_size=12) | st.sampled_from(
    ["z", "did:key:", "did:jwk:e30", "did:web:a", "https://", "urn:x", "#", METHOD["id"], SITE, "ecdsa-jcs-2019", "JWT"]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2**40) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
MEMBERS = [*PROOF, "id", "expires", "domain", "challenge", "previousProof", "@context", "nonce"]
proofs = st.dictionaries(st.sampled_from(MEMBERS), values, max_size=4).map(lambda members: {**PROOF, **members})


def embedded(document: dict[str, Any], keys: dict[str, Any] = DOCUMENT) -> str:
    resolver = DocumentResolver(issuer_documents=[json.dumps(keys).encode()])
    return verify_embedded(document, SITE, resolver=resolver, at=AT, store=ContextStore()).finding


def test_the_sample_itself_holds() -> None:
    assert embedded(SIGNED) == "held"


@given(st.lists(proofs, min_size=1, max_size=3) | proofs | values)
def test_any_proof_is_judged(proof: Any) -> None:
    told = embedded({**SIGNED, "proof": proof})
    assert told != "held" or PROOF in (proof if isinstance(proof, list) else [proof])


@given(
    st.dictionaries(st.sampled_from(["alg", "kid", "typ", "cty", "crit", "b64", "jwk", "jku", "x5c"]), values), values
)
def test_any_header_is_judged(header: dict[str, Any], claim: Any) -> None:
    payload = {"issuer": SITE, **dict.fromkeys(("iat", "nbf", "exp", "aud", "nonce", "_sd"), claim)}
    jwt = split(sign_compact({"kid": METHOD["id"], **header}, payload, SIGNER))
    resolver = DocumentResolver(issuer_documents=[json.dumps(DOCUMENT).encode()])
    for purpose in ("assertionMethod", "authentication"):
        for controller in (SITE, None):
            told = verify_jwt(
                jwt,
                controller,
                resolver=resolver,
                at=AT,
                purpose=purpose,
                domain="a",
                challenge="b",
                compromised={"x": AT},
            )
            assert told.finding != "held" or claim in ("a", "b")


@given(
    st.dictionaries(st.sampled_from([*METHOD, "publicKeyJwk", "expires", "revoked", "secretKeyJwk"]), values), values
)
def test_any_key_document_is_judged(members: dict[str, Any], other: Any) -> None:
    method = {**METHOD, **members}
    for document in (
        {**DOCUMENT, "verificationMethod": [method]},
        {**DOCUMENT, "verificationMethod": other, "assertionMethod": [method, other]},
        {**DOCUMENT, "assertionMethod": other},
    ):
        assert embedded(SIGNED, document) in {"held", "broken", "unknown"}


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_looked_at(data: bytes) -> None:
    with suppress(UnsupportedError):
        refuse_other_formats(data)
