"""The report: every check with its outcome, one verdict, and the verdict in words that always say who signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from unicodedata import category

from stepladder.credentials.verification.older import words as older_words
from stepladder.credentials.verification.whereabouts import domain_of, place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from stepladder.credentials.verification.credential import Credential

Outcome = Literal["passed", "failed", "indeterminate", "not_applicable"]
IssuerIdentity = Literal["listed", "domain_proved", "self_asserted"]
RecipientMatch = Literal["matches", "differs", "not_asked"]
InnerRole = Literal["endorsement", "credential"]

_HEADLINES = {
    "unreadable": "Not a readable credential",
    "altered": "Changed after signing",
    "unsigned": "Not signed",
    "not_issuers_key": "Not the issuer's signature",
    "could_not_check": "Could not be checked",
    "revoked": "Revoked by the issuer",
    "suspended": "Suspended for now",
    "expired": "Expired",
    "not_yet_valid": "Not valid yet",
    "untrusted_issuer": "Issuer not on the list",
    "status_too_old": "Status too old",
}
_NEXT_STEPS = {
    "unreadable": "Ask the holder for the original file: JSON, a token, or a PNG or SVG badge.",
    "altered": "Do not rely on it. Ask the holder for the original file, or the issuer whether it was issued so.",
    "unsigned": "Ask the holder for the signed file, or ask the issuer to confirm it.",
    "not_issuers_key": "Do not rely on the name. Ask the named issuer whether it issued this.",
    "could_not_check": "Try again later or online, or hand over the issuer's key document or status list.",
    "revoked": "Ask the issuer why, if it matters to you.",
    "suspended": "Ask the issuer, or check again later.",
    "expired": "Ask the holder whether it was renewed.",
    "not_yet_valid": "Check again after that date.",
    "untrusted_issuer": "Decide whether you trust this issuer, and add it to your list if so.",
    "status_too_old": "Check again online to get the newest status list.",
}
_LONGEST_NAME = 200
_LONGEST_TITLE = 80
_JOINERS = "\u200c\u200d"  # Persian words and many emoji are written with them
_OPENERS = frozenset({"A", "An", "Each", "It", "Its", "No", "Not", "Nothing", "One", "That", "The", "This", "What"})
_UNDECIDED = frozenset({"could_not_check", "status_too_old"})
_WANTED = frozenset({"context", "proof", "issuer_key", "status", "named_schema"})
_RULES = frozenset({"schema", "named_schema"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """One named check: outcome, stable code, a sentence, and where in the document (JSON pointer or URL)."""

    check: str
    outcome: Outcome
    code: str
    message: str
    where: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return the check as it stands in ``verify --json``."""
        return {"check": self.check, "outcome": self.outcome, "code": self.code, "message": self.message}


