"""The crosswalk from ESCO to O*NET: ESCO says *what* an occupation asks for, O*NET *how much*.

Nesta's table of November 2020 gives 1,680 ESCO occupations their best O*NET occupation, with its confidence.
Occupations further down in ESCO's hierarchy may inherit the match of the one above, as its authors say: that needs
ESCO's table of broader occupations, and the match says from where it comes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from stepladder.skills.frameworks.values import Source
from stepladder.skills.sealed import damaged, seal, unseal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CONFIDENCE", "KIND", "Crosswalk", "OccupationMatch", "OccupationRow"]

KIND = "crosswalk"
# The publisher's three values, in words.
CONFIDENCE = {2.0: "high", 1.0: "medium", 0.5: "low"}
_DEEPEST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupationMatch:
    """An O*NET occupation for an ESCO occupation: its code and title as published, and the publisher's confidence.

    ``inherited_from`` is the broader ESCO occupation whose match this is, or empty.
    """

    code: str
    title: str
    confidence: float
    inherited_from: str = ""

    @property
    def certainty(self) -> str:
        """Return the confidence in words: high, medium or low."""
        return CONFIDENCE[self.confidence]


@dataclass(frozen=True, slots=True, kw_only=True)
class OccupationRow:
    """What Nesta's table of 2020 states about an ESCO occupation; None where it states nothing.

    ``job_zone`` is O*NET's 1–5; ``earnings`` GBP a year in the United Kingdom; ``remote`` the share of its activities,
    0 to 1, that can be done remotely; ``high_risk`` whether its tasks are at high risk of automation.
    """

    job_zone: float | None = None
    earnings: float | None = None
    remote: float | None = None
    high_risk: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """Matches and rows by ESCO's URI, ESCO's broader occupation by URI, newer O*NET codes by older ones."""

    version: str = "unknown"
    matches: Mapping[str, OccupationMatch] = field(default_factory=dict)
    rows: Mapping[str, OccupationRow] = field(default_factory=dict)
    broader: Mapping[str, str] = field(default_factory=dict)
    newer_codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    report: tuple[str, ...] = ()

    notice = (
        "The crosswalk between ESCO and O*NET and the table of occupations are Nesta's "
        "(Mapping Career Causeways, 2020; MIT licence)."
    )

    def match(self, uri: str) -> OccupationMatch | None:
        """Return the match of an ESCO occupation, its own or the nearest broader one's, or None."""
        own = self.matches.get(uri)
        if own is not None:
            return own
        above = self._above(uri, self.matches)
        if above is None:
            return None
        found = self.matches[above]
        return OccupationMatch(code=found.code, title=found.title, confidence=found.confidence, inherited_from=above)

    def row(self, uri: str) -> tuple[OccupationRow, str]:
        """Return the row of an ESCO occupation and the broader occupation that it comes from, if not its own."""
        if uri in self.rows:
            return self.rows[uri], ""
        above = self._above(uri, self.rows)
        return (OccupationRow(), "") if above is None else (self.rows[above], above)

    def _above(self, uri: str, known: Mapping[str, object]) -> str | None:
        for _ in range(_DEEPEST):  # ESCO has four levels of occupations; a circle ends here
            uri = self.broader.get(uri, "")
            if not uri or uri in known:
                return uri or None
        return None

    def joined(self, other: Crosswalk) -> Crosswalk:
        """Return this crosswalk with the parts that ``other`` has in place of its own."""
        names = {source.name for source in other.sources}
        kept = [source for source in self.sources if source.name not in names]
        return Crosswalk(
            version=other.version if other.matches else self.version,
            matches=other.matches or self.matches,
            rows=other.rows or self.rows,
            broader=other.broader or self.broader,
            newer_codes=other.newer_codes or self.newer_codes,
            sources=tuple(sorted((*kept, *other.sources), key=lambda source: source.name)),
            report=tuple(dict.fromkeys((*self.report, *other.report))),
        )

    def to_bytes(self) -> bytes:
        """Return the compact form."""
        stated: dict[str, Any] = {
            "version": self.version,
            "matches": {uri: [one.code, one.title, one.confidence] for uri, one in self.matches.items()},
            "rows": {uri: [one.job_zone, one.earnings, one.remote, one.high_risk] for uri, one in self.rows.items()},
            "broader": dict(self.broader),
            "newer_codes": {code: list(codes) for code, codes in self.newer_codes.items()},
            "sources": [asdict(source) for source in self.sources],
            "report": list(self.report),
        }
        return seal(KIND, stated)

    @classmethod
    def from_bytes(cls, data: bytes) -> Crosswalk:
        """Return the crosswalk of a stored file; raises `FrameworkError` (``pack.*``) for any other bytes."""
        stated, _ = unseal(KIND, data)
        try:
            found = cls(
                version=stated["version"],
                matches={
                    uri: OccupationMatch(code=code, title=title, confidence=confidence)
                    for uri, (code, title, confidence) in stated["matches"].items()
                },
                rows={
                    uri: OccupationRow(job_zone=zone, earnings=earnings, remote=remote, high_risk=risk)
                    for uri, (zone, earnings, remote, risk) in stated["rows"].items()
                },
                broader=stated["broader"],
                newer_codes={code: tuple(codes) for code, codes in stated["newer_codes"].items()},
                sources=tuple(Source(**source) for source in stated["sources"]),
                report=tuple(stated["report"]),
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise damaged(str(error) or type(error).__name__) from error
        if not {match.confidence for match in found.matches.values()} <= CONFIDENCE.keys():
            raise damaged("a confidence is unknown")
        return found
