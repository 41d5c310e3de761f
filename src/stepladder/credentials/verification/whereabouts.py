"""Where an issuer's id leads, in letters that cannot pass for others."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit

_LONGEST = 80
_KEPT = "/%:~?=&+,;@!$'()*"  # beside letters and digits; everything else is shown by its percent-encoding


def domain_of(issuer: str) -> str:
    """Return the web domain of an issuer's id in ASCII, or an empty string.

    >>> domain_of("did:web:badges.example.edu%3A8443:issuers:1")
    'badges.example.edu:8443'
    """
    if issuer.startswith("did:web:"):
        return _plain(unquote(issuer.removeprefix("did:web:").split(":")[0]))
    try:
        return _plain(urlsplit(issuer).hostname or "")
    except ValueError:
        return ""


def place_of(issuer: str) -> str:
    """Return the domain of an issuer's id, with the place there if it names one: others may write elsewhere on it.

    >>> place_of("https://university.example/~mallory/issuer.json")
    'university.example/~mallory/issuer.json'
    >>> place_of("did:web:university.example")
    'university.example'
    """
    domain = domain_of(issuer)
    if issuer.startswith("did:web:"):
        path = "/".join(issuer.removeprefix("did:web:").split(":")[1:])
    else:
        parts = urlsplit(issuer if domain else "")
        path = parts.path.strip("/") + (f"?{parts.query}" if parts.query else "")
    if not path or not domain:
        return domain
    shown = quote(path, safe=_KEPT)
    return f"{domain}/{shown if len(shown) <= _LONGEST else shown[:_LONGEST] + '…'}"


def _plain(host: str) -> str:
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ascii(host).strip("'\"")
