"""Issuing: a credential is signed only if our own verifier would believe it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.dids import Resolved
from stepladder.credentials.errors import MalformedCredentialError, ResolutionError, SigningError
from stepladder.credentials.model.strict_json import check_values
from stepladder.credentials.proofs.data_integrity import add_proof
from stepladder.credentials.verification.credential import Credential
from stepladder.credentials.verification.policy import VerificationPolicy
from stepladder.credentials.verification.verify import inspect

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.keys import Signer
    from stepladder.credentials.verification.report import VerificationReport

__all__ = ["issue"]

_FATAL = ("shape", "schema", "context", "lossless", "proof", "issuer_key")


def issue(
    document: dict[str, Any], *, signer: Signer, created: datetime, store: ContextStore | None = None
) -> Credential:
    """Sign a credential with ``eddsa-rdfc-2022`` and return it.

    ``document`` is unsigned and stays as it is; ``created`` is the time of signing, with a zone. Raises
    MalformedCredentialError with the JSON pointer of what breaks a rule or would not be covered by the signature
    (``lossless.undefined_term``, ``schema.…``), UnsupportedError (``context.unpinned``), and SigningError if the key is
    not the issuer's (``issue.not_issuers_key``) or the signature does not hold (``issue.bad_signature``).
    """
    # 1. What cannot be signed at all.
    check_values(document)
    store = store or ContextStore()
    # 2. Sign.
    signed = add_proof(document, signer=signer, created=created, store=store)
    credential = Credential.from_bytes(orjson.dumps(signed, option=orjson.OPT_INDENT_2))
    # 3. Read it as a verifier would, before anyone else does.
    report = inspect(credential, policy=VerificationPolicy(), resolver=_SignersOwn(signer), at=created, store=store)
    _require(report)
    return credential


def _require(report: VerificationReport) -> None:
    for name in _FATAL:
        found = report.check(name)
        if found.outcome == "passed":
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


class _SignersOwn:
    """A resolver that knows the signer's controller only: its document lists the signer's own key."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def controller_document(self, url: str) -> Resolved:
        """Return the signer's own document."""
        from stepladder.credentials.dids import derive

        document = derive(url)
        if document is not None:
            return Resolved(document=orjson.dumps(document), source="derived")
        method = self._signer.verification_method
        multikey = getattr(self._signer, "public_multikey", None) or method.partition("#")[2]
        if url != self._signer.controller and url != method.partition("#")[0]:
            raise ResolutionError(f"{url} is not the signer", code="resolve.offline", where=url)
        entry = {
            "id": method,
            "type": "Multikey",
            "controller": self._signer.controller,
            "publicKeyMultibase": multikey,
        }
        return Resolved(
            document=orjson.dumps({"id": url, "verificationMethod": [entry], "assertionMethod": [method]}),
            source="given",
        )

    def status_list(self, url: str) -> Resolved:
        """Refuse: status is not looked at when issuing."""
        raise ResolutionError("Status lists are not looked at when issuing", code="resolve.offline", where=url)

    def document(self, url: str) -> Resolved:
        """Refuse: no other document is looked at when issuing."""
        raise ResolutionError("Other documents are not looked at when issuing", code="resolve.offline", where=url)
