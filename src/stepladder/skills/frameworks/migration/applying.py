"""What names an old version's skills, moved to the newer one: profiles, and alignments of credentials and offers.

Nothing is lost. What was dropped stays under its old URI with a flag. What was split stands under each part, and is
never more than *probably held* there: nobody said which part it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from stepladder.skills.profile import SkillProfile

if TYPE_CHECKING:
    from collections.abc import Iterable

    from stepladder.skills.frameworks.migration.model import Change, Migration

__all__ = ["SPLIT", "Aligned", "led_to", "migrate_alignments", "migrate_profile", "touched"]

#: How sure it is that evidence of a whole means one given part: below the half from which on a gap says *held*.
SPLIT = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A skill that something is aligned with: its URI and name, how sure that is (0–1), and a flag in words."""

    target_url: str
    target_name: str
    confidence: float = 1.0
    flag: str = ""


def migrate_profile(profile: SkillProfile, migration: Migration) -> SkillProfile:
    """Return the profile with its skills and occupations under the names of the newer version.

    Every attestation is still there, once for each part where its skill was split; strengths, levels and dates stay,
    confidence is lowered by how sure the change is. A second time changes nothing.
    """
    moved = []
    for one in profile.attestations:
        for way in _ways(Aligned(target_url=one.skill, target_name=""), migration.skill(one.skill), migration):
            sure = round(one.confidence * way.confidence, 6) if way.confidence < 1 else one.confidence
            moved.append(replace(one, skill=way.target_url, confidence=sure, flag=_joined(one.flag, way.flag)))
    occupations: dict[str, None] = {}
    for uri in profile.occupations:
        change = migration.occupation(uri)
        occupations.update(dict.fromkeys([one.uri for one in change.targets] if change and change.targets else [uri]))
    return SkillProfile(attestations=tuple(moved), occupations=tuple(occupations))


def migrate_alignments(alignments: Iterable[Aligned], migration: Migration) -> tuple[Aligned, ...]:
    """Return alignments under the names of the newer version, each target once, the surest of two that now agree.

    What the old version did not hold stays as it is. What was signed is not touched by this: it says how its alignments
    are read.
    """
    found: dict[str, Aligned] = {}
    for one in alignments:
        for way in _ways(one, migration.skill(one.target_url), migration):
            known = found.get(way.target_url)
            if known is None or known.confidence < way.confidence:
                found[way.target_url] = way
    return tuple(found.values())


def led_to(uri: str, migrations: Iterable[Migration]) -> tuple[Aligned, ...]:
    """Return what an old skill's URI means after the migrations, one after the other; itself where none knows it."""
    alignments: tuple[Aligned, ...] = (Aligned(target_url=uri, target_name=""),)
    for migration in migrations:
        alignments = migrate_alignments(alignments, migration)
    return alignments


def touched(profile: SkillProfile, migration: Migration) -> tuple[Change, ...]:
    """Return the changes, those kept left out, of what a profile names: skills first, then occupations."""
    found = [migration.skill(uri) for uri in profile.skills]
    found += [migration.occupation(uri) for uri in profile.occupations]
    return tuple(one for one in found if one is not None and one.outcome != "kept")


def _ways(one: Aligned, change: Change | None, migration: Migration) -> tuple[Aligned, ...]:
    """Return where one alignment leads: confidence is multiplied, a flag says what a person should look at."""
    if change is None:
        return (one,)
    if not change.targets:
        gone = f"not in {migration.framework} {migration.to_version} any more: kept as it was named before"
        return (replace(one, flag=_joined(one.flag, gone)),)
    sure, flag = change.confidence, ""
    if change.outcome == "split":
        sure = min(sure, SPLIT)
        flag = f"part of “{change.label or change.uri}”, which was split: confirm which part"
    elif change.moves and sure < 1:
        flag = f"was “{change.label or change.uri}” ({change.reason}): confirm"
    return tuple(
        Aligned(
            target_url=target.uri,
            target_name=target.label or one.target_name,
            confidence=round(one.confidence * sure, 6) if sure < 1 else one.confidence,
            flag=_joined(one.flag, flag),
        )
        for target in change.targets
    )


def _joined(flag: str, more: str) -> str:
    if not more or more in flag:
        return flag
    return f"{flag}; {more}" if flag else more
