"""Embedded proofs: making one, and checking one (VC Data Integrity 1.0, sections 4.2 and 4.4)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical import canonical_form
from stepladder.credentials.canonical.jcs import serialize
from stepladder.credentials.canonical.shapes import short
from stepladder.credentials.errors import CredentialError, MalformedCredentialError, SigningError
from stepladder.credentials.keys.multibase import base58_decode, base58_encode
from stepladder.credentials.model.times import parse_timestamp, timestamp
from stepladder.credentials.proofs.cryptosuites import Suite, eddsa_rdfc_2022, suite_of
from stepladder.credentials.proofs.outcome import Issue, ProofOutcome
from stepladder.credentials.proofs.ownership import FoundKey, find_key, ownership

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.contexts import ContextStore
    from stepladder.credentials.dids import Resolver
    from stepladder.credentials.keys import Signer


MAX_FORMS = 3


class Forms:
    """The canonical forms of one document under one set of context texts, each made once."""

    def __init__(self, document: dict[str, Any], store: ContextStore) -> None:
        self.document = document
        self._unsecured = {key: value for key, value in document.items() if key != "proof"}
        self._store = store
        self._kept: dict[tuple[str, str], tuple[str, tuple[Issue, ...]]] = {}

    def of_document(self, suite: Suite, proof: dict[str, Any]) -> tuple[str, tuple[Issue, ...]]:
        """Return the document's form without its proof, but with the proofs that this one builds on, and its losses."""
        earlier = self._earlier_proofs(proof)
        key = (suite.canonicalization, repr(proof.get("previousProof")) + repr(proof.get("@context")))
        if key not in self._kept:
            if len(self._kept) >= MAX_FORMS:
                raise MalformedCredentialError(
                    f"The proofs need more than {MAX_FORMS} different readings of the document",
                    code="canonical.too_many_forms",
                    where="/proof",
                )
            body = dict(self._unsecured)
            if suite.canonicalization == "jcs" and "@context" in proof:
                body["@context"] = proof["@context"]
            if earlier:
                body["proof"] = earlier
            self._kept[key] = self._form(suite, body, "")
        return self._kept[key]

    def of_proof(self, suite: Suite, proof: dict[str, Any], place: str) -> tuple[str, tuple[Issue, ...]]:
        """Return the form of the proof without its value, read in the document's contexts, and its losses."""
        config = {key: value for key, value in proof.items() if key != "proofValue"}
        if suite.canonicalization == "rdfc":
            config["@context"] = self.document.get("@context")
        text, lost = self._form(suite, config, place)
        if suite.canonicalization == "rdfc" and "@context" in proof:
            message = "A context inside the proof leaves no trace in what is signed"
            lost = (*lost, Issue(code="lossless.not_covered", message=message, where=f"{place}/@context"))
        return text, lost

    def check_context(self, proof: dict[str, Any], place: str) -> None:
        """Refuse a proof whose own contexts are not the first ones of the document."""
        if "@context" in proof:
            own, outer = _listed(proof["@context"]), _listed(self.document.get("@context"))
            if outer[: len(own)] != own:
                raise MalformedCredentialError(
                    "The proof names other contexts than the document",
                    code="proof.wrong_context",
                    where=f"{place}/@context",
                )

    def _form(self, suite: Suite, body: dict[str, Any], place: str) -> tuple[str, tuple[Issue, ...]]:
        if suite.canonicalization == "jcs":
            return serialize(body), ()
        form = canonical_form(body, store=self._store)
        lost = [Issue(code=loss.code, message=loss.message, where=place + loss.where) for loss in form.losses]
        lost += [
            Issue(
                code="lossless.disguised",
                message="The member is spelled in a way that readers overlook, although a signature could cover it",
                where=place + where,
            )
            for where in form.disguised
        ]
        return form.text, tuple(lost)

    def _earlier_proofs(self, proof: dict[str, Any]) -> list[dict[str, Any]]:
        if "previousProof" not in proof:
            return []
        wanted = _listed(proof["previousProof"])
        present = [
            other for other in _listed(self.document.get("proof")) if isinstance(other, dict) and other is not proof
        ]
        found = [other for other in present if isinstance(other.get("id"), str) and other["id"] in wanted]
        if len({other.get("id") for other in found}) != len(wanted):
            raise MalformedCredentialError(
                "The proof builds on another proof that is not there", code="proof.chain_broken", where="/proof"
            )
        return found


