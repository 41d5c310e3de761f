"""Whether everything inside holds by itself: endorsements, and the credentials of a learner record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.credentials.verification.examination import Examination, result
from stepladder.credentials.verification.inside import places
from stepladder.credentials.verification.tree import Inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.credentials.verification.report import CheckResult, InnerReport

NAME = "inner"
_SHOWN = 3


def check(examination: Examination) -> CheckResult:
    """Return how many of all that stand inside hold; this never changes the verdict on what they stand in."""
    inside = examination.inside or Inside()
    found = [one for direct in inside.reports for one in direct.all()]
    left_out = inside.left_out + sum(one.report.left_out for one in found)
    if not found and not left_out:
        return _nothing(examination)
    broken = [one for one in found if not one.holds and not one.undecided]
    undecided = [one for one in found if one.undecided]
    total = len(found) + left_out
    if broken:
        more = f", {len(undecided) + left_out} could not be checked" if undecided or left_out else ""
        verb = "does" if len(broken) == 1 else "do"
        return result(
            NAME,
            "failed",
            "endorses_other" if all(one.report.held for one in broken) else "not_held",
            f"{len(broken)} of {_count(total, found)} inside {verb} not hold{more}: {_named(broken)}",
            broken[0].where,
        )
    if undecided or left_out:
        code = "could_not_check" if undecided else "too_many"
        reason = _named(undecided) if undecided else "there is too much inside, or it lies too deep"
        text = f"{len(undecided) + left_out} of {_count(total, found)} inside could not be checked: {reason}"
        return result(NAME, "indeterminate", code, text, undecided[0].where if undecided else "")
    if total == 1:
        text = f"The one {found[0].role} inside holds by itself"
    else:
        text = f"All {_count(total, found)} inside hold, each by itself"
    return result(NAME, "passed", "ok", text + _remarks(examination, found))


def _nothing(examination: Examination) -> CheckResult:
    if next(places(examination.document), None) is not None:
        message = "What is inside was not looked at, because the signature around it does not hold"
        return result(NAME, "not_applicable", "not_looked_at", message)
    return result(NAME, "not_applicable", "nothing", "There is no other credential inside")


def _count(total: int, found: Sequence[InnerReport]) -> str:
    role = {one.role for one in found}
    word = "endorsement" if role == {"endorsement"} else "credential"
    return f"{total} {word}{'' if total == 1 else 's'}"


def _named(reports: Sequence[InnerReport]) -> str:
    named = [f"{one.report.title} ({_reason(one)})" for one in reports[:_SHOWN]]
    return "; ".join(named) + (f"; and {len(reports) - _SHOWN} more" if len(reports) > _SHOWN else "")


def _reason(one: InnerReport) -> str:
    if one.report.held and one.note == "endorses_other":
        return "it endorses something else"
    headline = one.report.headline
    return headline[:1].lower() + headline[1:]


def _remarks(examination: Examination, found: Sequence[InnerReport]) -> str:
    """Return what is worth telling about a learner record whose parts all hold."""
    remarks = ""
    others = sum(one.note == "other_subject" for one in found)
    if others:
        remarks += f". {others} of them {'names' if others == 1 else 'name'} another subject than what is around it"
    loose = _loose_associations(examination, found)
    if loose:
        verb = "leads" if loose == 1 else "lead"
        remarks += f". {loose} of its associations {verb} to something that is not inside"
    return remarks


def _loose_associations(examination: Examination, found: Sequence[InnerReport]) -> int:
    """Count the associations of a CLR with an end that is neither a credential nor an achievement in it."""
    subject = examination.credential.subject
    associations = subject.get("association")
    listed = [one for one in (associations if isinstance(associations, list) else [associations]) if one]
    known: set[Any] = set()
    own = subject.get("achievement")
    for achievement in own if isinstance(own, list) else [own]:
        known.add(achievement.get("id") if isinstance(achievement, dict) else None)
    for one in found:
        if one.report.credential is not None:
            known |= {one.report.credential.id, one.report.credential.achievement_id}
    return sum(
        isinstance(one, dict)
        and any(isinstance(one.get(end), str) and one[end] not in known for end in ("sourceId", "targetId"))
        for one in listed
    )
