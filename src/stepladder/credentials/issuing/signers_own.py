"""The documents that an issuer looks at while it issues: its own, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from stepladder.credentials.dids import Resolved, derive
from stepladder.credentials.errors import ResolutionError

if TYPE_CHECKING:
    from stepladder.credentials.keys import Signer


class SignersOwn:
    """A resolver that knows the signer's controller only: its document lists the signer's own key."""

    def __init__(self, signer: Signer) -> None:
        self._signer = signer

    def controller_document(self, url: str) -> Resolved:
        """Return the signer's own document."""
        document = derive(url)
        if document is not None:
            return Resolved(document=orjson.dumps(document), source="derived")
        method = self._signer.verification_method
        if url != self._signer.controller and url != method.partition("#")[0]:
            raise ResolutionError(f"{url} is not the signer", code="resolve.offline", where=url)
        entry: dict[str, Any] = {
            "id": method,
            "type": "JsonWebKey",
            "controller": self._signer.controller,
            "publicKeyJwk": self._signer.public_key.to_jwk(),
        }
        listed = {purpose: [method] for purpose in ("assertionMethod", "authentication")}
        return Resolved(document=orjson.dumps({"id": url, "verificationMethod": [entry], **listed}), source="given")

    def status_list(self, url: str) -> Resolved:
        """Refuse: status is not looked at when issuing."""
        raise ResolutionError("Status lists are not looked at when issuing", code="resolve.offline", where=url)

    def document(self, url: str) -> Resolved:
        """Refuse: no other document is looked at when issuing."""
        raise ResolutionError("Other documents are not looked at when issuing", code="resolve.offline", where=url)
