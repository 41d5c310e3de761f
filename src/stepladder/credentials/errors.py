"""What can go wrong with a credential. The tree is drawn in :mod:`stepladder.errors`."""

from __future__ import annotations

from typing import Any

from stepladder.errors import StepladderError


class CredentialError(StepladderError):
    """The root of the errors of the credentials library."""


class MalformedCredentialError(CredentialError):
    """Not a credential by shape, or it holds a member that no signature can cover (``where`` is its JSON pointer)."""


class VerificationError(CredentialError):
    """The credential did not hold; ``report`` is the :class:`VerificationReport` that says why."""

    def __init__(self, message: str, *, code: str, report: Any = None, hint: str = "", where: str = "") -> None:
        super().__init__(message, code=code, hint=hint, where=where, spec="")
        self.report = report


class ResolutionError(CredentialError):
    """A key document or status list could not be had."""


class SigningError(CredentialError):
    """A key that cannot sign this."""


class UnsupportedError(CredentialError):
    """A format, suite, key type or context that we do not claim."""
