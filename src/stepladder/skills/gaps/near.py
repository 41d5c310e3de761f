"""Near skills: what a person probably has although nobody wrote it down. Stated rules in order, the first wins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepladder.skills.gaps.everyday import EVERYDAY, FIELD_EVIDENCE, FIELD_RARE, NO_FIELD, STEPS_UP
from stepladder.skills.gaps.families import FAMILIES, Family
from stepladder.skills.gaps.index import index_of
from stepladder.skills.gaps.words import content_words, says_the_same

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.gaps.report import GapSettings
    from stepladder.skills.profile import SkillProfile

__all__ = ["Inference", "Neighbourhood"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """Why a skill is probably held: the rule, the held skills or occupation it comes from, and a sentence."""

    rule: str
    via: tuple[str, ...]
    reason: str


class Neighbourhood:
    """What surrounds a profile in a framework; made once per gap, asked once per skill that is not held."""

    def __init__(self, *, profile: SkillProfile, framework: Framework, settings: GapSettings) -> None:
        self._framework = framework
        self._settings = settings
        self._index = index_of(framework)
        self._held = tuple(uri for uri in profile.skills if uri in framework.skills)
        self._held_set = frozenset(self._held)
        self.backgrounds = self._backgrounds(profile) if settings.near else ()
        self._iscos = tuple(framework.occupations[uri].isco for uri in self.backgrounds)
        self._leads = any(isco.startswith(("1", "2", "01")) for isco in self._iscos)
        self._background_words = {
            word for uri in self.backgrounds for word in content_words(framework.occupations[uri].label)
        }
        self._field_words: dict[str, tuple[str, ...]] = {}
        for uri in self._held if settings.near else ():
            for word in set(content_words(framework.skills[uri].label)):
                self._field_words[word] = (*self._field_words.get(word, ()), uri)
        self._works = bool(self.backgrounds) or len(self._held) >= settings.everyday_from
        self._families = tuple(family for family in FAMILIES if self._in_family(family)) if settings.near else ()
        self._rules: tuple[Callable[[str], Inference | None], ...] = (
            self._own_occupation,
            self._narrower,
            self._needed,
            self._same_words,
            self._companion,
            self._family,
            self._peers,
            self._field,
            self._everyday,
        )

    def label(self, uri: str) -> str:
        """Return a skill's label, or its URI where the framework does not know it."""
        skill = self._framework.skills.get(uri)
        return uri if skill is None else skill.name

    def infer(self, skill: str) -> Inference | None:
        """Return why a skill that is not held is probably held, or None."""
        if not self._settings.near or skill not in self._framework.skills:
            return None
        for rule in self._rules:
            found = rule(skill)
            if found is not None:
                return found
        return None

    # ------------------------------------------------------------------ the rules, in order
    def _own_occupation(self, skill: str) -> Inference | None:
        for uri in self.backgrounds:
            occupation = self._framework.occupations[uri]
            if any(item.skill == skill and item.relation == "essential" for item in occupation.requirements):
                return Inference(
                    rule="occupation", via=(uri,), reason=f"Usual for {occupation.name}, your background: confirm."
                )
        return None

    def _narrower(self, skill: str) -> Inference | None:
        via = tuple(uri for uri in self._framework.narrower(skill) if uri in self._held_set)
        if not via:
            return None
        return Inference(
            rule="narrower", via=via, reason=f"You hold a narrower skill, {self._names(via)}: probably held, confirm."
        )

    def _needed(self, skill: str) -> Inference | None:
        via = tuple(
            uri
            for uri in self._held
            if any(item.skill == skill and item.relation == "essential" for item in self._framework.related(uri))
        )
        if not via:
            return None
        return Inference(rule="needed", via=via, reason=f"You need it for {self._names(via)}, which you hold: confirm.")

    def _same_words(self, skill: str) -> Inference | None:
        wanted = self._framework.skills[skill]
        verbs = wanted.kind != "knowledge"
        full = {frozenset(content_words(name)) for name in wanted.alternative_labels if len(content_words(name)) > 1}
        for uri in self._held:
            held = self._framework.skills[uri]
            if (held.kind != "knowledge") != verbs:
                continue
            same = says_the_same(held.label, wanted.label, verbs=verbs)
            if same or (len(content_words(held.label)) > 1 and frozenset(content_words(held.label)) in full):
                return Inference(
                    rule="words", via=(uri,), reason=f"{held.label!r}, which you hold, says much the same: confirm."
                )
        return None

    def _companion(self, skill: str) -> Inference | None:
        asking = self._index.asking(skill, essential=True)
        if len(asking) < 12:
            return None
        for uri in self._held:
            others = self._index.asking(uri, essential=True)
            if len(others) < 12:
                continue
            both = len(asking & others)
            if both >= 0.9 * len(others):
                return Inference(
                    rule="companion",
                    via=(uri,),
                    reason=f"{both} of {len(others)} occupations that ask for {self.label(uri)!r}, which you hold, "
                    "also ask for this: confirm.",
                )
        return None

    def _family(self, skill: str) -> Inference | None:
        label = self._framework.skills[skill].label.strip()
        for family in self._families:
            if label in family.implies:
                via = self._family_evidence(family) or self.backgrounds[:1]
                return Inference(
                    rule="family",
                    via=via,
                    reason=f"Part of {family.name}, which your background shows: confirm.",
                )
        return None

    def _peers(self, skill: str) -> Inference | None:
        asking = self._index.asking(skill, essential=False)
        for uri, isco in zip(self.backgrounds, self._iscos, strict=True):
            for digits, least, share in ((4, 3, self._settings.peer_share), (3, 6, self._settings.peer_share)):
                peers = self._index.group(isco, digits) - {self._index.row(uri)}
                if len(peers) >= least and len(peers & asking) >= share * len(peers):
                    return Inference(
                        rule="peers",
                        via=(uri,),
                        reason=f"Asked of {len(peers & asking)} of {len(peers)} occupations next to "
                        f"{self._framework.occupations[uri].name}, your background: confirm.",
                    )
        return None

    def _field(self, skill: str) -> Inference | None:
        """A skill about the very thing that several held skills are about, unless it is about leading or designing."""
        wanted = self._framework.skills[skill]
        words = content_words(wanted.label)
        if not words or (wanted.kind != "knowledge" and words[0] in STEPS_UP and not self._leads):
            return None
        for word in words if wanted.kind == "knowledge" else words[1:]:
            via = self._field_words.get(word, ())
            needed = FIELD_EVIDENCE - (word in self._background_words)
            if len(via) >= needed and self._index.labels_with(word) <= FIELD_RARE and word not in NO_FIELD:
                return Inference(
                    rule="field",
                    via=via[:3],
                    reason=f"Of the same field as {self._names(via)}, which you hold: confirm.",
                )
        return None

    def _everyday(self, skill: str) -> Inference | None:
        if not self._works or self._framework.skills[skill].label.strip() not in EVERYDAY:
            return None
        return Inference(
            rule="everyday",
            via=self.backgrounds[:1] or self._held[:3],
            reason="Part of nearly every job, and you have worked: confirm.",
        )

    # ------------------------------------------------------------------ what the rules look at
    def _names(self, uris: tuple[str, ...]) -> str:
        return ", ".join(repr(self.label(uri)) for uri in uris[:3])

    def _backgrounds(self, profile: SkillProfile) -> tuple[str, ...]:
        """Occupations that were declared; without any, those whose essential skills the profile (nearly) all holds."""
        declared = tuple(uri for uri in dict.fromkeys(profile.occupations) if uri in self._framework.occupations)
        if declared or not self._held:
            return declared
        likely = [one for one in self._index.covered(self._held) if one[1] >= self._settings.background_share]
        return tuple(uri for uri, share, _ in likely[:3] if share >= likely[0][1] - 0.02)

    def _in_family(self, family: Family) -> bool:
        if any(isco.startswith(family.isco) for isco in self._iscos if isco and family.isco):
            return True
        return len(self._family_evidence(family)) >= family.evidence_needed

    def _family_evidence(self, family: Family) -> tuple[str, ...]:
        return tuple(
            uri
            for uri in self._held
            if self._framework.skills[uri].label.strip() in family.implies
            or family.words.intersection(content_words(self._framework.skills[uri].label))
        )
