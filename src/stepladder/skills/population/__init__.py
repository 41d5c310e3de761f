"""Gaps of very many people at once: the same numbers as `stepladder.skills.gaps.gap`, without its sentences.

Four values: a `Population` (who holds what, as columns), `Targets` (what occupations or roles ask for), and the two
answers `Nearest` (which targets each person is nearest to) and `OwnGaps` (how far each is from a role of their own).
"""

from __future__ import annotations

from stepladder.skills.population.building import PopulationBuilder
from stepladder.skills.population.nearest import Nearest, NearTarget, nearest
from stepladder.skills.population.own import OwnGaps, own_gaps
from stepladder.skills.population.people import Population
from stepladder.skills.population.targets import Targets

__all__ = [
    "NearTarget",
    "Nearest",
    "OwnGaps",
    "Population",
    "PopulationBuilder",
    "Targets",
    "nearest",
    "own_gaps",
]
