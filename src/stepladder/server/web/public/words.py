"""How a verification report reads on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stepladder.credentials import VerificationReport

# The tone of a verdict's banner. Only a signer who is known makes it plainly good: anyone can make a key.
_TONES = {
    "authentic": "good",
    "expired": "caution",
    "not_yet_valid": "caution",
    "untrusted_issuer": "caution",
    "suspended": "caution",
    "status_too_old": "unknown",
    "could_not_check": "unknown",
}
_TITLES = {
    "shape": "Form",
    "context": "Vocabulary",
    "lossless": "Everything is covered",
    "proof": "Signature",
    "issuer_key": "The issuer's key",
    "issuer_identity": "Who signed",
    "status": "Revocation",
    "valid_from": "Begins",
    "valid_until": "Ends",
    "recipient": "Whose it is",
    "trust": "Your list",
}


def tone_of(report: VerificationReport) -> str:
    """Return the tone of the banner: good, caution, bad or unknown."""
    if report.verdict == "authentic":
        known = report.issuer_identity in {"listed", "domain_proved"}
        return "bad" if report.recipient == "differs" else "good" if known else "caution"
    return _TONES.get(report.verdict, "bad")


def report_words(report: VerificationReport) -> dict[str, Any]:
    """Return what a template needs beside the report: tone and the checks with their titles."""
    checks = [
        {
            "check": each.check,
            "title": _TITLES.get(each.check, each.check.replace("_", " ").capitalize()),
            "outcome": each.outcome,
            "code": each.code,
            "message": each.message,
        }
        for each in report.checks
    ]
    return {"tone": tone_of(report), "checks": checks, "summary": report.as_dict().get("credential") or {}}
