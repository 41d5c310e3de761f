"""What was found about a credential or a presentation, as a row of the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.cli.many.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stepladder.credentials import VerificationReport
    from stepladder.credentials.verification.presentation_report import PresentationReport
    from stepladder.credentials.verification.report import CheckResult

# The checks that can lead to a verdict, in the order in which they do.
_DECIDING = {
    "unreadable": ("shape", "schema", "named_schema"),
    "altered": ("proof", "lossless"),
    "unsigned": ("proof",),
    "not_issuers_key": ("issuer_key", "proof"),
    "could_not_check": ("context", "proof", "lossless", "issuer_key", "status", "named_schema"),
    "revoked": ("status",),
    "suspended": ("status",),
    "status_too_old": ("status",),
    "expired": ("valid_until", "proof"),
    "not_yet_valid": ("valid_from", "proof"),
    "untrusted_issuer": ("trust",),
    "authentic": ("inner", "refresh"),
    "recipient_differs": ("recipient",),
}
_UNDECIDED = frozenset({"could_not_check", "status_too_old"})
_WEAKEST_FIRST = ("self_asserted", "domain_proved", "listed")


def row_of(report: VerificationReport) -> Row:
    """Return the row of a credential: its verdict, the code of the check that decided it, and its sentence.

    One that holds, but for somebody else than was asked for, has the verdict ``recipient_differs``.
    """
    verdict = "recipient_differs" if report.verdict == "authentic" and not report.held else report.verdict
    credential = report.credential
    checked = report.status_checked_at
    return Row(
        verdict=verdict,
        code=_deciding(verdict, report.checks),
        message=report.sentence,
        issuer=(credential.issuer_id if credential else "") or "",
        issuer_identity=report.issuer_identity,
        achievement=((credential.achievement_name or credential.achievement_id) if credential else "") or "",
        recipient=(credential.recipient if credential else "") or "",
        valid_from=(credential.valid_from if credential else "") or "",
        valid_until=(credential.valid_until if credential else "") or "",
        status_checked_at=f"{checked:%Y-%m-%dT%H:%M:%SZ}" if checked else "",
    )


def row_of_presentation(report: PresentationReport) -> Row:
    """Return the row of a presentation: its own verdict or, if who shows it is proved, that of its worst credential.

    ``authentic`` is one whose credentials hold, every one. What differs among several stands side by side, after ``;``.
    """
    rows = [row_of(one) for one in report.credentials]
    worst = max(report.credentials, key=lambda one: {0: 0, 3: 1}.get(one.exit_code, 2), default=None)
    verdict, code = report.verdict, _first(report.checks)
    if worst is not None and (
        (verdict == "authentic" and worst.exit_code) or (verdict == "could_not_check" and worst.exit_code == 1)
    ):
        verdict, code, *_ = row_of(worst)
    elif verdict == "authentic" and report.held:
        code = ""
    elif verdict == "authentic":  # some were too many to look at
        verdict = "could_not_check"
    identities = {row.issuer_identity for row in rows}
    return Row(
        verdict=verdict,
        code=code,
        message=report.sentence,
        issuer=_together(row.issuer for row in rows),
        issuer_identity=next((each for each in _WEAKEST_FIRST if each in identities), ""),
        achievement=_together(row.achievement for row in rows),
        recipient=_together(row.recipient for row in rows),
        valid_from=_together(row.valid_from for row in rows),
        valid_until=_together(row.valid_until for row in rows),
        status_checked_at=min(filter(None, (row.status_checked_at for row in rows)), default=""),
    )


def _deciding(verdict: str, checks: Sequence[CheckResult]) -> str:
    outcomes = {"indeterminate"} if verdict in _UNDECIDED else {"failed"}
    if verdict == "authentic":  # which says that not all inside holds
        outcomes = {"failed", "indeterminate"}
    by_name = {check.check: check for check in checks}
    found = [by_name[name] for name in _DECIDING[verdict] if name in by_name]
    codes = [check.code for check in found if check.outcome in outcomes or check.code == "proof.missing"]
    if len(codes) > 1 and codes[0] == "proof.not_covered":
        return codes[1]  # which says by what member
    return codes[0] if codes else "" if verdict == "authentic" else _first(checks)


def _first(checks: Iterable[CheckResult]) -> str:
    found = [check for check in checks if check.outcome in {"failed", "indeterminate"}]
    return min(found, key=lambda check: check.outcome != "failed").code if found else ""


def _together(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))
