"""How much an ESCO occupation asks for, by its O*NET occupation: importance, level, job zone, technologies.

The published crosswalk uses the codes of O*NET-SOC 2010, a release those of 2019. A code is looked for, in this order,
in the release itself, in O*NET's table of changed codes where that was given, by the title, by an alternate title that
only one occupation has, by the six-digit occupation that a detailed one belonged to. What was found otherwise than by
its code says so, and what was not found is not guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepladder.skills.frameworks.onet import MOST_IMPORTANT, occupation_uri

if TYPE_CHECKING:
    from stepladder.skills.frameworks.crosswalk import Crosswalk, OccupationMatch
    from stepladder.skills.frameworks.facts import Technology
    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.proficiency import ProficiencyLevel

__all__ = ["Counterpart", "HowMuch", "RatedSkill", "counterparts", "how_much"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedSkill:
    """A skill or piece of knowledge of O*NET: importance 1–5, level 0–7 or None where O*NET states none."""

    uri: str
    label: str
    kind: str
    essential: bool
    importance: float
    level: ProficiencyLevel | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterpart:
    """An O*NET occupation that stands for an ESCO occupation.

    ``certainty`` is the crosswalk's confidence in words; ``how`` a sentence where it was not found by its own code or
    stands for a broader occupation.
    """

    uri: str
    label: str
    certainty: str
    how: str
    job_zone: int | None
    skills: tuple[RatedSkill, ...]
    technologies: tuple[Technology, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HowMuch:
    """What O*NET says of an ESCO occupation; ``notices`` say what is not known and why."""

    occupation: str
    counterparts: tuple[Counterpart, ...]
    notices: tuple[str, ...]


def how_much(occupation: str, crosswalk: Crosswalk, onet: Framework) -> HowMuch:
    """Return the O*NET occupations of an ESCO occupation (URI) with what they ask for, or a notice that there is none.

    Example: ``how_much(esco.occupation("call centre agent").uri, crosswalk, onet).counterparts[0].job_zone``.
    """
    match = crosswalk.match(occupation)
    if match is None:
        return HowMuch(
            occupation=occupation,
            counterparts=(),
            notices=("The crosswalk does not reach this occupation: importance, level and job zone are not known.",),
        )
    found, how = counterparts(match, crosswalk, onet)
    if not found:
        lost = (
            f"{onet.title} has no occupation for {match.code} ({match.title}), which the crosswalk names: "
            "importance, level and job zone are not known."
        )
        return HowMuch(occupation=occupation, counterparts=(), notices=(lost,))
    made = tuple(_counterpart(uri, match, how, onet) for uri in found)
    notices = [f"{one.label} is not rated in {onet.title}." for one in made if not one.skills]
    notices += [f"{one.label} has no job zone in {onet.title}." for one in made if one.job_zone is None]
    return HowMuch(occupation=occupation, counterparts=made, notices=tuple(notices))


def counterparts(match: OccupationMatch, crosswalk: Crosswalk, onet: Framework) -> tuple[tuple[str, ...], str]:
    """Return the URIs of the O*NET occupations of a match, and a sentence where they were not found by its own code."""
    known = onet.occupations
    if occupation_uri(match.code) in known:
        return (occupation_uri(match.code),), ""
    newer = tuple(uri for code in crosswalk.newer_codes.get(match.code, ()) if (uri := occupation_uri(code)) in known)
    if newer:
        return newer, f"The crosswalk names {match.code}, which O*NET has changed."
    titled = _by_title(onet).get(match.title.casefold())
    if titled is not None:
        return (titled,), f"The crosswalk names {match.code}; it was found by its title."
    base = occupation_uri(match.code[:8] + "00")
    if base in known:
        return (base,), f"The crosswalk names {match.code}, which belonged to this occupation."
    return (), ""


def _by_title(onet: Framework) -> dict[str, str]:
    """The URI of every title and of every alternate title that one occupation alone has."""
    if "by-title" not in onet.memo:
        columns = onet.columns
        holders: dict[str, set[str]] = {}
        for uri, aliases in zip(columns.occupation_uris, columns.occupation_aliases.rows, strict=True):
            for alias in aliases:
                holders.setdefault(alias.casefold(), set()).add(uri)
        titles = {alias: next(iter(uris)) for alias, uris in holders.items() if len(uris) == 1}
        own = zip(columns.occupation_labels, columns.occupation_uris, strict=True)
        onet.memo["by-title"] = titles | {label.casefold(): uri for label, uri in own}
    found: dict[str, str] = onet.memo["by-title"]
    return found


def _counterpart(uri: str, match: OccupationMatch, how: str, onet: Framework) -> Counterpart:
    occupation, facts = onet.occupations[uri], onet.facts(uri)
    inherited = "It stands for the broader ESCO occupation." if match.inherited_from else ""
    return Counterpart(
        uri=uri,
        label=occupation.name,
        certainty=match.certainty,
        how=" ".join(filter(None, (how, inherited))),
        job_zone=facts.job_zone,
        skills=tuple(
            RatedSkill(
                uri=item.skill,
                label=onet.skills[item.skill].name,
                kind=onet.skills[item.skill].kind,
                essential=item.relation == "essential",
                importance=round(item.weight * MOST_IMPORTANT, 2),
                level=item.level,
            )
            for item in occupation.requirements
        ),
        technologies=facts.technologies,
    )
