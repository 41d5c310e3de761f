"""Credentials in an envelope: a JWT within a ``data:`` URL (VC Data Model 2.0, section 4.13.1)."""

from __future__ import annotations

import json
from typing import Any

from stepladder.credentials import Credential
from stepladder.credentials.contexts.store import CREDENTIALS_V2
from stepladder.credentials.errors import MalformedCredentialError

TYPE = "EnvelopedVerifiableCredential"
_MEDIA_TYPES = ("application/vc+jwt,", "application/vc-ld+jwt,", "application/jwt,")


def put_in(jwt: bytes) -> dict[str, Any]:
    """Return the envelope of a signed credential."""
    return {"@context": CREDENTIALS_V2, "id": f"data:application/vc+jwt,{jwt.decode('ascii')}", "type": TYPE}


def is_envelope(document: dict[str, Any]) -> bool:
    """Tell whether a document is an envelope and not a credential itself."""
    kind = document.get("type")
    return TYPE in (kind if isinstance(kind, list) else [kind])


def read(document: dict[str, Any]) -> Credential:
    """Return the credential of a request: in an envelope, or as it is.

    Raises MalformedCredentialError (``vc_api.bad_envelope``) and what ``Credential.from_bytes`` raises.
    """
    if not is_envelope(document):
        return Credential.from_bytes(json.dumps(document, ensure_ascii=False).encode())
    contexts = document.get("@context")
    listed = contexts if isinstance(contexts, list) else [contexts]
    address = document.get("id")
    media, _, jwt = address.removeprefix("data:").partition(",") if isinstance(address, str) else ("", "", "")
    if (
        not isinstance(address, str)
        or not address.startswith("data:")
        or f"{media}," not in _MEDIA_TYPES
        or listed[:1] != [CREDENTIALS_V2]
        or document.keys() - {"@context", "id", "type"}
    ):
        raise MalformedCredentialError(
            "This is no envelope: it has the context of VC 2.0, a data:application/vc+jwt URL as id, and nothing else",
            code="vc_api.bad_envelope",
            where="/verifiableCredential/id",
            spec="VC Data Model 2.0, section 4.13.1",
        )
    return Credential.from_bytes(jwt.encode("ascii", "replace"))