@dataclass(frozen=True, slots=True, kw_only=True)
class InnerReport:
    """The report on one credential inside another: its role, its JSON pointer there, and a note on how it fits there.

    ``note`` is ``endorses_other`` for an endorsement of something else than what it stands in, ``other_subject`` for a
    credential that names another subject than the credential around it, or empty.
    """

    role: InnerRole
    where: str
    report: VerificationReport
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether it holds by itself and, if it is an endorsement, endorses what it stands in."""
        return self.report.held and self.note != "endorses_other"

    @property
    def undecided(self) -> bool:
        """Whether nothing speaks against it, but something could not be checked."""
        return self.report.exit_code == 3 and self.note != "endorses_other"

    def all(self) -> Iterator[InnerReport]:
        """Yield this report and those of everything inside it."""
        yield self
        for inner in self.report.inner:
            yield from inner.all()

    def as_dict(self) -> dict[str, Any]:
        """Return the report's JSON with its role, its place and, if there is one, the note in front."""
        return {
            "role": self.role,
            "where": self.where,
            **({"note": self.note} if self.note else {}),
            **self.report.as_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationReport:
    """What verification found. ``verdict`` is the first that applies in the order of the command line contract.

    ``issuer_name`` is the name by which the issuer may be called: the verifier's own, if the issuer is listed.
    ``status_checked_at`` is from when the oldest status list is that was looked at, ``verified_at`` the time asked for.
    ``inner`` are the reports on what stands inside, which leave the verdict as it is; ``left_out`` is how much of that
    was not looked at. ``replaced`` is the report on the credential that was handed in, if this one is about a newer one
    that the issuer's refresh service gave.
    """

    verdict: str
    issuer_identity: IssuerIdentity
    recipient: RecipientMatch
    checks: tuple[CheckResult, ...]
    credential: Credential | None
    verified_at: datetime
    status_checked_at: datetime | None = None
    issuer_name: str = ""
    inner: tuple[InnerReport, ...] = ()
    left_out: int = 0
    replaced: VerificationReport | None = None

    def check(self, name: str) -> CheckResult:
        """Return the check of that name; KeyError if there is none."""
        for result in self.checks:
            if result.check == name:
                return result
        raise KeyError(name)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON of ``stepladder verify --json`` and of ``POST /api/v1/verify``: these members and no others.

        Programs rely on them; whatever else a report knows has a property of its own. Only a credential with others
        inside has ``inner``: a list of the same members, each with ``role`` and ``where``. Only a badge of Open Badges
        2.0 or before has ``standard``.
        """
        report: dict[str, Any] = {
            "verdict": self.verdict,
            "issuer_identity": self.issuer_identity,
            "recipient": self.recipient,
            "checks": [result.as_dict() for result in self.checks],
            "credential": self.credential.summary() if self.credential else None,
        }
        if self.inner:
            report["inner"] = [inner.as_dict() for inner in self.inner]
        if self.standard:
            report["standard"] = self.standard
        return report

    @property
    def standard(self) -> str:
        """The older standard by whose rules it was verified, such as ``Open Badges 2.0``; empty for W3C credentials."""
        return self.credential.standard if self.credential else ""

    @property
    def held(self) -> bool:
        """Whether it held, for the recipient that was asked for, if one was."""
        return self.verdict == "authentic" and self.recipient != "differs"

    @property
    def exit_code(self) -> int:
        """0 held, 1 did not hold, 3 could not tell."""
        if self.recipient == "differs":
            return 1
        if self.verdict in _UNDECIDED:
            return 3
        return 0 if self.verdict == "authentic" else 1

    @property
    def headline(self) -> str:
        """Two to four words for a banner."""
        return (older_words.headline(self) if self.standard else None) or self._headline()

    def _headline(self) -> str:
        if self.verdict != "authentic":
            return _HEADLINES[self.verdict]
        if self.recipient == "differs":
            return "For someone else"
        if not self.holds_inside:
            return "Not all inside holds"
        return "Signed and unaltered" if self.issuer_identity in {"listed", "domain_proved"} else "Signed by someone"

    @property
    def next_step(self) -> str:
        """What to do now, in a sentence."""
        return (older_words.next_step(self) if self.standard else None) or self._next_step()

    def _next_step(self) -> str:
        if self.verdict != "authentic":
            return _NEXT_STEPS[self.verdict]
        if self.recipient == "differs":
            return "Ask the holder for a credential of their own."
        if not self.holds_inside:
            return "Rely on those inside only that hold by themselves: each has its own verdict."
        if self.issuer_identity == "listed":
            return "Nothing: it holds."
        if self.issuer_identity == "domain_proved":
            what = "the website" if self.place == self.domain else "a page"
            others = "" if self.place == self.domain else f": others may have pages at {self.domain} too"
            return f"Make sure that {self.place} is {what} of the organisation you think of{others}."
        return f"Ask {self.name} by a way you know whether this key is theirs."

    @property
    def name(self) -> str:
        """How to call the issuer: its name, or else its id; in one line, and unable to turn a sentence around."""
        issuer = self.credential.issuer_id if self.credential else None
        return _in_a_sentence(self.issuer_name) or _in_a_sentence(issuer or "") or "the named issuer"

    @property
    def domain(self) -> str:
        """The web domain of the issuer's id in ASCII, so that no letter passes for another; or an empty string."""
        return domain_of((self.credential.issuer_id if self.credential else None) or "")

    @property
    def place(self) -> str:
        """The domain, and the place on it that the issuer's id names: other places there may be somebody else's."""
        return place_of((self.credential.issuer_id if self.credential else None) or "")

    @property
    def sentence(self) -> str:
        """The verdict in plain words. It never says that a credential is genuine without saying who signed it."""
        older = older_words.sentence(self, self.standard) if self.standard else None
        text = older or _SENTENCES[self.verdict](self)
        if self.recipient == "differs":
            text += " It is not about the person you asked for."
        if not self.holds_inside:
            text += f" {self.message('inner')}."
        if self.replaced is not None:
            text += f" {self.message('refresh')}."
        return text

    @property
    def title(self) -> str:
        """What to call the credential in a list: its name, or else its id, in quotes; or that it has none."""
        credential = self.credential
        name = _in_a_sentence((credential.name or credential.id or "") if credential else "")
        if not name:
            return "one without a name"
        return f"“{name if len(name) <= _LONGEST_TITLE else name[:_LONGEST_TITLE] + '…'}”"

    @property
    def holds_inside(self) -> bool:
        """Whether everything inside holds by itself; True if there is nothing."""
        return not any(one.check == "inner" and one.outcome in {"failed", "indeterminate"} for one in self.checks)

    @property
    def signer(self) -> str:
        """Who signed, as far as that is known, for the middle of a sentence."""
        if self.issuer_identity == "listed":
            return f"{self.name}, which is on the list of trusted issuers"
        if self.issuer_identity == "domain_proved":
            return f"{self.name}, as the key {self.where_published} proves"
        return f"someone whom we cannot confirm to be {self.name}"

    @property
    def where_published(self) -> str:
        """Where the key was found: on the issuer's own domain, or in a document that the verifier brought."""
        given = any(result.code == "issuer_identity.domain_given" for result in self.checks)
        return f"in the document handed over for {self.place}" if given else f"published at {self.place}"

    def message(self, check: str) -> str:
        """Return the sentence of one check, without its full stop."""
        return next((result.message.rstrip(".") for result in self.checks if result.check == check), "")

    def reason(self, check: str) -> str:
        """Return the sentence of one check as the end of another sentence."""
        return continued(self.message(check))


def continued(message: str) -> str:
    """Return a sentence to stand after a colon: it begins small, unless with a name or a short form."""
    text = message.rstrip(".")
    return text[:1].lower() + text[1:] if text.partition(" ")[0] in _OPENERS else text


def _in_a_sentence(name: str) -> str:
    """Leave out of a stranger's name what could turn, break or hide the words around it, and cut it."""
    kept = "".join(letter if letter in _JOINERS or category(letter)[0] not in "CZ" else " " for letter in name[:1000])
    text = " ".join(kept.split())
    return text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}…"


