"""Credentials inside other documents: objects, compact tokens, and the data URLs of enveloped ones (VC 2.0, 4.13)."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from urllib.parse import unquote_to_bytes

import orjson

from stepladder.credentials.errors import MalformedCredentialError, UnsupportedError
from stepladder.credentials.model.compact_jwt import looks_like_jwt
from stepladder.credentials.verification.credential import Credential

ENVELOPED = "EnvelopedVerifiableCredential"
ENVELOPED_PRESENTATION = "EnvelopedVerifiablePresentation"
_SPEC = "VC Data Model 2.0, section 4.13"
_TOKENS = {"vc+jwt", "vp+jwt", "vc-ld+jwt", "vc+ld+jwt", "vc+ld+json+jwt", "vp+ld+jwt", "vp+ld+json+jwt", "jwt"}
_JSON = {"vc", "vp", "vc+ld+json", "vp+ld+json", "ld+json", "json"}
_UNSUPPORTED = {"sd-jwt": "securing.sd_jwt", "cose": "securing.cose"}


def type_names(value: Any) -> frozenset[str]:
    """Return the type names of an object; none for anything else."""
    names = value.get("type") if isinstance(value, dict) else None
    return frozenset(name for name in (names if isinstance(names, list) else [names]) if isinstance(name, str))


def opened(value: Any) -> Credential:
    """Return the credential that stands inside another document as an object, a compact token or an envelope.

    Raises MalformedCredentialError (``inner.reference`` for a mere address, ``inner.not_a_credential``, and those of
    reading) and UnsupportedError as :func:`enveloped_bytes` does.
    """
    if isinstance(value, str):
        if looks_like_jwt(value.encode("ascii", "replace")):
            return Credential.from_bytes(value.encode("ascii", "replace"))
        raise MalformedCredentialError(
            "A credential is only named here, by an address or another text, and is not inside",
            code="inner.reference",
            hint="Ask for the credential itself.",
        )
    if not isinstance(value, dict):
        raise MalformedCredentialError(
            "What stands here is neither an object nor a token, so it is not a credential",
            code="inner.not_a_credential",
        )
    if ENVELOPED in type_names(value):
        return Credential.from_bytes(enveloped_bytes(value))
    return Credential.from_bytes(orjson.dumps(value))


def enveloped_bytes(envelope: dict[str, Any]) -> bytes:
    """Return what the ``data:`` URL of an envelope holds.

    Raises MalformedCredentialError (``enveloped.not_a_data_url``) and UnsupportedError (``securing.sd_jwt``,
    ``securing.cose``, ``enveloped.media_type``).
    """
    text = envelope.get("id")
    scheme, _, rest = text.partition(":") if isinstance(text, str) else ("", "", "")
    head, comma, body = rest.partition(",")
    if scheme.lower() != "data" or not comma:
        raise MalformedCredentialError(
            "The id of an enveloped credential is a data: URL that holds it",
            code="enveloped.not_a_data_url",
            where="/id",
            spec=_SPEC,
        )
    media_type, *parameters = (part.strip().lower() for part in head.split(";"))
    kind = media_type.removeprefix("application/")
    for word, code in _UNSUPPORTED.items():
        if kind.endswith(word):
            raise UnsupportedError(
                f"An enveloped credential of the type {media_type[:80]!r} is not read here", code=code, where="/id"
            )
    if kind not in _TOKENS | _JSON:
        raise UnsupportedError(
            f"An enveloped credential of the type {media_type[:80]!r} is not known here",
            code="enveloped.media_type",
            where="/id",
            spec=_SPEC,
        )
    data = unquote_to_bytes(body)
    if "base64" not in parameters:
        return data
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError) as cause:
        raise MalformedCredentialError(
            "The data: URL of an enveloped credential is not base64", code="enveloped.not_a_data_url", where="/id"
        ) from cause
