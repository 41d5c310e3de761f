"""What turns scores into a confidence: the chance that a person who labels texts would give this skill to this text.

A logistic curve per core over four features of a text and a skill, fitted by ``scripts/calibrate_linking.py`` on one
half of the SkillSkape development set, a text without any skill included; the other half is for reporting alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

__all__ = ["CALIBRATIONS", "Calibration", "Core"]

Core = Literal["lexical", "hybrid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The curve of a core: log odds = ``bias`` + ``weights`` · features; and when `link` keeps silent by itself.

    A text is answered where its surest skill reaches ``threshold``; its list goes on down to ``floor``.
    """

    bias: float
    weights: tuple[float, float, float, float]
    threshold: float
    floor: float

    def confidence(self, features: Floats) -> Floats:
        """Return confidences 0–1 for rows of features: score, lead over the field, named, share of the name held."""
        odds = features @ np.array(self.weights, dtype=np.float32) + np.float32(self.bias)
        return np.asarray(1 / (1 + np.exp(-odds)), dtype=np.float32)


# Made by: python scripts/calibrate_linking.py
CALIBRATIONS: dict[Core, Calibration] = {
    "lexical": Calibration(bias=-5.133, weights=(0.959, 1.167, 1.1, -0.084), threshold=0.06, floor=0.02),
    "hybrid": Calibration(bias=-4.182, weights=(2.262, 9.267, 1.138, 0.268), threshold=0.08, floor=0.02),
}
