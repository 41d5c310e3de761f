"""The report on a presentation: who shows it, to whom, and what each credential in it is worth by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.credentials.verification.report import CheckResult, VerificationReport

_SAID = {
    "authentic": "Shown and signed by {holder}.",
    "unreadable": "This is not a presentation that we can read: {reason}.",
    "unsigned": "A mere container: nobody signed it, so it does not say who shows these credentials.",
    "altered": "Not as its holder signed it: {reason}. Nothing says who shows these credentials.",
    "not_holders_key": "Not signed with a key that is provably the holder's: {reason}.",
    "could_not_check": "We could not check who shows this: {reason}.",
    "another_occasion": "Signed by {holder}, but for another occasion: {reason}. Somebody may be showing it again.",
    "expired": "Signed by {holder}, but no longer valid: {reason}.",
    "not_yet_valid": "Signed by {holder}, but not valid yet: {reason}.",
}
_UNDECIDED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentationReport:
    """What was found about a presentation.

    ``verdict`` is about the holder's signature alone: ``authentic``, ``unreadable``, ``unsigned``, ``altered``,
    ``not_holders_key``, ``could_not_check``, ``another_occasion``, ``expired``, ``not_yet_valid``. ``holder`` is who
    shows it by its own word, proved only if the verdict is ``authentic``; None if nobody is named. ``credentials`` are
    the reports on what is shown, in order; ``left_out`` counts those that were too many to look at.
    """

    verdict: str
    holder: str | None
    checks: tuple[CheckResult, ...]
    credentials: tuple[VerificationReport, ...]
    verified_at: datetime
    left_out: int = 0

    def check(self, name: str) -> CheckResult:
        """Return the check of that name; KeyError if there is none."""
        for found in self.checks:
            if found.check == name:
                return found
        raise KeyError(name)

    @property
    def held(self) -> bool:
        """Whether the holder's signature holds, and every credential in it."""
        return self.verdict == "authentic" and not self.left_out and all(one.held for one in self.credentials)

    @property
    def holder_is_subject(self) -> bool:
        """Whether a proved holder is the one that every credential is about."""
        return any(one.code == "holder.subject" for one in self.checks)

    @property
    def exit_code(self) -> int:
        """0 held, 1 did not hold, 3 could not tell: the worst of the presentation and its credentials."""
        if self.held:
            return 0
        undecided = self.verdict in {"authentic", "could_not_check"} and all(
            one.held or one.exit_code == _UNDECIDED for one in self.credentials
        )
        return _UNDECIDED if undecided else 1

    @property
    def sentence(self) -> str:
        """The verdict in words, and how many of the credentials hold."""
        reason = next((one.message for one in self.checks if one.outcome in {"failed", "indeterminate"}), "")
        text = _SAID[self.verdict].format(holder=self._named_holder(), reason=reason.rstrip("."))
        if self.verdict == "unreadable" and not self.credentials:
            return text
        held, total = sum(one.held for one in self.credentials), len(self.credentials) + self.left_out
        text += (
            f" {held} of {total} credentials in it hold by themselves." if total else " There is no credential in it."
        )
        unknown = sum(one.held and one.issuer_identity == "self_asserted" for one in self.credentials)
        if unknown:
            text += f" We do not know who issued {unknown} of those."
        if self.verdict == "authentic" and self.check("challenge").outcome == "not_applicable":
            text += " Nobody asked for a challenge, so it may have been shown before, by anyone who saw it."
        return text

    @property
    def plainly_good(self) -> bool:
        """Whether it holds, answers a challenge, and nothing in it is by an unknown issuer or does not hold."""
        known = all(one.issuer_identity != "self_asserted" and one.holds_inside for one in self.credentials)
        return self.held and known and self.check("challenge").outcome == "passed"

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON of ``stepladder verify --json`` for a presentation."""
        return {
            "kind": "presentation",
            "verdict": self.verdict,
            "holder": self.holder,
            "holder_is_subject": self.holder_is_subject,
            "checks": [one.as_dict() for one in self.checks],
            "credentials": [one.as_dict() for one in self.credentials],
        }

    def _named_holder(self) -> str:
        return "".join(letter if letter.isprintable() else " " for letter in (self.holder or "somebody"))[:200]
