"""The reader of a company's own table: a row is a skill, or a skill that an occupation or role asks for.

A skill may come in many rows where the table has occupations; what its rows say of it must agree. Identifiers that are
no URIs, and skills that have only a name, get URNs under the framework's name, the same ones at every import.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from stepladder.skills.frameworks.csv_cells import Cells, Row
from stepladder.skills.frameworks.delimited import Delimited, file_source
from stepladder.skills.frameworks.extras import Extras, Lazy, Words
from stepladder.skills.frameworks.hierarchy import circle_in
from stepladder.skills.frameworks.model import Framework, Occupation, Requirement, Skill, SkillGroup
from stepladder.skills.frameworks.naming import checked_language, checked_name
from stepladder.skills.frameworks.problems import Problems
from stepladder.skills.frameworks.values import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from stepladder.skills.frameworks.csv_mapping import CsvMapping

__all__ = ["csv_sources", "read_csv"]

_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_PLAIN = re.compile(r"[A-Za-z0-9_.~ -]*")
_DETAILS = {"description": "statement", "keywords": "keyword", "code": "code"}


def csv_sources(path: Path, mapping: CsvMapping) -> tuple[Source, ...]:
    """Return what an import depends on: the file, and the mapping as a source of its own."""
    said = json.dumps(mapping.to_json(), sort_keys=True, ensure_ascii=False).encode()
    return (file_source(path), Source(name="mapping", sha256=hashlib.sha256(said).hexdigest(), size=len(said)))


def read_csv(
    path: Path,
    *,
    name: str,
    version: str,
    mapping: CsvMapping,
    title: str = "",
    language: str = "en",
    notice: str = "",
    licence: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Framework:
    """Return the framework in somebody's own CSV file, read as ``mapping`` says.

    Raises `FrameworkError` for a file that cannot be read at all or a mapping that does not fit it, and
    `FrameworkProblemsError` with row and column of everything that is wrong in its rows. Example::

        read_csv(Path("skills.csv"), name="acme", version="2026", mapping=CsvMapping(columns={"label": "Kompetenz"}))
    """
    checked_name(name, version)
    checked_language(language)
    table = Delimited.of(path, encoding=mapping.encoding, delimiter=mapping.delimiter)
    mapping.check(path.name, table.header)
    reading = _Reading(name, mapping)
    with Problems(path.name, hint="Mend these rows and import again; nothing was stored.") as problems:
        cells = Cells(table.header, mapping, problems, mapping.scale_of(name))
        with closing(table.rows(progress)) as rows:
            for row in cells.rows(rows):
                reading.take(row, problems)
        reading.finish(problems)
    unread = [column for column in table.header if column and column not in mapping.columns.values()]
    return Framework.build(
        name=name,
        version=version,
        title=title or f"{name} {version}",
        language=language,
        notice=notice,
        licence=licence,
        skills=[one.skill for one in reading.skills.values()],
        occupations=[one.value() for one in reading.occupations.values()],
        groups=[SkillGroup(uri=uri, label=label) for label, uri in reading.groups.items()],
        broader=reading.broader,
        scales=[cells.scale] if cells.scale else [],
        sources=csv_sources(path, mapping),
        report=reading.report(unread),
        extras=reading.extras(),
    )


@dataclass(slots=True)
class _Skill:
    skill: Skill
    row: int
    said: list[str]
    above: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Occupation:
    uri: str
    label: str
    isco: str
    row: int
    requirements: dict[str, tuple[Requirement, int]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def value(self) -> Occupation:
        return Occupation(
            uri=self.uri,
            label=self.label,
            isco=self.isco,
            requirements=tuple(requirement for requirement, _ in self.requirements.values()),
        )


class _Reading:
    """What was read so far; rows are counted as a spreadsheet counts them, the header is row 1."""

    def __init__(self, name: str, mapping: CsvMapping) -> None:
        self.base = f"urn:stepladder:{quote(name, safe='')}"
        self.mapping = mapping
        self.uris: dict[tuple[str, str, bool], str] = {}
        self.detailed = [name for name in _DETAILS if name in mapping.columns]
        self.skills: dict[str, _Skill] = {}
        self.occupations: dict[str, _Occupation] = {}
        self.groups: dict[str, str] = {}
        self.broader: list[tuple[str, str]] = []
        self.details: dict[str, dict[str, list[str]]] = {}
        self.words: dict[str, dict[str, tuple[str, list[str]]]] = {}

    def take(self, row: Row, problems: Problems) -> None:
        """Take a row: its skill, its occupation, and that one asks for the other."""
        skill = self._skill(row, problems)
        if not row.text("occupation"):
            if not skill:
                row.wrong(
                    "label" if "label" in self.mapping.columns else "skill", "is empty", "framework.missing_value"
                )
            return
        occupation = self._occupation(row)
        if not skill:
            return
        before = occupation.requirements.get(skill)
        if before is not None:
            row.wrong("occupation", f"asks for this skill in row {before[1]} already", "framework.duplicate_relation")
            return
        requirement = row.requirement(skill)
        if requirement is not None:
            occupation.requirements[skill] = (requirement, row.number)

    def _skill(self, row: Row, problems: Problems) -> str:
        named, label = row.text("skill"), " ".join(row.text("label").split())
        if not named and not label:
            return ""
        uri = self._uri("skill", named or label, is_id=bool(named))
        known = self.skills.get(uri)
        if known is None:
            known = self.skills[uri] = _Skill(row.skill(uri, label or named), row.number, row.said_of_skill())
            self._note(row, uri)
        elif "occupation" not in self.mapping.columns:
            text = f"the skill {named or label!r} stands in row {known.row} already"
            problems.add(text, f"row {row.number}", "framework.duplicate_uri")
        elif row.said_of_skill() != known.said:
            for name in row.differing(known.said):
                row.wrong(name, f"differs from row {known.row} for the same skill", "framework.contradiction")
        for parent in row.texts("parent"):
            known.above.setdefault(parent, row.number)
        return uri

    def _uri(self, kind: str, named: str, *, is_id: bool = True) -> str:
        known = self.uris.get((kind, named, is_id))
        if known is None:
            known = self.uris[kind, named, is_id] = self._new_uri(kind, named, is_id=is_id)
        return known

    def _new_uri(self, kind: str, named: str, *, is_id: bool) -> str:
        if is_id and _URI.fullmatch(named):
            return named
        tail = named.replace(" ", "%20") if _PLAIN.fullmatch(named) else quote(named, safe="")
        return f"{self.base}:{kind}:{tail}"

    def _note(self, row: Row, uri: str) -> None:
        for name in self.detailed:
            if texts := row.texts(name) if name == "keywords" else [text for text in (row.text(name),) if text]:
                self.details.setdefault(uri, {})[_DETAILS[name]] = texts
        for language, label, aliases in row.words("label", "alternative_labels"):
            self.words.setdefault(language, {})[uri] = (label, aliases)
        for label in row.texts("group"):
            group = self.groups.get(label) or self.groups.setdefault(label, self._uri("group", label, is_id=False))
            self.broader.append((uri, group))

    def _occupation(self, row: Row) -> _Occupation:
        named, label = row.text("occupation"), row.text("occupation_label")
        uri = self._uri("occupation", named)
        known = self.occupations.get(uri)
        if known is None:
            known = self.occupations[uri] = _Occupation(uri, label or named, row.text("isco"), row.number)
            known.words = {language: text for language, text, _ in row.words("occupation_label", "")}
        elif label and label != known.label:
            row.wrong(
                "occupation_label", f"differs from row {known.row} for the same occupation", "framework.contradiction"
            )
        return known

    def finish(self, problems: Problems) -> None:
        """Find what the parents name, and that nothing is broader than itself."""
        by_id = {uri.removeprefix(f"{self.base}:skill:"): uri for uri in self.skills}
        by_label: dict[str, list[str]] = {}
        for uri, one in self.skills.items():
            by_label.setdefault(one.skill.label, []).append(uri)
        column = self.mapping.columns.get("parent", "")
        for uri, one in self.skills.items():
            for parent, row in one.above.items():
                known = parent if parent in self.skills else by_id.get(quote(parent, safe=""))
                above = [known] if known else by_label.get(parent, [])
                where = f"row {row}, column {column!r}"
                if not above:
                    problems.add(f"{parent[:80]!r} is no skill of this table", where, "framework.dangling_relation")
                elif len(above) > 1:
                    said = f"{len(above)} skills are called {parent[:80]!r}: name its identifier"
                    problems.add(said, where, "framework.ambiguous_name")
                else:
                    self.broader.append((uri, above[0]))
        self._refuse_circles(problems, column)

    def _refuse_circles(self, problems: Problems, column: str) -> None:
        places = {uri: place for place, uri in enumerate([*self.skills, *self.groups.values()])}
        edges: list[list[int]] = [[] for _ in places]
        for narrow, wide in self.broader:
            edges[places[narrow]].append(places[wide])
        if circle := circle_in(edges):
            skills = list(self.skills.values())
            names = " is narrower than ".join(repr(skills[place].skill.label) for place in circle[:6])
            problems.add(
                f"goes round in a circle: {names}",
                f"row {skills[circle[0]].row}, column {column!r}",
                "framework.circle",
            )

    def report(self, unread: Iterable[str]) -> list[str]:
        """Say in sentences what the owner may not expect."""
        labels = Counter(one.skill.label.casefold() for one in self.skills.values())
        shared = [label for label, number in labels.items() if number > 1]
        columns = list(unread)
        return [
            *([f"Columns that were not read: {', '.join(columns)[:500]}."] if columns else []),
            *([f"{len(shared):,} names are shared by several skills, such as {shared[0][:100]!r}."] if shared else []),
        ]

    def extras(self) -> Extras:
        """Return the words in other languages and what is stated beside names."""
        words = {}
        others = {language for one in self.occupations.values() for language in one.words}
        for language in sorted(self.words.keys() | others):
            said = self.words.get(language, {})
            words[language] = Lazy(
                Words(
                    skills=[said.get(uri, ("", []))[0] for uri in self.skills],
                    skill_aliases=[said.get(uri, ("", []))[1] for uri in self.skills],
                    occupations=[one.words.get(language, "") for one in self.occupations.values()],
                )
            )
        return Extras(words=words, details=Lazy(self.details))
