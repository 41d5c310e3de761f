"""What stands inside a credential, each verified by itself, with bounded work for all of it together.

An inner credential is read alone: with the contexts that it names itself, its own proof, its own issuer. That the outer
signature covers it says only that the outer issuer put it there.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from stepladder.credentials.canonical import Budget
from stepladder.credentials.dids import same_identifier
from stepladder.credentials.errors import CredentialError
from stepladder.credentials.verification.enveloped import opened
from stepladder.credentials.verification.inside import Place, is_about, places
from stepladder.credentials.verification.report import InnerReport

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.credentials.verification.credential import Credential
    from stepladder.credentials.verification.policy import VerificationPolicy
    from stepladder.credentials.verification.report import VerificationReport

    Examine = Callable[[Credential | CredentialError, VerificationPolicy, int], VerificationReport]

MAX_INNER = 200
MAX_DEPTH = 3
MAX_INNER_VALUES = 20_000
MAX_INNER_CONTEXTS = 150
_BYTES_PER_VALUE = 1_024
_DENSE = 2  # a comma and a digit: so small can a value be in a token that is refused before its values are counted


@dataclass(slots=True, kw_only=True)
class Work:
    """What may still be spent on everything inside one credential: all counts, no clock."""

    credentials: int = MAX_INNER
    values: int = MAX_INNER_VALUES
    contexts: int = MAX_INNER_CONTEXTS
    steps: Budget = field(default_factory=Budget)
    seen: set[str] = field(default_factory=set)

    @property
    def spent(self) -> bool:
        """Whether nothing more may be looked at."""
        return min(self.credentials, self.values, self.contexts, self.steps.left) <= 0

    def take(self, credential: Credential) -> None:
        """Count a credential, its values, its bytes, and the lists of contexts that were not met before."""
        self.values -= len(credential.original) // _BYTES_PER_VALUE
        stack: list[Any] = [credential.document]
        while stack:
            item = stack.pop()
            self.values -= 1
            if isinstance(item, dict):
                if "@context" in item and (named := repr(item["@context"])) not in self.seen:
                    self.seen.add(named)
                    self.contexts -= len(item["@context"]) if isinstance(item["@context"], list) else 1
                stack.extend(item.values())
            elif isinstance(item, list):
                stack.extend(item)


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """The reports on what stands inside, and how much was not looked at because it was too much or too deep."""

    reports: tuple[InnerReport, ...] = ()
    left_out: int = 0


def look_inside(outer: Credential, *, policy: VerificationPolicy, work: Work, depth: int, examine: Examine) -> Inside:
    """Verify everything that stands in ``outer`` by ``examine`` (a credential, its policy, its depth)."""
    reports, left_out = [], 0
    for place in places(outer.document):
        if depth >= MAX_DEPTH or work.spent:
            left_out += 1
            continue
        work.credentials -= 1
        report = examine(_opened(place, work), _policy(place, policy), depth + 1)
        reports.append(InnerReport(role=place.role, where=place.where, report=report, note=_note(place, outer, report)))
    return Inside(reports=tuple(reports), left_out=left_out)


def _opened(place: Place, work: Work) -> Credential | CredentialError:
    try:
        credential = opened(place.value)
    except CredentialError as error:
        text = place.value.get("id") if isinstance(place.value, dict) else place.value
        work.values -= len(text) // _DENSE if isinstance(text, str) else 0
        return error
    work.take(credential)
    return credential


def _policy(place: Place, policy: VerificationPolicy) -> VerificationPolicy:
    """Return the conditions for what stands there: whoever endorses is somebody else, and speaks about other things."""
    if place.role == "credential":
        return policy
    known = {**policy.listed_issuers, **(policy.trusted_issuers or {})}
    return replace(policy, recipient=None, trusted_issuers=None, listed_issuers=known)


def _note(place: Place, outer: Credential, report: VerificationReport) -> str:
    inner = report.credential
    if inner is None:
        return ""
    subject = inner.subject.get("id")
    if not is_about(place, subject if isinstance(subject, str) else None):
        return "endorses_other"
    around = outer.subject.get("id")
    both = isinstance(subject, str) and isinstance(around, str)
    if place.role == "credential" and both and not same_identifier(str(subject), str(around)):
        return "other_subject"
    return ""
