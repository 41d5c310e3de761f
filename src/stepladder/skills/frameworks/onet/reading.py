"""One pass over the tables of a release, row by row, into what a framework is built from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.facts import HOT, IN_DEMAND, TIERS, FactColumns
from stepladder.skills.frameworks.onet.layout import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stepladder.skills.frameworks.sheets import Sheet, Sheets

__all__ = ["Element", "Rating", "Reading"]

_FLAGS = {"": False, "N": False, "Y": True}
_RANGES = {"IM": (1.0, 5.0), "LV": (0.0, 7.0)}


@dataclass(slots=True, kw_only=True)
class Rating:
    """What one occupation's raters say of one element: importance 1–5, level 0–7, and O*NET's two warnings."""

    importance: float | None = None
    level: float | None = None
    importance_suppressed: bool = False
    level_suppressed: bool = False
    not_relevant: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A skill or a piece of knowledge of the content model."""

    id: str
    name: str
    kind: str


@dataclass(slots=True, kw_only=True)
class Reading:
    """What was read so far; `read` reads it all."""

    sheets: Sheets
    tables: dict[str, tuple[Sheet, ...]]
    counts: Counter[str] = field(default_factory=Counter)
    occupations: dict[str, str] = field(default_factory=dict)
    elements: dict[str, Element] = field(default_factory=dict)
    ratings: dict[str, dict[str, Rating]] = field(default_factory=dict)
    titles: dict[str, dict[str, None]] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    scales: set[str] = field(default_factory=set)
    facts: FactColumns = field(default_factory=FactColumns)

    def read(self) -> None:
        """Read every table; raises `FrameworkError` with file and row."""
        self.sheets.expect([sheet for sheets in self.tables.values() for sheet in sheets])
        self._read_scales()
        self._read_occupations()
        for kind in ("skills", "knowledge"):
            self._read_ratings(kind)
        self._read_titles()
        self._read_content()
        self._read_anchors()
        self.facts = self._technologies(self._zones(), self._related())

    def _rows(self, kind: str) -> Iterator[tuple[str, list[str]]]:
        layout = TABLES[kind]
        for sheet in self.tables.get(kind, ()):
            for row, cells in self.sheets.rows(sheet, layout.columns, layout.optional):
                self.counts[kind] += 1
                yield f"{sheet.where}, row {row}", cells

    def _read_scales(self) -> None:
        for where, (scale, name, lowest, highest) in self._rows("scales"):
            self.scales.add(scale)
            asked = _RANGES.get(scale)
            stated = (_number(lowest, "Minimum", where), _number(highest, "Maximum", where))
            if asked is not None and stated != asked:
                raise FrameworkError(
                    f"The scale {scale} ({name}) runs from {stated[0]:g} to {stated[1]:g}; "
                    f"expected {asked[0]:g} to {asked[1]:g}",
                    code="framework.unknown_value",
                    where=where,
                )
        missing = sorted(set(_RANGES) - self.scales)
        if missing:
            raise FrameworkError(
                f"The scales {' and '.join(missing)} are not described", code="framework.missing_value", where="scales"
            )

    def _read_occupations(self) -> None:
        for where, (code, title) in self._rows("occupations"):
            if not code or not title:
                raise FrameworkError(
                    "An occupation has no code or no title", code="framework.missing_value", where=where
                )
            if code in self.occupations:
                raise _twice(f"The occupation {code}", where)
            self.occupations[code] = title

    def _read_ratings(self, kind: str) -> None:
        for where, (code, element, name, scale, value, suppress, irrelevant) in self._rows(kind):
            self._known(code, where)
            known = self.elements.setdefault(element, Element(id=element, name=name, kind=kind))
            if not element or not name or known.name != name or known.kind != kind:
                raise FrameworkError(
                    f"The element {element or '(empty)'} is called {name or '(nothing)'} here and {known.name} before",
                    code="framework.unknown_value",
                    where=where,
                )
            if scale not in self.scales:
                raise FrameworkError(
                    f"The scale {scale or '(empty)'} is unknown; the release has {', '.join(sorted(self.scales))}",
                    code="framework.unknown_value",
                    where=where,
                )
            if scale in _RANGES:
                rating = self.ratings.setdefault(code, {}).setdefault(element, Rating())
                _rate(rating, scale, _on_scale(value, scale, where), where)
                suppressed = _flag(suppress, "Recommend Suppress", where)
                if scale == "IM":
                    rating.importance_suppressed = suppressed
                else:
                    rating.level_suppressed = suppressed
                rating.not_relevant |= _flag(irrelevant, "Not Relevant", where)

    def _read_titles(self) -> None:
        for where, (code, title, short) in self._rows("titles"):
            self._known(code, where)
            names = self.titles.setdefault(code, {})
            names.update(dict.fromkeys(one for one in (title, short) if one and one != self.occupations[code]))

    def _read_content(self) -> None:
        for _, (element, name, description) in self._rows("content"):
            self.groups[element] = name
            self.descriptions[element] = description

    def _read_anchors(self) -> None:
        for where, (element, scale, value, text) in self._rows("anchors"):
            if scale == "LV":
                self.anchors.setdefault(element, []).append((_on_scale(value, scale, where), text))

    def _zones(self) -> list[int]:
        zones = dict.fromkeys(self.occupations, 0)
        for where, (code, zone) in self._rows("zones"):
            self._known(code, where)
            if zones[code]:
                raise _twice(f"The job zone of {code}", where)
            if zone not in {"1", "2", "3", "4", "5"}:
                raise FrameworkError(
                    f"The job zone of {code} is {zone or '(empty)'}; expected 1 to 5",
                    code="framework.unknown_value",
                    where=where,
                )
            zones[code] = int(zone)
        return list(zones.values())

    def _technologies(self, zones: list[int], related: list[list[tuple[int, int]]]) -> FactColumns:
        names: dict[tuple[str, str], int] = {}
        categories: dict[str, int] = {}
        of: dict[str, dict[int, int]] = {code: {} for code in self.occupations}
        for where, (code, name, category, hot, demand) in self._rows("technology"):
            self._known(code, where)
            row = names.setdefault((name, category), len(names))
            categories.setdefault(category, len(categories))
            flags = HOT * _flag(hot, "Hot Technology", where) + IN_DEMAND * _flag(demand, "In Demand", where)
            of[code][row] = of[code].get(row, 0) | flags
        return FactColumns(
            zones=zones,
            names=[name for name, _ in names],
            categories=list(categories),
            category_of=[categories[category] for _, category in names],
            technologies=[list(row.items()) for row in of.values()],
            related=related,
        )

    def _related(self) -> list[list[tuple[int, int]]]:
        rows = {code: row for row, code in enumerate(self.occupations)}
        related: dict[str, list[tuple[int, int]]] = {code: [] for code in self.occupations}
        for where, (code, other, tier) in self._rows("related"):
            self._known(code, where)
            self._known(other, where)
            if tier not in TIERS:
                raise FrameworkError(
                    f"The relatedness tier {tier} is unknown; expected one of {', '.join(filter(None, TIERS))}",
                    code="framework.unknown_value",
                    where=where,
                )
            related[code].append((rows[other], TIERS.index(tier)))
        return list(related.values())

    def _known(self, code: str, where: str) -> None:
        if code not in self.occupations:
            raise FrameworkError(
                f"The occupation {code or '(empty)'} is not among the release's occupations",
                code="framework.dangling_relation",
                where=where,
                hint="Take every table from the same release.",
            )


