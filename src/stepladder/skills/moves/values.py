"""The values of moves: settings, what is known beside the framework, a move, a report."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - part of public signatures
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stepladder.skills.frameworks.model import Framework

__all__ = ["Move", "MoveData", "MoveReport", "MoveSettings", "NearSkill"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSettings:
    """Thresholds: viable and highly viable similarity, job zones apart, pay as a share of the origin's.

    ``near``: skills that are alike count by their likeness. Two labels are alike from a cosine of ``alike_from`` of
    their words; a skill that the framework names as broader, or as essential for the one held, counts ``edge``.
    """

    viable: float = 0.30
    highly_viable: float = 0.40
    zones_apart: float = 1.0
    desirable_pay: float = 0.75
    near: bool = True
    alike_from: float = 0.4
    edge: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveData:
    """What is known beside the framework, by occupation URI.

    ``job_zones`` are O*NET's 1–5; ``pay`` is a year's, of one source and currency, ``pay_stated`` says which;
    ``remote`` is the share, 0 to 1, of an occupation's activities that can be done remotely; ``notes`` say where a fact
    comes from when that is not plain; ``notices`` are what the sources want said.
    """

    job_zones: Mapping[str, float] = field(default_factory=dict, hash=False)
    pay: Mapping[str, float] = field(default_factory=dict, hash=False)
    remote: Mapping[str, float] = field(default_factory=dict, hash=False)
    notes: Mapping[str, str] = field(default_factory=dict, hash=False)
    pay_stated: str = ""
    pay_currency: str = ""
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NearSkill:
    """A skill of the target that the origin does not have, the one it has that comes near, and how near, 0 to 1."""

    skill: str
    via: str
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An occupation within reach.

    ``similarity`` 0–1; of the target's essential skills ``shared`` ones are asked of the origin too, ``near`` ones come
    near, ``missing`` ones do neither; ``job_zone``, ``pay`` and ``remote`` are None where not known, ``desirable``
    where the pay of either is not; ``notices`` say what to check and what is not known.
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
    near: tuple[NearSkill, ...] = ()
    origin: str = ""
    job_zone: float | None = None
    pay: float | None = None
    remote: float | None = None

    def as_dict(self, framework: Framework) -> dict[str, Any]:
        """Return the move as JSON, skills with their labels."""

        def named(uri: str) -> dict[str, str]:
            return {"uri": uri, "label": framework.skills[uri].name}

        plain = {name: value for name, value in asdict(self).items() if name not in {"shared", "near", "missing"}}
        return {
            **plain,
            "notices": list(self.notices),
            "shared": [named(uri) for uri in self.shared],
            "near": [
                {**named(one.skill), "via": named(one.via), "likeness": round(one.likeness, 2)} for one in self.near
            ],
            "missing": [named(uri) for uri in self.missing],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveReport:
    """The moves from one or several occupations, or from a profile.

    ``too_far`` counts the occupations that are similar enough and ask for preparation more than the allowed job zones
    away: they are no moves. ``notices`` are the sources' and what holds for all.
    """

    origins: tuple[str, ...]
    moves: tuple[Move, ...]
    too_far: int = 0
    pay_stated: str = ""
    pay_currency: str = ""
    notices: tuple[str, ...] = ()
