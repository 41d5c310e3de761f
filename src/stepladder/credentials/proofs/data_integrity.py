"""Checking embedded proofs, one at a time (VC Data Integrity 1.0, section 4.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical.shapes import short
from stepladder.credentials.errors import CredentialError, MalformedCredentialError
from stepladder.credentials.keys.multibase import base58_decode
from stepladder.credentials.model.times import parse_timestamp
from stepladder.credentials.proofs.cryptosuites import Suite, suite_of
from stepladder.credentials.proofs.making import add_proof
from stepladder.credentials.proofs.outcome import Issue, ProofOutcome
from stepladder.credentials.proofs.ownership import FoundKey, find_key, ownership

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.dids import Resolver
    from stepladder.credentials.proofs.expectation import Expectation
    from stepladder.credentials.proofs.forms import Forms

__all__ = ["Circumstances", "add_proof", "check_proof"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Whose signature is asked for (None: whoever's it is), what is expected of it, when, and where keys are had."""

    controller: str | None
    expected: Expectation
    resolver: Resolver
    at: datetime


def check_proof(forms: Forms, proof: dict[str, Any], place: str, asked: Circumstances) -> ProofOutcome:
    """Check one proof. Raises CredentialError only if the document itself has no canonical form."""
    # 1. A suite that we claim.
    suite = suite_of(proof)
    method_url = proof.get("verificationMethod")
    if suite is None:
        kind = short(proof.get("cryptosuite") or proof.get("type"))
        message = f"The signature is of a kind that Stepladder does not check: {kind}"
        return _outcome("unknown", "proof.unsupported", message, place)
    # 2. The key, if the hash depends on its kind; else it is not asked for before the document could be read.
    found = _find_key(method_url, asked.resolver, place) if len({*suite.digests.values()}) > 1 else None
    digest = suite.digest(found.key.kind) if isinstance(found, FoundKey) else "sha256"
    # 3. The form of the document and of the proof, and what they lose.
    try:
        forms.check_context(proof, place)
        document_text, lost = forms.of_document(suite, proof, digest)
        proof_text, lost_too = forms.of_proof(suite, proof, place, digest)
    except MalformedCredentialError as error:
        finding = "broken" if error.code.startswith("proof.") else "unknown"
        return _outcome(finding, error.code, error.message, error.where or place)
    losses = (*lost, *lost_too)
    # 4. The members of the proof (section 2.1): purpose, times, domain, challenge.
    problem = _member_problem(proof, place, asked)
    found = found or _find_key(method_url, asked.resolver, place)
    if not isinstance(found, FoundKey):
        return _without_key(found, method_url, problem, losses)
    # 5. The signature.
    signature = _signature_problem(suite, found, proof, suite.signed_bytes(proof_text, document_text, found.key.kind))
    # 6. Whose key it is, and whether it was to be believed when the signature was made.
    owner = ownership(found, asked.controller, asked.resolver, asked.expected.purpose)
    withdrawn = asked.expected.withdrawn_key(found, owner, parse_timestamp(proof.get("created")), place)
    issues = tuple(
        each for each in (problem, signature and replace(signature, where=place + signature.where), withdrawn) if each
    )
    return ProofOutcome(
        finding="broken" if issues or losses else "held",
        issues=issues,
        owner=owner.finding,
        owner_issue=owner.issue,
        verification_method=found.method.id,
        controller=found.method.controller,
        cryptosuite=suite.label,
        source=owner.source,
        losses=losses,
    )


def _find_key(method_url: Any, resolver: Resolver, place: str) -> FoundKey | Issue:
    if not isinstance(method_url, str):
        where = f"{place}/verificationMethod"
        return Issue(code="proof.malformed", message="The proof names no verificationMethod", where=where)
    try:
        return find_key(method_url, resolver)
    except CredentialError as error:
        return Issue(code=error.code, message=error.message, where=error.where or place)


def _without_key(issue: Issue, method_url: Any, problem: Issue | None, losses: tuple[Issue, ...]) -> ProofOutcome:
    """Return the outcome for a proof whose key could not be had; what is wrong without it is wrong all the same."""
    if issue.code == "proof.malformed":
        return ProofOutcome(finding="broken", issues=(issue,), losses=losses)
    gone = issue.code == "proof.key_not_in_document"
    return ProofOutcome(
        finding="broken" if losses or problem else "unknown",
        issues=(problem, issue) if problem else (issue,),
        owner="broken" if gone else "unknown",
        owner_issue=issue if gone else None,
        verification_method=method_url,
        losses=losses,
    )


def _member_problem(proof: dict[str, Any], place: str, asked: Circumstances) -> Issue | None:
    problem = asked.expected.purpose_problem(proof.get("proofPurpose"), place)
    if problem is not None:
        return problem
    for name in ("created", "expires"):
        if name in proof and parse_timestamp(proof[name]) is None:
            return Issue(
                code="proof.bad_time",
                message=f"The member {name!r} of the proof is no time with a zone",
                where=f"{place}/{name}",
            )
    expires = parse_timestamp(proof.get("expires"))
    if expires is not None and asked.at >= expires:
        return Issue(
            code="proof.expired",
            message=f"The signature was valid until {proof['expires']} only",
            where=f"{place}/expires",
        )
    return asked.expected.audience_problem(proof, place)


def _signature_problem(suite: Suite, found: FoundKey, proof: dict[str, Any], signed: bytes) -> Issue | None:
    if found.key.kind not in suite.kinds:
        message = f"The key is of kind {found.key.kind}, which {suite.label} does not use"
        return Issue(code="proof.wrong_key_kind", message=message)
    value = proof.get("proofValue")
    try:
        signature = base58_decode(value[1:]) if isinstance(value, str) and value.startswith("z") else b""
    except CredentialError:
        signature = b""
    if found.key.holds(signature, signed):
        return None
    message = "The signature does not match: something was changed after signing"
    return Issue(code="proof.signature_mismatch", message=message, where="/proofValue")


def _outcome(finding: Any, code: str, message: str, where: str, losses: tuple[Issue, ...] = ()) -> ProofOutcome:
    return ProofOutcome(finding=finding, issues=(Issue(code=code, message=message, where=where),), losses=losses)
