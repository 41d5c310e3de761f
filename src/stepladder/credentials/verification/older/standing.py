"""What was found about where an older badge stands or who signed it, before dates, recipient and verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepladder.credentials.verification.examination import result

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.errors import CredentialError
    from stepladder.credentials.verification.older.badge import OlderBadge
    from stepladder.credentials.verification.report import CheckResult

NOT_LOOKED_AT = result("status", "not_applicable", "not_looked_at", "Nobody looked, because the badge does not hold")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The badge that counts, and the checks ``proof``, ``issuer_key`` and ``status`` on it.

    ``given`` says that the verifier brought some of the documents, ``as_of`` from when the answer is.
    """

    badge: OlderBadge
    proof: CheckResult
    owner: CheckResult
    status: CheckResult = NOT_LOOKED_AT
    given: bool = False
    as_of: datetime | None = None

    @property
    def held(self) -> bool:
        """Whether it is the named issuer's, as it is."""
        return self.proof.outcome == self.owner.outcome == "passed"


def could_not(check: str, error: CredentialError) -> CheckResult:
    """Return that a check could not be made because something could not be had."""
    return result(check, "indeterminate", error.code, error.message, error.where)


def is_gone(error: CredentialError) -> bool:
    """Tell whether an address answered that what was there was taken away for good (HTTP 410)."""
    return error.code in {"resolve.gone", "fetch.gone"}
