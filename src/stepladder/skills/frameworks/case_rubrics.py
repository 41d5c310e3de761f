"""The rubrics of a CASE package as scales: one for each criterion of two or more levels, or for several that agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stepladder.skills.proficiency import ProficiencyScale

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.skills.frameworks.documents import Members

__all__ = ["MOST_SCALES", "scales_of"]

MOST_SCALES = 100  # a pack numbers its scales with one byte


def scales_of(
    package: dict[str, Any], members: Members, scaled: Callable[[dict[str, Any], str], None]
) -> tuple[list[ProficiencyScale], int]:
    """Return the scales of a package, and how many criteria gave none.

    Levels stand in the order of their ``score``, else of their ``position``, else as they come; a scale counts them
    from 1, whatever points a rubric gives for them. ``scaled`` gets (CFItemURI, scale id) for a criterion of an item.
    """
    scales: dict[tuple[str, ...], ProficiencyScale] = {}
    left = 0
    for place, rubric in members.objects(package, "CFRubrics", ""):
        title = members.text(rubric, "title", place)
        for where, criterion in members.objects(rubric, "CFRubricCriteria", place):
            identifier = members.text(criterion, "identifier", where, needed=True)
            labels = _labels(criterion, members, where)
            if len(labels) < 2 or (labels not in scales and len(scales) >= MOST_SCALES):
                left += 1
                continue
            if labels not in scales:
                named = members.text(criterion, "category", where) or members.text(criterion, "description", where)
                uri = members.text(criterion, "uri", where) or f"urn:uuid:{identifier}"
                name = ": ".join(filter(None, (title, named[:80]))) or "rubric"
                scales[labels] = ProficiencyScale(id=uri, name=name, labels=labels)
            if isinstance(item := criterion.get("CFItemURI"), dict):
                scaled(item, scales[labels].id)
    ids = {scale.id for scale in scales.values()}
    if len(ids) < len(scales):
        members.problems.add("two criteria have one uri", "/CFRubrics", "framework.duplicate_uri")
    return list(scales.values()), left


def _labels(criterion: dict[str, Any], members: Members, where: str) -> tuple[str, ...]:
    """Return the names of the levels, lowest first: rubrics list them from either end, points say which is higher."""
    labels: list[str] = []
    scores: list[float] = []
    positions: list[float] = []
    for number, (place, level) in enumerate(members.objects(criterion, "CFRubricCriterionLevels", where), start=1):
        label = members.text(level, "quality", place) or members.text(level, "description", place) or f"level {number}"
        labels.append(label[:200])
        scores += _number(level, "score")
        positions += _number(level, "position")
    for ranks in (scores, positions):
        if len(ranks) == len(labels) and len(set(ranks)) > 1:
            return tuple(label for _, label in sorted(zip(ranks, labels, strict=True), key=lambda pair: pair[0]))
    return tuple(labels)


def _number(level: dict[str, Any], name: str) -> list[float]:
    value = level.get(name)
    return [float(value)] if isinstance(value, (int, float)) and not isinstance(value, bool) else []
