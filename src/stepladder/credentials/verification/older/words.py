"""The verdict on an older badge in words. A hosted badge is published, not signed, and is known by where it stands.

What an issuer calls itself is no answer to who that is: where a website proves it, the sentences name the website.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.credentials.verification.report import VerificationReport

_HEADLINES = {
    "altered": "Not as it is published",
    "unsigned": "Confirmed by nobody",
    "not_issuers_key": "Not published by the issuer",
}
_NEXT_STEPS = {
    "altered": "Rely on what is published at its own address, not on this file.",
    "unsigned": "Ask the named issuer whether it issued this.",
    "could_not_check": "Try again later or online, or hand over the documents that the badge names.",
    "status_too_old": "Check again online.",
}
_UNDECIDED = ("proof", "issuer_key", "context", "status")


def headline(report: VerificationReport) -> str | None:
    """Return two to four words for a banner where a hosted badge needs other words than a signed one, else None."""
    if not is_hosted(report) or report.recipient == "differs":
        return None
    if report.verdict == "authentic":
        return "Published by someone" if report.issuer_identity == "self_asserted" else "Published and unaltered"
    return _HEADLINES.get(report.verdict)


def next_step(report: VerificationReport) -> str | None:
    """Return what to do now where a hosted badge needs other words than a signed one, else None."""
    if not is_hosted(report) or report.recipient == "differs":
        return None
    if report.verdict == "authentic" and report.issuer_identity == "self_asserted":
        return f"Ask {report.name} by a way you know whether this badge is theirs."
    return _NEXT_STEPS.get(report.verdict)


def sentence(report: VerificationReport, standard: str) -> str:
    """Return the verdict in plain words, with the standard by whose rules it was reached."""
    way = "hosted" if is_hosted(report) else "signed"
    return f"{_SENTENCES[report.verdict](report)} Checked by the rules of {standard} for {way} badges."


def is_hosted(report: VerificationReport) -> bool:
    """Tell whether the report is on a badge that is published rather than signed."""
    older = report.credential.older if report.credential else None
    return older is not None and older.manner != "signed"


def place(report: VerificationReport) -> str:
    """Return the host at which a hosted badge stands, in ASCII."""
    older = report.credential.older if report.credential else None
    try:
        host = urlsplit(older.address if older else "").hostname or "its address"
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError):
        return "its address"


def _verb(report: VerificationReport) -> str:
    return "Published" if is_hosted(report) else "Signed"


def _by(report: VerificationReport) -> str:
    if report.issuer_identity == "listed":
        return f"by {report.name}, which is on the list of trusted issuers"
    if report.issuer_identity == "domain_proved":
        if _given(report):
            return f"by {report.domain}, as the documents handed over for it say"
        return f"by {report.domain}"
    return f"by someone whom we cannot confirm to be {report.name}"


def _given(report: VerificationReport) -> bool:
    return any(one.code == "issuer_identity.domain_given" for one in report.checks)


def _authentic(report: VerificationReport) -> str:
    unaltered = "Published and unaltered" if is_hosted(report) else "Signed and unaltered"
    if report.issuer_identity == "listed":
        return f"{unaltered}, {_verb(report).lower()} {_by(report)}."
    if report.issuer_identity == "domain_proved":
        what = "it stands" if is_hosted(report) else "the key is published"
        source = "in the documents handed over for" if _given(report) else "at"
        return f"{unaltered}: {what} {source} {report.domain}. Whether you trust {report.domain} is for you to decide."
    if is_hosted(report):
        return (
            f"{unaltered} at {place(report)}. Anyone can publish such a page: "
            f"we do not know that this is {report.name}."
        )
    return f"{unaltered}. Anyone can make such a key: we do not know that this is {report.name}."


def _altered(report: VerificationReport) -> str:
    how = "Not as it is published" if is_hosted(report) else "Not as it was signed"
    message = report.message("proof")
    return f"{how}: {message[:1].lower()}{message[1:]}. We cannot say that {report.name} stands behind it."


def _not_theirs(report: VerificationReport) -> str:
    if is_hosted(report):
        return f"Nothing shows that {report.name} published it: {report.reason('issuer_key')}."
    if report.check("issuer_key").outcome == "passed":
        return f"Signed with a key of {report.name} that was no longer good for it: {report.reason('proof')}."
    return f"Not signed with a key that is provably {report.name}'s: {report.reason('issuer_key')}."


def _undecided(report: VerificationReport) -> str:
    open_ = {one.check: one for one in report.checks if one.outcome == "indeterminate" and one.check in _UNDECIDED}
    reason = next((open_[name].message.rstrip(".") for name in _UNDECIDED if name in open_), "something is missing")
    if set(open_) == {"status"}:
        return f"{_verb(report)} {_by(report)}, but whether it still stands could not be checked: {reason}."
    done = "published" if is_hosted(report) else "signed"
    return f"We could not check this, so we do not know whether {report.name} {done} it: {reason}."


def _unreadable(report: VerificationReport) -> str:
    if report.check("shape").outcome == "passed":
        return f"{_verb(report)} {_by(report)}, but it breaks the rules: {report.reason('schema')}."
    return f"This is not a badge that we can read: {report.reason('shape')}."


def _revoked(report: VerificationReport) -> str:
    if is_hosted(report):
        return f"Revoked: it is called revoked, or was taken away for good, at {place(report)}."
    return f"Signed {_by(report)}, but revoked by the issuer."


_SENTENCES: dict[str, Callable[[VerificationReport], str]] = {
    "authentic": _authentic,
    "altered": _altered,
    "unsigned": lambda report: (
        f"Not {'confirmed' if is_hosted(report) else 'signed'} by anyone: "
        f"it names {report.name}, but anyone could have written it."
    ),
    "not_issuers_key": _not_theirs,
    "could_not_check": _undecided,
    "revoked": _revoked,
    "expired": lambda report: f"{_verb(report)} {_by(report)}, but expired: {report.reason('valid_until')}.",
    "not_yet_valid": lambda report: f"{_verb(report)} {_by(report)}, but issued later: {report.reason('valid_from')}.",
    "untrusted_issuer": lambda report: (
        f"{_verb(report)} {_by(report)}. That issuer is not on the list of trusted issuers that was asked for."
    ),
    "status_too_old": lambda report: (
        f"{_verb(report)} {_by(report)}, but what was seen is too old: {report.reason('status')}."
    ),
    "unreadable": _unreadable,
}
