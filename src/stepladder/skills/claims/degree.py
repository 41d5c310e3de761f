"""From a degree to the knowledge that its field stands for, and the occupations that ask for most of that.

The field is one of ISCED-F, as ESCO orders its knowledge. It is given by its code, its URI or its label; or it is read
from the title: what is left of it without the words for the degree has to be the name of one skill, word for word, or
stand whole in the label of a field. Nothing fuzzier: a wrong field would offer a hundred wrong skills.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from stepladder.skills.claims.offered import OccupationOffer, Offered, SkillOffer
from stepladder.skills.errors import SkillsError

if TYPE_CHECKING:
    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.frameworks.values import SkillGroup

__all__ = ["claims_from_degree"]

ISCED_F = "http://data.europa.eu/esco/isced-f/"
MOST_SKILLS = 60
MOST_OCCUPATIONS = 5
LEAST_SHARED = 3
LONGEST_TITLE = 300
# One field of a broad one: its knowledge is of some use. A whole broad field (two digits) is most of a science.
_NARROW = re.compile(r"\d{3,4}")
# Words that say of a title that the degree is one of higher education: its occupations are ISCO's major groups 1 to 3.
_HIGHER = frozenset(
    {
        *("bachelor", "bachelors", "bachelor's", "master", "masters", "master's", "doctor", "doctorate", "doctoral"),
        *("phd", "dphil", "mphil", "ba", "bsc", "beng", "bed", "llb", "ma", "msc", "meng", "med", "mba", "llm"),
        *("degree", "postgraduate", "graduate"),
    }
)
_DEGREES = _HIGHER | {
    *("diploma", "certificate", "licence", "associate", "honours", "hons", "foundation", "higher", "national"),
    *("advanced", "vocational", "apprenticeship", "professional", "of", "the", "arts", "science"),
}
_LEARNED_FOR = ("1", "2", "3", "01", "02")


def claims_from_degree(framework: Framework, *, title: str = "", field: str = "") -> Offered:
    """Return what a degree makes likely, to confirm: at most 60 skills, those that most occupations ask for first.

    ``title`` is what stands on the paper, ``field`` an ISCED-F code such as ``0913``, its URI or label. A title that
    names no field offers nothing. Raises `SkillsError` (``claims.unknown_field``) for a field that the framework does
    not have. Example: ``claims_from_degree(esco, title="Bachelor of Science in Nursing")``.
    """
    subject = _subject(title)
    named = _named(subject, framework)
    groups = _by_field(field, framework) if field.strip() else _by_subject(subject, named, framework)
    what = f"your degree “{title.strip()[:LONGEST_TITLE]}”" if title.strip() else "your degree"
    offers = [
        SkillOffer(
            skill=uri,
            label=framework.skill(uri).name,
            reason=f"named by {what}",
            source="degree",
            confidence=0.9,
        )
        for uri in named
    ]
    field_skills: Counter[str] = Counter()
    for group in groups:
        field_skills.update({uri: len(framework.occupations_with(uri)) for uri in _beneath(group.uri, framework)})
    names = " and ".join(group.label for group in groups)
    offers += [
        SkillOffer(
            skill=uri,
            label=framework.skill(uri).name,
            reason=f"part of {names}, the field of {what}",
            source="degree",
            confidence=0.5,
        )
        for uri, _ in sorted(field_skills.items(), key=lambda one: (-one[1], one[0]))
        if uri not in named
    ]
    higher = not _HIGHER.isdisjoint(title.casefold().split())
    occupations = _occupations(set(field_skills), set(named), names, framework, higher=higher)
    return Offered(skills=tuple(offers[:MOST_SKILLS]), occupations=occupations)


def _subject(title: str) -> str:
    """Return what a title speaks of: after “in”, else without the words that only say which degree it is."""
    words = re.sub(r"[^\w'&+# -]+", " ", title[:LONGEST_TITLE].casefold()).split()
    if "in" in words[1:-1]:
        words = words[words.index("in", 1) + 1 :]
        return " ".join(words)
    while words and words[0] in _DEGREES:
        words = words[1:]
    while words and words[-1] in _DEGREES - {"science", "arts"}:
        words = words[:-1]
    return " ".join(words)


def _named(subject: str, framework: Framework) -> tuple[str, ...]:
    """Return the skill that goes by this very name; knowledge before anything else."""
    if not subject:
        return ()
    found = [one for one in framework.skills.values() if one.label.casefold() == subject]
    known = [one for one in found if one.kind == "knowledge"] or found
    return (known[0].uri,) if known else ()


def _by_field(field: str, framework: Framework) -> list[SkillGroup]:
    named = field.strip()
    for uri in (named, ISCED_F + named):
        if uri in framework.groups:
            return [framework.groups[uri]]
    folded = " ".join(named.casefold().split())
    found = [one for one in _fields(framework) if one.label.casefold() == folded]
    if not found:
        raise SkillsError(
            f"{framework.title} has no field of education {named[:LONGEST_TITLE]!r}",
            code="claims.unknown_field",
            hint="Give an ISCED-F code such as 0913, with a framework that holds ESCO's knowledge: import ESCO.",
        )
    return [max(found, key=lambda one: len(one.uri))]


def _by_subject(subject: str, named: tuple[str, ...], framework: Framework) -> list[SkillGroup]:
    """Return the narrow field that holds the named skill, else the one whose label holds every word of the subject."""
    above = [framework.groups[up] for uri in named for up in framework.broader(uri) if up in framework.groups]
    holding = [one for one in above if _is_narrow(one)]
    if holding or not subject:
        return holding[:1]
    words = set(subject.split())
    found = [one for one in _fields(framework) if _is_narrow(one) and words <= set(re.findall(r"[\w']+", one.label))]
    found.sort(key=lambda one: (len(one.label.split()), -len(one.uri), one.uri))
    shortest = [one for one in found if len(one.label.split()) == len(found[0].label.split())]
    # The same label at two depths is one field; two labels are two fields, and nobody said which.
    return found[:1] if len({one.label for one in shortest}) == 1 else []


def _fields(framework: Framework) -> list[SkillGroup]:
    if "claims-fields" not in framework.memo:
        framework.memo["claims-fields"] = [one for one in framework.groups.values() if one.uri.startswith(ISCED_F)]
    found: list[SkillGroup] = framework.memo["claims-fields"]
    return found


def _is_narrow(group: SkillGroup) -> bool:
    return bool(_NARROW.fullmatch(group.uri.removeprefix(ISCED_F)))


def _beneath(uri: str, framework: Framework) -> list[str]:
    """Return the skills under a group, however deep, each once."""
    seen: dict[str, None] = {}
    layer = [uri]
    while layer:
        layer = [down for node in layer for down in framework.narrower(node) if down not in seen and down != uri]
        seen.update(dict.fromkeys(layer))
    return [node for node in seen if node in framework.skills]


def _occupations(
    skills: set[str], named: set[str], names: str, framework: Framework, *, higher: bool
) -> tuple[OccupationOffer, ...]:
    """Return the occupations that ask for most of a field's knowledge, at least three pieces, as essential.

    Where the title names a skill, they ask for that one too.
    """
    asking = Counter(uri for skill in skills for uri in framework.occupations_with(skill))
    found = []
    for uri, _ in sorted(asking.items(), key=lambda one: (-one[1], one[0]))[: MOST_OCCUPATIONS * 10]:
        occupation = framework.occupations[uri]
        essential = {item.skill for item in occupation.essential}
        shared = len(essential & skills)
        if higher and not occupation.isco.startswith(_LEARNED_FOR):
            continue
        if shared >= LEAST_SHARED and (not named or essential & named):
            found.append((shared, occupation))
    found.sort(key=lambda one: (-one[0], one[1].name))
    return tuple(
        OccupationOffer(
            uri=occupation.uri,
            label=occupation.name,
            reason=f"asks for {shared} pieces of knowledge of {names}",
            confidence=round(shared / (shared + LEAST_SHARED), 2),
        )
        for shared, occupation in found[:MOST_OCCUPATIONS]
    )
