"""How a verification report reads on a page: short words first; what the library says in full is detail for experts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.dateparse import parse_datetime

from stepladder.credentials.model.micro_credential import is_eqf
from stepladder.server.web.public import older_words
from stepladder.server.web.public.elements import glance_of

if TYPE_CHECKING:
    from stepladder.credentials import VerificationReport
    from stepladder.credentials.verification.report import InnerReport

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
    "schema": "Rules of its standard",
    "named_schema": "Rules that it names itself",
    "context": "Vocabulary",
    "lossless": "Everything is covered",
    "proof": "Signature",
    "issuer_key": "The issuer’s key",
    "issuer_identity": "Who signed",
    "status": "Standing",
    "inner": "Credentials inside",
    "refresh": "A newer version",
    "valid_from": "Begins",
    "valid_until": "Ends",
    "recipient": "Whose it is",
    "trust": "Your list",
    # Of presentations.
    "holder_key": "The holder’s key",
    "holder": "Holder and person",
    "challenge": "This occasion",
    "domain": "This place",
    "credentials": "Credentials shown",
}
# What a check found, where a few words are enough. Everything else is told in the library's own words.
_SHORT = {
    ("shape", "passed"): "It reads as a credential",
    ("schema", "passed"): "It keeps to them",
    ("context", "passed"): "Every word in it has a meaning that is known here",
    ("lossless", "passed"): "The signature covers all of it",
    ("proof", "passed"): "Nothing was changed after it was signed",
    ("proof", "indeterminate"): "The key that it was signed with could not be had",
    ("issuer_key", "passed"): "It was signed with the key of the issuer that it names",
    ("issuer_key", "indeterminate"): "The key could not be had",
}
_IDENTITY = {
    "listed": "On the list of issuers that this server knows",
    "domain_proved": "The key is published at the issuer’s own web address",
    "self_asserted": "Anyone can make such a key and give it any name",
}
# Why it could not be told, for the middle of the sentence in the banner, by the check that stopped.
_UNDECIDED = {
    "context": "it uses a vocabulary that is not known here",
    "proof": "the key of the issuer could not be had",
    "issuer_key": "the key of the issuer could not be had",
    "status": "the issuer’s list of revoked credentials could not be had",
}
_CODES = {
    "proof.unsupported": "it is signed in a way that is not known here",
    "context.inline": "it brings a vocabulary of its own, which cannot be trusted",
}
_ROLES = {"endorsement": "Endorsement ", "credential": ""}
_NOTES = {
    "endorses_other": " It endorses something else than what it stands in.",
    "other_subject": " It names another person than the credential around it.",
}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)")
_TWO_LISTS = re.compile(r"Not revoked(, as of [^;]+); Not suspended\1")
_LONG_NAME = re.compile(r"\b(did:\w+:)(\S{8})\S{24,}(\S{6})")


def tone_of(report: VerificationReport) -> str:
    """Return the tone of the banner: good, caution, bad or unknown."""
    if report.verdict == "authentic":
        plainly_good = _signer_is_known(report) and report.holds_inside
        return "bad" if report.recipient == "differs" else "good" if plainly_good else "caution"
    return _TONES.get(report.verdict, "bad")


def report_words(report: VerificationReport) -> dict[str, Any]:
    """Return what ``public/_report.html`` shows beside the report: the banner, the checks that apply, and the rest."""
    checks = [
        {
            "check": each.check,
            "title": older_words.title_of(report, each.check) or check_title(each.check),
            "outcome": each.outcome,
            "code": each.code,
            "message": _check_words(report, each.check, each.outcome, each.message),
            "full": each.message,
        }
        for each in report.checks
    ]
    credential = report.credential
    summary = credential.summary() if credential else {}
    if summary:  # a level of the EQF is aligned with as skills are, and is none
        summary["alignments"] = [each for each in summary["alignments"] if not is_eqf(each["target_url"])]
    return {
        "tone": tone_of(report),
        "headline": _headline(report),
        "sentence": sentence_of(report),
        "next_step": report.next_step,
        "checks": [each for each in checks if each["outcome"] != "not_applicable"],
        "skipped": [each for each in checks if each["outcome"] == "not_applicable"],
        "all_checks": checks,
        "summary": summary,
        "inside": [inner_words(each) for each in report.inner],
        "glance": glance_of(credential.document) if credential and _signature_holds(report) else None,
        "valid_from": plain(credential.valid_from or "") if credential else "",
        "valid_until": plain(credential.valid_until or "") if credential else "",
    }


def inner_words(inner: InnerReport) -> dict[str, Any]:
    """Return how a credential inside another reads in the list of all that is inside, with what is inside itself."""
    words = listed_words(inner.report, _NOTES.get(inner.note, ""))
    if inner.note == "endorses_other":
        words["tone"] = "bad"
    return {**words, "kind": _ROLES[inner.role]}


def listed_words(report: VerificationReport, note: str = "") -> dict[str, Any]:
    """Return how a credential reads in a list of several, each with a verdict of its own."""
    return {
        "kind": "",
        "title": report.title,
        "tone": tone_of(report),
        "headline": _headline(report),
        "sentence": f"{sentence_of(report)}{note}",
        "inside": [inner_words(each) for each in report.inner],
    }


def check_title(name: str) -> str:
    """Return what a check is called on a page."""
    return _TITLES.get(name, name.replace("_", " ").capitalize())


def sentence_of(report: VerificationReport) -> str:
    """Return the verdict in a sentence for a page. It always says who signed, or that this is not known."""
    if report.credential is None:
        return "There is no credential in this file that we can read."
    if report.verdict != "could_not_check" or report.standard:
        return plain(report.sentence)
    stopped = [each for each in report.checks if each.outcome == "indeterminate" and each.check in _UNDECIDED]
    held = any(each.check == "proof" and each.outcome == "passed" for each in report.checks)
    wanted = [each for each in stopped if each.check == "status"] if held else stopped
    if not wanted:
        return plain(report.sentence)
    why = _CODES.get(wanted[0].code) or _UNDECIDED[wanted[0].check]
    if held:
        return f"Signed by {report.signer}. Whether it still stands could not be checked: {why}."
    return f"We do not know whether {report.name} signed this: {why}."


def plain(text: str) -> str:
    """Return a message with its times in words and its long identifiers cut in the middle."""
    return _LONG_NAME.sub(r"\1\2…\3", _TIME.sub(lambda found: _day(found[0]), text))


def _day(moment: str) -> str:
    found = parse_datetime(moment)
    if found is None:
        return moment
    words = f"{found.day} {found:%B %Y}"
    return words if (found.hour, found.minute) == (0, 0) else f"{words}, {found:%H:%M}"


def _signature_holds(report: VerificationReport) -> bool:
    return any(each.check == "proof" and each.outcome == "passed" for each in report.checks)


def _signer_is_known(report: VerificationReport) -> bool:
    return report.issuer_identity in {"listed", "domain_proved"}


def _headline(report: VerificationReport) -> str:
    older = older_words.headline_of(report)
    if older is not None:
        return older
    if report.verdict == "not_issuers_key" and report.check("issuer_key").outcome == "passed":
        return "The key was given up by then"
    if report.verdict == "authentic" and report.recipient != "differs" and not _signer_is_known(report):
        return "Signed, but not by anyone known here"
    return report.headline


def _check_words(report: VerificationReport, check: str, outcome: str, message: str) -> str:
    if report.standard:
        return older_words.check_words(report, check, outcome) or plain(message)
    if check == "issuer_identity" and outcome != "not_applicable":
        return _IDENTITY.get(report.issuer_identity, plain(message))
    words = _SHORT.get((check, outcome)) or plain(message)
    for purpose, word in (("revocation", "Not revoked"), ("suspension", "Not suspended")):
        words = words.replace(f"Not set in the issuer's list for {purpose}", word)
    return _TWO_LISTS.sub(r"Not revoked, not suspended\1", words)
