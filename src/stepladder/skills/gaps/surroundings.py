"""What surrounds a profile in a framework, gathered once per gap: words, backgrounds, occupations alike, families."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stepladder.skills.gaps.families import FAMILIES, Family, labels
from stepladder.skills.gaps.index import index_of, isco_skill_level
from stepladder.skills.gaps.words import content_words

if TYPE_CHECKING:
    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.frameworks.values import Skill
    from stepladder.skills.gaps.report import GapSettings
    from stepladder.skills.profile import SkillProfile

__all__ = ["Background", "Surroundings", "namings"]

#: What staff are called, beside what they work with: "camping ground operative".
STAFF = labels("aide; assistant; attendant; clerk; hand; helper; labourer; operative; operator; staff; trainee; worker")
#: What those are called who lead, with how far up they stand.
TITLES = {"leader": 1, "supervisor": 1, "foreman": 1, "head": 2, "manager": 2, "director": 3}
#: Occupations count as alike from this cosine on.
ALIKE_LEAST = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """An occupation that the person has held, or whose skills she nearly all has."""

    uri: str
    name: str
    isco: str
    words: frozenset[str]
    essential: frozenset[str]
    optional: frozenset[str]


class Surroundings:
    """The facts that the near rules ask for. Every member is made once, in an order that the framework gives."""

    def __init__(self, profile: SkillProfile, framework: Framework, target: str, settings: GapSettings) -> None:
        self._index = index_of(framework)
        self._settings = settings
        self.held: dict[str, Skill] = {uri: framework.skills[uri] for uri in profile.skills if uri in framework.skills}
        self.backgrounds = self._find_backgrounds(profile)
        self.background_words = frozenset[str]().union(*(one.words for one in self.backgrounds))
        self.works = bool(self.backgrounds) or len(self.held) >= settings.everyday_from
        self.words: dict[str, tuple[str, ...]] = {}
        self.said: dict[frozenset[str], str] = {}
        self.broader: dict[str, tuple[str, ...]] = {}
        self.needed: dict[str, tuple[str, ...]] = {}
        self._look_at_skills(framework)
        self.companions = tuple(
            (uri, rows) for uri in self.held if len(rows := self._index.asking(uri, essential=True)) >= 12
        )
        row = self._index.row(target)
        self._target_row = row
        self._target_isco = "" if row is None else self._index.isco(row)
        self.same_unit = any(one.isco == self._target_isco != "" for one in self.backgrounds)
        self.above = self._background_above()
        self.target_essential = frozenset[str]() if row is None else frozenset(self._index.asks(row)[0])
        self.alike: list[tuple[str, str]] = []
        self.asked_alike: dict[str, tuple[float, int]] = {}
        self._look_at_occupations()
        self._families: dict[str, tuple[Family, tuple[str, ...]]] = {}
        self._look_at_families()

    def family(self, label: str) -> tuple[Family, tuple[str, ...]] | None:
        """Return the first family of the profile that implies the skill of this label, with the evidence for it."""
        return self._families.get(label.strip())

    def labels_with(self, word: str) -> int:
        """Return in how many skill labels of the framework a word stands."""
        return self._index.labels_with(word)

    def asking(self, skill: str) -> frozenset[int]:
        """Return the rows of the occupations for which a skill is essential."""
        return self._index.asking(skill, essential=True)

    # ------------------------------------------------------------------ gathering
    def _find_backgrounds(self, profile: SkillProfile) -> tuple[Background, ...]:
        """Occupations that were declared; without any, those whose essential skills the profile (nearly) all holds."""
        known = dict.fromkeys(uri for uri in profile.occupations if self._index.row(uri) is not None)
        if not known and self.held:
            likely = [one for one in self._index.covered(tuple(self.held)) if one[1] >= self._settings.background_share]
            known = dict.fromkeys(uri for uri, share, _ in likely[:3] if share >= likely[0][1] - 0.02)
        found = []
        for uri in known:
            row = self._index.row(uri)
            if row is not None:
                essential, optional = self._index.asks(row)
                name = self._index.name(row)
                found.append(
                    Background(
                        uri=uri,
                        name=name,
                        isco=self._index.isco(row),
                        words=frozenset(content_words(name)),
                        essential=frozenset(essential),
                        optional=frozenset(optional),
                    )
                )
        return tuple(found)

    def _look_at_skills(self, framework: Framework) -> None:
        words: defaultdict[str, list[str]] = defaultdict(list)
        broader: defaultdict[str, list[str]] = defaultdict(list)
        needed: defaultdict[str, list[str]] = defaultdict(list)
        for uri, skill in self.held.items():
            for word in dict.fromkeys(content_words(skill.label)):
                words[word].append(uri)
            for naming in namings(skill):
                self.said.setdefault(naming, uri)
            for up in framework.ancestors(uri):
                broader[up].append(uri)
            for other in self._index.needs(uri):
                needed[other].append(uri)
        self.words, self.broader, self.needed = (
            {key: tuple(uris) for key, uris in found.items()} for found in (words, broader, needed)
        )

    def _background_above(self) -> Background | None:
        """Return the background that is a step above the target: named after the same thing, and further up.

        Further up is a longer training, or a higher title: a vineyard manager stands above a vineyard supervisor.
        """
        if self._target_row is None or not self._target_isco:
            return None
        words = frozenset(content_words(self._index.name(self._target_row)))
        things, place = words - STAFF - TITLES.keys(), (isco_skill_level(self._target_isco), _title(words))
        for one in self.backgrounds:
            level, title = isco_skill_level(one.isco), _title(one.words)
            higher = one.isco and (level > place[0] or (level == place[0] and title > place[1]))
            if things and things <= one.words and higher:
                return one
        return None

    def _look_at_occupations(self) -> None:
        """Find the occupations most like the background: none that asks for a longer training, and not the target.

        Kitchen assistants resemble cooks, but are not thought to cook what cooks do; and what the target asks for is
        the question.
        """
        known = dict.fromkeys(self.held) | dict.fromkeys(uri for one in self.backgrounds for uri in one.essential)
        if not known:
            return
        found = self._index.alike(known, 4 * self._settings.alike_number, ALIKE_LEAST)
        codes = [one.isco for one in self.backgrounds] or [self._index.isco(row) for row, _ in found[:1]]
        level = max((isco_skill_level(code) for code in codes), default=4)
        kept = [
            (row, likeness)
            for row, likeness in found
            if row != self._target_row and isco_skill_level(self._index.isco(row)) <= level
        ][: self._settings.alike_number]
        whole = sum(likeness for _, likeness in kept)
        for row, likeness in kept:
            self.alike.append((self._index.uri(row), self._index.name(row)))
            for uris in self._index.asks(row):
                for uri in uris:
                    share, number = self.asked_alike.get(uri, (0.0, 0))
                    self.asked_alike[uri] = (share + likeness / whole, number + 1)

    def _look_at_families(self) -> None:
        place = {uri: number for number, uri in enumerate(self.held)}
        called: defaultdict[str, list[str]] = defaultdict(list)
        for uri, skill in self.held.items():
            called[skill.label.strip()].append(uri)
        codes = [one.isco for one in self.backgrounds if one.isco]
        for family in FAMILIES:
            shown = any(code.startswith(family.isco) and not code.startswith(family.but) for code in codes)
            shown = shown or not family.called.isdisjoint(self.background_words)
            if not shown and family.evidence_needed > len(place):
                continue
            found = {uri for label in family.implies for uri in called.get(label, ())}
            found.update(uri for word in family.words for uri in self.words.get(word, ()))
            evidence = tuple(sorted(found, key=place.__getitem__))
            if shown or len(evidence) >= family.evidence_needed:
                for label in family.implies:
                    self._families.setdefault(label, (family, evidence))


def _title(words: frozenset[str]) -> int:
    return max((TITLES.get(word, 0) for word in words), default=0)


def namings(skill: Skill) -> tuple[frozenset[str], ...]:
    """Return the label and alternative labels of a skill as sets of words, those of one word left out."""
    names = (frozenset(content_words(name)) for name in (skill.label, *skill.alternative_labels))
    return tuple(dict.fromkeys(words for words in names if len(words) > 1))
