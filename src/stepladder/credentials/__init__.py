"""Credentials: issue them, read them, verify them. No Django, no network, no hidden clock.

>>> from datetime import UTC, datetime
>>> from stepladder.credentials import Credential, inspect
>>> from stepladder.credentials.dids import DocumentResolver
>>> inspect(b"not a badge", resolver=DocumentResolver(), at=datetime(2026, 1, 1, tzinfo=UTC)).verdict
'unreadable'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stepladder.credentials.baking import bake, unbake
    from stepladder.credentials.dids import Resolver
    from stepladder.credentials.errors import CredentialError
    from stepladder.credentials.issuing import issue
    from stepladder.credentials.keys import Signer
    from stepladder.credentials.verification.credential import Credential
    from stepladder.credentials.verification.policy import VerificationPolicy
    from stepladder.credentials.verification.report import VerificationReport
    from stepladder.credentials.verification.verify import VerifiedCredential, inspect, verify

__all__ = [
    "Credential",
    "CredentialError",
    "Resolver",
    "Signer",
    "VerificationPolicy",
    "VerificationReport",
    "VerifiedCredential",
    "bake",
    "inspect",
    "issue",
    "unbake",
    "verify",
]

_PLACES = {
    "Credential": "verification.credential",
    "CredentialError": "errors",
    "Resolver": "dids",
    "Signer": "keys",
    "VerificationPolicy": "verification.policy",
    "VerificationReport": "verification.report",
    "VerifiedCredential": "verification.verify",
    "bake": "baking",
    "inspect": "verification.verify",
    "issue": "issuing",
    "unbake": "baking",
    "verify": "verification.verify",
}


def __getattr__(name: str) -> Any:
    """Import a name of the front door when it is first used, so that the command line starts quickly."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    globals()[name] = value
    return value
