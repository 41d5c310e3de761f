"""Which addresses are an issuer's to publish badges at (Open Badges 2.0, VerificationObject and HostedBadge)."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from stepladder.credentials.canonical.shapes import short
from stepladder.credentials.model.older_badges import listed_texts
from stepladder.credentials.model.reading import first_object

_PORTS = {"https": 443, "http": 80}
_UPWARDS = re.compile(r"(?:^|[/\\])\.{1,2}(?:[/\\]|$)")


def origin_of(url: str) -> tuple[str, str, int] | None:
    """Return scheme, host in lower case and port of a web address; None for anything else.

    >>> origin_of("https://Badges.example.edu/1") == origin_of("https://badges.example.edu:443")
    True
    >>> origin_of("https://badges.example.edu@evil.example/") is None
    True
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc or "\\" in url:
        return None
    return parts.scheme, host, _PORTS[parts.scheme] if port is None else port


def same_origin(one: str, other: str) -> bool:
    """Tell whether two web addresses are of one site: the same scheme, host and port."""
    origin = origin_of(one)
    return origin is not None and origin == origin_of(other)


def outside(address: str, issuer_id: str, issuer: dict[str, Any]) -> str:
    """Return why an address is not one at which the issuer publishes badges, in words; an empty text if it is.

    An issuer may name ``startsWith`` and ``allowedOrigins`` in its profile; if it names neither, badges stand at the
    origin of its id. A beginning counts as one only within its own origin: ``https://a.example`` is none of
    ``https://a.example.evil.example``.
    """
    policy = first_object(issuer.get("verification"))
    starts, hosts = listed_texts(policy, "startsWith"), listed_texts(policy, "allowedOrigins")
    if origin_of(address) is None or _UPWARDS.search(unquote(urlsplit(address).path)):
        return f"{address} is not a plain web address"
    if starts and not any(address.startswith(start) and same_origin(address, start) for start in starts):
        return f"{address} does not start as the issuer says that its badges do ({_shown(starts)})"
    if hosts and not any(_is_host(address, host) for host in hosts):
        return f"{address} is not at a host that the issuer names ({_shown(hosts)})"
    if not starts and not hosts and not same_origin(address, issuer_id):
        return f"{address} is not on the website of the issuer {issuer_id}"
    return ""


def _shown(texts: list[str]) -> str:
    return ", ".join(map(short, texts[:3]))


def _is_host(address: str, host: str) -> bool:
    """Compare with a host name, which means its usual port, or with a host and port."""
    origin = origin_of(address)
    if origin is None:
        return False
    scheme, name, port = origin
    return host.lower() in ({name, f"{name}:{port}"} if port == _PORTS[scheme] else {f"{name}:{port}"})
