"""Wages by occupation and place, each number with its source, year, place and currency.

Codes are those of the Standard Occupational Classification (SOC). Nothing is estimated here: what the publisher does
not state is None, and a wage at or above the publisher's ceiling says so.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from stepladder.skills.frameworks.values import Source
from stepladder.skills.sealed import damaged, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

__all__ = ["KIND", "NATION", "NOT_STATED", "TOP", "YEARLY", "Wage", "WageTable"]

KIND = "wages"
NATION = "US"
NOT_STATED, TOP = -1, -2
YEARLY = ("mean", "p10", "p25", "median", "p75", "p90")
_COLUMNS = ("employment", *YEARLY, "hourly_median")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wage:
    """What people in an occupation earn in a place; wages a year, ``hourly_median`` an hour, None where not stated.

    ``group`` is the broader SOC group whose wages these are where the occupation's own are not published, else empty.
    ``at_least`` names the wages that the publisher states only as at or above its ceiling.
    """

    soc: str
    title: str
    place: str
    place_name: str
    period: str
    currency: str
    source: str
    employment: int | None = None
    mean: float | None = None
    p10: float | None = None
    p25: float | None = None
    median: float | None = None
    p75: float | None = None
    p90: float | None = None
    hourly_median: float | None = None
    at_least: tuple[str, ...] = ()
    group: str = ""

    @property
    def stated(self) -> str:
        """Return source, period and place in one sentence, to stand beside the number."""
        return f"{self.source}, {self.period}, {self.place_name}, {self.currency} a year"


@dataclass(frozen=True, kw_only=True)
class WageTable:
    """The wages of one release: ``places`` and ``occupations`` by code, rows sorted by place and occupation.

    ``values`` has a column for each of employment, yearly mean, 10th, 25th, 50th, 75th, 90th percentile, and the hourly
    median in cents; `NOT_STATED` and `TOP` stand for what is no number.
    """

    name: str
    period: str
    source: str
    notice: str
    currency: str = "USD"
    places: Mapping[str, str]
    occupations: Mapping[str, str]
    row_places: npt.NDArray[np.uint16] = field(repr=False)
    row_occupations: npt.NDArray[np.uint16] = field(repr=False)
    values: npt.NDArray[np.int32] = field(repr=False)
    sources: tuple[Source, ...] = ()
    report: tuple[str, ...] = ()

    def wage(self, soc: str, place: str = NATION) -> Wage | None:
        """Return the wage of a SOC code such as ``15-1252`` (or an O*NET code, ``15-1252.00``) in a place, or None.

        Where the occupation itself is not there, its broad group (``15-1250``) stands in and the wage says so.
        """
        soc = soc[:7]
        for code in dict.fromkeys((soc, soc[:6] + "0")):
            row = self._row(code, place)
            if row is not None:
                return self._wage(row, soc, code, place)
        return None

    def _row(self, soc: str, place: str) -> int | None:
        here, there = self._place_rows.get(place), self._occupation_rows.get(soc)
        if here is None or there is None:
            return None
        row = int(np.searchsorted(self._keys, here * len(self.occupations) + there))
        found = row < len(self._keys) and self._keys[row] == here * len(self.occupations) + there
        return row if found else None

    def _wage(self, row: int, soc: str, code: str, place: str) -> Wage:
        numbers = dict(zip(_COLUMNS, self.values[row].tolist(), strict=True))
        employment, hourly = numbers["employment"], numbers["hourly_median"]
        return Wage(
            soc=soc,
            title=self.occupations[code],
            place=place,
            place_name=self.places[place],
            period=self.period,
            currency=self.currency,
            source=self.source,
            employment=employment if employment >= 0 else None,
            hourly_median=hourly / 100 if hourly >= 0 else None,
            at_least=tuple(name for name in YEARLY if numbers[name] == TOP),
            group="" if code == soc else code,
            **{name: float(numbers[name]) if numbers[name] >= 0 else None for name in YEARLY},
        )

    @cached_property
    def _keys(self) -> npt.NDArray[np.int64]:
        return self.row_places.astype(np.int64) * len(self.occupations) + self.row_occupations

    @cached_property
    def _place_rows(self) -> dict[str, int]:
        return {code: row for row, code in enumerate(self.places)}

    @cached_property
    def _occupation_rows(self) -> dict[str, int]:
        return {code: row for row, code in enumerate(self.occupations)}

    def fits(self) -> bool:
        """Return whether every row names a place and an occupation that are there."""
        rows = len(self.values)
        if not isinstance(self.places, dict) or not isinstance(self.occupations, dict):
            return False
        if not len(self.row_places) == len(self.row_occupations) == rows:
            return False
        highest = (int(self.row_places.max()), int(self.row_occupations.max())) if rows else (-1, -1)
        return highest[0] < len(self.places) and highest[1] < len(self.occupations)

    def to_bytes(self) -> bytes:
        """Return the compact form."""
        stated: dict[str, Any] = {
            "name": self.name,
            "period": self.period,
            "source": self.source,
            "notice": self.notice,
            "currency": self.currency,
            "places": dict(self.places),
            "occupations": dict(self.occupations),
            "sources": [asdict(source) for source in self.sources],
            "report": list(self.report),
        }
        columns = {name: self.values[:, place].astype("<i4") for place, name in enumerate(_COLUMNS)}
        rows = {"row_places": self.row_places.astype("<u2"), "row_occupations": self.row_occupations.astype("<u2")}
        return seal(KIND, stated, {**rows, **columns})

    @classmethod
    def from_bytes(cls, data: bytes) -> WageTable:
        """Return the table of a stored file; raises `FrameworkError` (``pack.*``) for any other bytes."""
        stated, arrays = unseal(KIND, data)
        try:
            sources = tuple(Source(**source) for source in stated.pop("sources"))
            report = tuple(stated.pop("report"))
            values = np.stack([arrays[name] for name in _COLUMNS], axis=1)
            table = cls(
                **stated,
                sources=sources,
                report=report,
                row_places=arrays["row_places"],
                row_occupations=arrays["row_occupations"],
                values=values,
            )
        except (KeyError, TypeError, ValueError) as error:
            raise damaged(str(error) or type(error).__name__) from error
        if not table.fits():
            raise damaged("its columns do not fit together")
        return table
