"""Which skill of a framework an alignment target means, how sure that is, and a flag where a person should look."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping  # noqa: TC003 - part of public signatures
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from stepladder.skills.frameworks.migration.applying import led_to

if TYPE_CHECKING:
    from stepladder.skills.frameworks.extras import MatchRelation
    from stepladder.skills.frameworks.migration.model import Migration
    from stepladder.skills.frameworks.model import Framework

__all__ = ["Mapped", "Target", "map_alignment", "skills_meant"]

BY_MATCH: dict[MatchRelation, float] = {"exact": 0.95, "close": 0.8}
BY_CODE = 0.95
BY_LABEL = 0.9
BY_ALTERNATIVE_LABEL = 0.7
#: Targets of these types are no skills, whatever they are called (Open Badges 3.0, AlignmentTargetType).
NOT_SKILLS = frozenset(
    {"ceterms:Credential", "CFRubric", "CFRubricCriterion", "CFRubricCriterionLevel", "ext:EQFLevel"}
)
# Names that are unlike any other wherever they stand: a UUID (CASE), or one behind ``ce-`` (the Credential Registry).
_UNIQUE = re.compile(r"(?:ce-)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_VERSION = re.compile(r"[ -]+(?:v|version )?\d[\w.]{0,20}$")
_LONGEST_URL = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A skill URI, the confidence 0–1 that it is meant, and a flag in words ("" where the URI itself matched)."""

    skill: str
    confidence: float
    flag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an alignment says of its target (Open Badges 3.0, section B.1.4); every member may be missing."""

    url: str = ""
    name: str = ""
    framework: str = ""
    code: str = ""
    type: str = ""


def skills_meant(
    target: Target,
    *,
    framework: Framework,
    crosswalk: Mapping[str, tuple[str, float]] | None = None,
    migrations: Iterable[Migration] = (),
) -> tuple[Mapped, ...]:
    """Return the skills that an alignment means, none where nothing says so.

    In this order, the first that finds one wins: the exact URI (http and https alike, a closing slash ignored; also the
    one that a publisher's page carries as its parameter ``uri``); what the ``migrations`` from older versions make of
    it (several skills where it was split); the ``crosswalk`` with its own confidence; what the framework's publisher
    says matches its skill, exactly (0.95) or closely (0.8); a code that is a UUID or a registry's identifier, or any
    code where the alignment names this very framework (0.95); the preferred label word for word (0.9); an alternative
    label that only one skill has (0.7). Nothing fuzzier. A target whose type says that it is no skill is looked for by
    its URI alone.
    """
    forms = _forms(target.url)
    for form in forms:
        if form in framework.skills:
            return (Mapped(skill=form, confidence=1.0),)
    if target.type in NOT_SKILLS:
        return ()
    return (
        _by_migration(forms, framework, tuple(migrations))
        or _by_crosswalk(forms, framework, crosswalk or {})
        or _by_match(forms, framework)
        or _by_code(target, framework)
        or _by_label(target.name, framework)
    )


def map_alignment(
    target_url: str | None,
    target_name: str | None,
    *,
    framework: Framework,
    crosswalk: Mapping[str, tuple[str, float]] | None = None,
) -> Mapped | None:
    """Return the one skill that a target's URL and name mean, or None; by the order of `skills_meant`."""
    target = Target(url=target_url or "", name=target_name or "")
    return next(iter(skills_meant(target, framework=framework, crosswalk=crosswalk)), None)


def _by_migration(
    forms: tuple[str, ...], framework: Framework, migrations: tuple[Migration, ...]
) -> tuple[Mapped, ...]:
    for form in forms:
        found = [one for one in led_to(form, migrations) if one.target_url in framework.skills]
        if found:
            return tuple(Mapped(skill=one.target_url, confidence=one.confidence, flag=one.flag) for one in found)
    return ()


def _by_crosswalk(
    forms: tuple[str, ...], framework: Framework, crosswalk: Mapping[str, tuple[str, float]]
) -> tuple[Mapped, ...]:
    for form in forms:
        entry = crosswalk.get(form)
        if entry is not None and entry[0] in framework.skills:
            confidence = min(1.0, max(0.0, entry[1]))
            return (Mapped(skill=entry[0], confidence=confidence, flag=f"by crosswalk, {confidence:.0%} sure"),)
    return ()


def _by_match(forms: tuple[str, ...], framework: Framework) -> tuple[Mapped, ...]:
    """Find the skill that the publisher matches with the target; broader, narrower and related ones are not it."""
    if "recognition-matches" not in framework.memo:
        made: dict[str, list[tuple[str, MatchRelation]]] = {}
        for match in framework.extras.matches.get():
            if match.relation in BY_MATCH and match.skill in framework.skills:
                made.setdefault(match.target, []).append((match.skill, match.relation))
        framework.memo["recognition-matches"] = made
    matches: dict[str, list[tuple[str, MatchRelation]]] = framework.memo["recognition-matches"]
    for form in forms:
        found = matches.get(form, [])
        for relation, confidence in BY_MATCH.items():
            skills = {skill for skill, its in found if its == relation}
            if len(skills) == 1:
                flag = f"its publisher says that it is {relation}ly this skill: confirm"
                return (Mapped(skill=skills.pop(), confidence=confidence, flag=flag),)
    return ()


def _by_code(target: Target, framework: Framework) -> tuple[Mapped, ...]:
    """Find a skill by the last part of its URI: of the target's code, or of its own URL where that is unique."""
    named = _names_this(target.framework, framework)
    for code in (target.code.strip(), _last_part(target.url)):
        if code and (named or _UNIQUE.fullmatch(code)):
            uri = _codes(framework).get(code.casefold())
            if uri:
                return (Mapped(skill=uri, confidence=BY_CODE, flag="by its code, not by its URI: confirm"),)
    return ()


def _by_label(label: str, framework: Framework) -> tuple[Mapped, ...]:
    name = _fold(label)
    if not name:
        return ()
    preferred, alternative = _labels(framework)
    if len(preferred.get(name, ())) == 1:
        flag = "by its label, not by its URI: confirm"
        return (Mapped(skill=preferred[name][0], confidence=BY_LABEL, flag=flag),)
    if name not in preferred and len(alternative.get(name, ())) == 1:
        flag = "by an alternative label, not by its URI: confirm"
        return (Mapped(skill=alternative[name][0], confidence=BY_ALTERNATIVE_LABEL, flag=flag),)
    return ()


def _forms(text: str) -> tuple[str, ...]:
    """Return the URL as written and in its usual other forms, and the URI that a publisher's page carries."""
    url = text.strip()[:_LONGEST_URL]
    if not url:
        return ()
    found: list[str] = []
    for one in (url, *_carried(url)):
        bare = one.rstrip("/")
        swapped = (
            "http" + bare.removeprefix("https") if bare.startswith("https:") else bare.replace("http:", "https:", 1)
        )
        found += [one, bare, swapped]
    return tuple(dict.fromkeys(found))


def _carried(url: str) -> list[str]:
    """Return ``uri=…`` of a page's address, as the portal of ESCO links its skills."""
    if "uri=" not in url:
        return []
    try:
        return parse_qs(urlsplit(url).query, max_num_fields=20).get("uri", [])[:1]
    except ValueError:
        return []


def _last_part(url: str) -> str:
    return re.split(r"[/:#]", url.strip()[:_LONGEST_URL].rstrip("/"))[-1]


def _names_this(named: str, framework: Framework) -> bool:
    """Tell whether ``targetFramework`` names this framework: its name or title, whatever version stands behind."""
    words = _VERSION.sub("", _fold(named))
    own = {_VERSION.sub("", _fold(framework.name)), _VERSION.sub("", _fold(framework.title))}
    return bool(words) and words in own


def _codes(framework: Framework) -> dict[str, str]:
    """Skills by the last part of their URI; empty where two share it. Made once per framework and kept with it."""
    if "recognition-codes" not in framework.memo:
        made: dict[str, str] = {}
        for uri in framework.skills:
            code = _last_part(uri).casefold()
            made[code] = "" if code in made else uri
        framework.memo["recognition-codes"] = made
    found: dict[str, str] = framework.memo["recognition-codes"]
    return found


def _labels(framework: Framework) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Skills by folded preferred and alternative label; made once per framework and kept with it."""
    if "recognition-labels" not in framework.memo:
        preferred: dict[str, list[str]] = {}
        alternative: dict[str, list[str]] = {}
        for skill in framework.skills.values():
            if skill.label:
                preferred.setdefault(_fold(skill.label), []).append(skill.uri)
            for label in {_fold(label) for label in skill.alternative_labels}:
                alternative.setdefault(label, []).append(skill.uri)
        framework.memo["recognition-labels"] = (preferred, alternative)
    found: tuple[dict[str, list[str]], dict[str, list[str]]] = framework.memo["recognition-labels"]
    return found


def _fold(label: str) -> str:
    return " ".join(label.casefold().split())
