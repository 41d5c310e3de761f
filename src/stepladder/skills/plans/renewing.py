"""What is held but lapses: which of it a plan is to renew, and what is said about the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stepladder.skills.plans.explain import money
from stepladder.skills.plans.model import Renewal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from stepladder.skills.gaps.report import Counting, GapLine, GapReport
    from stepladder.skills.plans.model import LearningOpportunity, LearningPlan

__all__ = ["lapsing", "to_renew"]


def to_renew(
    report: GapReport, until: date | None, counting: Counting, *, include_optional: bool
) -> tuple[GapLine, ...]:
    """Return the held lines whose evidence ends by ``until``, as open lines: each is to be taught or assessed anew."""
    if until is None:
        return ()
    already = {line.skill for line in report.missing(counting, include_optional=include_optional)}
    return tuple(
        replace(line, need=1.0, need_proof=1.0)
        for line in report.lines
        if line.status == "held"
        and line.lapses is not None
        and line.lapses <= until
        and line.skill not in already
        and (include_optional or line.relation == "essential")
    )


def lapsing(
    report: GapReport,
    made: LearningPlan,
    until: date | None,
    deadline: date | None,
    offers: Sequence[LearningOpportunity],
) -> tuple[Renewal, ...]:
    """Return what is held and lapses by ``until``, the deadline or the plan's end, and what renews it or would."""
    ends = [day for day in (until, deadline, made.finish) if day is not None]
    if not ends:
        return ()
    by_skill = {skill: step.opportunity for step in made.steps for skill in step.closes}
    found = []
    for line in report.lines:
        if line.status != "held" or line.lapses is None or line.lapses > max(ends):
            continue
        offer = by_skill.get(line.skill)
        found.append(
            Renewal(
                uri=line.skill,
                label=line.label,
                lapses=line.lapses,
                renewed_by=offer.id if offer else None,
                reason=f"“{offer.name}” renews it." if offer else _would(line, offers),
            )
        )
    return tuple(sorted(found, key=lambda one: (one.lapses, one.uri)))


def _would(line: GapLine, offers: Sequence[LearningOpportunity]) -> str:
    enough = [
        offer
        for offer in offers
        if line.skill in offer.skills
        and offer.seats != 0
        and offer.levels.get(line.skill, line.required_level) >= line.required_level
    ]
    if not enough:
        return "No offer in this catalogue renews it."
    cheapest = min(enough, key=lambda offer: (offer.cents, offer.minutes, offer.id))
    return f"“{cheapest.name}” would renew it ({money(cheapest.cents, cheapest.currency)})."
