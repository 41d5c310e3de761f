"""The reader of ESCO's CSV layout, as the portal serves it: a classification zip and a relations zip.

Known versions are held against their counts, so that half a download is never taken for a framework.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.columns import Columns, LazyLists, Ragged
from stepladder.skills.frameworks.model import Framework
from stepladder.skills.frameworks.tables import Release, Table
from stepladder.skills.frameworks.values import REUSE_LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["ESCO_NOTICE", "KNOWN_COUNTS", "OPTIONAL_WEIGHT", "read_esco"]

ESCO_NOTICE = "This service uses the ESCO classification of the European Commission."
ESCO_LICENCE = "Commission Decision 2011/833/EU on the reuse of Commission documents, with the notice"
OPTIONAL_WEIGHT = 0.5

# What each release holds, counted once from the portal's own files.
KNOWN_COUNTS: dict[str, dict[str, int]] = {
    "1.1.0": {
        "skills": 13_891,
        "alternative_labels": 97_458,
        "labelled_occupations": 3_008,
        "occupations": 3_008,
        "essential": 65_096,
        "optional": 58_756,
        "isco_groups": 619,
    },
    "1.1.1": {
        "skills": 13_896,
        "alternative_labels": 97_483,
        "labelled_occupations": 3_007,
        "occupations": 3_008,
        "essential": 64_946,
        "optional": 58_909,
        "isco_groups": 619,
    },
}
_WORDS = {
    "skills": "skills",
    "alternative_labels": "alternative labels of skills",
    "labelled_occupations": "occupations in the occupation file",
    "occupations": "occupations in the relations",
    "essential": "essential relations",
    "optional": "optional relations",
    "isco_groups": "ISCO groups",
}

_KIND_CODES = {"": 0, "skill/competence": 1, "knowledge": 2}
_REUSE_CODES: dict[str, int] = {name: code for code, name in enumerate(REUSE_LEVELS)}
_RELATION_CODES = {"essential": 0, "optional": 1}
_TABLES = {
    "skills": r"skills_([a-z]{2})\.csv",
    "occupations": r"occupations_([a-z]{2})\.csv",
    "groups": r"skillgroups_([a-z]{2})\.csv",
    "isco": r"iscogroups_([a-z]{2})\.csv",
    "requirements": r"occupationskillrelations(?:_[a-z]{2})?\.csv",
    "broader": r"broaderrelationsskillpillar(?:_[a-z]{2})?\.csv",
    "related": r"skillskillrelations(?:_[a-z]{2})?\.csv",
}
_OPTIONAL_TABLES = {"related"}


def read_esco(paths: Sequence[Path], progress: Callable[[int, int], None] | None = None) -> Framework:
    """Return the ESCO framework in the given zips, folders or CSV files.

    ``progress`` is called with (bytes read, bytes in all). Raises `FrameworkError` with file and row for anything that
    is missing, damaged or not what the version is known to hold. Example::

        read_esco([Path("ESCO-v1.1.1-classification-en-csv.zip"), Path("ESCO-v1.1.1-relations-csv.zip")])
    """
    with Release([Path(path) for path in paths], progress) as release:
        reading = _Reading(release)
        reading.read()
    version = _version(paths, reading.counts())
    _assert_counts(version, reading.counts())
    return Framework(
        name="esco",
        version=version,
        title=f"ESCO {version}",
        notice=ESCO_NOTICE,
        licence=ESCO_LICENCE,
        language=reading.language,
        sources=tuple(sorted(release.sources, key=lambda source: source.name)),
        report=tuple(reading.report),
        isco_groups=reading.isco,
        columns=reading.columns(),
    )


class _Reading:
    """One pass over the files of a release, into plain lists."""

    def __init__(self, release: Release) -> None:
        self.release = release
        self.tables, self.language = _find_tables(release)
        self.report: list[str] = []
        self.isco: dict[str, str] = {}
        self.skills: list[tuple[str, str, list[str], int, int]] = []
        self.occupations: list[tuple[str, str, list[str], str]] = []
        self.groups: list[tuple[str, str, str]] = []
        self.skill_rows: dict[str, int] = {}
        self.occupation_rows: dict[str, int] = {}
        self.requirements: list[list[tuple[int, int]]] = []
        self.related: list[list[tuple[int, int]]] = []
        self.broader: list[list[int]] = []

    def read(self) -> None:
        self.release.expect(list(self.tables.values()))
        self._read_skills()
        self._read_occupations()
        self._read_groups()
        self._read_requirements()
        self._read_broader()
        if "related" in self.tables:
            self._read_related()
        if not self.related:
            self.related = [[] for _ in self.skills]

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

    def _read_skills(self) -> None:
        table = self.tables["skills"]
        columns = ("conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels")
        unstated: Counter[str] = Counter()
        for row, (uri, kind, reuse, label, aliases) in self.release.rows(table, columns):
            _unique(self.skill_rows, uri, len(self.skills), table, row)
            unstated["skill type"] += not kind
            unstated["reuse level"] += not reuse
            kind_code = _code(_KIND_CODES, kind, "skillType", table, row)
            reuse_code = _code(_REUSE_CODES, reuse, "reuseLevel", table, row)
            self.skills.append((uri, label, _split(aliases), kind_code, reuse_code))
        self.report += [
            f"{number} skills state no {what}; it is left empty." for what, number in unstated.items() if number
        ]

    def _read_occupations(self) -> None:
        table = self.tables["occupations"]
        columns = ("conceptUri", "iscoGroup", "preferredLabel", "altLabels")
        for row, (uri, isco, label, aliases) in self.release.rows(table, columns):
            _unique(self.occupation_rows, uri, len(self.occupations), table, row)
            self.occupations.append((uri, label, _split(aliases), isco))
        self.requirements = [[] for _ in self.occupations]

    def _read_groups(self) -> None:
        table = self.tables["groups"]
        seen: dict[str, int] = {}
        for row, (uri, label, code) in self.release.rows(table, ("conceptUri", "preferredLabel", "code")):
            _unique(seen, uri, len(self.groups), table, row)
            self.groups.append((uri, label, code))
        for _, (code, label) in self.release.rows(self.tables["isco"], ("code", "preferredLabel")):
            self.isco[code] = label

    def _read_requirements(self) -> None:
        table = self.tables["requirements"]
        unlabelled: Counter[str] = Counter()
        seen: set[tuple[int, int]] = set()
        repeated = 0
        for row, (uri, relation, skill) in self.release.rows(table, ("occupationUri", "relationType", "skillUri")):
            place = self.occupation_rows.get(uri)
            if place is None:
                place = self.occupation_rows[uri] = len(self.occupations)
                self.occupations.append((uri, "", [], ""))
                self.requirements.append([])
            if place >= 0 and not self.occupations[place][1]:
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

    def _read_broader(self) -> None:
        table = self.tables["broader"]
        nodes = {**self.skill_rows, **{group[0]: len(self.skills) + row for row, group in enumerate(self.groups)}}
        edges: list[dict[int, None]] = [{} for _ in nodes]
        unlabelled: list[str] = []
        for _, pair in self.release.rows(table, ("conceptUri", "broaderUri")):
            for uri in pair:
                if uri not in nodes:
                    nodes[uri] = len(nodes)
                    edges.append({})
                    self.groups.append((uri, "", ""))
                    unlabelled.append(uri)
            edges[nodes[pair[0]]][nodes[pair[1]]] = None
        if unlabelled:
            self.report.append(
                f"The hierarchy names {len(unlabelled)} groups that the group file lacks, such as {unlabelled[0]}: "
                "kept, unlabelled."
            )
        self.broader = [list(row) for row in edges]

    def _read_related(self) -> None:
        table = self.tables["related"]
        self.related = [[] for _ in self.skills]
        columns = ("originalSkillUri", "relationType", "relatedSkillUri")
        for row, (one, relation, other) in self.release.rows(table, columns):
            edge = (
                _known(self.skill_rows, other, "skill", table, row),
                _code(_RELATION_CODES, relation, "relationType", table, row),
            )
            self.related[_known(self.skill_rows, one, "skill", table, row)].append(edge)

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


def _find_tables(release: Release) -> tuple[dict[str, Table], str]:
    found: dict[str, Table] = {}
    language = "en"
    for kind, pattern in _TABLES.items():
        for name, table in release.tables.items():
            match = re.fullmatch(pattern, name)
            if match:
                found[kind] = table
                language = match[1] if match.groups() else language
    missing = [kind for kind in _TABLES if kind not in found and kind not in _OPTIONAL_TABLES]
    if missing:
        names = ", ".join(sorted(table.name for table in release.tables.values())) or "no CSV file"
        wanted = dict.fromkeys(("skills", "occupations", "groups", "isco"), "classification")
        parts = sorted({wanted.get(kind, "relations") for kind in missing})
        raise FrameworkError(
            f"These files lack ESCO's {' and '.join(parts)} tables ({', '.join(missing)}); they hold {names}",
            code="framework.wrong_file",
            hint="Give both zips of the CSV download: the classification and the relations.",
        )
    return found, language


def _version(paths: Sequence[Path], counts: dict[str, int]) -> str:
    for path in paths:
        for part in (Path(path).name, Path(path).resolve().parent.name):
            match = re.search(r"(?:^|[^0-9])(\d+\.\d+\.\d+)(?:[^0-9]|$)", part)
            if match:
                return match[1]
    for version, known in KNOWN_COUNTS.items():
        if known == counts:
            return version
    return "unknown"


def _assert_counts(version: str, counts: dict[str, int]) -> None:
    for what, expected in KNOWN_COUNTS.get(version, {}).items():
        if counts[what] != expected:
            raise FrameworkError(
                f"ESCO {version} holds {expected:,} {_WORDS[what]}; these files hold {counts[what]:,}",
                code="framework.count_mismatch",
                hint="Download both zips of the same release again, whole and in one language.",
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
