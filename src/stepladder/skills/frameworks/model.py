"""A framework of skills and occupations: the one shape that ESCO, O*NET and a company's own list all take.

A `Framework` is a value: it never changes after it was made. It is made by a reader, by `Framework.build` from values,
or by `Framework.from_bytes` from a pack.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from stepladder.skills.errors import UnknownSkillError
from stepladder.skills.frameworks.columns import Columns, LazyMapping, Ragged
from stepladder.skills.frameworks.extras import Extras
from stepladder.skills.frameworks.values import (
    KINDS,
    RELATIONS,
    REUSE_LEVELS,
    Hit,
    Occupation,
    RelatedSkill,
    Requirement,
    Skill,
    SkillGroup,
    Source,
)
from stepladder.skills.proficiency import ProficiencyLevel, ProficiencyScale

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stepladder.skills.frameworks.extras import Match
    from stepladder.skills.frameworks.facts import OccupationFacts

__all__ = [
    "Framework",
    "Hit",
    "Occupation",
    "ProficiencyLevel",
    "ProficiencyScale",
    "RelatedSkill",
    "Requirement",
    "Skill",
    "SkillGroup",
    "Source",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Framework:
    """A version of a framework, whole: skills, occupations, relations, hierarchy, notice, sources and report.

    ``skills``, ``occupations`` and ``groups`` are mappings by URI in the publisher's order; ``isco_groups`` gives
    labels by ISCO-08 code; ``report`` says in sentences what was odd in the sources. Columns are private.
    """

    name: str
    version: str
    title: str
    notice: str
    licence: str
    language: str = "en"
    sources: tuple[Source, ...] = ()
    report: tuple[str, ...] = ()
    isco_groups: Mapping[str, str] = field(default_factory=dict)
    scales: tuple[ProficiencyScale, ...] = ()
    extras: Extras = field(default_factory=Extras, repr=False)
    columns: Columns = field(repr=False)
    memo: dict[str, Any] = field(default_factory=dict, init=False, repr=False)

    # ------------------------------------------------------------------ making and packing
    @classmethod
    def build(  # noqa: PLR0913 - one argument per member of the value
        cls,
        *,
        name: str,
        version: str,
        skills: Iterable[Skill],
        occupations: Iterable[Occupation] = (),
        groups: Iterable[SkillGroup] = (),
        broader: Iterable[tuple[str, str]] = (),
        related: Iterable[tuple[str, str, str]] = (),
        title: str = "",
        notice: str = "",
        licence: str = "",
        language: str = "en",
        sources: Iterable[Source] = (),
        report: Iterable[str] = (),
        isco_groups: Mapping[str, str] | None = None,
        scales: Iterable[ProficiencyScale] = (),
        extras: Extras | None = None,
    ) -> Framework:
        """Return a framework made from values in memory.

        ``broader`` holds pairs (narrower URI, broader URI) over skills and groups; ``related`` triples (skill,
        ``essential`` or ``optional``, skill). Raises `FrameworkError` for a duplicate URI or a relation to a skill
        that is not there.
        """
        from stepladder.skills.frameworks.building import columns_from_values

        all_scales = tuple(scales)
        columns, used = columns_from_values(skills, occupations, groups, broader, related, all_scales)
        return cls(
            name=name,
            version=version,
            title=title or name,
            notice=notice,
            licence=licence,
            language=language,
            sources=tuple(sources),
            report=tuple(report),
            isco_groups=dict(isco_groups or {}),
            scales=used,
            extras=extras or Extras(),
            columns=columns,
        )

    def to_bytes(self) -> bytes:
        """Return the compact pack form."""
        from stepladder.skills.frameworks.packing import pack

        return pack(self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Framework:
        """Return the framework of a pack; raises `FrameworkError` (``pack.*``) for anything else."""
        from stepladder.skills.frameworks.packing import unpack

        return unpack(data)

    # ------------------------------------------------------------------ the values
    @property
    def skills(self) -> Mapping[str, Skill]:
        """Return every skill by URI."""
        return LazyMapping(self.columns.skill_rows, self._skill)

    @property
    def occupations(self) -> Mapping[str, Occupation]:
        """Return every occupation and role template by URI."""
        return LazyMapping(self.columns.occupation_rows, self._occupation)

    @property
    def groups(self) -> Mapping[str, SkillGroup]:
        """Return every group of the skill hierarchy by URI."""
        return LazyMapping(self.columns.group_rows, self._group)

    def skill(self, uri: str) -> Skill:
        """Return the skill with this URI or exact label; raises `UnknownSkillError` with near labels."""
        row = self.columns.skill_rows.get(uri)
        if row is None:
            row = self._label_rows("skill").get(_fold(uri))
        if row is None:
            near = () if "://" in uri else tuple(hit.label for hit in self.search_skills(uri, 3))
            raise UnknownSkillError(
                f"{self.title} has no skill {uri!r}",
                code="skill.unknown",
                hint="" if near else "Search for it with `stepladder skills search`.",
                suggestions=near,
            )
        return self._skill(row)

    def occupation(self, uri_or_label: str) -> Occupation:
        """Return the occupation with this URI, label or unshared alternative label (case does not matter).

        Raises `UnknownSkillError` (``occupation.unknown``, ``occupation.ambiguous``) with near labels.
        """
        row = self.columns.occupation_rows.get(uri_or_label)
        if row is None:
            row = self._label_rows("occupation").get(_fold(uri_or_label))
        if row is None:
            rows = self._alias_rows().get(_fold(uri_or_label), ())
            if len(rows) > 1:
                raise UnknownSkillError(
                    f"{len(rows)} occupations of {self.title} are also called {uri_or_label!r}",
                    code="occupation.ambiguous",
                    suggestions=tuple(self.columns.occupation_labels[other] for other in rows[:5]),
                )
            row = rows[0] if rows else None
        if row is None:
            near = () if "://" in uri_or_label else tuple(hit.label for hit in self.search_occupations(uri_or_label, 3))
            raise UnknownSkillError(
                f"{self.title} has no occupation {uri_or_label!r}",
                code="occupation.unknown",
                hint="" if near else "`stepladder frameworks list` shows which frameworks are loaded.",
                suggestions=near,
            )
        return self._occupation(row)

    # ------------------------------------------------------------------ the graph
    def broader(self, uri: str) -> tuple[str, ...]:
        """Return the URIs one step broader than a skill or group; none for an unknown URI."""
        return self._neighbours(uri, self.columns.broader)

    def narrower(self, uri: str) -> tuple[str, ...]:
        """Return the URIs one step narrower than a skill or group; none for an unknown URI."""
        return self._neighbours(uri, self._inverse("broader"))

    def ancestors(self, uri: str) -> tuple[str, ...]:
        """Return everything broader than ``uri``, nearest first, each once."""
        seen: dict[str, None] = {}
        layer = [uri]
        while layer:
            layer = [up for node in layer for up in self.broader(node) if up not in seen and up != uri]
            seen.update(dict.fromkeys(layer))
        return tuple(seen)

    def related(self, uri: str) -> tuple[RelatedSkill, ...]:
        """Return the skills that the framework names as essential or optional for this skill."""
        row = self.columns.skill_rows.get(uri)
        if row is None:
            return ()
        start, end = self.columns.related.start[row : row + 2]
        return tuple(
            RelatedSkill(skill=self.columns.skill_uris[skill], relation=RELATIONS[relation])
            for skill, relation in zip(
                self.columns.related.values[start:end].tolist(),
                self.columns.related_relations[start:end].tolist(),
                strict=True,
            )
        )

    def occupations_with(self, uri: str) -> tuple[str, ...]:
        """Return the URIs of the occupations that ask for this skill."""
        row = self.columns.skill_rows.get(uri)
        if row is None:
            return ()
        return tuple(
            self.columns.occupation_uris[occupation] for occupation in self._inverse("requirements")[row].tolist()
        )

    # ------------------------------------------------------------------ languages, details, matches
    @property
    def languages(self) -> tuple[str, ...]:
        """Return the tags of the languages that labels are there in, the first language first."""
        return (self.language, *self.extras.words)

    def in_language(self, language: str) -> Framework:
        """Return the framework with its words in another language; see `stepladder.skills.frameworks.languages`."""
        from stepladder.skills.frameworks.languages import in_language

        return in_language(self, language)

    def details(self, uri: str) -> Mapping[str, Sequence[str]]:
        """Return what the publisher states about a skill beside its names: ``statement``, ``keyword``, ``code`` …."""
        return self.extras.details.get().get(uri, {})

    def matches(self, uri: str) -> tuple[Match, ...]:
        """Return what the publisher says about this skill and skills of other frameworks."""
        if "matches" not in self.memo:
            found: dict[str, list[Match]] = {}
            for match in self.extras.matches.get():
                found.setdefault(match.skill, []).append(match)
            self.memo["matches"] = found
        by_skill: dict[str, list[Match]] = self.memo["matches"]
        return tuple(by_skill.get(uri, ()))

    def facts(self, uri: str) -> OccupationFacts:
        """Return what the publisher states about an occupation beside its skills: job zone, technologies, related."""
        from stepladder.skills.frameworks.facts import facts_of

        return facts_of(self, uri)

    # ------------------------------------------------------------------ searching and counting
    def search_skills(self, text: str, limit: int = 10) -> tuple[Hit, ...]:
        """Return the skills nearest to ``text``, best first; the index is built at the first call."""
        from stepladder.skills.linking import search

        return search(self, "skill", text, limit)

    def search_occupations(self, text: str, limit: int = 10) -> tuple[Hit, ...]:
        """Return the occupations nearest to ``text``, best first; the index is built at the first call."""
        from stepladder.skills.linking import search

        return search(self, "occupation", text, limit)

    def counts(self) -> dict[str, int]:
        """Return how many of each thing there is; the keys are stable."""
        columns = self.columns
        optional = int(columns.requirement_relations.sum())
        return {
            "skills": len(columns.skill_uris),
            "labelled_skills": sum(1 for label in columns.skill_labels if label),
            "alternative_labels": sum(len(row) for row in columns.skill_aliases.rows),
            "occupations": len(columns.occupation_uris),
            "labelled_occupations": sum(1 for label in columns.occupation_labels if label),
            "role_templates": sum(1 for source in columns.occupation_sources if source),
            "relations": len(columns.requirement_relations),
            "essential": len(columns.requirement_relations) - optional,
            "optional": optional,
            "skill_groups": len(columns.group_uris),
            "broader": len(columns.broader.values),
            "related": len(columns.related.values),
            "isco_groups": len(self.isco_groups),
        }

    # ------------------------------------------------------------------ from columns
    def _skill(self, row: int) -> Skill:
        columns = self.columns
        return Skill(
            uri=columns.skill_uris[row],
            label=columns.skill_labels[row],
            alternative_labels=columns.skill_aliases[row],
            kind=KINDS[columns.skill_kinds[row]],
            reuse_level=REUSE_LEVELS[columns.skill_reuse[row]],
        )

    def _occupation(self, row: int) -> Occupation:
        columns = self.columns
        start, end = columns.requirements.start[row : row + 2].tolist()
        requirements = tuple(
            Requirement(
                skill=columns.skill_uris[skill],
                relation=RELATIONS[relation],
                weight=round(weight, 6),
                level=self.scales[scale - 1].level(round(level, 6)) if scale else None,
            )
            for skill, relation, weight, scale, level in zip(
                columns.requirements.values[start:end].tolist(),
                columns.requirement_relations[start:end].tolist(),
                columns.requirement_weights[start:end].tolist(),
                columns.requirement_scales[start:end].tolist(),
                columns.requirement_levels[start:end].tolist(),
                strict=True,
            )
        )
        return Occupation(
            uri=columns.occupation_uris[row],
            label=columns.occupation_labels[row],
            alternative_labels=columns.occupation_aliases[row],
            isco=columns.occupation_isco[row],
            requirements=requirements,
            source=columns.occupation_sources[row],
        )

    def _group(self, row: int) -> SkillGroup:
        columns = self.columns
        return SkillGroup(uri=columns.group_uris[row], label=columns.group_labels[row], code=columns.group_codes[row])

    def _neighbours(self, uri: str, edges: Ragged) -> tuple[str, ...]:
        node = self.columns.node(uri)
        return () if node is None else tuple(self.columns.node_uri(other) for other in edges[node].tolist())

    def _inverse(self, name: str) -> Ragged:
        if name not in self.memo:
            columns = self.columns
            skills = len(columns.skill_uris)
            self.memo[name] = (
                columns.broader.transposed(skills + len(columns.group_uris))
                if name == "broader"
                else columns.requirements.transposed(skills)
            )
        inverse: Ragged = self.memo[name]
        return inverse

    def _label_rows(self, what: str) -> dict[str, int]:
        if what + "-labels" not in self.memo:
            labels = self.columns.skill_labels if what == "skill" else self.columns.occupation_labels
            rows: dict[str, int] = {}
            for row, label in enumerate(labels):
                if label:
                    rows.setdefault(_fold(label), row)
            self.memo[what + "-labels"] = rows
        found: dict[str, int] = self.memo[what + "-labels"]
        return found

    def _alias_rows(self) -> dict[str, list[int]]:
        if "occupation-aliases" not in self.memo:
            rows: dict[str, list[int]] = {}
            for row, aliases in enumerate(self.columns.occupation_aliases.rows):
                for alias in aliases:
                    holders = rows.setdefault(_fold(alias), [])
                    if row not in holders:
                        holders.append(row)
            self.memo["occupation-aliases"] = rows
        found: dict[str, list[int]] = self.memo["occupation-aliases"]
        return found


def _fold(label: str) -> str:
    return " ".join(label.casefold().split())
