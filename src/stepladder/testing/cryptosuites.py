"""A kit for whoever adds a cryptosuite: what it must accept, and everything that it must not.

>>> from stepladder.testing import check_cryptosuite
>>> "every changed byte" in check_cryptosuite("eddsa-jcs-2022")
True
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.contexts.store import CREDENTIALS_V2
from stepladder.credentials.dids import DocumentResolver
from stepladder.credentials.errors import CredentialError, MalformedCredentialError, SigningError
from stepladder.credentials.keys import KEY_KINDS, InMemorySigner, new_key, signer_from_key_document
from stepladder.credentials.model.strict_json import parse
from stepladder.credentials.proofs import verify_embedded
from stepladder.credentials.proofs.cryptosuites import SUITES, Suite
from stepladder.credentials.proofs.making import add_proof
from stepladder.testing.signature_spellings import other_spellings, twin

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from stepladder.credentials.proofs import ProofOutcome

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def check_cryptosuite(suite: str | Suite) -> tuple[str, ...]:
    """Try a cryptosuite with each kind of key that it names, and return the names of the checks that were made.

    ``suite`` is one that is issued and listed in ``stepladder.credentials.proofs.cryptosuites.SUITES``, or its name.
    The keys and the document are the kit's own and the same each time; about a second per kind of key. Raises
    AssertionError with the name of the check and what went wrong, ValueError if there is no such suite.
    """
    found = next((one for one in SUITES if one.issued and suite in (one, one.name)), None)
    if found is None:
        raise ValueError(f"{suite!r} is no cryptosuite that is listed in SUITES and issued")
    done: dict[str, None] = {}
    for kind in sorted(found.kinds):
        for name, check in _CHECKS.items():
            check(_Trial(suite=found, kind=kind, check=name))
            done[name] = None
    return tuple(done)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trial:
    """One suite with one kind of key under one check: how to make proofs, and what to say if one is misjudged."""

    suite: Suite
    kind: str
    check: str

    def signer(self, number: int = 0, kind: str | None = None) -> InMemorySigner:
        document = new_key(
            kind or self.kind, entropy=lambda size: bytes((number + place) % 251 for place in range(size))
        )
        return signer_from_key_document(document)

    def document(self) -> dict[str, Any]:
        return {
            "@context": [CREDENTIALS_V2],
            "id": "urn:uuid:0f0c7c4e-65d4-4b0c-a0c0-2f7f2d1f3a52",
            "type": ["VerifiableCredential"],
            "name": "Welding, first steps",
            "issuer": {"id": self.signer().controller, "name": "Example University"},
            "validFrom": "2026-01-01T00:00:00Z",
            "credentialSubject": {"id": "did:example:learner"},
        }

    def sign(self, document: dict[str, Any] | None = None, number: int = 0, **members: Any) -> dict[str, Any]:
        return add_proof(
            document or self.document(),
            signer=self.signer(number),
            created=members.pop("created", AT),
            store=ContextStore(),
            securing=self.suite.name,
            **members,
        )

    def verify(self, document: dict[str, Any], **expected: Any) -> ProofOutcome:
        documents = expected.pop("issuer_documents", ())
        return verify_embedded(
            document,
            self.signer().controller,
            resolver=DocumentResolver(issuer_documents=documents),
            at=AT + timedelta(days=1),
            store=ContextStore(),
            **expected,
        )

    def must_hold(self, document: dict[str, Any], what: str, **expected: Any) -> None:
        outcome = self.verify(document, **expected)
        self.require(outcome.finding == "held" and outcome.owner == "held", f"{what} does not hold: {outcome.issues}")

    def must_not_hold(self, document: dict[str, Any], what: str, code: str = "", **expected: Any) -> None:
        outcome = self.verify(document, **expected)
        self.require(not (outcome.finding == "held" and outcome.owner == "held"), f"{what} holds all the same")
        codes = [issue.code for issue in (*outcome.issues, *outcome.losses)]
        self.require(not code or code in codes, f"{what} is refused for {codes}, not for {code}")

    def require(self, condition: bool, message: str) -> None:  # noqa: FBT001 - an assertion
        if not condition:
            raise AssertionError(f"{self.suite.name} with {self.kind}, {self.check}: {message}")

    def with_proof(self, document: dict[str, Any], **members: Any) -> dict[str, Any]:
        """Return a copy whose first proof has these members; None takes one out."""
        changed = copy.deepcopy(document)
        proof = {**changed["proof"][0], **members}
        changed["proof"][0] = {name: value for name, value in proof.items() if value is not None}
        return changed


def _round_trip(trial: _Trial) -> None:
    signed = trial.sign()
    trial.must_hold(signed, "What was just signed")
    proof = signed["proof"][0]
    named = (proof["type"], proof["cryptosuite"]) == (trial.suite.proof_type, trial.suite.name)
    trial.require(named, f"The proof names another suite: {proof}")
    trial.must_hold({**signed, "proof": proof}, "A single proof that is no list")
    reordered = json.loads(json.dumps(signed, sort_keys=True))
    trial.must_hold(reordered, "The same document with its members in another order")


def _every_changed_byte(trial: _Trial) -> None:
    signed = trial.sign()
    text = json.dumps(signed, separators=(",", ":")).encode()
    for place in range(len(text)):
        changed = bytearray(text)
        changed[place] ^= 1
        try:
            document = parse(bytes(changed))
        except CredentialError:
            continue
        if isinstance(document, dict) and document != signed:
            around = bytes(changed[max(0, place - 12) : place + 12]).decode("utf-8", "replace")
            trial.must_not_hold(document, f"The document with byte {place} changed (…{around}…)")


def _added_members(trial: _Trial) -> None:
    signed = trial.sign()
    for path in ((), ("issuer",), ("credentialSubject",), ("proof", 0)):
        for name, value in (("unheardOf", "x"), ("description", "x"), ("https://example.org/x", "x"), ("", "x")):
            changed = copy.deepcopy(signed)
            spot: Any = changed
            for step in path:
                spot = spot[step]
            spot[name] = value
            trial.must_not_hold(changed, f"The document with a member {name!r} added at {path}")


def _undefined_member(trial: _Trial) -> None:
    if trial.suite.canonicalization == "jcs":
        return  # the signature covers the text, whatever it means; issuing looks at the meaning
    for where, document in (
        ("/unheardOf", {**trial.document(), "unheardOf": 1}),
        ("/credentialSubject/unheardOf", {**trial.document(), "credentialSubject": {"id": "urn:x", "unheardOf": 1}}),
    ):
        try:
            trial.sign(document)
        except MalformedCredentialError as refused:
            trial.require(refused.where == where, f"An undefined member is refused at {refused.where}, not at {where}")
        else:
            trial.require(condition=False, message=f"An undefined member at {where} was signed")


def _wrong_key(trial: _Trial) -> None:
    signed, forged = trial.sign(), trial.sign(number=7)
    trial.must_not_hold(forged, "The signature of a stranger")
    method = signed["proof"][0]["verificationMethod"]
    disguised = trial.with_proof(forged, verificationMethod=method)
    trial.must_not_hold(disguised, "A stranger's signature under the issuer's key", "proof.signature_mismatch")
    trial.must_not_hold(trial.with_proof(signed, verificationMethod=None), "A proof without a key", "proof.malformed")


def _wrong_kind(trial: _Trial) -> None:
    for kind in KEY_KINDS:
        if kind in trial.suite.kinds or kind == "rsa":  # RSA keys take long to make and are refused by the same line
            continue
        signer = trial.signer(kind=kind)
        try:
            add_proof(trial.document(), signer=signer, created=AT, store=ContextStore(), securing=trial.suite.name)
        except SigningError as refused:
            trial.require(refused.code == "issue.wrong_key_kind", f"A key of kind {kind} is refused by {refused.code}")
        else:
            trial.require(condition=False, message=f"A key of kind {kind} signed")
        changed = trial.with_proof(trial.sign(), verificationMethod=signer.verification_method)
        trial.must_not_hold(changed, f"A proof under a key of kind {kind}", "proof.wrong_key_kind")


def _purpose(trial: _Trial) -> None:
    login = trial.sign(purpose="authentication")
    trial.must_hold(login, "A proof to authenticate", purpose="authentication")
    trial.must_not_hold(login, "A proof to authenticate, taken as an assertion", "proof.wrong_purpose")
    trial.must_not_hold(
        trial.sign(), "An assertion, taken to authenticate", "proof.wrong_purpose", purpose="authentication"
    )
    trial.must_not_hold(trial.with_proof(trial.sign(), proofPurpose=None), "A proof for nothing", "proof.wrong_purpose")


def _audience(trial: _Trial) -> None:
    made: dict[str, Any] = {"domain": ["a.example", "b.example"], "challenge": "c-1"}
    signed = trial.sign(**made)
    trial.must_hold(signed, "The domains and challenge that were signed", **made)
    trial.must_hold(signed, "The domains in another order", domain={"b.example", "a.example"}, challenge="c-1")
    for wrong in ({"domain": "a.example"}, {"domain": ["a.example", "c.example"]}, {"domain": ()}):
        trial.must_not_hold(signed, f"A proof for others than {wrong}", "proof.wrong_domain", **wrong)
    trial.must_not_hold(signed, "The answer to another challenge", "proof.wrong_challenge", challenge="c-2")
    trial.must_not_hold(trial.sign(), "A proof without a challenge", "proof.wrong_challenge", challenge="c-1")
    trial.must_not_hold(trial.sign(), "A proof without a domain", "proof.wrong_domain", domain="a.example")


def _times(trial: _Trial) -> None:
    trial.must_hold(trial.sign(expires=AT + timedelta(days=2)), "A signature within its time")
    trial.must_not_hold(trial.sign(expires=AT + timedelta(days=1)), "A signature after its time", "proof.expired")
    for value in ("yesterday", "2026-01-01T00:00:00", 5, ["2026-01-01T00:00:00Z"]):
        changed = trial.with_proof(trial.sign(), created=value)
        trial.must_not_hold(changed, f"A proof made at {value!r}")


def _withdrawn_keys(trial: _Trial) -> None:
    signer, signed = trial.signer(), trial.sign()
    entry = {
        "id": signer.verification_method,
        "type": "Multikey",
        "controller": signer.controller,
        "publicKeyMultibase": signer.public_multikey,
    }
    for name, code in (("revoked", "proof.key_revoked"), ("expires", "proof.key_expired")):
        for text, holds in (("2026-03-01T11:59:59Z", False), ("2026-03-01T12:00:01Z", True), ("once", False)):
            document = {
                "id": signer.controller,
                "verificationMethod": [{**entry, name: text}],
                "assertionMethod": [entry["id"]],
            }
            given = {"issuer_documents": [json.dumps(document).encode()]}
            if holds:
                trial.must_hold(signed, f"What was signed before the key was {name} at {text}", **given)
            else:
                trial.must_not_hold(signed, f"What was signed with a key {name} at {text}", code, **given)
    early, late = AT - timedelta(seconds=1), AT + timedelta(seconds=1)
    stolen: Mapping[str, datetime] = {signer.verification_method: early}
    trial.must_not_hold(signed, "What a stolen key signed", "proof.key_compromised", compromised=stolen)
    trial.must_hold(signed, "What was signed before a theft", compromised={signer.verification_method: late})


def _spellings(trial: _Trial) -> None:
    signed = trial.sign()
    value = signed["proof"][0]["proofValue"]
    for name, other in other_spellings(value, trial.kind).items():
        trial.must_not_hold(trial.with_proof(signed, proofValue=other), f"The signature spelled otherwise ({name})")
    reflected = twin(value, trial.kind)
    if reflected is not None:
        trial.must_hold(trial.with_proof(signed, proofValue=reflected), "The twin of an ECDSA signature (FIPS 186-5)")


def _sets_and_chains(trial: _Trial) -> None:
    first = trial.sign(proof_id="urn:uuid:26329423-bec9-4b2e-88cb-a7c7d9dc4544")
    both = trial.sign(first, number=7)
    trial.must_hold(both, "A set of two proofs")
    trial.must_hold({**both, "proof": both["proof"][::-1]}, "A set in another order")
    chained = trial.sign(first, number=7, previous=first["proof"][0]["id"])
    trial.must_hold(chained, "A chain of two proofs")
    trial.must_not_hold(
        {**chained, "proof": chained["proof"][1:]}, "A chain without its first link", "proof.chain_broken"
    )
    swapped = trial.sign(proof_id=first["proof"][0]["id"], created=AT - timedelta(hours=1))["proof"][0]
    trial.must_not_hold({**chained, "proof": [swapped, chained["proof"][1]]}, "A chain with its first link swapped")
    trial.must_not_hold({**both, "proof": [both["proof"][0]] * 2}, "The same proof twice", "lossless.not_covered")


_CHECKS: dict[str, Callable[[_Trial], None]] = {
    "round trip": _round_trip,
    "every changed byte": _every_changed_byte,
    "added members": _added_members,
    "undefined members": _undefined_member,
    "wrong key": _wrong_key,
    "wrong kind of key": _wrong_kind,
    "purpose": _purpose,
    "domain and challenge": _audience,
    "times": _times,
    "withdrawn keys": _withdrawn_keys,
    "spellings of the signature": _spellings,
    "sets and chains": _sets_and_chains,
}
