"""The root of every error that Stepladder raises.

The tree::

    StepladderError                    code, message, hint, where, spec
    ├── credentials.errors.CredentialError
    │   ├── MalformedCredentialError   not a credential by shape, or a member that no signature can cover
    │   ├── VerificationError          did not hold; carries the report
    │   ├── ResolutionError            a key document or status list could not be had
    │   ├── SigningError               a key that cannot sign this
    │   └── UnsupportedError           a format or suite that we do not claim
    ├── skills.errors.SkillsError
    │   ├── UnknownSkillError
    │   ├── FrameworkError             a file of a framework that cannot be read
    │   ├── DemandError                postings that cannot be read, a series that cannot be asked
    │   ├── IncomparableLevelsError    two levels on different scales
    │   └── NoPlanError                no set of learning opportunities meets the conditions
    └── server.kernel.refusal.Refusal  what a person asked for cannot be done, in words for that person

Codes are stable: tests, documentation, translations and the API's problem type key on them.
"""

from __future__ import annotations


class StepladderError(Exception):
    """An error that teaches: what was found, what was expected, where, and what to do next.

    ``code`` is stable and dotted (``proof.signature_mismatch``); ``where`` is a JSON pointer (RFC 6901), a file, or a
    row number in words; ``spec`` names the section of the standard that asks for it.
    """

    def __init__(self, message: str, *, code: str, hint: str = "", where: str = "", spec: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.where = where
        self.spec = spec

    def __str__(self) -> str:
        place = f" (at {self.where})" if self.where else ""
        hint = f" {self.hint}" if self.hint else ""
        ended = self.message.endswith((".", "?", "!"))
        return f"{self.message}{place}{hint}" if ended else f"{self.message}{place}.{hint}"

    def as_dict(self) -> dict[str, str]:
        """Return code, message, hint, where and spec as strings, for ``--json`` and the API."""
        return {"code": self.code, "message": self.message, "hint": self.hint, "where": self.where, "spec": self.spec}
