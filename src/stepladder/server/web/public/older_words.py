"""How a report on a badge of Open Badges 2.0 or before reads on a page, where it needs words of its own.

A hosted badge is published and has no signature: nothing about one may speak of signing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stepladder.credentials import VerificationReport

_HOSTED_TITLES = {
    "lossless": "How it is read",
    "proof": "What is published",
    "issuer_key": "Where it is published",
    "issuer_identity": "Who published it",
}
_SHORT = {
    ("shape", "passed"): "It reads as a badge",
    ("schema", "passed"): "It keeps to them",
    ("context", "passed"): "Its words are those of its standard",
}
_SIGNED = {
    ("proof", "passed"): "Nothing was changed after it was signed",
    ("issuer_key", "passed"): "It was signed with a key that its issuer publishes",
}
_HOSTED = {
    ("proof", "passed"): "Its own web address says the same",
    ("issuer_key", "passed"): "That is an address at which its issuer publishes badges",
}
_IDENTITY = {
    "listed": "On the list of issuers that this server knows",
    "domain_proved": "The issuer’s own website says so",
    "self_asserted": "Nothing but the badge says who its issuer is",
}


def is_hosted(report: VerificationReport) -> bool:
    """Tell whether the report is on a badge that is published and not signed."""
    older = report.credential.older if report.credential else None
    return older is not None and older.manner != "signed"


def title_of(report: VerificationReport, check: str) -> str | None:
    """Return what a check is called where that is not as for other credentials, else None."""
    return _HOSTED_TITLES.get(check) if is_hosted(report) else None


def check_words(report: VerificationReport, check: str, outcome: str) -> str | None:
    """Return what a check found in a few words, or None if the library's own words are enough."""
    if check == "issuer_identity" and outcome != "not_applicable":
        return _IDENTITY.get(report.issuer_identity)
    own = _HOSTED if is_hosted(report) else _SIGNED
    return own.get((check, outcome)) or _SHORT.get((check, outcome))


def headline_of(report: VerificationReport) -> str | None:
    """Return the words of the banner where a hosted badge needs others, else None."""
    if not is_hosted(report):
        return None
    someone = report.verdict == "authentic" and report.recipient != "differs"
    if someone and report.issuer_identity == "self_asserted":
        return "Published, but not by anyone known here"
    return report.headline
