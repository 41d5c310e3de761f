"""Fit the confidence of both linking cores on half A of the development set, and print what calibration.py holds.

Run: python scripts/calibrate_linking.py

Logistic regression with a little ridge, by Newton's steps, over the candidates that the linker looks at closely; what a
sentence's people named is right, all else wrong. A text is answered from the highest confidence of its surest skill on
at which RP@5 on half A, silence counted as a miss, keeps 95 % of what it is when every text is answered.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

from linking_dev import KEPT, Case, halves, ranked
from measuring import esco_files

from stepladder.skills.frameworks import read_esco
from stepladder.skills.linking import Linker
from stepladder.skills.linking.calibration import Calibration
from stepladder.skills.linking.index import keep_indexes
from stepladder.skills.linking.meanings import Meanings

KEPT_SHARE = 0.95
FLOOR = 0.02
RIDGE = 1.0


def main() -> int:
    """Print the two calibrations; return 0."""
    framework = read_esco(esco_files())
    keep_indexes(framework, KEPT)
    half, _ = halves(framework)
    for linker in (Linker(framework), Linker(framework, Meanings.of(framework, KEPT))):
        calibrate(linker, half)
    return 0


def calibrate(linker: Linker, cases: list[Case]) -> None:
    """Fit one core and print its line."""
    features, right = [], []
    looked_at = list(linker.candidates([case.text for case in cases]))
    for case, found in zip(cases, looked_at, strict=True):
        features.append(found.features)
        right += [linker.index.uris[row] in case.wanted for row in found.rows.tolist()]
    bias, *weights = fitted(np.vstack(features).astype(float), np.array(right, dtype=float))
    rounded = [round(float(weight), 3) for weight in weights]
    linker.calibration = Calibration(
        bias=round(float(bias), 3), weights=(rounded[0], rounded[1], rounded[2], rounded[3]), threshold=0.0, floor=FLOOR
    )
    answers = [linker.answer(found, 10, 0.0) for found in looked_at]
    whole = ranked(cases, [[one.uri for one in answer] for answer in answers])
    print(linker.core, linker.calibration, whole)
    for threshold in (step / 100 for step in range(2, 60, 2)):
        kept = [
            [one.uri for one in answer] if answer and answer[0].confidence >= threshold else [] for answer in answers
        ]
        empty = [uris for case, uris in zip(cases, kept, strict=True) if not case.wanted]
        share = ranked(cases, kept)["rp5"] / whole["rp5"]
        silent = sum(not uris for uris in empty) / len(empty)
        print(f"  from {threshold:.2f}: {share:.1%} of RP@5, silent on {silent:.0%} of sentences without a skill")
        if share < KEPT_SHARE:
            break


def fitted(features: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Return bias and weights."""
    rows = np.column_stack([np.ones(len(features)), features])
    weights = np.zeros(rows.shape[1])
    penalty = RIDGE * np.diag([0.0, *[1.0] * features.shape[1]])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (chance - right) + penalty @ weights
        curvature = (rows * (chance * (1 - chance))[:, None]).T @ rows + penalty
        step = np.linalg.solve(curvature, slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    return weights


if __name__ == "__main__":
    sys.exit(main())
