"""Assumptions: every number that the comparison rests on, with range, unit, source and note; all can be changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any

from stepladder.skills.errors import SkillsError

__all__ = ["Assumption", "Assumptions", "default_assumptions", "read_assumptions"]

MOST = 1e12
# Units in which an assumption may be written, its own first.
_UNITS = {
    "recruiting": ("weeks of pay", "currency"),
    "settling_after_learning": ("weeks of pay", "currency"),
    "settling_of_new_hire": ("weeks of pay", "currency"),
}
# The least and the most that an assumption can be, by name, else by unit.
_BOUNDS = {
    "completion": (0.01, 1.0),
    "paid_share": (0.0, 1.0),
    "leaving_after_learning": (0.0, 0.95),
    "leaving_of_new_hire": (0.0, 0.95),
    "learning_hours_per_week": (0.1, 168.0),
    "paid_hours_per_week": (0.1, 168.0),
    "pay_rise_after_learning": (-1.0, 10.0),
    "pay_premium_of_new_hire": (-1.0, 10.0),
    "weeks": (0.0, 1000.0),
    "share": (0.0, 1.0),
    "share of pay": (0.0, 10.0),
    "weeks of pay": (0.0, 1000.0),
    "hours": (0.0, 100_000.0),
    "years": (0.0, 50.0),
    "currency": (0.0, MOST),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One number that is not known for sure: at least ``low``, most likely ``likely``, at most ``high``, in ``unit``.

    Where the three are the same it is certain. ``source`` says who measured it, or that it is an assumption. Raises
    `SkillsError`: ``assumption.order``, ``assumption.number``, ``assumption.bounds``, ``assumption.unit``.
    """

    name: str
    low: float
    likely: float
    high: float
    unit: str
    source: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        numbers = (self.low, self.likely, self.high)
        # Compared, not converted: a whole number of JSON may be too large for a float; "not a number" fails it too.
        if any(
            isinstance(one, bool) or not isinstance(one, int | float) or not -MOST <= one <= MOST for one in numbers
        ):
            raise _wrong(f"{self.name} needs three numbers: low, likely and high", "assumption.number", self.name)
        if not self.low <= self.likely <= self.high:
            raise _wrong(
                f"{self.name} runs {self.low:g}, {self.likely:g}, {self.high:g}; expected low ≤ likely ≤ high",
                "assumption.order",
                self.name,
            )
        least, most = self.bounds
        if self.low < least or self.high > most:
            raise _wrong(
                f"{self.name} runs from {self.low:g} to {self.high:g}; expected {least:g} to {most:g}",
                "assumption.bounds",
                self.name,
            )

    @property
    def bounds(self) -> tuple[float, float]:
        """Return the least and the most that it can be."""
        return _BOUNDS.get(self.name) or _BOUNDS.get(self.unit, (0.0, MOST))

    @property
    def certain(self) -> bool:
        """Return whether it has no range."""
        return self.low == self.high

    def at(self, value: float) -> Assumption:
        """Return it as certain, at this value."""
        return replace(self, low=value, likely=value, high=value)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True, eq=True)
class Assumptions(Mapping[str, Assumption]):
    """All assumptions of a comparison, by name, in the order of the shipped ones."""

    values_by_name: tuple[Assumption, ...]

    def __getitem__(self, name: str) -> Assumption:
        for one in self.values_by_name:
            if one.name == name:
                return one
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (one.name for one in self.values_by_name)

    def __len__(self) -> int:
        return len(self.values_by_name)

    def replacing(self, *changed: Assumption) -> Assumptions:
        """Return these with others in place of those of the same names.

        Raises `SkillsError`: ``assumption.unknown``, ``assumption.unit``.
        """
        found = {one.name: one for one in self.values_by_name}
        for one in changed:
            if one.name not in found:
                near = get_close_matches(one.name, found, 1)
                raise SkillsError(
                    f"There is no assumption {one.name!r}",
                    code="assumption.unknown",
                    hint=f"Did you mean {near[0]}?" if near else f"There are {', '.join(found)}.",
                )
            allowed = _UNITS.get(one.name, (found[one.name].unit,))
            if one.unit not in allowed:
                raise _wrong(
                    f"The unit of {one.name} is {one.unit!r}; expected {' or '.join(allowed)}",
                    "assumption.unit",
                    one.name,
                )
            found[one.name] = one
        return Assumptions(tuple(found.values()))

    def as_dict(self) -> dict[str, Any]:
        """Return them as the JSON of a file that can be edited."""
        return {"assumptions": [one.as_dict() for one in self.values_by_name]}


@cache
def default_assumptions() -> Assumptions:
    """Return the assumptions that are shipped; those without a published source say so."""
    text = resources.files("stepladder.skills.build_or_hire").joinpath("defaults.json").read_text(encoding="utf-8")
    return Assumptions(tuple(Assumption(**one) for one in json.loads(text)["assumptions"]))


def read_assumptions(data: Any, *, name: str = "assumptions") -> Assumptions:
    """Return the shipped assumptions with those of a JSON value in their place.

    The value is ``{"assumptions": [{"name", "low", "likely", "high", "unit", "source", "note"}]}`` or the list alone;
    without ``unit`` the shipped one holds. Raises `SkillsError` (``assumption.*``) that names the entry.
    """
    listed = data.get("assumptions") if isinstance(data, dict) else data
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise SkillsError(
            f"{name} holds no list of assumptions",
            code="assumption.file",
            where=name,
            hint="Write one with --write-assumptions FILE and edit it.",
        )
    known = default_assumptions()
    read = [_read(one, known, f"{name}, entry {place}") for place, one in enumerate(listed, start=1)]
    names = [one.name for one in read]
    twice = next((one for one in names if names.count(one) > 1), None)
    if twice is not None:
        raise _wrong(f"{twice} is there more than once", "assumption.twice", name)
    return known.replacing(*read)


def _read(one: Mapping[str, Any], known: Assumptions, where: str) -> Assumption:
    name = one.get("name")
    if not isinstance(name, str) or not {"low", "likely", "high"} <= one.keys():
        raise _wrong("An assumption lacks its name, low, likely or high", "assumption.file", where)
    unit = one.get("unit") or (known[name].unit if name in known else "")
    texts = {key: str(one.get(key) or "") for key in ("source", "note")}
    return Assumption(name=name, low=one["low"], likely=one["likely"], high=one["high"], unit=str(unit), **texts)


def _wrong(message: str, code: str, where: str) -> SkillsError:
    return SkillsError(message, code=code, where=where, hint="The page “Build or hire” says what each of them is.")


def changed(values: Iterable[Assumption]) -> tuple[str, ...]:
    """Return the names of those that are not the shipped ones."""
    shipped = default_assumptions()
    return tuple(one.name for one in values if shipped.get(one.name) != one)
