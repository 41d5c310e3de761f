"""Signing a credential, and adding a signature to one. What our own verifier would not believe is not given out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.errors import MalformedCredentialError, SigningError
from stepladder.credentials.issuing.signers_own import SignersOwn
from stepladder.credentials.issuing.words import check_words, refuse_words_of_one_text
from stepladder.credentials.model.strict_json import check_values
from stepladder.credentials.proofs import making
from stepladder.credentials.proofs.cryptosuites import suite_named
from stepladder.credentials.proofs.securing import check_securing
from stepladder.credentials.proofs.tokens import make_credential_jwt
from stepladder.credentials.verification.credential import Credential
from stepladder.credentials.verification.policy import VerificationPolicy
from stepladder.credentials.verification.verify import inspect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stepladder.credentials.keys import Signer
    from stepladder.credentials.verification.report import VerificationReport

_FATAL = ("shape", "schema", "context", "lossless", "proof", "issuer_key")


def issue(
    document: dict[str, Any],
    *,
    signer: Signer,
    created: datetime,
    securing: str | None = None,
    store: ContextStore | None = None,
    expires: datetime | None = None,
    proof_id: str | None = None,
) -> Credential:
    """Sign a credential and return it.

    ``document`` is unsigned and stays as it is; ``created`` is the time of signing, with a zone. ``securing`` is one of
    ``SECURINGS``: a cryptosuite (``eddsa-rdfc-2022``, ``eddsa-jcs-2022``, ``ecdsa-rdfc-2019``, ``ecdsa-jcs-2019``) or a
    JWT profile (``vc-jose-cose``, ``open-badges-jwt``, ``vc-1.1-jwt``); without it that of the signer's kind of key.
    ``expires`` and ``proof_id`` are members of an embedded proof: until when the signature holds, and the name by which
    a later proof builds on it.

    Raises MalformedCredentialError with the JSON pointer of what breaks a rule or would not be covered by the signature
    (``lossless.undefined_term``, ``issue.word_of_one_text``, ``schema.…``), UnsupportedError (``context.unpinned``,
    ``securing.…``), and SigningError if the key is not the issuer's (``issue.not_issuers_key``) or of a kind that does
    not sign this way (``issue.wrong_key_kind``), it is signed already, or the signature does not hold
    (``issue.bad_signature``).
    """
    # 1. What cannot be signed at all.
    check_values(document)
    if "proof" in document:
        raise SigningError(
            "The document is signed already",
            code="issue.already_signed",
            where="/proof",
            hint="Sign the unsigned document, or add a proof to it.",
        )
    store, chosen = store or ContextStore(), check_securing(securing, signer)
    # 2. Sign.
    suite = suite_named(chosen)
    if suite is None or suite.canonicalization == "jcs":
        check_words(document, store)
    if suite is None:
        token = make_credential_jwt(document, signer=signer, created=created, securing=chosen)
        credential = Credential.from_bytes(token.encode())
    else:
        refuse_words_of_one_text(document)
        signed = making.add_proof(
            document,
            signer=signer,
            created=created,
            store=store,
            securing=chosen,
            expires=expires,
            proof_id=proof_id,
        )
        credential = Credential.from_bytes(orjson.dumps(signed, option=orjson.OPT_INDENT_2))
    # 3. Read it as a verifier would, before anyone else does.
    report = inspect(credential, policy=VerificationPolicy(), resolver=SignersOwn(signer), at=created, store=store)
    _require(report)
    return credential


def add_proof(
    credential: Credential,
    *,
    signer: Signer,
    created: datetime,
    securing: str | None = None,
    store: ContextStore | None = None,
    expires: datetime | None = None,
    proof_id: str | None = None,
    previous: str | Sequence[str] | None = None,
) -> Credential:
    """Return a credential with one more embedded proof, by the issuer's other key or by somebody else.

    Without ``previous`` the proofs are a set: each covers the document alone. ``previous`` names the ``id`` of one or
    several earlier proofs that the new one covers as well: a chain (VC Data Integrity 1.0, sections 2.1.1 and 2.1.2).

    Raises what :func:`issue` does, but asks for no issuer's key; also SigningError (``issue.not_embedded``) for a
    token, MalformedCredentialError (``proof.chain_broken``) if an earlier proof is not there, and SigningError
    (``issue.bad_signature``) if one of the proofs that are there does not hold, as far as the signer can tell.
    """
    if credential.securing != "embedded":
        raise SigningError(
            "Only a credential with an embedded proof can have one more",
            code="issue.not_embedded",
            hint="Issue it with a cryptosuite.",
        )
    store = store or ContextStore()
    signed = making.add_proof(
        credential.document,
        signer=signer,
        created=created,
        store=store,
        securing=check_securing(securing, signer),
        expires=expires,
        proof_id=proof_id,
        previous=previous,
    )
    made = Credential.from_bytes(orjson.dumps(signed, option=orjson.OPT_INDENT_2))
    report = inspect(made, policy=VerificationPolicy(), resolver=SignersOwn(signer), at=created, store=store)
    _require(report, names=("shape", "schema", "context", "lossless", "proof"))
    return made


def _require(report: VerificationReport, names: Sequence[str] = _FATAL) -> None:
    for name in (*names, "named_schema"):
        found = report.check(name)
        if found.outcome == "passed" or found.code == "lossless.whole_text":
            continue
        if name == "named_schema" and found.outcome != "failed":  # schemas by others are not had when issuing
            continue
        if name == "issuer_key":
            raise SigningError(
                "The key is not the issuer's: the document names another issuer than the key's controller",
                code="issue.not_issuers_key",
                where="/issuer",
                hint="Put the controller of the key into the document, or sign with the issuer's key.",
            )
        if name == "proof":
            raise SigningError(
                "The signature that the signer returned does not hold, so nothing was issued",
                code="issue.bad_signature",
                hint="Check the signer: the public and the secret key may not belong together.",
            )
        raise MalformedCredentialError(
            found.message, code=found.code, where=found.where, hint="Correct the document and issue it again."
        )
