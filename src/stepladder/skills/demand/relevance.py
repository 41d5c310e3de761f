"""Relevance evidence: what postings say about the skills that a micro-credential is aligned with.

Evidence, not a score: skills stand side by side, each with its share, interval, trend and silences. Counts by skill
cannot say how many postings ask for several at once, so nothing is added up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stepladder.skills.demand.estimating import signal
from stepladder.skills.demand.model import Window, month_name, month_of
from stepladder.skills.demand.signals import DemandSignal  # noqa: TC001 - dataclass fields

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from stepladder.skills.demand.series import DemandSeries
    from stepladder.skills.demand.signals import DemandSettings

__all__ = ["RelevanceEvidence", "relevance"]

# Older than this, postings are called old wherever they are shown.
OLD_MONTHS = 12
_METHOD = (
    "share of postings that ask for the skill, with the Wilson interval; trend by quasi-Poisson regression of the log "
    "share on the month"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelevanceEvidence:
    """What one source says about a list of skills, at a place, in a window, as of a day.

    ``signals`` stand in the order of the skills asked for; ``unlinked`` are alignment targets outside the series'
    framework, about which nothing is said. ``notices`` say what to keep in mind.
    """

    source: str
    licence: str
    place: str
    window: Window
    at: str
    method: str
    postings: int
    signals: tuple[DemandSignal, ...]
    unlinked: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def asked_for(self) -> tuple[DemandSignal, ...]:
        """Return the signals that state a share above none, most asked for first."""
        stated = [one for one in self.signals if one.share]
        return tuple(sorted(stated, key=lambda one: (-(one.share or 0), one.label)))

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "source": self.source,
            "licence": self.licence,
            "place": self.place,
            "window": {"first": month_name(self.window.first), "last": month_name(self.window.last)},
            "at": self.at,
            "method": self.method,
            "postings": self.postings,
            "skills": [one.as_dict() for one in self.signals],
            "unlinked": list(self.unlinked),
            "notices": list(self.notices),
            "sentence": self.sentence(),
        }

    def sentence(self) -> str:
        """Return it in one or two plain sentences."""
        base = f"{self.postings:,} postings of {self.source}" + (f" in {self.place}" if self.place else "")
        base += f", {self.window}"
        if not self.signals:
            return f"None of these skills can be looked up in {base}."
        if all(one.share is None for one in self.signals):
            return f"Too few postings to say anything: {base}."
        named = [
            f"“{one.label or one.skill}” in {_percent(one.share)} ({_percent(one.low)} to {_percent(one.high)})"
            + {"rising": ", rising", "falling": ", falling"}.get(one.trend.direction if one.trend else "", "")
            for one in self.asked_for[:3]
        ]
        silent = sum(1 for one in self.signals if not one.asking)
        tail = f" {silent} of the {len(self.signals)} skills are asked for in none of them." if silent else ""
        if not named:
            return f"None of the {len(self.signals)} skills is asked for in {base}."
        return f"Of {base}, asked for are {'; '.join(named)}.{tail}"


def relevance(
    skills: Mapping[str, str],
    series: DemandSeries,
    *,
    at: date,
    place: str = "",
    window: Window | None = None,
    settings: DemandSettings | None = None,
) -> RelevanceEvidence:
    """Return the evidence for ``skills``, URIs with their labels, such as an achievement's alignments.

    The window without a word is the newest twelve months of the series. ``at`` is the day on which it is looked at,
    from which the age of the postings is told. A URI that is no http or urn identifier is looked up by its label.
    Raises `DemandError`: ``demand.no_place`` and ``demand.empty``.
    """
    whole = series.window
    span = window or Window(first=max(whole.first, whole.last - 11), last=whole.last)
    known = {uri: label for uri, label in skills.items() if series.skill_row(uri) is not None or _same(uri, series)}
    signals = tuple(
        signal(series, uri, label=label, place=place, window=span, settings=settings) for uri, label in known.items()
    )
    return RelevanceEvidence(
        source=series.source,
        licence=series.licence,
        place=place,
        window=span,
        at=at.isoformat(),
        method=f"{_METHOD}; {series.method.sentence()}",
        postings=series.counts([], place=place, window=span).total,
        signals=signals,
        unlinked=tuple(label or uri for uri, label in skills.items() if uri not in known),
        notices=_notices(series, span, month_of(at)),
    )


def _same(uri: str, series: DemandSeries) -> bool:
    """Return whether a URI is of the kind that the series counts, so that its absence means that nobody asks for it."""
    roots = {one.rsplit("/", 1)[0] for one in series.skills if "/" in one}
    return uri.rsplit("/", 1)[0] in roots


def _notices(series: DemandSeries, span: Window, today: int) -> tuple[str, ...]:
    said = ["Postings are not jobs: what is not advertised, or elsewhere, is not counted."]
    if series.method.kind == "linker":
        said.append("Skills were found in texts by a program that overlooks many: take shares as lower bounds.")
    if today - span.last > OLD_MONTHS:
        said.append(f"The newest posting is {today - span.last} months old.")
    return tuple(said)


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.1%}"
