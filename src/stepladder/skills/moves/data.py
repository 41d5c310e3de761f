"""Job zones, pay and remote shares for the occupations of a framework, from what was imported.

A job zone comes from O*NET through the crosswalk, else from Nesta's table. Pay comes from wages by place where they are
loaded (through the crosswalk, by SOC code), else from Nesta's table: one source for all, for numbers of two countries
compare badly. Where a fact is that of a broader ESCO occupation or of a match with low confidence, a note says so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stepladder.skills.frameworks.facts import job_zone_of
from stepladder.skills.frameworks.how_much import counterparts
from stepladder.skills.frameworks.onet import code_of
from stepladder.skills.labour.wages import NATION
from stepladder.skills.moves.values import MoveData

if TYPE_CHECKING:
    from stepladder.skills.frameworks.crosswalk import Crosswalk, OccupationMatch
    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.labour.wages import WageTable

__all__ = ["move_data"]

NESTA_PAY = "Nesta's indicative earnings (published 2020, after ONS ASHE), United Kingdom, GBP a year"


def move_data(
    framework: Framework,
    *,
    crosswalk: Crosswalk | None = None,
    onet: Framework | None = None,
    wages: WageTable | None = None,
    place: str = NATION,
) -> MoveData:
    """Return what is known of each occupation; each argument may be missing, then less is known.

    ``framework`` may be O*NET itself: then its own job zones and codes count and no crosswalk is needed.
    """
    gathering = _Gathering(framework=framework, crosswalk=crosswalk, onet=onet, wages=wages, place=place)
    for uri in framework.occupations:
        gathering.add(uri)
    return gathering.data()


@dataclass(slots=True, kw_only=True)
class _Gathering:
    framework: Framework
    crosswalk: Crosswalk | None
    onet: Framework | None
    wages: WageTable | None
    place: str
    zones: dict[str, float] = field(default_factory=dict)
    pay: dict[str, float] = field(default_factory=dict)
    remote: dict[str, float] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    stated: str = ""

    def add(self, uri: str) -> None:
        own = job_zone_of(self.framework, uri)
        if own is not None:
            self.zones[uri] = own
        if self.framework.name == "onet":
            self._pay_by_code(uri, code_of(uri))
        if self.crosswalk is None:
            return
        match = self.crosswalk.match(uri)
        if match is not None:
            self._by_match(uri, match, self.crosswalk)
        self._by_row(uri, self.crosswalk)

    def _by_match(self, uri: str, match: OccupationMatch, crosswalk: Crosswalk) -> None:
        before = len(self.zones) + len(self.pay)
        targets: tuple[str, ...] = ()
        if self.onet is not None:
            targets, _ = counterparts(match, crosswalk, self.onet)
            zones = [zone for target in targets if (zone := job_zone_of(self.onet, target)) is not None]
            if zones:
                self.zones.setdefault(uri, sum(zones) / len(zones))
        self._pay_by_code(uri, code_of(targets[0]) if targets else match.code)
        if len(self.zones) + len(self.pay) > before:
            self._note(uri, match.inherited_from, low=match.certainty == "low")

    def _by_row(self, uri: str, crosswalk: Crosswalk) -> None:
        row, inherited = crosswalk.row(uri)
        before = len(self.zones) + len(self.pay)
        if row.job_zone is not None:
            self.zones.setdefault(uri, row.job_zone)
        if self.wages is None and row.earnings is not None:
            self.pay[uri] = row.earnings
            self.stated = self.stated or NESTA_PAY
        if len(self.zones) + len(self.pay) > before:
            self._note(uri, inherited, low=False)
        if row.remote is not None:
            self.remote[uri] = row.remote

    def _pay_by_code(self, uri: str, code: str) -> None:
        wage = None if self.wages is None else self.wages.wage(code, self.place)
        if wage is not None and wage.median is not None:
            self.pay[uri] = wage.median
            self.stated = self.stated or f"Median of {wage.stated}"

    def _note(self, uri: str, inherited: str, *, low: bool) -> None:
        if inherited in self.framework.occupations:
            self.notes[uri] = f"Job zone and pay of {self._label(uri)} are those of {self._label(inherited)}."
        elif low:
            self.notes[uri] = (
                f"Job zone and pay of {self._label(uri)} come from an O*NET occupation matched with low confidence."
            )

    def _label(self, uri: str) -> str:
        columns = self.framework.columns
        return columns.occupation_labels[columns.occupation_rows[uri]] or uri

    def data(self) -> MoveData:
        from stepladder.skills.frameworks.onet.layout import notice_of

        notices = [self.wages.notice] if self.wages is not None else []
        notices += [self.crosswalk.notice] if self.crosswalk is not None else []
        notices += [notice_of(self.onet.version)] if self.onet is not None else []
        return MoveData(
            job_zones=self.zones,
            pay=self.pay,
            remote=self.remote,
            notes=self.notes,
            pay_stated=self.stated,
            pay_currency=(self.wages.currency if self.wages is not None else "GBP") if self.pay else "",
            notices=tuple(notices),
        )
