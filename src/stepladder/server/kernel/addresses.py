"""Which addresses may be asked at all: the judging half of the fetch guard. It opens no connection; no Django here."""

from __future__ import annotations

import ipaddress
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from stepladder.errors import StepladderError

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

ALLOW_VARIABLE = "STEPLADDER_FETCH_ALLOW"

_LONGEST_URL = 2_048
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
_HOST = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_GLOBAL_V6 = ipaddress.IPv6Network("2000::/3")
# `is_global` differs between Python releases, so the ranges that matter are written out beside it.
_REFUSED = tuple(
    ipaddress.ip_network(block)
    for block in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
        *("192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
        *("224.0.0.0/4", "240.0.0.0/4"),
        *("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),  # Teredo and 6to4 carry an IPv4 address inside
    )
)


class FetchError(StepladderError):
    """What could not be fetched, and why. Codes begin with ``fetch.``; ``where`` is the address asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An address that passed: the host in plain ASCII or as an IP address, the path ready to send."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    allowed: bool

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        standard = 443 if self.scheme == "https" else 80
        return host if self.port == standard else f"{host}:{self.port}"


def is_public(address: str) -> bool:
    """Say whether an address belongs to the public internet, also when one is wrapped in another (mapped, NAT64)."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.scope_id is not None:
            return False
        if found in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(found) & 0xFFFF_FFFF)))
        if found not in _GLOBAL_V6:  # leaves out mapped, compatible, local and multicast addresses
            return False
    return found.is_global and not found.is_multicast and not any(found in block for block in _REFUSED)


def read_target(url: str, *, allow: AbstractSet[str], ports: AbstractSet[int]) -> Target:
    """Take a URL apart and refuse what is never asked for; ``allow`` holds exact ``host:port`` pairs free of that."""
    if len(url) > _LONGEST_URL:
        raise bad_url(url[:80] + "…", f"it is longer than {_LONGEST_URL:,} characters")
    if any(ord(letter) <= 0x20 or letter in "\\\x7f" for letter in url):
        raise bad_url(url, "it holds a space, a backslash or a control character")
    try:
        parts = urlsplit(url)
        given, name = parts.port, parts.hostname or ""
    except ValueError as error:
        raise bad_url(url, str(error)) from error
    if "@" in parts.netloc:
        raise FetchError(
            "The address carries a user name or password.",
            code="fetch.userinfo",
            where=urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])),
            hint="A public document needs neither; remove everything before the @ sign.",
        )
    if parts.scheme not in {"https", "http"}:
        raise _not_https(url, parts.scheme)
    host = _plain_host(url, name)
    port = given if given is not None else {"https": 443, "http": 80}[parts.scheme]
    allowed = f"{host}:{port}" in allow
    if not allowed and parts.scheme != "https":
        raise _not_https(url, parts.scheme)
    if not allowed and port not in ports:
        raise FetchError(
            f"The address uses port {port}; open is only {', '.join(map(str, sorted(ports)))}.",
            code="fetch.bad_port",
            where=url,
            hint="Publish the document at the standard https port.",
        )
    path = quote(urlunsplit(("", "", parts.path or "/", parts.query, "")), safe="/?&=%:@!$'()*+,;~#[]-._")
    clean = urlunsplit(parts._replace(fragment=""))
    return Target(url=clean, scheme=parts.scheme, host=host, port=port, path=path, allowed=allowed)


def _plain_host(url: str, name: str) -> str:
    """Return the host in lower case ASCII, or refuse the many other ways to write an address of four numbers."""
    if not name:
        raise bad_url(url, "it names no host")
    with suppress(ValueError):
        return str(ipaddress.IPv6Address(name))
    try:
        host = name.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as error:
        raise bad_url(url, "its host name is not valid") from error
    if len(host) > 253 or not _HOST.fullmatch(host):
        raise bad_url(url, "its host name is not valid")
    if _NUMBER.fullmatch(host.rpartition(".")[2]):
        try:
            return str(ipaddress.IPv4Address(host))
        except ValueError as error:
            raise FetchError(
                f"The address writes its host as {host}, a number in disguise.",
                code="fetch.blocked_address",
                where=url,
                hint="Nothing was sent. Use a host name.",
            ) from error
    return host


def bad_url(url: str, why: str) -> FetchError:
    return FetchError(
        f"The address cannot be read: {why}.", code="fetch.bad_url", where=url, hint="Check it for typing errors."
    )


def _not_https(url: str, scheme: str) -> FetchError:
    return FetchError(
        f"The address begins with {scheme or 'nothing'}: instead of https:.",
        code="fetch.not_https",
        where=url,
        hint=f"Only https is fetched. For a demo on this machine, set {ALLOW_VARIABLE}=host:port.",
    )
