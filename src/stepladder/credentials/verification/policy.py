"""What a verifier asks for, beyond what the standards ask for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta

HOSTED = "hosted"
"""What stands in ``accepted_suites`` for badges of Open Badges 2.0 and 1.x that are published and not signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationPolicy:
    """The verifier's conditions and notices.

    ``trusted_issuers`` (id to name) is a condition: an issuer that is not in it gives ``untrusted_issuer``; None asks
    for nothing. ``listed_issuers`` only makes ``issuer_identity`` read ``listed``. ``recipient`` is an e-mail address,
    id or name that the credential should be about. ``max_status_age`` is how old a status list may be.
    ``accepted_suites`` names the cryptosuites and JOSE algorithms that are enough, and ``hosted`` for older badges that
    are published and not signed; None takes every one that we check.
    ``compromised_keys`` (verification method to aware datetime) are keys that others hold since then: what they signed
    later is not believed. ``refresh`` allows asking the issuer's refresh service, which tells it of the check.
    ``schemas`` says what becomes of the schemas that a credential names: ``pinned`` uses those that Stepladder ships
    and asks for no other, ``asked`` asks the resolver, which tells their publishers of the check, and ``required`` does
    so and does not rely on a credential whose schemas could not be had or are of a kind that is not known.
    """

    trusted_issuers: Mapping[str, str] | None = None
    listed_issuers: Mapping[str, str] = field(default_factory=dict)
    recipient: str | None = None
    max_status_age: timedelta | None = None
    accepted_suites: frozenset[str] | None = None
    compromised_keys: Mapping[str, datetime] = field(default_factory=dict)
    refresh: bool = False
    schemas: Literal["pinned", "asked", "required"] = "pinned"

    def listed_name(self, issuer: str) -> str | None:
        """Return the name that the verifier's lists give to ``issuer``, or None if it is on none of them."""
        for issuers in (self.trusted_issuers or {}, self.listed_issuers):
            if issuer in issuers:
                return issuers[issuer]
        return None
