"""Evidence of a skill: who says so, how firmly, since when, and how fresh it still is."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - a field of a public value, as below
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - a field of a public value, read at run time by callers
from typing import Literal

from stepladder.skills.errors import SkillsError
from stepladder.skills.proficiency import ProficiencyLevel  # noqa: TC001 - as above

__all__ = ["STRENGTHS", "Freshness", "FreshnessSettings", "SkillAttestation", "Strength", "freshness"]

Strength = Literal["claimed", "endorsed", "assessed", "supervised"]
#: Weakest first. A claim is the person's own word; the other three come from a verified credential.
STRENGTHS: tuple[Strength, ...] = ("claimed", "endorsed", "assessed", "supervised")


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillAttestation:
    """One statement that a person has a skill.

    ``source`` is a credential id, an occupation URI (work history) or ``self``; ``confidence`` (0–1) says how sure it
    is that the statement speaks of this skill (1 for an exact URI). ``valid_until`` is the last day on which it holds.
    ``level_said`` is a level in its source's own words, kept where nobody here knows its scale; it is never compared.
    An attestation comes from a verified credential (`stepladder.recognition.attest`) or is a person's `claim`; a file
    of one's own may state any strength, and whoever reads it decides whether to believe it.
    Raises `SkillsError` (``evidence.strength``, ``evidence.confidence``) for values outside those.
    """

    skill: str
    strength: Strength = "claimed"
    level: ProficiencyLevel | None = None
    obtained: date | None = None
    valid_until: date | None = None
    source: str = "self"
    source_name: str = ""
    confidence: float = 1.0
    flag: str = ""
    level_said: str = ""

    @classmethod
    def claim(
        cls,
        skill: str,
        *,
        level: ProficiencyLevel | None = None,
        obtained: date | None = None,
        source: str = "self",
        source_name: str = "",
    ) -> SkillAttestation:
        """Return what a person says of herself: *claimed*, whatever it rests on, and never more.

        ``source`` and ``source_name`` say from where she says it (work history, a degree, a CV). Example:
        ``SkillAttestation.claim(uri).is_proof is False``.
        """
        return cls(skill=skill, level=level, obtained=obtained, source=source, source_name=source_name)

    def __post_init__(self) -> None:
        if self.strength not in STRENGTHS:
            raise SkillsError(
                f"The strength {self.strength!r} is not one of {', '.join(STRENGTHS)}",
                code="evidence.strength",
                where=self.skill,
            )
        if not 0.0 <= self.confidence <= 1.0:
            raise SkillsError(
                f"The confidence {self.confidence!r} is not between 0 and 1",
                code="evidence.confidence",
                where=self.skill,
            )

    @property
    def is_proof(self) -> bool:
        """Return whether somebody else than the person vouches for it."""
        return self.strength != "claimed"

    @property
    def rank(self) -> int:
        """Return the place of the strength, 0 (claimed) to 3 (supervised)."""
        return STRENGTHS.index(self.strength)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshnessSettings:
    """How long evidence stays fresh: days without a stated end, and the days in which it then halves.

    ``half_lives`` holds, by skill URI, the days for which evidence of a skill counts in full where a series of demand
    carries that; every reader of evidence takes it from here, so that all of them say the same.
    """

    full_days: int = 1826
    halving_days: int = 730
    half_lives: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """How fresh evidence is on a day: ``value`` 0–1, ``state``, and the rule in words beside the number."""

    value: float
    state: Literal["fresh", "fading", "lapsed", "undated"]
    reason: str


def freshness(
    attestation: SkillAttestation,
    *,
    at: date,
    settings: FreshnessSettings | None = None,
    half_life_days: int | None = None,
) -> Freshness:
    """Return how fresh an attestation is on the day ``at``.

    The rule: full until ``valid_until``; without one, full for the skill's half-life (``half_life_days``, else
    ``settings.half_lives``) or, where none is known, ``settings.full_days`` after ``obtained``; after that it halves
    every ``halving_days``. Undated evidence counts in full and says that it is undated. Past ``valid_until`` it is
    *lapsed*: it no longer counts as proof.

    Example: obtained 2020-01-01 without an end, on 2025-01-01 plus two years → value about 0.5, state ``fading``.
    """
    rule = settings or FreshnessSettings()
    if attestation.valid_until is not None:
        if at <= attestation.valid_until:
            return Freshness(value=1.0, state="fresh", reason=f"valid until {attestation.valid_until.isoformat()}")
        over = (at - attestation.valid_until).days
        return Freshness(
            value=_halved(over, rule.halving_days),
            state="lapsed",
            reason=f"lapsed on {attestation.valid_until.isoformat()}; halves every {rule.halving_days} days",
        )
    if attestation.obtained is None:
        return Freshness(value=1.0, state="undated", reason="no date given; counts in full")
    full = half_life_days or rule.half_lives.get(attestation.skill) or rule.full_days
    age = (at - attestation.obtained).days
    if age <= full:
        return Freshness(
            value=1.0, state="fresh", reason=f"from {attestation.obtained.isoformat()}; full for {full} days"
        )
    return Freshness(
        value=_halved(age - full, rule.halving_days),
        state="fading",
        reason=f"from {attestation.obtained.isoformat()}; full {full} days, then halves every {rule.halving_days}",
    )


def _halved(days: int, halving_days: int) -> float:
    return round(float(0.5 ** (days / max(1, halving_days))), 4)
