"""The reader of the O*NET database: a folder, a zip or single files, Excel or text, releases 29 and 30.

O*NET rates every element for every occupation. What an occupation asks for is made of that by a stated rule: an element
whose importance reaches “important” (3 of 5) is essential, one that reaches “somewhat important” (2) optional, the rest
is not asked for; neither is what the raters call not relevant, nor what has an importance that O*NET advises not to
show. A level that it advises not to show is left out, the importance stays.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stepladder.skills.frameworks.extras import Extras, Lazy
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.onet.layout import (
    KNOWN_COUNTS,
    assert_counts,
    find_tables,
    notice_of,
    version_of,
)
from stepladder.skills.frameworks.onet.reading import Reading
from stepladder.skills.frameworks.sheets import Sheets
from stepladder.skills.frameworks.values import Occupation, Requirement, Skill, SkillGroup
from stepladder.skills.proficiency import ProficiencyScale

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from stepladder.skills.frameworks.onet.reading import Element, Rating

__all__ = [
    "ESSENTIAL_FROM",
    "KNOWN_COUNTS",
    "LEVELS",
    "MOST_IMPORTANT",
    "OPTIONAL_FROM",
    "code_of",
    "element_uri",
    "occupation_uri",
    "read_onet",
]

ESSENTIAL_FROM, OPTIONAL_FROM, MOST_IMPORTANT = 3.0, 2.0, 5.0
LICENCE = "CC BY 4.0"
LEVELS = ProficiencyScale(
    id="urn:stepladder:scale:onet-level",
    name="O*NET level, 0 to 7",
    labels=tuple(f"{step} of 7" for step in range(8)),
    lowest=0,
)


def element_uri(element: str) -> str:
    """Return the address of a skill or piece of knowledge, such as ``2.A.1.a``, on O*NET OnLine."""
    return f"https://www.onetonline.org/find/descriptor/result/{element}"


def occupation_uri(code: str) -> str:
    """Return the address of an occupation, such as ``15-1252.00``, on O*NET OnLine."""
    return f"https://www.onetonline.org/link/summary/{code}"


def code_of(uri: str) -> str:
    """Return the O*NET-SOC code in the address of an occupation. Example: ``code_of(occupation_uri(code)) == code``."""
    return uri.rpartition("/")[2]


def read_onet(paths: Sequence[Path], progress: Callable[[int, int], None] | None = None) -> Framework:
    """Return the O*NET framework in the given folders, zips or files.

    A requirement's weight is importance ÷ 5; its level is on `LEVELS`. ``progress`` is called with (bytes read, bytes
    in all). Raises `FrameworkError` with file and row for anything that is missing, damaged or not what the release is
    known to hold. Example: ``read_onet([Path("db_29_3_excel.zip")])``.
    """
    with Sheets(paths, progress) as sheets:
        reading = Reading(sheets=sheets, tables=find_tables(sheets))
        reading.read()
        names = [part for path in paths for part in (Path(path).name, Path(path).resolve().parent.name)]
        version = version_of(sheets, names, {what: reading.counts[what] for what in KNOWN_COUNTS["29.3"]})
    assert_counts(version, reading.counts)
    occupations, report = _occupations(reading)
    groups, broader = _hierarchy(reading)
    return Framework.build(
        name="onet",
        version=version,
        title="O*NET" if version == "unknown" else f"O*NET {version}",
        notice=notice_of(version),
        licence=LICENCE,
        sources=sorted(sheets.sources, key=lambda source: source.name),
        report=report,
        skills=[_skill(element) for element in reading.elements.values()],
        occupations=occupations,
        groups=groups,
        broader=broader,
        scales=(LEVELS,),
        extras=Extras(details=Lazy(_details(reading)), facts=Lazy(reading.facts)),
    )


def _skill(element: Element) -> Skill:
    return Skill(
        uri=element_uri(element.id), label=element.name, kind="knowledge" if element.kind == "knowledge" else "skill"
    )


def _occupations(reading: Reading) -> tuple[list[Occupation], list[str]]:
    occupations: list[Occupation] = []
    left_out = dict.fromkeys(("not relevant", "importance not shown", "not important", "level not shown"), 0)
    for code, title in reading.occupations.items():
        requirements: list[Requirement] = []
        for element, rating in reading.ratings.get(code, {}).items():
            reason = _left_out(rating)
            if reason:
                left_out[reason] += 1
                continue
            left_out["level not shown"] += rating.level_suppressed
            requirements.append(_requirement(element, rating))
        requirements.sort(key=lambda item: -item.weight)
        names = tuple(reading.titles.get(code, {}))
        occupations.append(
            Occupation(
                uri=occupation_uri(code), label=title, alternative_labels=names, requirements=tuple(requirements)
            )
        )
    return occupations, _report(reading, left_out)


def _left_out(rating: Rating) -> str:
    """Say why a rated element is not asked for, or nothing."""
    if rating.not_relevant:
        return "not relevant"
    if rating.importance is None or rating.importance_suppressed:
        return "importance not shown"
    return "" if rating.importance >= OPTIONAL_FROM else "not important"


def _requirement(element: str, rating: Rating) -> Requirement:
    importance = rating.importance or 0.0
    level = rating.level
    return Requirement(
        skill=element_uri(element),
        relation="essential" if importance >= ESSENTIAL_FROM else "optional",
        weight=importance / MOST_IMPORTANT,
        level=None if level is None or rating.level_suppressed else LEVELS.level(level),
    )


def _report(reading: Reading, left_out: dict[str, int]) -> list[str]:
    counts = reading.counts
    unrated = sum(1 for code in reading.occupations if code not in reading.ratings)
    read = (
        f"Read: {counts['skills']:,} ratings of skills, {counts['knowledge']:,} of knowledge, "
        f"{counts['technology']:,} technologies, {counts['related']:,} related occupations, "
        f"{counts['zones']:,} job zones."
    )
    kept = (
        f"Ratings that are no requirement: {left_out['not important']:,} pairs below "
        f"“somewhat important”, {left_out['not relevant']:,} not relevant, {left_out['importance not shown']:,} with "
        f"an importance that O*NET advises not to show; {left_out['level not shown']:,} levels left out for that."
    )
    report = [read, kept]
    if unrated:
        report.append(f"{unrated:,} occupations are not rated: they ask for nothing here.")
    return report


def _hierarchy(reading: Reading) -> tuple[list[SkillGroup], list[tuple[str, str]]]:
    """Groups of the content model above the rated elements: 2.A.1 is broader than 2.A.1.a."""
    groups: dict[str, SkillGroup] = {}
    broader: dict[tuple[str, str], None] = {}
    for element in reading.elements:
        below = element
        while "." in below:
            above = below.rpartition(".")[0]
            if above in reading.elements or above not in reading.groups:
                break
            groups.setdefault(above, SkillGroup(uri=element_uri(above), label=reading.groups[above], code=above))
            broader[element_uri(below), element_uri(above)] = None
            below = above
    return list(groups.values()), list(broader)


def _details(reading: Reading) -> dict[str, dict[str, list[str]]]:
    details: dict[str, dict[str, list[str]]] = {}
    for element in reading.elements:
        stated = {"code": [element]}
        if reading.descriptions.get(element):
            stated["description"] = [reading.descriptions[element]]
        if element in reading.anchors:
            stated["anchor"] = [f"{value:g}: {text}" for value, text in sorted(reading.anchors[element])]
        details[element_uri(element)] = stated
    return details