def _rate(rating: Rating, scale: str, value: float, where: str) -> None:
    before = rating.importance if scale == "IM" else rating.level
    if before is not None:
        raise _twice("The rating of this element for this occupation and scale", where)
    if scale == "IM":
        rating.importance = value
    else:
        rating.level = value


def _number(text: str, column: str, where: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise FrameworkError(
            f"{column} is {text or '(empty)'}; expected a number", code="framework.unknown_value", where=where
        ) from None


def _on_scale(text: str, scale: str, where: str) -> float:
    value, (lowest, highest) = _number(text, "The value", where), _RANGES[scale]
    if not lowest <= value <= highest:
        raise FrameworkError(
            f"The value {text} is not on the scale {scale}, which runs from {lowest:g} to {highest:g}",
            code="levels.off_scale",
            where=where,
        )
    return value


def _flag(text: str, column: str, where: str) -> bool:
    try:
        return _FLAGS[text]
    except KeyError:
        raise FrameworkError(
            f"{column} is {text}; expected Y, N or nothing", code="framework.unknown_value", where=where
        ) from None


def _twice(what: str, where: str) -> FrameworkError:
    return FrameworkError(
        f"{what} is there twice",
        code="framework.duplicate_uri",
        where=where,
        hint="Use the table as O*NET serves it.",
    )
