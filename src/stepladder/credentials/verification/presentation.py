"""Presentations: a holder shows credentials, and signs for whom and for which occasion (VC 2.0 section 4.13, VC 1.1).

What a presentation proves is who shows the credentials, now and to this verifier. What the credentials prove is for
each of them to say: they are verified like any others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.errors import CredentialError, MalformedCredentialError
from stepladder.credentials.model.reading import identifier_of
from stepladder.credentials.proofs import ProofOutcome, verify_embedded, verify_jwt
from stepladder.credentials.verification.credential import Credential
from stepladder.credentials.verification.enveloped import ENVELOPED_PRESENTATION, enveloped_bytes, type_names
from stepladder.credentials.verification.examination import result
from stepladder.credentials.verification.examining import Circumstances, examine_inner
from stepladder.credentials.verification.policy import VerificationPolicy
from stepladder.credentials.verification.presentation_checks import Shown, checks_of, verdict_of
from stepladder.credentials.verification.presentation_report import PresentationReport
from stepladder.credentials.verification.remembering import RememberingResolver
from stepladder.credentials.verification.tree import Inside, look_inside

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from stepladder.credentials.dids import Resolver

__all__ = ["PresentationReport", "inspect_presentation", "is_presentation"]

_CLAIMS = frozenset({"iss", "sub", "jti", "nbf", "exp", "iat", "aud", "nonce"})


def is_presentation(data: bytes | Credential) -> bool:
    """Tell whether the bytes are a presentation rather than a credential; False for what cannot be read."""
    try:
        _read(data)
    except CredentialError:
        return False
    return True


def inspect_presentation(
    data: bytes | Credential,
    *,
    domain: str | Collection[str] | None = None,
    challenge: str | None = None,
    policy: VerificationPolicy | None = None,
    resolver: Resolver,
    at: datetime,
    store: ContextStore | None = None,
) -> PresentationReport:
    """Check a presentation and every credential in it. Raises nothing for bad input.

    ``challenge`` and ``domain`` are what the verifier asked the holder to sign: the presentation must name exactly
    these (a token's ``nonce`` and ``aud``), or it was made for another occasion. Without them nothing tells a new
    presentation from one that was shown before, and the report says so. The other arguments are those of
    :func:`stepladder.credentials.inspect`; the policy is applied to each credential. ValueError if ``at`` has no zone.
    """
    if at.tzinfo is None:
        raise ValueError("`at` needs a zone")
    policy = policy or VerificationPolicy()
    # 1. Shape.
    try:
        shown = _read(data)
    except CredentialError as error:
        return _unreadable(error, at)
    asked = Circumstances(policy=policy, resolver=RememberingResolver(resolver), at=at, store=store or ContextStore())
    # 2. The holder's proof, made for authentication, for this domain and challenge.
    shown = replace(shown, domain=domain, challenge=challenge)
    proof = _check_proof(shown, asked)
    # 3. Every credential, by itself.
    inside = _credentials(shown, asked)
    # 4. The named checks, and the verdict.
    checks = checks_of(shown, proof, inside, asked.store)
    return PresentationReport(
        verdict=verdict_of(checks),
        holder=shown.holder or (proof.controller if proof.finding == "held" else None) or None,
        checks=checks,
        credentials=tuple(one.report for one in inside.reports),
        verified_at=at,
        left_out=inside.left_out,
    )


def _read(data: bytes | Credential) -> Shown:
    read = data if isinstance(data, Credential) else Credential.from_bytes(data)
    if read.securing == "none" and ENVELOPED_PRESENTATION in type_names(read.document):
        read = Credential.from_bytes(enveloped_bytes(read.document))
    document: dict[str, Any] = read.document
    if read.jwt is not None:
        payload = read.jwt.payload
        claimed = payload.get("vp")
        document = claimed if isinstance(claimed, dict) else {k: v for k, v in payload.items() if k not in _CLAIMS}
    if "VerifiablePresentation" not in type_names(document):
        raise MalformedCredentialError(
            "Its type does not say VerifiablePresentation, so it is not a presentation",
            code="presentation.type",
            where="/type",
            hint="A credential is verified as a credential.",
        )
    named = identifier_of(document.get("holder"))
    issuer = read.jwt.payload.get("iss") if read.jwt is not None else None
    return Shown(
        document=document,
        jwt=read.jwt,
        embedded=read.jwt is None and read.securing == "embedded",
        holder=named or (issuer if isinstance(issuer, str) else None),
        original=read.original,
    )


def _check_proof(shown: Shown, asked: Circumstances) -> ProofOutcome:
    policy = asked.policy
    if shown.jwt is not None:
        return verify_jwt(
            shown.jwt,
            shown.holder,
            resolver=asked.resolver,
            at=asked.at,
            purpose="authentication",
            domain=shown.domain,
            challenge=shown.challenge,
            compromised=policy.compromised_keys,
            accepted=policy.accepted_suites,
        )
    return verify_embedded(
        shown.document,
        shown.holder,
        resolver=asked.resolver,
        at=asked.at,
        store=asked.store,
        purpose="authentication",
        domain=shown.domain,
        challenge=shown.challenge,
        compromised=policy.compromised_keys,
        accepted=policy.accepted_suites,
    )


def _credentials(shown: Shown, asked: Circumstances) -> Inside:
    within = replace(asked, resolver=asked.resolver.inside())
    container = Credential(original=shown.original, document=shown.document, container="json", securing="none")
    return look_inside(
        container,
        policy=asked.policy,
        work=asked.work,
        depth=0,
        examine=lambda found, policy, depth: examine_inner(found, policy, replace(within, depth=depth)),
    )


def _unreadable(error: CredentialError, at: datetime) -> PresentationReport:
    failed = result("shape", "failed", error.code, error.message, error.where)
    return PresentationReport(verdict="unreadable", holder=None, checks=(failed,), credentials=(), verified_at=at)
