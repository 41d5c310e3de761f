"""The SkillSkape development set for linking: its two halves, and what is measured on them.

A sentence belongs to half A or B by the first byte of its SHA-256, so that nothing but the sentence decides. What is
fitted is fitted on A, what is reported is measured on B. The set names 148 skills of ESCO; both halves hold most of
them.
"""

from __future__ import annotations

import ast
import csv
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from measuring import ESCO, REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.linking import LinkedSkill

DEVELOPMENT_SET = ESCO.parent / "skillskape" / "dev.csv"
KEPT = REPOSITORY / ".cache" / "linking"
THRESHOLDS = tuple(step / 100 for step in range(1, 100))


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence and the URIs of the skills that people gave it; none where it speaks of no skill."""

    text: str
    wanted: frozenset[str]


def halves(framework: Framework, path: Path = DEVELOPMENT_SET) -> tuple[list[Case], list[Case]]:
    """Return half A and half B."""
    columns = framework.columns
    rows = zip(columns.skill_labels, columns.skill_uris, strict=True)
    uris = {label.strip().casefold(): uri for label, uri in rows}
    found: tuple[list[Case], list[Case]] = ([], [])
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            labels = [label.strip().casefold() for label in ast.literal_eval(row["skills"]) if label != "UNK"]
            half = hashlib.sha256(row["sentence"].encode()).digest()[0] & 1
            found[half].append(Case(row["sentence"], frozenset(uris[label] for label in labels if label in uris)))
    return found


def ranked(cases: Sequence[Case], answers: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return RP@5, RP@10 and MRR, in per cent, of rankings by URI over the sentences that have a skill.

    R-precision at k of a sentence: how many of its skills are among the first k, over the lesser of k and their number.
    """
    pairs = [(case.wanted, list(answer)) for case, answer in zip(cases, answers, strict=True) if case.wanted]
    measured = {}
    for k in (5, 10):
        shares = [len(wanted & set(answer[:k])) / min(k, len(wanted)) for wanted, answer in pairs]
        measured[f"rp{k}"] = round(100 * sum(shares) / len(shares), 2)
    firsts = [next((1 / place for place, uri in enumerate(answer, 1) if uri in wanted), 0) for wanted, answer in pairs]
    return {**measured, "mrr": round(100 * sum(firsts) / len(firsts), 2), "sentences": len(pairs)}


def curve(cases: Sequence[Case], answers: Sequence[Sequence[LinkedSkill]]) -> list[dict[str, Any]]:
    """Return per threshold what is said and how much of it is right; a sentence without an answer counts in RP@5."""
    points = []
    for threshold in THRESHOLDS:
        kept = [[one.uri for one in answer if one.confidence >= threshold] for answer in answers]
        said = sum(map(len, kept))
        right = sum(len(case.wanted & set(uris)) for case, uris in zip(cases, kept, strict=True))
        without = [uris for case, uris in zip(cases, kept, strict=True) if not case.wanted]
        points.append(
            {
                "threshold": threshold,
                "said": said,
                "precision": round(100 * right / said, 2) if said else None,
                "found": round(100 * right / sum(len(case.wanted) for case in cases), 2),
                "silent": round(100 * sum(not uris for uris in kept) / len(kept), 2),
                "silent_without_skill": round(100 * sum(not uris for uris in without) / len(without), 2),
                "rp5": ranked(cases, kept)["rp5"],
            }
        )
    return points


def calibration_error(cases: Sequence[Case], answers: Sequence[Sequence[LinkedSkill]]) -> float:
    """Return the expected calibration error, in points: confidence against share right, over ten equal ranges."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
    for case, answer in zip(cases, answers, strict=True):
        for one in answer:
            bins[min(9, int(one.confidence * 10))].append((one.confidence, one.uri in case.wanted))
    total = sum(map(len, bins))
    gaps = [abs(sum(c for c, _ in some) - sum(right for _, right in some)) for some in bins if some]
    return round(100 * sum(gaps) / total, 2)
