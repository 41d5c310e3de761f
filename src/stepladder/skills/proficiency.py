"""Levels of proficiency, each with its scale: a bare number says nothing about how much is meant."""

from __future__ import annotations

from dataclasses import dataclass

from stepladder.skills.errors import FrameworkError, IncomparableLevelsError

__all__ = ["STEPLADDER_SCALE", "ProficiencyLevel", "ProficiencyScale"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProficiencyLevel:
    """One level of a named scale.

    ``value`` is in the scale's own units (O*NET 0–7, Stepladder 1–4), ``highest`` its top value; ``fraction`` makes a
    level a share of its own scale, which is not a comparison between scales.
    """

    scale: str
    value: float
    highest: float
    label: str = ""

    @property
    def fraction(self) -> float:
        """Return ``value`` as a share of the scale's highest value, 0 to 1."""
        return min(1.0, max(0.0, self.value / self.highest)) if self.highest > 0 else 0.0

    def reaches(self, required: ProficiencyLevel) -> bool:
        """Return whether this level is at or above ``required``.

        Raises `IncomparableLevelsError` when the scales differ.
        """
        if self.scale != required.scale:
            raise IncomparableLevelsError(
                f"A level on the scale {self.scale!r} was compared with one on {required.scale!r}",
                hint="Compare levels of one scale, or give a crosswalk between the two scales.",
            )
        return self.value >= required.value


@dataclass(frozen=True, slots=True, kw_only=True)
class ProficiencyScale:
    """A scale: an identifier, a name, and ordered labels for the whole values ``lowest``, ``lowest + 1``, ….

    Example: ``STEPLADDER_SCALE.level(2).label == "independent"``.
    """

    id: str
    name: str
    labels: tuple[str, ...]
    lowest: int = 1

    @property
    def highest(self) -> float:
        """Return the top value of the scale."""
        return float(self.lowest + len(self.labels) - 1)

    @property
    def levels(self) -> tuple[ProficiencyLevel, ...]:
        """Return every whole level, lowest first."""
        return tuple(self.level(self.lowest + step) for step in range(len(self.labels)))

    def level(self, value: float) -> ProficiencyLevel:
        """Return the level at ``value`` (between steps: label of the step below); outside: `FrameworkError`."""
        if not self.lowest <= value <= self.highest:
            raise FrameworkError(
                f"Level {value} is not on the scale {self.name!r}, which runs from {self.lowest} to {self.highest:g}",
                code="levels.off_scale",
            )
        return ProficiencyLevel(
            scale=self.id, value=float(value), highest=self.highest, label=self.labels[int(value) - self.lowest]
        )


STEPLADDER_SCALE = ProficiencyScale(
    id="urn:stepladder:scale:four-steps",
    name="Stepladder, four steps",
    labels=("with guidance", "independent", "skilled", "leading others"),
)
