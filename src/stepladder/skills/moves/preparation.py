"""How much preparation an occupation asks for: O*NET's job zone, or where it is not known ISCO's skill level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.licences import licence_notice

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.moves.values import MoveData

__all__ = ["Preparation", "isco_level"]

STOOD_IN = "The job zone is not known; the ISCO skill level was used instead."
NOT_KNOWN = "How much preparation it needs is not known."
# ISCO-08's four skill levels by the code's beginning, the longer one first; the armed forces have three of them.
_LEVELS = (("01", 4), ("02", 2), ("03", 1), ("14", 3), ("1", 4), ("2", 4), ("3", 3), ("9", 1))


def isco_level(isco: str) -> int | None:
    """Return the skill level of an ISCO-08 code, 1 to 4, or None without one. Example: ``isco_level("2211") == 4``."""
    if not isco or isco == "0":
        return None
    return next((level for begin, level in _LEVELS if isco.startswith(begin)), 2)


class Preparation:
    """The preparation of every occupation of a framework, by row."""

    def __init__(self, framework: Framework, data: MoveData) -> None:
        columns = framework.columns
        self._codes = {isco: place for place, isco in enumerate(dict.fromkeys(columns.occupation_isco))}
        self._groups = np.array([self._codes[isco] for isco in columns.occupation_isco], dtype=np.int32)
        self.zones = _numbers([data.job_zones.get(uri) for uri in columns.occupation_uris])
        self.levels = _numbers([isco_level(isco) for isco in self._codes])[self._groups]
        self._licensed = np.array([bool(licence_notice(isco)) for isco in self._codes], dtype=bool)[self._groups]

    def apart(self, zone: float | None, isco: str) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_]]:
        """Return how far every occupation is from an origin, NaN where it is not known, and where zones told it.

        Zones are compared with zones and ISCO levels with ISCO levels, never one with the other. ISCO's four levels are
        coarser than five zones: a step up into another group of a field where a licence may be needed counts as two.
        """
        level = isco_level(isco)
        by_zone = np.abs(self.zones - (np.nan if zone is None else zone))
        up = self.levels - (np.nan if level is None else level)
        by_level = np.abs(up) + ((up > 0) & self._licensed & (self._groups != self._codes.get(isco, -1)))
        known = ~np.isnan(by_zone)
        return np.where(known, by_zone, by_level), known

    @staticmethod
    def notice(apart: float, *, by_zone: bool) -> str:
        """Return what to say of a distance that job zones did not tell, or nothing."""
        if np.isnan(apart):
            return NOT_KNOWN
        return "" if by_zone else STOOD_IN


def _numbers(values: Sequence[float | None]) -> npt.NDArray[np.float64]:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)
