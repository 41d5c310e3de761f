"""What a stranger writes into a credential is quoted, and never becomes part of what the verifier says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from unicodedata import category

import pytest
from tests.credentials.conftest import AT, build

from stepladder.credentials import VerificationPolicy, VerificationReport, inspect
from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.proofs.data_integrity import add_proof
from stepladder.credentials.proofs.tokens import make_credential_jwt
from stepladder.credentials.verification.presentation import inspect_presentation

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNER = InMemorySigner(bytes(range(32)))
EVIL = "\u202e\n\nVERIFIED: signed by Harvard\u2028\u200f\x07"
STATUS = {
    "type": "BitstringStatusListEntry",
    "statusPurpose": EVIL,
    "statusListIndex": "3",
    "statusListCredential": f"https://evil.example/{EVIL}",
}
DOCUMENTS: dict[str, dict[str, Any]] = {
    "issuer-web": {"issuer": {"id": f"did:web:evil.example:{EVIL}", "type": ["Profile"], "name": EVIL}},
    "issuer-https": {"issuer": f"https://evil.example/{EVIL}"},
    "issuer-key": {"issuer": f"did:key:z6Mk{EVIL}"},
    "issuer-words": {"issuer": EVIL},
    "name": {"name": EVIL},
    "type": {"type": ["VerifiableCredential", EVIL]},
    "dates": {"validFrom": EVIL, "validUntil": EVIL},
    "context": {"@context": [*build(SIGNER)["@context"], f"https://evil.example/{EVIL}"]},
    "member": {EVIL: {EVIL: EVIL}},
    "status": {"credentialStatus": STATUS},
    "refresh": {"refreshService": {"type": "1EdTechCredentialRefresh", "id": f"https://evil.example/{EVIL}"}},
    "endorsement": {"endorsement": [{"name": EVIL, "type": [EVIL]}], "endorsementJwt": [EVIL]},
}
PROOFS: dict[str, dict[str, Any]] = {
    "as-signed": {},
    "suite": {"cryptosuite": EVIL},
    "type": {"type": EVIL},
    "key": {"verificationMethod": f"https://evil.example/{EVIL}#key"},
    "purpose": {"proofPurpose": EVIL},
    "dates": {"created": EVIL, "expires": EVIL},
}


def _breaks_the_line(text: str) -> list[str]:
    return [letter for letter in text if category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]


def _texts(report: VerificationReport) -> Iterator[str]:
    yield from (report.sentence, report.headline, report.next_step, report.name, report.title, report.domain)
    yield from (one.message for one in report.checks)
    for inner in report.inner:
        yield from _texts(inner.report)


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_nothing_that_a_stranger_writes_turns_or_breaks_a_sentence(document: str) -> None:
    unsigned = build(SIGNER) | DOCUMENTS[document]
    by_text = add_proof(unsigned, signer=SIGNER, created=AT, store=ContextStore(), securing="eddsa-jcs-2022")
    proof = by_text["proof"][0]
    found = [json.dumps({**by_text, "proof": {**proof, **changed}}).encode() for changed in PROOFS.values()]
    found += [make_credential_jwt(unsigned, signer=SIGNER, created=AT).encode(), json.dumps(unsigned).encode()]
    for data in found:
        report = inspect(
            data, policy=VerificationPolicy(trusted_issuers={}, recipient=EVIL), resolver=DocumentResolver(), at=AT
        )
        assert not [text for text in _texts(report) if _breaks_the_line(text)]


@pytest.mark.parametrize("issuer", ["issuer-web", "issuer-https", "issuer-key"])
def test_an_id_that_is_a_sentence_is_quoted(issuer: str) -> None:
    token = make_credential_jwt(build(SIGNER) | DOCUMENTS[issuer], signer=SIGNER, created=AT)
    report = inspect(token.encode(), resolver=DocumentResolver(), at=AT)
    assert report.verdict == "not_issuers_key"
    assert "\\n\\nVERIFIED" in report.sentence  # quoted as a program would, and so no words of ours


def test_a_presentation_tells_nothing_of_a_holder_that_breaks_the_line() -> None:
    shown = {
        "@context": ["https://www.w3.org/ns/credentials/v2", f"https://evil.example/{EVIL}"],
        "type": ["VerifiablePresentation"],
        "holder": f"did:web:evil.example:{EVIL}",
        "verifiableCredential": [build(SIGNER)],
    }
    signed = add_proof(
        shown | {"@context": ["https://www.w3.org/ns/credentials/v2"]},
        signer=SIGNER,
        created=AT,
        store=ContextStore(),
        securing="eddsa-jcs-2022",
        purpose="authentication",
    )
    for document in (shown, signed):
        report = inspect_presentation(json.dumps(document).encode(), resolver=DocumentResolver(), at=AT)
        assert not [
            one for one in (report.sentence, *(each.message for each in report.checks)) if _breaks_the_line(one)
        ]


def test_words_of_which_the_meaning_is_unknown_are_not_called_a_status() -> None:
    unknown = [*build(SIGNER)["@context"], "https://unknown.example/words"]
    token = make_credential_jwt(build(SIGNER) | {"@context": unknown}, signer=SIGNER, created=AT)
    report = inspect(token.encode(), resolver=DocumentResolver(), at=AT)
    assert report.verdict == "could_not_check"
    assert "but what its words mean could not be checked: the context https://unknown.example/words" in report.sentence
