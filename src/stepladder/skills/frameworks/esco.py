"""The reader of ESCO's CSV layout, as the portal serves it: a classification zip and a relations zip.

Known versions are held against their counts, so that half a download is never taken for a framework.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.columns import Columns, LazyLists, Ragged
from stepladder.skills.frameworks.esco_tables import KNOWN_COUNTS, assert_counts, find_tables, version_of
from stepladder.skills.frameworks.extras import Extras, Lazy, Words
from stepladder.skills.frameworks.hierarchy import circle_in
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.tables import Release, Table
from stepladder.skills.frameworks.values import REUSE_LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["ESCO_NOTICE", "KNOWN_COUNTS", "OPTIONAL_WEIGHT", "read_esco"]

ESCO_NOTICE = "This service uses the ESCO classification of the European Commission."
ESCO_LICENCE = "Commission Decision 2011/833/EU on the reuse of Commission documents, with the notice"
OPTIONAL_WEIGHT = 0.5

_KIND_CODES = {"": 0, "skill/competence": 1, "knowledge": 2}
_REUSE_CODES: dict[str, int] = {name: code for code, name in enumerate(REUSE_LEVELS)}
_RELATION_CODES = {"essential": 0, "optional": 1}


def read_esco(
    paths: Sequence[Path], progress: Callable[[int, int], None] | None = None, *, words_only: bool = False
) -> Framework:
    """Return the ESCO framework in the given zips, folders or CSV files.

    The language is that of the file names (``skills_fr.csv``); files of several languages give one framework that
    speaks all of them. With ``words_only`` the relations may be missing: what is returned then has skills, occupations
    and their names, to be joined with a release that is there (`stepladder.skills.frameworks.languages.joined`).
    ``progress`` is called with (bytes read, bytes in all). Raises `FrameworkError` with file and row for anything that
    is missing, damaged or not what the version is known to hold. Example::

        read_esco([Path("ESCO-v1.1.1-classification-en-csv.zip"), Path("ESCO-v1.1.1-relations-csv.zip")])
    """
    with Release([Path(path) for path in paths], progress) as release:
        reading = _Reading(release, words_only=words_only)
        reading.read()
    version = version_of(paths, reading.counts())
    if not words_only:
        assert_counts(version, reading.counts(), reading.tables.language)
    return Framework(
        name="esco",
        version=version,
        title=f"ESCO {version}",
        notice=ESCO_NOTICE,
        licence=ESCO_LICENCE,
        language=reading.tables.language,
        sources=tuple(sorted(release.sources, key=lambda source: source.name)),
        report=tuple(reading.report),
        isco_groups=reading.isco,
        extras=Extras(words={tag: Lazy(words) for tag, words in reading.words.items()}, details=Lazy(reading.details)),
        columns=reading.columns(),
    )


class _Reading:
    """One pass over the files of a release, into plain lists."""

    def __init__(self, release: Release, *, words_only: bool = False) -> None:
        self.release = release
        self.tables = find_tables(release, words_only=words_only)
        self.report: list[str] = []
        self.isco: dict[str, str] = {}
        self.words: dict[str, Words] = {}
        self.details: dict[str, dict[str, list[str]]] = {}
        self.skills: list[tuple[str, str, list[str], int, int]] = []
        self.occupations: list[tuple[str, str, list[str], str]] = []
        self.groups: list[tuple[str, str, str]] = []
        self.skill_rows: dict[str, int] = {}
        self.occupation_rows: dict[str, int] = {}
        self.requirements: list[list[tuple[int, int]]] = []
        self.related: list[list[tuple[int, int]]] = []
        self.broader: list[list[int]] = []

    def read(self) -> None:
        tables, relations = self.tables.classification, self.tables.relations
        others = [table for words in self.tables.words.values() for table in words.values()]
        self.release.expect([*tables.values(), *relations.values(), *others])
        self._read_skills(tables["skills"])
        self._read_occupations(tables["occupations"])
        self._read_groups(tables["groups"], tables["isco"])
        if "requirements" in relations:
            self._read_requirements(relations["requirements"])
        if "broader" in relations:
            self._read_broader(relations["broader"])
        if "related" in relations:
            self._read_related(relations["related"])
        self.broader = self.broader or [[] for _ in (*self.skills, *self.groups)]
        self.related = self.related or [[] for _ in self.skills]
        for language, words in self.tables.words.items():
            self.words[language] = self._read_words(words)

    def counts(self) -> dict[str, int]:
        optional = sum(relation for row in self.requirements for _, relation in row)
        return {
            "skills": len(self.skills),
            "alternative_labels": sum(len(skill[2]) for skill in self.skills),
            "labelled_occupations": sum(1 for occupation in self.occupations if occupation[1]),
            "occupations": sum(1 for row in self.requirements if row),
            "essential": sum(len(row) for row in self.requirements) - optional,
            "optional": optional,
            "isco_groups": len(self.isco),
        }

    def _read_skills(self, table: Table) -> None:
        columns = ("conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels")
        unstated: Counter[str] = Counter()
        for row, (uri, kind, reuse, label, aliases, description) in self.release.rows(table, columns, ("description",)):
            _unique(self.skill_rows, uri, len(self.skills), table, row)
            unstated["skill type"] += not kind
            unstated["reuse level"] += not reuse
            kind_code = _code(_KIND_CODES, kind, "skillType", table, row)
            reuse_code = _code(_REUSE_CODES, reuse, "reuseLevel", table, row)
            self.skills.append((uri, label, _split(aliases), kind_code, reuse_code))
            if description.strip():
                self.details[uri] = {"statement": [description.strip()]}
        self.report += [
            f"{number} skills state no {what}; it is left empty." for what, number in unstated.items() if number
        ]

    def _read_occupations(self, table: Table) -> None:
        columns = ("conceptUri", "iscoGroup", "preferredLabel", "altLabels")
        for row, (uri, isco, label, aliases) in self.release.rows(table, columns):
            _unique(self.occupation_rows, uri, len(self.occupations), table, row)
            self.occupations.append((uri, label, _split(aliases), isco))
        self.requirements = [[] for _ in self.occupations]

    def _read_groups(self, table: Table, isco: Table) -> None:
        seen: dict[str, int] = {}
        for row, (uri, label, code) in self.release.rows(table, ("conceptUri", "preferredLabel", "code")):
            _unique(seen, uri, len(self.groups), table, row)
            self.groups.append((uri, label, code))
        for _, (code, label) in self.release.rows(isco, ("code", "preferredLabel")):
            self.isco[code] = label

    def _read_requirements(self, table: Table) -> None:
        unlabelled: Counter[str] = Counter()
        known = len(self.occupations)
        seen: set[tuple[int, int]] = set()
        repeated = 0
        for row, (uri, relation, skill) in self.release.rows(table, ("occupationUri", "relationType", "skillUri")):
            place = self.occupation_rows.get(uri)
            if place is None:
                place = self.occupation_rows[uri] = len(self.occupations)
                self.occupations.append((uri, "", [], ""))
                self.requirements.append([])
            if place >= known:
                unlabelled[uri] += 1
            edge = (
                _known(self.skill_rows, skill, "skill", table, row),
                _code(_RELATION_CODES, relation, "relationType", table, row),
            )
            if (place, edge[0]) in seen:
                repeated += 1
                continue
            seen.add((place, edge[0]))
            self.requirements[place].append(edge)
        for uri, number in unlabelled.items():
            self.report.append(
                f"{number} relations name the occupation {uri}, which the occupation file lacks: kept, unlabelled."
            )
        if repeated:
            self.report.append(
                f"{repeated} relations between an occupation and a skill come twice; the first was kept."
            )

    def _read_broader(self, table: Table) -> None:
        nodes = {**self.skill_rows, **{group[0]: len(self.skills) + row for row, group in enumerate(self.groups)}}
        edges: list[dict[int, int]] = [{} for _ in nodes]
        unlabelled: list[str] = []
        for row, pair in self.release.rows(table, ("conceptUri", "broaderUri")):
            for uri in pair:
                if uri not in nodes:
                    nodes[uri] = len(nodes)
                    edges.append({})
                    self.groups.append((uri, "", ""))
                    unlabelled.append(uri)
            edges[nodes[pair[0]]].setdefault(nodes[pair[1]], row)
        if unlabelled:
            self.report.append(
                f"The hierarchy names {len(unlabelled)} groups that the group file lacks, such as {unlabelled[0]}: "
                "kept, unlabelled."
            )
        self.broader = [list(row) for row in edges]
        if circle := circle_in(self.broader):
            uris = list(nodes)
            raise FrameworkError(
                f"{table.name} goes round in a circle: " + " is narrower than ".join(uris[node] for node in circle[:6]),
                code="framework.circle",
                where=f"{table.where}, row {edges[circle[0]][circle[1]]}",
                hint="Nothing is broader than itself. Use the file as the portal serves it.",
            )

    def _read_related(self, table: Table) -> None:
        self.related = [[] for _ in self.skills]
        columns = ("originalSkillUri", "relationType", "relatedSkillUri")
        for row, (one, relation, other) in self.release.rows(table, columns):
            edge = (
                _known(self.skill_rows, other, "skill", table, row),
                _code(_RELATION_CODES, relation, "relationType", table, row),
            )
            self.related[_known(self.skill_rows, one, "skill", table, row)].append(edge)

    def _read_words(self, tables: Mapping[str, Table]) -> Words:
        """Return the names in another language, row by row of what was read; names of anything else are left."""
        skills = self._names(tables["skills"], self.skill_rows)
        occupations = self._names(tables["occupations"], self.occupation_rows)
        groups = self._names(tables["groups"], {group[0]: row for row, group in enumerate(self.groups)}, aliases=False)
        isco = {code: label for _, (code, label) in self.release.rows(tables["isco"], ("code", "preferredLabel"))}
        return Words(
            skills=[label for label, _ in skills],
            skill_aliases=[aliases for _, aliases in skills],
            occupations=[label for label, _ in occupations],
            occupation_aliases=[aliases for _, aliases in occupations],
            groups=[label for label, _ in groups],
            isco_groups=isco,
        )

    def _names(self, table: Table, rows: Mapping[str, int], *, aliases: bool = True) -> list[tuple[str, list[str]]]:
        names: list[tuple[str, list[str]]] = [("", [])] * (max(rows.values(), default=-1) + 1)
        for _, cells in self.release.rows(
            table, ("conceptUri", "preferredLabel", *(("altLabels",) if aliases else ()))
        ):
            if cells[0] in rows:
                names[rows[cells[0]]] = (cells[1], _split(cells[2]) if aliases else [])
        return names

    def columns(self) -> Columns:
        """Return what was read, as the columns of a framework."""
        relations = np.array([relation for row in self.requirements for _, relation in row], dtype=np.uint8)
        return Columns(
            skill_uris=[skill[0] for skill in self.skills],
            skill_labels=[skill[1] for skill in self.skills],
            skill_aliases=LazyLists([skill[2] for skill in self.skills]),
            skill_kinds=np.array([skill[3] for skill in self.skills], dtype=np.uint8),
            skill_reuse=np.array([skill[4] for skill in self.skills], dtype=np.uint8),
            occupation_uris=[occupation[0] for occupation in self.occupations],
            occupation_labels=[occupation[1] for occupation in self.occupations],
            occupation_aliases=LazyLists([occupation[2] for occupation in self.occupations]),
            occupation_isco=[occupation[3] for occupation in self.occupations],
            occupation_sources=["" for _ in self.occupations],
            requirements=Ragged.of([[skill for skill, _ in row] for row in self.requirements]),
            requirement_relations=relations,
            requirement_weights=np.where(relations == 0, 1.0, OPTIONAL_WEIGHT).astype(np.float32),
            requirement_scales=np.zeros(len(relations), dtype=np.uint8),
            requirement_levels=np.zeros(len(relations), dtype=np.float32),
            group_uris=[group[0] for group in self.groups],
            group_labels=[group[1] for group in self.groups],
            group_codes=[group[2] for group in self.groups],
            broader=Ragged.of(self.broader),
            related=Ragged.of([[skill for skill, _ in row] for row in self.related]),
            related_relations=np.array([relation for row in self.related for _, relation in row], dtype=np.uint8),
        )


def _unique(rows: dict[str, int], uri: str, place: int, table: Table, row: int) -> None:
    if not uri:
        raise FrameworkError(
            f"{table.name} has no URI in row {row}", code="framework.missing_value", where=f"{table.where}, row {row}"
        )
    if rows.setdefault(uri, place) != place:
        raise FrameworkError(
            f"{table.name} holds {uri} twice",
            code="framework.duplicate_uri",
            where=f"{table.where}, row {row}",
            hint="Use the file as the portal serves it.",
        )


def _known(rows: dict[str, int], uri: str, what: str, table: Table, row: int) -> int:
    try:
        return rows[uri]
    except KeyError:
        raise FrameworkError(
            f"{table.name} names the {what} {uri or '(empty)'}, which the release lacks",
            code="framework.dangling_relation",
            where=f"{table.where}, row {row}",
            hint="Take classification and relations from the same release.",
        ) from None


def _code(codes: dict[str, int], value: str, column: str, table: Table, row: int) -> int:
    try:
        return codes[value]
    except KeyError:
        raise FrameworkError(
            f"{table.name} has {value!r} as {column}; expected one of {', '.join(repr(one) for one in codes)}",
            code="framework.unknown_value",
            where=f"{table.where}, row {row}",
        ) from None


def _split(aliases: str) -> list[str]:
    # The portal separates alternative labels by a line feed; its collections use a bar.
    return [alias for alias in (part.strip() for part in aliases.split("\n")) if alias]
