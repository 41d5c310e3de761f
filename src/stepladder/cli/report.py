"""A verification report for people: one sentence, the checks by name, then what the credential says.

It reads the same without colour: every outcome has its sign and its word. Text from the credential is a stranger's, so
control codes and direction overrides are written out, and nothing in it is taken for markup.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from stepladder.cli.console import visible

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from stepladder.credentials import Credential, VerificationReport
    from stepladder.credentials.verification.presentation_report import PresentationReport
    from stepladder.credentials.verification.report import CheckResult, InnerReport

# outcome → (word, sign, sign where a terminal has no such letter, style)
OUTCOMES: dict[str, tuple[str, str, str, str]] = {
    "passed": ("passed", "✓", "+", "green"),
    "failed": ("failed", "✗", "x", "bold red"),
    "indeterminate": ("could not tell", "?", "?", "yellow"),
    "not_applicable": ("does not apply", "–", "-", "dim"),
}
IDENTITIES = {
    "listed": "listed: the issuer is on the list you trust",
    "domain_proved": "proved by its domain: the issuer's own key document names this key",
    "self_asserted": "self-asserted: the issuer says who it is, and nothing else does",
}
OLDER_IDENTITIES = {
    **IDENTITIES,
    "domain_proved": "proved by its domain: its own website publishes the badge, or the key that signed it",
}
RECIPIENTS = {
    "matches": "matches the one you named",
    "differs": "is not the one you named",
    "not_asked": "not asked; use --recipient to ask",
}
NOTES = {
    "endorses_other": " It endorses something else than what it stands in.",
    "other_subject": " It names another subject than the credential around it.",
}
_WHAT_IT_SAYS = {0: "What the issuer says:"}
_WHAT_A_KEY_SAYS = "What the holder of that key says:"
_WHAT_A_PAGE_SAYS = "What whoever published it says:"
_BY_EXIT_CODE = {0: "passed", 1: "failed"}


def print_report(report: VerificationReport, *, at: datetime | None = None) -> None:
    """Print the whole report to stdout. ``at`` is named when the judgement was asked for another time than now."""
    console = Console(highlight=False, markup=False, emoji=False)
    sign, plain, style = _headline_sign(report)
    soft = not console.is_terminal and not os.environ.get("COLUMNS")  # programs look for the sentence in one piece
    console.print(Text(f"{_letter(console, sign, plain)} {visible(report.sentence)}", style=style), soft_wrap=soft)
    if at is not None:
        console.print(f"  Judged as of {at:%Y-%m-%d %H:%M} UTC.")
    console.print()
    console.print(_checks(report.checks, console))
    console.print()
    if report.inner:
        console.print(_inside(report, console))
        console.print()
    identities = OLDER_IDENTITIES if report.standard else IDENTITIES
    rows = [("Standard", report.standard)] if report.standard else []
    rows += [("Issuer is", identities.get(report.issuer_identity, report.issuer_identity))]
    rows += [("Recipient", RECIPIENTS.get(report.recipient, report.recipient))]
    if report.status_checked_at is not None:
        rows += [("Status as of", f"{report.status_checked_at:%Y-%m-%d %H:%M} UTC")]
    console.print(_grid(rows))
    if report.credential is not None:
        console.print()
        console.print(
            _WHAT_IT_SAYS.get(report.exit_code, "What it says, unproved:")
            if _known(report)
            else _what_someone_says(report)
        )
        print_summary(report.credential, console)


def print_presentation(report: PresentationReport, *, at: datetime | None = None) -> None:
    """Print the report on a presentation: the holder's signature, then every credential in it with what is inside."""
    console = Console(highlight=False, markup=False, emoji=False)
    sign, plain, style = OUTCOMES[_BY_EXIT_CODE.get(report.exit_code, "indeterminate")][1:]
    if report.held and not report.plainly_good:
        sign, plain, style = "!", "!", "yellow"
    soft = not console.is_terminal and not os.environ.get("COLUMNS")
    console.print(Text(f"{_letter(console, sign, plain)} {visible(report.sentence)}", style=style), soft_wrap=soft)
    if at is not None:
        console.print(f"  Judged as of {at:%Y-%m-%d %H:%M} UTC.")
    console.print()
    console.print(_checks(report.checks, console))
    if report.credentials:
        console.print()
        tree = Tree("The credentials in it, each by itself:")
        for each in report.credentials:
            _grow(tree, each, each.title, _headline_sign(each), console)
        console.print(tree)