def check_proof(
    forms: Forms, proof: dict[str, Any], place: str, issuer: str, *, resolver: Resolver, at: datetime
) -> ProofOutcome:
    """Check one proof. Raises CredentialError only if the document itself has no canonical form."""
    # 1. A suite that we claim.
    suite = suite_of(proof)
    method_url = proof.get("verificationMethod")
    if suite is None:
        kind = short(proof.get("cryptosuite") or proof.get("type"))
        message = f"The signature is of a kind that Stepladder does not check: {kind}"
        return _outcome("unknown", "proof.unsupported", message, place)
    # 2. The form of the document and of the proof, and what they lose.
    try:
        forms.check_context(proof, place)
        document_text, lost = forms.of_document(suite, proof)
        proof_text, lost_too = forms.of_proof(suite, proof, place)
    except MalformedCredentialError as error:
        finding = "broken" if error.code.startswith("proof.") else "unknown"
        return _outcome(finding, error.code, error.message, error.where or place)
    losses = (*lost, *lost_too)
    # 3. The members of the proof (section 2.1): purpose, times, value.
    problem = _member_problem(proof, place, at)
    # 4. The key.
    if not isinstance(method_url, str):
        where = f"{place}/verificationMethod"
        return _outcome("broken", "proof.malformed", "The proof names no verificationMethod", where, losses)
    try:
        found = find_key(method_url, resolver)
    except CredentialError as error:
        gone = error.code == "proof.key_not_in_document"
        issue = Issue(code=error.code, message=error.message, where=error.where or place)
        return ProofOutcome(
            finding="broken" if losses or problem else "unknown",
            issues=(problem, issue) if problem else (issue,),
            owner="broken" if gone else "unknown",
            owner_issue=issue if gone else None,
            verification_method=method_url,
            losses=losses,
        )
    # 5. The signature.
    signature = _signature_problem(suite, found, proof, proof_text, document_text)
    withdrawn = withdrawn_key(found, proof.get("created"), place)
    issues = tuple(
        each for each in (problem, signature and replace(signature, where=place + signature.where), withdrawn) if each
    )
    # 6. Whose key it is.
    owner = ownership(found, issuer, resolver)
    return ProofOutcome(
        finding="broken" if issues or losses else "held",
        issues=issues,
        owner=owner.finding,
        owner_issue=owner.issue,
        verification_method=found.method.id,
        cryptosuite=suite.name or suite.proof_type,
        source=owner.source,
        losses=losses,
    )


def withdrawn_key(found: FoundKey, created: Any, place: str) -> Issue | None:
    """Return the problem if the key was revoked or expired when the signature says it was made."""
    moment = parse_timestamp(created) if isinstance(created, str) else created
    for kind, text in (("revoked", found.method.revoked), ("expired", found.method.expires)):
        limit = parse_timestamp(text)
        if limit is not None and (moment is None or moment >= limit):
            word = "is not to be believed" if kind == "revoked" else "was no longer valid"
            return Issue(
                code=f"proof.key_{kind}",
                message=f"The key {word} since {text}, and the signature was made later",
                where=place,
            )
    return None


def add_proof(document: dict[str, Any], *, signer: Signer, created: datetime, store: ContextStore) -> dict[str, Any]:
    """Return ``document`` with an ``eddsa-rdfc-2022`` proof.

    Raises MalformedCredentialError (``lossless.…``) with the JSON pointer of a member that the proof would not cover,
    SigningError if the document has a proof already or the signature is not 64 bytes.
    """
    if "proof" in document:
        raise SigningError(
            "The document is signed already",
            code="issue.already_signed",
            where="/proof",
            hint="Sign the unsigned document.",
        )
    suite = eddsa_rdfc_2022.SUITE
    proof = {
        "type": "DataIntegrityProof",
        "created": timestamp(created),
        "verificationMethod": signer.verification_method,
        "cryptosuite": suite.name,
        "proofPurpose": "assertionMethod",
    }
    forms = Forms(document, store)
    document_text, lost = forms.of_document(suite, proof)
    proof_text, lost_too = forms.of_proof(suite, proof, "/proof")
    for issue in (*lost, *lost_too):
        raise MalformedCredentialError(
            issue.message,
            code=issue.code,
            where=issue.where,
            hint="Remove the member, or name a context that defines it: the signature would not cover it.",
            spec="VC Data Integrity 1.0, section 2.4.1",
        )
    signature = signer.sign(suite.signed_bytes(proof_text, document_text, "ed25519"))
    if len(signature) != 64:
        raise SigningError("The signer returned something else than an Ed25519 signature", code="issue.bad_signature")
    return {**document, "proof": [{**proof, "proofValue": "z" + base58_encode(signature)}]}


def _member_problem(proof: dict[str, Any], place: str, at: datetime) -> Issue | None:
    purpose = proof.get("proofPurpose")
    if purpose != "assertionMethod":
        return Issue(
            code="proof.wrong_purpose",
            message=f"The proof was made for {short(purpose)}, not to assert a credential (assertionMethod)",
            where=f"{place}/proofPurpose",
        )
    for name in ("created", "expires"):
        if name in proof and parse_timestamp(proof[name]) is None:
            return Issue(
                code="proof.bad_time",
                message=f"The member {name!r} of the proof is no time with a zone",
                where=f"{place}/{name}",
            )
    expires = parse_timestamp(proof.get("expires"))
    if expires is not None and at >= expires:
        return Issue(
            code="proof.expired",
            message=f"The signature was valid until {proof['expires']} only",
            where=f"{place}/expires",
        )
    return None


def _signature_problem(
    suite: Suite, found: FoundKey, proof: dict[str, Any], proof_text: str, document_text: str
) -> Issue | None:
    if found.key.kind not in suite.kinds:
        message = f"The key is of kind {found.key.kind}, which {suite.name} does not use"
        return Issue(code="proof.wrong_key_kind", message=message)
    value = proof.get("proofValue")
    try:
        signature = base58_decode(value[1:]) if isinstance(value, str) and value.startswith("z") else b""
    except CredentialError:
        signature = b""
    if found.key.holds(signature, suite.signed_bytes(proof_text, document_text, found.key.kind)):
        return None
    message = "The signature does not match: something was changed after signing"
    return Issue(code="proof.signature_mismatch", message=message, where="/proofValue")


def _outcome(finding: Any, code: str, message: str, where: str, losses: tuple[Issue, ...] = ()) -> ProofOutcome:
    return ProofOutcome(finding=finding, issues=(Issue(code=code, message=message, where=where),), losses=losses)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
