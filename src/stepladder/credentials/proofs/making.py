"""Making embedded proofs (VC Data Integrity 1.0, sections 4.2 and 4.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.errors import MalformedCredentialError, SigningError
from stepladder.credentials.keys.kinds import KINDS
from stepladder.credentials.keys.multibase import base58_encode
from stepladder.credentials.model.times import timestamp
from stepladder.credentials.proofs.cryptosuites import suite_named
from stepladder.credentials.proofs.expectation import ASSERTION
from stepladder.credentials.proofs.forms import Forms
from stepladder.credentials.proofs.securing import check_securing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stepladder.credentials.contexts import ContextStore
    from stepladder.credentials.keys import Signer
    from stepladder.credentials.proofs.cryptosuites import Suite


def add_proof(
    document: dict[str, Any],
    *,
    signer: Signer,
    created: datetime,
    store: ContextStore,
    securing: str | None = None,
    purpose: str = ASSERTION,
    domain: str | Sequence[str] | None = None,
    challenge: str | None = None,
    expires: datetime | None = None,
    proof_id: str | None = None,
    previous: str | Sequence[str] | None = None,
) -> dict[str, Any]:
    """Return ``document`` with one more embedded proof, after those that it has.

    ``securing`` is the name of a cryptosuite, by default that of the signer's kind of key. ``previous`` names the ids
    of earlier proofs that this one covers too (a chain); without it the proofs stand side by side (a set).

    Raises MalformedCredentialError (``lossless.…``, ``proof.chain_broken``) with the JSON pointer of a member that the
    proof would not cover, SigningError (``issue.wrong_key_kind``, ``issue.not_embedded``; ``issue.bad_signature`` if
    the signature has another length than the key makes), UnsupportedError (``securing.unknown``).
    """
    name = check_securing(securing, signer)
    suite = suite_named(name)
    if suite is None:
        raise SigningError(
            f"{name} makes a token, not an embedded proof", code="issue.not_embedded", hint="Name a cryptosuite."
        )
    members = {
        "id": proof_id,
        "type": suite.proof_type,
        "created": timestamp(created),
        "expires": None if expires is None else timestamp(expires),
        "verificationMethod": signer.verification_method,
        "cryptosuite": suite.name,
        "proofPurpose": purpose,
        "domain": domain if domain is None or isinstance(domain, str) else list(domain),
        "challenge": challenge,
        "previousProof": previous if previous is None or isinstance(previous, str) else list(previous),
    }
    proof = {key: value for key, value in members.items() if value is not None}
    if suite.repeats_context and "@context" in document:
        proof["@context"] = document["@context"]
    value = "z" + base58_encode(_signature(document, proof, suite, signer, store))
    present = document.get("proof", [])
    earlier = present if isinstance(present, list) else [present]
    return {**document, "proof": [*earlier, {**proof, "proofValue": value}]}


def _signature(
    document: dict[str, Any], proof: dict[str, Any], suite: Suite, signer: Signer, store: ContextStore
) -> bytes:
    # 1. The forms. A member that one of them would lose is not signed.
    kind = signer.public_key.kind
    forms, digest = Forms(document, store), suite.digest(kind)
    document_text, lost = forms.of_document(suite, proof, digest)
    proof_text, lost_too = forms.of_proof(suite, proof, "/proof", digest)
    for issue in (*lost, *lost_too):
        raise MalformedCredentialError(
            issue.message,
            code=issue.code,
            where=issue.where,
            hint="Remove the member, or name a context that defines it: the signature would not cover it.",
            spec="VC Data Integrity 1.0, section 2.4.1",
        )
    # 2. The signature over their hashes.
    signature = signer.sign(suite.signed_bytes(proof_text, document_text, kind))
    if len(signature) != 2 * KINDS[kind].size:
        raise SigningError("The signer returned something else than a signature of its key", code="issue.bad_signature")
    return signature