def _inside(report: VerificationReport, console: Console) -> Tree:
    """Return everything inside as a tree, each with its own verdict."""
    tree = Tree("Inside, each by itself:")
    for each in report.inner:
        _branch(tree, each, console)
    return tree


def _branch(tree: Tree, inner: InnerReport, console: Console) -> None:
    sign = _headline_sign(inner.report) if inner.holds or inner.undecided else OUTCOMES["failed"][1:]
    name = f"{inner.role} {inner.report.title}"
    _grow(tree, inner.report, name, sign, console, NOTES.get(inner.note, ""))


def _grow(  # noqa: PLR0917 - what a line of the tree is made of
    tree: Tree, report: VerificationReport, name: str, sign: tuple[str, str, str], console: Console, note: str = ""
) -> None:
    letter = _letter(console, sign[0], sign[1])
    branch = tree.add(Text(f"{letter} {visible(name)}: {visible(report.sentence)}{note}", style=sign[2]))
    for each in report.inner:
        _branch(branch, each, console)


def _known(report: VerificationReport) -> bool:
    """Say whether it is known who signed: a signature that anyone could make gets no tick, though it holds."""
    return report.exit_code != 0 or report.issuer_identity in {"listed", "domain_proved"}


def _what_someone_says(report: VerificationReport) -> str:
    hosted = report.credential is not None and report.credential.securing == "hosted"
    return _WHAT_A_PAGE_SAYS if hosted else _WHAT_A_KEY_SAYS


def _headline_sign(report: VerificationReport) -> tuple[str, str, str]:
    if not _known(report) or (report.exit_code == 0 and not report.holds_inside):
        return "!", "!", "yellow"
    return OUTCOMES[_BY_EXIT_CODE.get(report.exit_code, "indeterminate")][1:]


def print_summary(read: Credential, console: Console | None = None) -> None:
    """Print what a credential says about itself, the elements of an EU micro-credential too."""
    from stepladder.credentials.model.micro_credential import is_eqf, read_elements
    from stepladder.credentials.model.micro_credential_words import in_words

    console = console or Console(highlight=False, markup=False, emoji=False)
    credential, elements = read.summary(), read_elements(read.document)
    issuer, achievement = credential.get("issuer") or {}, credential.get("achievement") or {}
    rows = [
        ("Name", credential.get("name")),
        ("Achievement", _named(achievement)),
        ("Issuer", _named(issuer)),
        ("Recipient", credential.get("recipient")),
        ("Valid from", credential.get("valid_from")),
        ("Valid until", credential.get("valid_until")),
        ("Id", credential.get("id")),
    ]
    rows += in_words(elements).rows() if elements else ()
    aligned = [one for one in credential.get("alignments") or () if not is_eqf(one.get("target_url"))]
    skills = [skill.get("target_name") or skill.get("target_url") for skill in aligned]
    rows += [("Skills" if position == 0 else "", skill) for position, skill in enumerate(skills)]
    console.print(_grid([(label, str(value)) for label, value in rows if value]))


def _checks(checks: Sequence[CheckResult], console: Console) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Check", no_wrap=True)
    table.add_column("Outcome", no_wrap=True)
    table.add_column("What was found", overflow="fold")
    for check in checks:
        word, sign, plain, style = OUTCOMES[check.outcome]
        said = check.message if check.outcome in {"passed", "not_applicable"} else f"{check.message} [{check.code}]"
        table.add_row(
            visible(check.check.replace("_", " ")),
            Text(f"{_letter(console, sign, plain)} {word}", style=style),
            Text(visible(said)),
        )
    return table


def _grid(rows: list[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True, min_width=12)
    grid.add_column(overflow="fold")
    for label, value in rows:
        grid.add_row(Text(label, style="dim"), Text(visible(value)))
    return grid


def _named(thing: Mapping[str, Any]) -> str:
    name, identity = thing.get("name"), thing.get("id")
    return f"{name} ({identity})" if name and identity else str(name or identity or "")


def _letter(console: Console, sign: str, plain: str) -> str:
    return sign if console.encoding.lower().startswith("utf") else plain
