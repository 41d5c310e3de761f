"""The reader of Rich Skill Descriptors as CSV: what the Open Skills Management Tool exports, and its import layout.

A descriptor's name is the skill's label, its statement a detail. Keywords, standards, certifications, employers and
authors are details too, a category is a group. Occupation codes become occupations that ask for the skill as optional:
a descriptor says that a skill is used in an occupation, not that nobody works there without it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.csv_cells import LONGEST_NAME, LONGEST_TEXT
from stepladder.skills.frameworks.delimited import Delimited, file_source
from stepladder.skills.frameworks.extras import Extras, Lazy, Match
from stepladder.skills.frameworks.model import Framework, Occupation, Requirement, Skill, SkillGroup
from stepladder.skills.frameworks.naming import checked_name
from stepladder.skills.frameworks.onet import occupation_uri
from stepladder.skills.frameworks.problems import Problems

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

__all__ = ["read_rsd"]

# The headings of the tool's versions, folded, by what they mean.
_HEADINGS = {
    "uri": ("canonicalurl",),
    "name": ("rsdname", "skillname"),
    "statement": ("skillstatement", "contextualizedskillstatement"),
    "category": ("category", "categories", "skillcategory"),
    "keyword": ("keywords",),
    "standard": ("standards", "professionalstandards"),
    "certification": ("certifications",),
    "employer": ("employers",),
    "author": ("author", "authors"),
    "collection": ("collection", "collections"),
    "detailed": ("detailedoccupations", "blsdetailedoccupation"),
    "job": ("onetjobcodes", "onetjobrole", "onetjobroles"),
    "wide": (
        *("occupationmajorgroups", "occupationminorgroups", "broadoccupations", "majoroccupations"),
        *("minoroccupations", "blsmajorgroup", "blsminorgroup", "blsbroadoccupation"),
    ),
}
_DETAILS = ("keyword", "standard", "certification", "employer", "author", "collection")
_ALIGNMENT = re.compile(r"alignment(\d*)(name|title|url|framework|)")
_CODE = re.compile(r"\d{2}-\d{4}(?:\.\d{2})?")
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def read_rsd(
    path: Path, *, name: str, version: str, title: str = "", progress: Callable[[int, int], None] | None = None
) -> Framework:
    """Return the descriptors in a CSV file of the Open Skills Management Tool as a framework.

    Raises `FrameworkError` for another layout, and `FrameworkProblemsError` with row and column of what is wrong.
    """
    checked_name(name, version)
    table = Delimited.of(path)
    reading = _Reading(name, table.header, path.name)
    hint = "Mend these rows and import again; nothing was stored."
    with Problems(path.name, hint=hint) as problems, closing(table.rows(progress)) as rows:
        for row, cells in rows:
            reading.take(row, cells, problems)
    return Framework.build(
        name=name,
        version=version,
        title=title or f"{name} {version}",
        notice="Rich Skill Descriptors of " + (", ".join(sorted(reading.authors)[:5]) or "an unnamed author") + ".",
        skills=reading.skills.values(),
        groups=[SkillGroup(uri=uri, label=label) for label, uri in reading.groups.items()],
        broader=reading.broader,
        occupations=[
            Occupation(
                uri=occupation_uri(code),
                label=code,
                requirements=tuple(Requirement(skill=uri, relation="optional", weight=0.5) for uri in skills),
            )
            for code, skills in sorted(reading.occupations.items())
        ],
        sources=[file_source(path)],
        report=reading.report(),
        extras=Extras(details=Lazy(reading.details), matches=Lazy(tuple(reading.matches))),
    )


def _folded(heading: str) -> str:
    return "".join(letter for letter in heading.casefold() if letter.isalnum())


class _Reading:
    """What was read so far."""

    def __init__(self, name: str, header: Sequence[str], file: str) -> None:
        self.base = f"urn:stepladder:{quote(name, safe='')}"
        self.header = header
        self.columns: dict[str, list[int]] = defaultdict(list)
        self.alignments: dict[str, dict[str, int]] = defaultdict(dict)
        unread = []
        for place, heading in enumerate(header):
            folded = _folded(heading)
            meant = next((what for what, words in _HEADINGS.items() if folded in words), "")
            if meant:
                self.columns[meant].append(place)
            elif match := _ALIGNMENT.fullmatch(folded):
                part = {"title": "name", "": "url"}.get(match[2], match[2])
                self.alignments[match[1] or "1"].setdefault(part, place)
            elif heading:
                unread.append(heading)
        self.unread = unread
        if "name" not in self.columns or "statement" not in self.columns:
            raise FrameworkError(
                f"{file} lacks 'RSD Name' or 'Skill Statement'; it has {', '.join(filter(None, header))[:500]}",
                code="framework.missing_column",
                where=f"{file}, row 1",
                hint="Export from the Open Skills Management Tool, or use `stepladder frameworks import csv`.",
            )
        self.skills: dict[str, Skill] = {}
        self.rows: dict[str, int] = {}
        self.groups: dict[str, str] = {}
        self.broader: list[tuple[str, str]] = []
        self.details: dict[str, dict[str, list[str]]] = {}
        self.matches: dict[Match, None] = {}
        self.occupations: dict[str, list[str]] = defaultdict(list)
        self.authors: set[str] = set()
        self.no_code = 0

    def take(self, row: int, cells: list[str], problems: Problems) -> None:
        """Take a descriptor."""
        name, statement = (" ".join(self._cell(cells, what).split()) for what in ("name", "statement"))
        for what, text, most in (("name", name, LONGEST_NAME), ("statement", statement, LONGEST_TEXT)):
            where = f"row {row}, column {self.header[self.columns[what][0]]!r}"
            if not text:
                problems.add("is empty", where, "framework.missing_value")
            elif len(text) > most:
                problems.add(
                    f"is {len(text):,} characters long; at most {most:,} are read", where, "framework.field_too_large"
                )
        if len(cells) > len(self.header) and any(cells[len(self.header) :]):
            said = f"has {len(cells)} cells, and the header has {len(self.header)}: is a delimiter inside a name?"
            problems.add(said, f"row {row}", "framework.long_row")
        stated = self._cell(cells, "uri")
        if stated and not _URI.fullmatch(stated):
            where = f"row {row}, column {self.header[self.columns['uri'][0]]!r}"
            problems.add(f"is {stated[:80]!r}; expected a URL", where, "framework.unknown_value")
        uri = stated or f"{self.base}:skill:{quote(name[:LONGEST_NAME], safe='')}"
        if uri in self.skills:
            what = "URL" if stated else "name"
            problems.add(f"has the {what} of row {self.rows[uri]}", f"row {row}", "framework.duplicate_uri")
            return
        self.rows[uri] = row
        self.skills[uri] = Skill(uri=uri, label=name)
        self._details(uri, statement, cells)
        self._occupations(uri, cells)
        self._alignments(uri, cells)

    def _details(self, uri: str, statement: str, cells: list[str]) -> None:
        details = {"statement": [statement], **{what: self._list(cells, what) for what in _DETAILS}}
        details["occupation_group"] = self._list(cells, "wide")
        self.authors.update(details["author"])
        self.details[uri] = {what: texts for what, texts in details.items() if texts}
        for label in self._list(cells, "category"):
            group = self.groups.setdefault(label, f"{self.base}:group:{quote(label, safe='')}")
            self.broader.append((uri, group))

    def _occupations(self, uri: str, cells: list[str]) -> None:
        """Take the codes of O*NET, and detailed SOC codes that none of them refines."""
        codes = [match[0] for text in self._list(cells, "job") for match in [_CODE.search(text)] if match]
        refined = {code[:7] for code in codes}
        detailed = [match[0] for text in self._list(cells, "detailed") for match in [_CODE.search(text)] if match]
        codes += [code for code in detailed if code[:7] not in refined]
        self.no_code += not codes and bool(self._list(cells, "job") or self._list(cells, "detailed"))
        for code in dict.fromkeys(code if "." in code else f"{code}.00" for code in codes):
            self.occupations[code].append(uri)

    def _alignments(self, uri: str, cells: list[str]) -> None:
        for parts in self.alignments.values():
            listed = {part: _split(cells[place]) for part, place in parts.items()}
            names, frameworks = listed.get("name", []), listed.get("framework", [])
            targets = listed.get("url", [])
            for number, target in enumerate(targets):
                label = names[number] if len(names) == len(targets) else ""
                framework = frameworks[number] if len(frameworks) == len(targets) else " ".join(frameworks[:1])
                match = Match(skill=uri, relation="related", target=target, label=label, framework=framework)
                self.matches[match] = None

    def _cell(self, cells: list[str], what: str) -> str:
        return next((cells[place].strip() for place in self.columns.get(what, ()) if cells[place].strip()), "")

    def _list(self, cells: list[str], what: str) -> list[str]:
        found = (text for place in self.columns.get(what, ()) for text in _split(cells[place]))
        return list(dict.fromkeys(found))

    def report(self) -> list[str]:
        """Say in sentences what the owner may not expect."""
        return [
            *(
                ["Occupations are known by their code alone; descriptors name no relation, so each skill is optional."]
                if self.occupations
                else []
            ),
            *([f"{self.no_code:,} descriptors name occupations without a code: not kept."] if self.no_code else []),
            *([f"Columns that were not read: {', '.join(self.unread)[:500]}."] if self.unread else []),
        ]


def _split(cell: str) -> list[str]:
    return [text for text in (part.strip() for part in cell.replace("\n", ";").split(";")) if text]