def _authentic(report: VerificationReport) -> str:
    if report.issuer_identity == "listed":
        return f"Signed and unaltered, signed by {report.name}, which is on the list of trusted issuers."
    if report.issuer_identity == "domain_proved":
        proved = f"Signed and unaltered, signed by {report.name}: the key is {report.where_published}."
        return f"{proved} Whether you trust {report.place} is for you to decide."
    return f"Signed and unaltered. Anyone can make such a key: we do not know that this is {report.name}."


def _not_theirs(report: VerificationReport) -> str:
    if report.check("issuer_key").outcome == "passed":  # theirs, and withdrawn when this was signed
        return f"Signed with a key of {report.name} that was no longer good for it: {report.reason('proof')}."
    return f"Not signed with a key that is provably {report.name}'s: {report.reason('issuer_key')}."


def _undecided(report: VerificationReport) -> str:
    reason = next(
        (
            continued(result.message)
            for result in report.checks
            if result.outcome == "indeterminate" and result.check in _WANTED
        ),
        "something needed for it could not be had",
    )
    if not _proof_held(report):
        return f"We could not check this, so we do not know whether {report.name} signed it: {reason}."
    return f"Signed by {report.signer}, but {_unchecked(report)} could not be checked: {reason}."


def _unchecked(report: VerificationReport) -> str:
    told = {one.check for one in report.checks if one.outcome == "indeterminate"}
    if "context" in told:  # of a token: its text is signed, whatever it means
        return "what its words mean"
    return "its status" if "status" in told else "the schema that it names"


def _proof_held(report: VerificationReport) -> bool:
    return all(
        any(one.check == name and one.outcome == "passed" for one in report.checks) for name in ("proof", "issuer_key")
    )


def _unreadable(report: VerificationReport) -> str:
    reason = report.reason("shape")
    if any(result.check == "shape" and result.outcome == "passed" for result in report.checks):
        broken = next((one.check for one in report.checks if one.check in _RULES and one.outcome == "failed"), "schema")
        reason = report.reason(broken)
        return f"Signed by {report.signer}, but it breaks the rules for credentials: {reason}."
    return f"This is not a credential that we can read: {reason}."


_SENTENCES: dict[str, Callable[[VerificationReport], str]] = {
    "authentic": _authentic,
    "unreadable": _unreadable,
    "altered": lambda report: (
        f"Not as it was signed: {_first_failure(report)}. We cannot say that {report.name} stands behind it."
    ),
    "unsigned": lambda report: f"Not signed by anyone: it names {report.name}, but anyone could have written it.",
    "not_issuers_key": _not_theirs,
    "could_not_check": _undecided,
    "revoked": lambda report: f"Signed by {report.signer}, but revoked by the issuer.",
    "suspended": lambda report: f"Signed by {report.signer}, but suspended by the issuer for now.",
    "expired": lambda report: f"Signed by {report.signer}, but expired: {report.reason('valid_until')}.",
    "not_yet_valid": lambda report: f"Signed by {report.signer}, but not valid yet: {report.reason('valid_from')}.",
    "untrusted_issuer": lambda report: (
        f"Signed and unaltered, but the issuer, which calls itself {report.name}, "
        "is not on the list of trusted issuers that was asked for."
    ),
    "status_too_old": lambda report: (
        f"Signed by {report.signer}, but its status is too old: {report.reason('status')}."
    ),
}


def _first_failure(report: VerificationReport) -> str:
    failed = [
        result for result in report.checks if result.outcome == "failed" and result.check in {"lossless", "proof"}
    ]
    best = next((result for result in failed if result.check == "proof"), failed[0] if failed else None)
    if best is None:
        return "the signature does not match"
    return continued(best.message)
