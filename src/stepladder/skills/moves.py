"""Moves: occupations within reach of one that is held, by Nesta's published method with its job-zone filter."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - part of public signatures
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from stepladder.skills.licences import licence_notice

if TYPE_CHECKING:
    from stepladder.skills.frameworks.model import Framework

__all__ = ["Move", "MoveData", "MoveSettings", "moves"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSettings:
    """Thresholds: viable and highly viable similarity, job zones apart, pay as a share of the origin's."""

    viable: float = 0.30
    highly_viable: float = 0.40
    zones_apart: float = 1.0
    desirable_pay: float = 0.75


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveData:
    """What is known beside the framework, by occupation URI: O*NET job zone 1–5, yearly pay (one currency)."""

    job_zones: Mapping[str, float] = field(default_factory=dict, hash=False)
    pay: Mapping[str, float] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An occupation within reach.

    ``similarity`` 0–1; ``shared`` and ``missing`` are essential skills of the target that the origin does and does not
    ask for; ``notices`` say what to check and what is not known.
    """

    uri: str
    label: str
    isco: str
    similarity: float
    viable: bool
    highly_viable: bool
    desirable: bool | None
    shared: tuple[str, ...]
    missing: tuple[str, ...]
    notices: tuple[str, ...] = ()


def moves(
    framework: Framework,
    occupation: str,
    *,
    limit: int = 10,
    data: MoveData | None = None,
    settings: MoveSettings | None = None,
    templates_only: bool = False,
) -> tuple[Move, ...]:
    """Return the viable moves from ``occupation`` (URI or label), nearest first.

    Similarity is the mean of two shares of the target's essential skills: those that are essential in the origin, and
    those that are essential or optional there (Nesta, "Mapping Career Causeways", 2020; here by equal URIs, which is
    stricter than their likeness of texts). Viable above 0.30 with job zones at most one apart; where a job zone is not
    known, the ISCO skill level stands in and the move says so. Raises `UnknownSkillError` for an unknown occupation.
    """
    rules, known = settings or MoveSettings(), data or MoveData()
    origin = framework.occupation(occupation)
    similarity = _similarities(framework, origin.uri)
    columns = framework.columns
    found: list[Move] = []
    for row in np.argsort(-similarity, kind="stable").tolist():
        if similarity[row] <= rules.viable or len(found) >= limit:
            break
        uri = columns.occupation_uris[row]
        if uri == origin.uri or columns.occupation_labels[row] == origin.label:
            continue
        target = framework.occupations[uri]
        if templates_only and not target.is_template:
            continue
        apart, zone_notice = _apart((origin.uri, origin.isco), (uri, target.isco), known)
        if apart is not None and apart > rules.zones_apart:
            continue
        desirable, pay_notice = _desirable(origin.uri, uri, known, rules)
        has = {item.skill for item in origin.requirements}
        notices = (licence_notice(target.isco, (origin.isco,)), zone_notice, pay_notice)
        found.append(
            Move(
                uri=uri,
                label=target.name,
                isco=target.isco,
                similarity=round(float(similarity[row]), 4),
                viable=True,
                highly_viable=bool(similarity[row] > rules.highly_viable),
                desirable=desirable,
                shared=tuple(item.skill for item in target.essential if item.skill in has),
                missing=tuple(item.skill for item in target.essential if item.skill not in has),
                notices=tuple(notice for notice in notices if notice),
            )
        )
    return tuple(found)


def _similarities(framework: Framework, origin: str) -> np.ndarray:
    """The similarity of ``origin`` to every occupation, by row; counts over all relations at once."""
    columns = framework.columns
    row = columns.occupation_rows[origin]
    start, end = columns.requirements.start[row : row + 2].tolist()
    everything = np.zeros(len(columns.skill_uris), dtype=bool)
    essential = np.zeros(len(columns.skill_uris), dtype=bool)
    own = columns.requirements.values[start:end]
    everything[own] = True
    essential[own[columns.requirement_relations[start:end] == 0]] = True
    owner = np.repeat(np.arange(len(columns.occupation_uris)), np.diff(columns.requirements.start))
    asked = columns.requirement_relations == 0
    skills, owner = columns.requirements.values[asked], owner[asked]
    count = len(columns.occupation_uris)
    total = np.maximum(np.bincount(owner, minlength=count), 1)
    one = np.bincount(owner, weights=essential[skills], minlength=count) / total
    two = np.bincount(owner, weights=everything[skills], minlength=count) / total
    similarity: np.ndarray = (one + two) / 2
    return similarity


def _apart(origin: tuple[str, str], target: tuple[str, str], known: MoveData) -> tuple[float | None, str]:
    zones = known.job_zones.get(origin[0]), known.job_zones.get(target[0])
    if zones[0] is not None and zones[1] is not None:
        return abs(zones[0] - zones[1]), ""
    levels = _isco_level(origin[1]), _isco_level(target[1])
    if levels[0] is None or levels[1] is None:
        return None, "How much preparation it needs is not known."
    return abs(levels[0] - levels[1]), "The job zone is not known; the ISCO skill level was used instead."


def _isco_level(isco: str) -> int | None:
    """The skill level of ISCO-08's major group, 1 to 4."""
    if not isco or isco[0] == "0":
        return None
    if isco.startswith("14"):
        return 3
    return {"1": 4, "2": 4, "3": 3, "9": 1}.get(isco[0], 2)


def _desirable(origin: str, target: str, known: MoveData, rules: MoveSettings) -> tuple[bool | None, str]:
    pay = known.pay.get(origin), known.pay.get(target)
    if pay[0] is None or pay[1] is None:
        return None, "Pay is not known."
    return pay[1] >= rules.desirable_pay * pay[0], ""
