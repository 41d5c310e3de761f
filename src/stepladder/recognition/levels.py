"""How well a credential says that somebody can do it: a level with its scale, or its own words where that is unknown.

A level counts only where its scale is known, and is never guessed:

1. ``uri@level`` as the target of an alignment: Stepladder's own notation (docs/reference/planning.md). The scale is
   the framework's where it defines exactly one, else Stepladder's four whole steps; a value off that scale is no level.
2. the ``achievedLevel`` of a result: the rubric that it belongs to is its scale. Its levels stand from low to high, as
   Open Badges 3.0 (ResultDescription) asks, so the place in it is the value. Where that level, or the result, is itself
   aligned with a level of the EQF or of a scale that the framework defines, that is the level. It speaks of the skills
   that the result, its description or that level is aligned with; of every skill of the achievement where none is, and
   only one result says anything.
3. an alignment of the achievement with one of the eight levels of the EQF, or with a level of a scale that the
   framework defines: the level of its outcomes, so of every skill of it for which nothing above says more.

Anything else that is stated (a level that is not in the rubric, a rubric that is not there) is kept as words.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.skills.errors import FrameworkError
from stepladder.skills.proficiency import STEPLADDER_SCALE, ProficiencyLevel, ProficiencyScale

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stepladder.skills.frameworks.model import Framework

__all__ = ["EQF_SCALE", "Result", "eqf_of", "results_of", "split_level"]

EQF_SCALE = ProficiencyScale(
    id="http://data.europa.eu/snb/eqf",
    name="European Qualifications Framework",
    labels=tuple(f"EQF level {number}" for number in range(1, 9)),
)
_EQF = re.compile(r"https?://data\.europa\.eu/snb/eqf/([1-8])/?", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})?", re.ASCII)
_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one result of a credential says: a level, or its words, and the alignments of which it speaks."""

    level: ProficiencyLevel | None
    said: str
    alignments: tuple[dict[str, Any], ...]


def split_level(url: str, framework: Framework) -> tuple[str, ProficiencyLevel | None, str]:
    """Return the target's URI without ``@level``, that level, and its words where it is on no known scale."""
    head, at, tail = url.strip().rpartition("@")
    if not at or url.strip() in framework.skills or not _NUMBER.fullmatch(tail):
        return url, None, ""
    own = len(framework.scales) == 1
    if not own and not tail.isdigit():
        return head, None, tail
    scale = framework.scales[0] if own else STEPLADDER_SCALE
    try:
        return head, scale.level(float(tail)), ""
    except FrameworkError:
        return head, None, tail


def results_of(subject: dict[str, Any], achievement: dict[str, Any], framework: Framework) -> tuple[Result, ...]:
    """Return what the results of a subject say, those left out that were not achieved or are below what is required.

    What a description is aligned with is told once, with the first result that it describes.
    """
    descriptions = {
        str(one["id"]): _Description.read(one)
        for one in _objects(achievement.get("resultDescription"))
        if isinstance(one.get("id"), str)
    }
    found: list[Result] = []
    told: set[str] = set()
    for result in _objects(subject.get("result")):
        if result.get("status") not in (None, "Completed", "Provisional"):  # not a set: it may be any JSON
            continue
        described = descriptions.get(str(result.get("resultDescription")), _NOTHING)
        stated = result.get("achievedLevel")
        place = described.places.get(stated) if isinstance(stated, str) else None
        if place is not None and place < described.required:
            continue
        reached = described.rubric[place] if place is not None else {}
        own = [*_objects(reached.get("alignment")), *_objects(result.get("alignment"))]
        level = _stated_level(own, framework.scales) or _in_rubric(described, place)
        said = "" if level is not None or not isinstance(stated, str) else stated[:_LONGEST]
        shared = () if described.id in told else described.alignments
        told.add(described.id)
        found.append(Result(level=level, said=said, alignments=(*own, *shared)))
    return tuple(found)


def eqf_of(alignments: Iterable[dict[str, Any]], framework: Framework) -> ProficiencyLevel | None:
    """Return the level that the achievement itself is aligned with; two different ones are none."""
    levels = {level for one in alignments if (level := _aligned_level(one, framework.scales)) is not None}
    return levels.pop() if len(levels) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Description:
    """A description of results, read once: its rubric from low to high, and where each level stands in it."""

    id: str
    rubric: tuple[dict[str, Any], ...]
    places: dict[str, int]
    required: int
    alignments: tuple[dict[str, Any], ...]

    @classmethod
    def read(cls, one: dict[str, Any]) -> _Description:
        rubric = tuple(_objects(one.get("rubricCriterionLevel")))
        ids = [step.get("id") for step in rubric]
        counted = Counter(step for step in ids if isinstance(step, str))
        places = {step: place for place, step in enumerate(ids) if isinstance(step, str) and counted[step] == 1}
        required = one.get("requiredLevel")
        return cls(
            id=str(one["id"]),
            rubric=rubric,
            places=places,
            required=places.get(required, 0) if isinstance(required, str) else 0,
            alignments=tuple(_objects(one.get("alignment"))),
        )


_NOTHING = _Description(id="", rubric=(), places={}, required=0, alignments=())


def _in_rubric(described: _Description, place: int | None) -> ProficiencyLevel | None:
    if place is None or len(described.rubric) < 2:  # one step is no ladder
        return None
    name = described.rubric[place].get("name")
    label = name[:_LONGEST] if isinstance(name, str) else ""
    highest = float(len(described.rubric))
    return ProficiencyLevel(scale=described.id, value=float(place + 1), highest=highest, label=label)


def _stated_level(alignments: Iterable[dict[str, Any]], scales: Sequence[ProficiencyScale]) -> ProficiencyLevel | None:
    return next((level for one in alignments if (level := _aligned_level(one, scales)) is not None), None)


def _aligned_level(alignment: dict[str, Any], scales: Sequence[ProficiencyScale]) -> ProficiencyLevel | None:
    """Return the level that an alignment is with: one of the EQF, or ``targetCode`` on a scale that it names."""
    url, code = alignment.get("targetUrl"), alignment.get("targetCode")
    eqf = _EQF.fullmatch(url.strip()) if isinstance(url, str) else None
    if eqf is not None:
        return EQF_SCALE.level(int(eqf[1]))
    if not isinstance(code, str) or not _NUMBER.fullmatch(code.strip()):
        return None
    for scale in (STEPLADDER_SCALE, *scales):
        if scale.id in (url, named := alignment.get("targetFramework")) or named == scale.name:
            value = float(code)
            return scale.level(value) if scale.lowest <= value <= scale.highest else None
    return None


def _objects(value: Any) -> list[dict[str, Any]]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]
