"""Checking what secures a credential: every embedded proof, or the signature of a JWT."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from stepladder.credentials.errors import CredentialError
from stepladder.credentials.model.strict_json import escape_pointer
from stepladder.credentials.proofs.cryptosuites import suite_of
from stepladder.credentials.proofs.data_integrity import Circumstances, check_proof
from stepladder.credentials.proofs.expectation import ASSERTION, Expectation
from stepladder.credentials.proofs.forms import Forms, Readings
from stepladder.credentials.proofs.jose import check_jwt
from stepladder.credentials.proofs.outcome import Issue, ProofOutcome

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from stepladder.credentials.canonical import Budget
    from stepladder.credentials.contexts import ContextStore
    from stepladder.credentials.dids import Resolver
    from stepladder.credentials.model.compact_jwt import CompactJwt

MAX_PROOFS = 10
_MEMBERS = {  # of any proof: VC Data Integrity 1.0, section 2.1, and what older suites hold their signature in
    *("@context", "id", "type", "cryptosuite", "proofPurpose", "verificationMethod", "created", "expires", "domain"),
    *("challenge", "proofValue", "previousProof", "nonce", "jws", "signatureValue", "creator"),
}


def verify_embedded(
    document: dict[str, Any],
    controller: str | None,
    *,
    resolver: Resolver,
    at: datetime,
    store: ContextStore,
    purpose: str = ASSERTION,
    domain: str | Collection[str] | None = None,
    challenge: str | None = None,
    compromised: Mapping[str, datetime] | None = None,
    accepted: Collection[str] | None = None,
    budget: Budget | None = None,
) -> ProofOutcome:
    """Check every proof of ``document`` (VC Data Integrity 1.0, sections 4.4 to 4.6).

    ``controller`` is whose signature it should be: the issuer of a credential, the holder of a presentation, or None
    for whoever it is (``outcome.controller`` tells). ``purpose`` is ``assertionMethod`` or, for presentations,
    ``authentication``; ``domain`` (one, or several as a set) and ``challenge`` must be those of the proof, if given.
    ``compromised`` maps verification methods to the aware time from which their signatures are not believed,
    ``accepted`` names the suites that are enough (None: all that we check), ``budget`` is shared with other documents.

    At least one must hold; a proof of a suite that we know must not be broken; one that we do not know is passed over.
    Where two texts answer to a context URL, the newer is tried first, then the older. Raises nothing for bad input.
    """
    proofs = document.get("proof")
    listed: list[Any] = proofs if isinstance(proofs, list) else [proofs]
    if proofs is None or not listed:
        return ProofOutcome(
            finding="missing",
            issues=(Issue(code="proof.missing", message="The credential has no signature", where="/proof"),),
        )
    if len(listed) > MAX_PROOFS or not all(isinstance(proof, dict) for proof in listed):
        return ProofOutcome(
            finding="broken" if any(isinstance(proof, dict) for proof in listed) else "unknown",
            issues=(
                Issue(
                    code="proof.malformed",
                    message=f"The proof is not an object, or there are more than {MAX_PROOFS}",
                    where="/proof",
                ),
            ),
        )
    expected = Expectation(purpose=purpose, domain=domain, challenge=challenge, compromised=compromised or {})
    asked = Circumstances(controller=controller, expected=expected, resolver=resolver, at=at)
    outcomes, readings = [], Readings()
    contexts = document.get("@context")
    for alternative in store.alternatives(contexts if isinstance(contexts, list) else [contexts]):
        outcome = _verify_with(document, listed, Forms(document, alternative, budget, readings), asked, accepted)
        if alternative.texts != store.texts:
            outcome = _noted(outcome, f"read with the older text of {alternative.texts[0][0]}")
        if outcome.finding != "broken":
            return outcome
        outcomes.append(outcome)
    return outcomes[0]


def verify_jwt(
    jwt: CompactJwt,
    controller: str | None,
    *,
    resolver: Resolver,
    at: datetime | None = None,
    purpose: str = ASSERTION,
    domain: str | Collection[str] | None = None,
    challenge: str | None = None,
    compromised: Mapping[str, datetime] | None = None,
    accepted: Collection[str] | None = None,
) -> ProofOutcome:
    """Check the signature of a JWT (RFC 7515, section 5.2) that is a credential or a presentation.

    The arguments are those of :func:`verify_embedded`; ``domain`` must be in ``aud``, ``challenge`` be ``nonce``. With
    ``at``, a presentation's ``nbf`` and ``exp`` are checked; those of a credential stand for its dates, which are
    judged apart. Profiles: VC Data Model 1.1 section 6.3.1, Open Badges 3.0 section 8.2, VC-JOSE-COSE section 3.1.
    """
    expected = Expectation(purpose=purpose, domain=domain, challenge=challenge, compromised=compromised or {})
    return _accepted(check_jwt(jwt, controller, expected=expected, resolver=resolver, at=at), accepted)


def _verify_with(
    document: dict[str, Any],
    proofs: list[dict[str, Any]],
    forms: Forms,
    asked: Circumstances,
    accepted: Collection[str] | None,
) -> ProofOutcome:
    try:
        found = [
            _accepted(check_proof(forms, proof, place, asked), accepted) for place, proof in _placed(document, proofs)
        ]
    except CredentialError as error:  # the document itself has no canonical form
        finding = "unknown" if error.code in {"context.unpinned", "context.inline"} else "broken"
        issue = Issue(code=error.code, message=error.message, where=error.where)
        return ProofOutcome(finding="unknown" if finding == "unknown" else "broken", issues=(issue,))
    if len(found) > 1:
        found += _stowaways(document, proofs)
    for finding in ("broken", "held", "unknown"):
        chosen = [outcome for outcome in found if outcome.finding == finding]
        if chosen:
            best = min(chosen, key=lambda outcome: outcome.owner != "held")
            issues = tuple(issue for outcome in found for issue in outcome.issues)
            return ProofOutcome(
                finding=best.finding,
                issues=issues,
                owner=best.owner,
                owner_issue=best.owner_issue,
                verification_method=best.verification_method,
                controller=best.controller,
                cryptosuite=best.cryptosuite,
                source=best.source,
                losses=tuple({issue: None for outcome in found for issue in outcome.losses}),
            )
    raise AssertionError  # pragma: no cover - there is at least one proof


def _accepted(outcome: ProofOutcome, accepted: Collection[str] | None) -> ProofOutcome:
    """Return the outcome, which proves nothing to a verifier who asked for signatures of other kinds."""
    if accepted is None or outcome.finding != "held" or outcome.cryptosuite in accepted:
        return outcome
    asked = ", ".join(sorted(accepted)) or "none"
    message = f"The signature is of the kind {outcome.cryptosuite}, and only these were asked for: {asked}"
    issue = Issue(code="proof.suite_not_accepted", message=message)
    return dataclasses.replace(outcome, finding="unknown", issues=(issue, *outcome.issues))


def _stowaways(document: dict[str, Any], proofs: list[dict[str, Any]]) -> list[ProofOutcome]:
    """Return what stands beside other proofs and proves nothing: a proof repeated, or one with things to say."""
    outcomes = []
    for place, proof in _placed(document, proofs):
        other = next((name for name in proof if name not in _MEMBERS), None)
        if suite_of(proof) is None and (other is not None or not isinstance(proof.get("type"), str)):
            message = "A proof that Stepladder does not check says more than a proof does, and nobody signed that"
            where = f"{place}/{escape_pointer(other)}" if other is not None else place
        elif sum(proof == one for one in proofs) > 1:
            message, where = "The same proof stands there twice", place
        else:
            continue
        issue = Issue(code="lossless.not_covered", message=message, where=where)
        outcomes.append(ProofOutcome(finding="broken", losses=(issue,)))
    return outcomes


def _placed(document: dict[str, Any], proofs: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
    if isinstance(document.get("proof"), list):
        return [(f"/proof/{index}", proof) for index, proof in enumerate(proofs)]
    return [("/proof", proofs[0])]


def _noted(outcome: ProofOutcome, note: str) -> ProofOutcome:
    return dataclasses.replace(outcome, note=note)
