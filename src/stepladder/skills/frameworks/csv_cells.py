"""The cells of one row of somebody's own table, read as its mapping says; what cannot be is noted with its place."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Literal, TypeVar

from stepladder.skills.frameworks.values import REUSE_LEVELS, Requirement, Skill

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from stepladder.skills.frameworks.csv_mapping import CsvMapping
    from stepladder.skills.frameworks.problems import Problems
    from stepladder.skills.frameworks.values import Kind, Relation, ReuseLevel
    from stepladder.skills.proficiency import ProficiencyLevel, ProficiencyScale

__all__ = ["LONGEST_NAME", "LONGEST_TEXT", "Cells", "Row"]

Found = TypeVar("Found", bound=str)

LONGEST_NAME = 1_000
LONGEST_TEXT = 20_000
_NAMES = ("skill", "label", "occupation", "occupation_label", "code", "isco", "parent", "group")
_GUARDED = re.compile(r"'[=+\-@\t\r]")
_ASKED = ("relation", "weight", "importance", "level")
_OF_SKILL = ("label", "alternative_labels", "description", "kind", "reuse_level", "keywords", "code", "group")
_SKILL_WORDS = ("skill", "skill/competence", "competence", "fertigkeit", "kompetenz", "compétence")
_KNOWLEDGE_WORDS = ("knowledge", "wissen", "kenntnis", "savoir", "connaissance")
_KINDS: dict[str, Kind] = {
    "": "",
    **dict.fromkeys(_SKILL_WORDS, "skill"),
    **dict.fromkeys(_KNOWLEDGE_WORDS, "knowledge"),
}
_ESSENTIAL_WORDS = (
    *("", "essential", "required", "mandatory", "must", "yes", "x"),
    *("muss", "erforderlich", "essentiel", "obligatoire", "esencial"),
)
_OPTIONAL_WORDS = (
    *("optional", "preferred", "desirable", "nice to have", "can"),
    *("kann", "wünschenswert", "optionnel", "facultatif", "opcional"),
)
_RELATIONS: dict[str, Relation] = {
    **dict.fromkeys(_ESSENTIAL_WORDS, "essential"),
    **dict.fromkeys(_OPTIONAL_WORDS, "optional"),
}
_REUSE_LEVELS: dict[str, ReuseLevel] = {level: level for level in REUSE_LEVELS}


class Cells:
    """Rows of cells as `Row`, with what is the same for all of them."""

    def __init__(
        self, header: Sequence[str], mapping: CsvMapping, problems: Problems, scale: ProficiencyScale | None
    ) -> None:
        self.places: dict[str, int] = {field: header.index(column) for field, column in mapping.columns.items()}
        self.columns: Mapping[str, str] = mapping.columns
        self.separator = mapping.separator
        self.width = len(header)
        self.problems = problems
        self.scale = scale
        self.steps: dict[str, ProficiencyLevel] = (
            {level.label.casefold(): level for level in scale.levels} if scale else {}
        )
        self.said = [field for field in _OF_SKILL if field in self.places]
        self.ask = [field for field in _ASKED if field in self.places]
        self.languages = sorted({field.partition(":")[2] for field in mapping.columns} - {""})
        self.asked: dict[tuple[str, ...], tuple[Relation, float, ProficiencyLevel | None]] = {}

    def rows(self, rows: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
        """Yield each row that is not longer than the header."""
        places, width = list(self.places.items()), self.width
        for number, cells in rows:
            if len(cells) > width and any(cells[width:]):
                self.problems.add(
                    f"has {len(cells)} cells, and the header has {width}: is a delimiter inside a name?",
                    f"row {number}",
                    "framework.long_row",
                )
                continue
            row = Row(self, number, {field: cells[place].strip() for field, place in places})
            if max(map(len, cells)) > LONGEST_NAME:
                row.shorten()
            if "'" in {cell[:1] for cell in cells}:
                row.unguard()
            yield row


class Row:
    """One row: ``text`` and ``texts`` give cells by field, ``wrong`` notes what cannot be read."""

    __slots__ = ("_of", "_texts", "number")

    def __init__(self, of: Cells, number: int, texts: dict[str, str]) -> None:
        self._of = of
        self._texts = texts
        self.number = number

    def shorten(self) -> None:
        """Note the cells that are longer than anything of their field, and cut them."""
        for field, text in self._texts.items():
            most = LONGEST_NAME if field.partition(":")[0] in _NAMES else LONGEST_TEXT
            if len(text) > most:
                self._texts[field] = text[:most]
                said = f"is {len(text):,} characters long; at most {most:,} are read"
                self.wrong(field, said, "framework.field_too_large")

    def unguard(self) -> None:
        """Take away the apostrophe that keeps a spreadsheet from running a cell as a formula."""
        self._texts = {f: text[1:] if _GUARDED.match(text) else text for f, text in self._texts.items()}

    def wrong(self, field: str, text: str, code: str) -> None:
        """Note a problem in the column of a field."""
        column = self._of.columns.get(field)
        self._of.problems.add(text, f"row {self.number}" + (f", column {column!r}" if column else ""), code)

    def text(self, field: str) -> str:
        """Return a cell without spaces around it; empty where no column is mapped."""
        return self._texts.get(field, "")

    def texts(self, field: str) -> list[str]:
        """Return the names in a cell, each once; line ends stand between names too."""
        cell, separator = self._texts.get(field), self._of.separator
        if not cell:
            return []
        if separator not in cell and "\n" not in cell:
            return [cell]
        parts = cell.replace("\n", separator).split(separator)
        return list(dict.fromkeys(part for part in map(str.strip, parts) if part))

    def words(self, label: str, aliases: str) -> Iterator[tuple[str, str, list[str]]]:
        """Yield (language, label, alternative labels) for each language that has a column and a word."""
        for language in self._of.languages:
            word = self.text(f"{label}:{language}")
            others = self.texts(f"{aliases}:{language}") if aliases else []
            if word or others:
                yield language, word, others

    def said_of_skill(self) -> list[str]:
        """Return what the row says of its skill, to be held against another row by `differing`."""
        return [self._texts[field] for field in self._of.said]

    def differing(self, other: list[str]) -> list[str]:
        """Return the fields in which this row says something else of its skill than another; silence agrees."""
        said = zip(self._of.said, self.said_of_skill(), other, strict=True)
        return [field for field, mine, theirs in said if mine and mine != theirs]

    def skill(self, uri: str, label: str) -> Skill:
        """Return the row's skill."""
        return Skill(
            uri=uri,
            label=label,
            alternative_labels=tuple(self.texts("alternative_labels")),
            kind=self._one_of("kind", _KINDS) or "",
            reuse_level=self._one_of("reuse_level", _REUSE_LEVELS) or "",
        )

    def requirement(self, skill: str) -> Requirement | None:
        """Return what the row's occupation asks of a skill, or None where a cell of it cannot be read."""
        cells = tuple([self._texts[field] for field in self._of.ask])
        asked = self._of.asked.get(cells)
        if asked is None:
            relation = self._one_of("relation", _RELATIONS)
            weight = self._weight(relation or "essential")
            level = self._level()
            if relation is None or weight is None or level is False:
                return None
            asked = self._of.asked[cells] = (relation, weight, level or None)
        return Requirement(skill=skill, relation=asked[0], weight=asked[1], level=asked[2])

    def _one_of(self, field: str, words: Mapping[str, Found]) -> Found | None:
        cell = self.text(field)
        found = words.get(cell) or words.get(cell.casefold())
        if found is None:
            known = ", ".join(dict.fromkeys(str(value) for value in words.values() if value))
            self.wrong(field, f"is {cell[:80]!r}; expected {known}", "framework.unknown_value")
        return found

    def _weight(self, relation: str) -> float | None:
        field, most, least = ("importance", 5.0, 1.0) if "importance" in self._of.places else ("weight", 1.0, 0.0)
        cell = self.text(field)
        if not cell:
            return 1.0 if relation == "essential" else 0.5
        number = _number(cell)
        if number is None or not least <= number <= most:
            self.wrong(
                field, f"is {cell[:80]!r}; expected a number from {least:g} to {most:g}", "framework.unknown_value"
            )
            return None
        return number / most

    def _level(self) -> ProficiencyLevel | Literal[False] | None:
        cell, scale = self.text("level"), self._of.scale
        if not cell or scale is None:
            return None
        if (step := self._of.steps.get(cell.casefold())) is not None:
            return step
        number = _number(cell)
        if number is None or not scale.lowest <= number <= scale.highest:
            named = ", ".join(repr(label) for label in scale.labels)
            self.wrong(
                "level",
                f"is {cell[:80]!r}; expected {named} or a number from {scale.lowest} to {scale.highest:g}",
                "framework.unknown_value",
            )
            return False
        return scale.level(number)


def _number(cell: str) -> float | None:
    try:
        number = float(cell.replace(",", ".", 1)) if len(cell) < 40 else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None
