"""Near skills: what a person probably has although nobody wrote it down. Stated rules in order, the first wins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepladder.skills.gaps.everyday import EVERYDAY, FIELD_EVIDENCE, FIELD_RARE, NO_FIELD, STEPS_UP
from stepladder.skills.gaps.surroundings import Background, Surroundings, namings
from stepladder.skills.gaps.words import content_words, says_the_same

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.frameworks.values import Skill
    from stepladder.skills.gaps.report import GapSettings
    from stepladder.skills.profile import SkillProfile

__all__ = ["RULES", "Inference", "Neighbourhood"]

#: The rules in their order, with what each says in a few words.
RULES: dict[str, str] = {
    "occupation": "usual for an occupation held",
    "senior": "asked of the staff of what was run",
    "narrower": "a narrower skill is held",
    "needed": "needed for a held skill",
    "words": "said by a held skill in other words",
    "companion": "asked for together with a held skill",
    "alike": "asked of occupations like the background",
    "sometimes": "asked of some in an occupation held",
    "family": "part of a kind of work that the background shows",
    "field": "of a field in which several skills are held",
    "everyday": "part of nearly every job",
}
#: A skill must be asked for by so many of the occupations alike.
ALIKE_AT_LEAST = 4
#: An occupation with more optional skills than this lists what some people somewhere do, not what is usual.
OPTIONAL_MOST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Inference:
    """Why a skill is probably held: the rule, the held skills or occupations it comes from, and a sentence."""

    rule: str
    via: tuple[str, ...]
    reason: str


class Neighbourhood:
    """What a profile implies in a framework for one target; made once per gap, asked once per skill not held."""

    def __init__(self, *, profile: SkillProfile, framework: Framework, settings: GapSettings, target: str = "") -> None:
        self._framework = framework
        self._settings = settings
        self._around = Surroundings(profile, framework, target, settings) if settings.near else None
        self.backgrounds: tuple[Background, ...] = self._around.backgrounds if self._around is not None else ()
        self._rules: tuple[Callable[[Surroundings, Skill], Inference | None], ...] = (
            self._own_occupation,
            self._senior,
            self._narrower,
            self._needed,
            self._same_words,
            self._companion,
            self._alike,
            self._sometimes,
            self._family,
            self._field,
            self._everyday,
        )

    def label(self, uri: str) -> str:
        """Return a skill's label, or its URI where the framework does not know it."""
        skill = self._framework.skills.get(uri)
        return uri if skill is None else skill.name

    def infer(self, skill: str) -> Inference | None:
        """Return why a skill that is not held is probably held, or None."""
        wanted = None if self._around is None else self._framework.skills.get(skill)
        if wanted is None or self._around is None:
            return None
        for rule in self._rules:
            found = rule(self._around, wanted)
            if found is not None:
                return found
        return None

    # ------------------------------------------------------------------ the rules, in order
    def _own_occupation(self, around: Surroundings, wanted: Skill) -> Inference | None:
        for one in around.backgrounds:
            if wanted.uri in one.essential:
                return _from(one, "occupation", f"Usual for {one.name}, your background: confirm.")
        return None

    def _senior(self, around: Surroundings, wanted: Skill) -> Inference | None:
        """Asked of the staff of what the person has run: a camping ground manager, of a camping ground operative."""
        if around.above is None or wanted.uri not in around.target_essential:
            return None
        return _from(around.above, "senior", f"{around.above.name}, your background, is a step above: confirm.")

    def _narrower(self, around: Surroundings, wanted: Skill) -> Inference | None:
        via = around.broader.get(wanted.uri, ())
        if not via:
            return None
        return Inference(
            rule="narrower", via=via, reason=f"You hold a narrower skill, {self._names(via)}: probably held, confirm."
        )

    def _needed(self, around: Surroundings, wanted: Skill) -> Inference | None:
        via = around.needed.get(wanted.uri, ())
        if not via:
            return None
        return Inference(rule="needed", via=via, reason=f"You need it for {self._names(via)}, which you hold: confirm.")

    def _same_words(self, around: Surroundings, wanted: Skill) -> Inference | None:
        """A held skill has the same label or alternative label, or says the wanted one with more detail."""
        uri = next((around.said[words] for words in namings(wanted) if words in around.said), None)
        if uri is None:
            verbs = wanted.kind != "knowledge"
            likely = {other for word in content_words(wanted.label) for other in around.words.get(word, ())}
            uri = next(
                (
                    other
                    for other in around.held
                    if other in likely
                    and (around.held[other].kind != "knowledge") == verbs
                    and says_the_same(around.held[other].label, wanted.label, verbs=verbs)
                ),
                None,
            )
        if uri is None:
            return None
        return Inference(
            rule="words", via=(uri,), reason=f"“{self.label(uri)}”, which you hold, says much the same: confirm."
        )

    def _companion(self, around: Surroundings, wanted: Skill) -> Inference | None:
        """Of the occupations that ask for a held skill, nine in ten ask for this one too."""
        asking = around.asking(wanted.uri)
        if len(asking) < 12:
            return None
        for uri, others in around.companions:
            both = len(asking & others)
            if both >= 0.9 * len(others):
                return Inference(
                    rule="companion",
                    via=(uri,),
                    reason=f"{both} of {len(others)} occupations that ask for {self.label(uri)!r}, which you hold, "
                    "also ask for this: confirm.",
                )
        return None

    def _alike(self, around: Surroundings, wanted: Skill) -> Inference | None:
        """Asked for by a good part of the occupations whose skills are most like what the person holds."""
        share, number = around.asked_alike.get(wanted.uri, (0.0, 0))
        if share < self._settings.alike_share or number < ALIKE_AT_LEAST:
            return None
        own = {one.uri for one in around.backgrounds}
        others = [(uri, name) for uri, name in around.alike if uri not in own]
        names = ", ".join(name for _, name in others[:2])
        return Inference(
            rule="alike",
            via=tuple(uri for uri, _ in others[:3]),
            reason=f"Asked of {number} of the {len(around.alike)} occupations most like your background "
            f"({names}, …): confirm.",
        )

    def _sometimes(self, around: Surroundings, wanted: Skill) -> Inference | None:
        """A skill, not a piece of knowledge, that is optional in an occupation held, unless that lists very many."""
        for one in around.backgrounds:
            if wanted.uri not in one.optional or wanted.kind == "knowledge" or len(one.optional) > OPTIONAL_MOST:
                continue
            return _from(one, "sometimes", f"Optional for {one.name}, your background: confirm.")
        return None

    def _family(self, around: Surroundings, wanted: Skill) -> Inference | None:
        found = around.family(wanted.label)
        if found is None:
            return None
        family, evidence = found
        return Inference(
            rule="family",
            via=evidence or tuple(one.uri for one in around.backgrounds[:1]),
            reason=f"Part of {family.name}, which your background shows: confirm.",
        )

    def _field(self, around: Surroundings, wanted: Skill) -> Inference | None:
        """A skill about a thing that several held skills are about.

        Its other words must occur among them too, unless background and target are of one ISCO unit group.
        """
        words = content_words(wanted.label)
        if not words or (wanted.kind != "knowledge" and words[0] in STEPS_UP):
            return None
        things = words if wanted.kind == "knowledge" else words[1:]
        if not around.same_unit and not all(word in around.words for word in things):
            return None
        for word in things:
            via = around.words.get(word, ())
            needed = FIELD_EVIDENCE - (word in around.background_words)
            if len(via) >= needed and word not in NO_FIELD and around.labels_with(word) <= FIELD_RARE:
                return Inference(
                    rule="field",
                    via=via[:3],
                    reason=f"Of the same field as {self._names(via)}, which you hold: confirm.",
                )
        return None

    def _everyday(self, around: Surroundings, wanted: Skill) -> Inference | None:
        if not around.works or wanted.label.strip() not in EVERYDAY:
            return None
        return Inference(
            rule="everyday",
            via=tuple(one.uri for one in around.backgrounds[:1]) or tuple(around.held)[:3],
            reason="Part of nearly every job, and you have worked: confirm.",
        )

    def _names(self, uris: tuple[str, ...]) -> str:
        return ", ".join(repr(self.label(uri)) for uri in uris[:3])


def _from(background: Background, rule: str, reason: str) -> Inference:
    return Inference(rule=rule, via=(background.uri,), reason=reason)
