"""How the report on a presentation reads on a page: who shows it, then each credential in it by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.server.web.public.words import check_title, listed_words, plain

if TYPE_CHECKING:
    from stepladder.credentials.verification.presentation import PresentationReport

_HEADLINES = {
    "authentic": "Shown by its holder",
    "unreadable": "Not a readable presentation",
    "unsigned": "Not signed by whoever shows it",
    "altered": "Changed after signing",
    "not_holders_key": "Not the holder’s signature",
    "could_not_check": "Who shows it could not be checked",
    "another_occasion": "Made for another occasion",
    "expired": "No longer valid",
    "not_yet_valid": "Not valid yet",
}
_TONES = {"unsigned": "caution", "could_not_check": "unknown", "expired": "caution", "not_yet_valid": "caution"}
_NEXT_STEPS = {
    "authentic": "Look at each credential: a presentation proves who shows them, and nothing about what they say.",
    "unreadable": "Ask the holder for the original file.",
    "unsigned": "Look at each credential, and ask for a signed presentation if it matters who shows them.",
    "could_not_check": "Try again later, or ask the holder for the credentials themselves.",
    "expired": "Ask the holder to show them anew.",
    "not_yet_valid": "Check again after that date.",
}
_SHOW_AGAIN = "Do not rely on who shows them. Ask the holder to show them anew."


def presentation_words(report: PresentationReport) -> dict[str, Any]:
    """Return what ``public/_presentation.html`` shows: the banner, the checks that apply, and what is shown."""
    checks = [
        {
            "title": check_title(each.check),
            "outcome": each.outcome,
            "code": each.code,
            "message": plain(each.message),
        }
        for each in report.checks
    ]
    return {
        "tone": _tone(report),
        "headline": _HEADLINES[report.verdict],
        "sentence": plain(report.sentence),
        "next_step": "" if report.plainly_good else _NEXT_STEPS.get(report.verdict, _SHOW_AGAIN),
        "holder": report.holder,
        "shown": [listed_words(each) for each in report.credentials],
        "checks": [each for each in checks if each["outcome"] != "not_applicable"],
        "all_checks": checks,
    }


def _tone(report: PresentationReport) -> str:
    if report.verdict != "authentic":
        return _TONES.get(report.verdict, "bad")
    return "good" if report.plainly_good else "caution"
