"""DID methods: what can be derived from the identifier alone, and where the rest is published."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

from stepladder.credentials.errors import MalformedCredentialError, ResolutionError, UnsupportedError
from stepladder.credentials.keys.multibase import base64url_decode
from stepladder.credentials.keys.public import from_jwk, from_multikey
from stepladder.credentials.model.strict_json import parse

_ENCODED = re.compile(r"(?:%[0-9A-Fa-f]{2}|[^\x00-\x7f])+")

_HOST = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?")
_SEGMENT = re.compile(r"(?!\.{1,2}$)(?:[A-Za-z0-9._~-]|%(?!2[Ff]|5[Cc])[0-9A-Fa-f]{2})+")


def derive(identifier: str) -> dict[str, Any] | None:
    """Return the document of a did:key or did:jwk, made from the identifier itself; None for other identifiers.

    Raises MalformedCredentialError or UnsupportedError if the identifier holds no key that we read.
    """
    if identifier.startswith("did:key:"):
        multikey = identifier.removeprefix("did:key:")
        if not multikey.startswith("z"):
            raise MalformedCredentialError(
                "A did:key holds a multikey in base58, which starts with z",
                code="key.bad_multibase",
                where=identifier,
                spec="did:key method, section 3.1",
            )
        from_multikey(multikey)
        method = {
            "id": f"{identifier}#{multikey}",
            "type": "Multikey",
            "controller": identifier,
            "publicKeyMultibase": multikey,
        }
    elif identifier.startswith("did:jwk:"):
        jwk = parse(base64url_decode(identifier.removeprefix("did:jwk:")))
        from_jwk(jwk)
        method = {"id": f"{identifier}#0", "type": "JsonWebKey", "controller": identifier, "publicKeyJwk": jwk}
    else:
        return None
    purposes = {purpose: [method["id"]] for purpose in ("assertionMethod", "authentication")}
    return {"id": identifier, "verificationMethod": [method], **purposes}


def document_url(identifier: str) -> str:
    """Return the https URL at which the document of a did:web, or of an https identifier, is published.

    Raises UnsupportedError (``resolve.unknown_method``) for other identifiers, ResolutionError (``resolve.bad_url``).

    >>> document_url("did:web:badges.example.edu:issuers:1")
    'https://badges.example.edu/issuers/1/did.json'
    """
    if identifier.startswith("did:web:"):
        host, *path = identifier.removeprefix("did:web:").split(":")
        if not _HOST.fullmatch(unquote(host)) or not all(map(_SEGMENT.fullmatch, path)):
            raise ResolutionError(
                f"{identifier!r} does not lead to a web address",
                code="resolve.bad_url",
                spec="did:web method specification, sections 3.1 and 3.2",
            )
        place = "/".join(path) if path else ".well-known"
        url = f"https://{unquote(host)}/{place}/did.json"
    elif identifier.startswith("https://"):
        url = identifier
    else:
        raise UnsupportedError(
            f"No document can be had for {identifier!r}",
            code="resolve.unknown_method",
            hint="Keys are found by did:key, did:jwk, did:web and https URLs.",
        )
    try:
        parts = urlsplit(url)
        fits = bool(parts.hostname) and "@" not in parts.netloc and not any(map(str.isspace, url))
    except ValueError:
        fits = False
    if not fits:
        raise ResolutionError(f"{identifier!r} does not lead to a web address", code="resolve.bad_url")
    return url


def same_identifier(one: str, other: str) -> bool:
    """Compare two identifiers as Open Badges 3.0 does (section 9.4), percent-decoded and trimmed, but never fooled.

    Characters that structure an identifier stay encoded (RFC 3986, section 6.2.2.2): ``did:web:a.example%3A8443`` is
    another site than ``did:web:a.example:8443``, and who holds the one must not sign for the other.

    >>> same_identifier("https://a.example/caf%c3%A9", " https://a.example/café")
    True
    >>> same_identifier("did:web:a.example%3A8443", "did:web:a.example:8443")
    False
    """
    return one == other or plainly_written(one) == plainly_written(other)


def same_site(one: str, other: str) -> bool:
    """Tell whether two web addresses are of one site: the same host and port, with or without ``www.``.

    >>> same_site("https://a.example/issuer", "https://www.a.example/en/issuer")
    True
    >>> same_site("https://a.example/go?to=b.example", "https://b.example/issuer")
    False
    """
    return _site(one) == _site(other)


def _site(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    return host, parts.port or (80 if parts.scheme == "http" else 443)


def plainly_written(identifier: str) -> str:
    """Return the spelling of an identifier that all identifiers have that are the same (:func:`same_identifier`)."""

    def written(match: re.Match[str]) -> str:
        return quote(unquote_to_bytes(match[0].encode("utf-8", "surrogatepass")), safe="")

    return _ENCODED.sub(written, identifier.strip())


def derived_bytes(identifier: str) -> bytes | None:
    """Return :func:`derive` as JSON bytes."""
    document = derive(identifier)
    return None if document is None else json.dumps(document).encode()
