"""Demand: how many dated postings ask for a skill, since when, with what certainty, and where nothing can be said.

Postings come in as CSV, JSON lines or schema.org's JobPosting, leave as counts (`DemandSeries`), and are asked for a
`DemandSignal` of a skill, for the skills that rise, or for the `RelevanceEvidence` of a credential.
"""

from __future__ import annotations

from stepladder.skills.demand.estimating import rising, signal, top_signals
from stepladder.skills.demand.importing import ImportReport, ImportSettings, import_postings
from stepladder.skills.demand.model import Window
from stepladder.skills.demand.relevance import RelevanceEvidence, relevance
from stepladder.skills.demand.series import DemandSeries
from stepladder.skills.demand.signals import DemandSettings, DemandSignal, Rising
from stepladder.skills.demand.store import SeriesStore
from stepladder.skills.demand.technology import TechnologyChanges, compare_technologies

__all__ = [
    "DemandSeries",
    "DemandSettings",
    "DemandSignal",
    "ImportReport",
    "ImportSettings",
    "RelevanceEvidence",
    "Rising",
    "SeriesStore",
    "TechnologyChanges",
    "Window",
    "compare_technologies",
    "import_postings",
    "relevance",
    "rising",
    "signal",
    "top_signals",
]
