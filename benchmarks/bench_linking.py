"""Linking: how good it is on the half of the development set that nothing was fitted on, how quick, how large.

Run: python benchmarks/bench_linking.py [--limit N]

Three rankings of all skills of ESCO 1.1.1 side by side: plain TF-IDF (cosine over the words and word pairs of all
names), the lexical core, the hybrid core. Figures that were published for other sentences (1, 2) are printed beside
them and are not to be compared digit by digit. The first run reads the names and statements of ESCO with the model, for
minutes, and keeps the vectors in .cache. Texts a second count the processor's time, of one process.

(1) Decorte et al. 2023, Extreme Multi-Label Skill Extraction Training using Large Language Models: fine-tuned, RP@5.
(2) An untrained hybrid of words and MiniLM on the same three sets, measured while this work was planned.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from typing import TYPE_CHECKING, Any

import numpy as np
from linking_dev import KEPT, calibration_error, curve, halves, ranked
from measuring import esco_files, machine, write_results

from stepladder.skills.frameworks import read_esco
from stepladder.skills.linking import Linker
from stepladder.skills.linking.index import index_of, keep_indexes
from stepladder.skills.linking.lexical import prepare
from stepladder.skills.linking.meanings import Meanings
from stepladder.skills.linking.minilm import installed

if TYPE_CHECKING:
    from linking_dev import Case

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.linking.index import LabelIndex

PUBLISHED = {
    "fine-tuned, published (1)": {"tech": 54.6, "house": 45.7, "techwolf": 54.6},
    "untrained hybrid (2)": {"tech": 57.4, "house": 44.7, "techwolf": 44.5},
}


def main(arguments: list[str]) -> int:
    """Measure, print and write the results; return 0."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--limit", type=int, default=None, help="only so many sentences")
    limit = parser.parse_args(arguments).limit
    if not esco_files():
        print("ESCO is not beside the repository: nothing to measure.")
        return 0
    framework = read_esco(esco_files())
    _, cases = halves(framework)
    cases = cases[:limit]
    results: dict[str, Any] = {"machine": machine(), "sentences": len(cases), "published": PUBLISHED, "cores": {}}
    results["index"] = opening(framework)
    results["cores"]["plain TF-IDF"] = plain(index_of(framework, "skill"), cases)
    linkers = [Linker(framework)]
    if installed():
        linkers.append(Linker(framework, Meanings.of(framework, KEPT, tell)))
    for linker in linkers:
        results["cores"][linker.core] = measured(linker, cases)
    results["peak_mb"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    show(results)
    write_results("linking", results)
    return 0


def opening(framework: Framework) -> dict[str, float]:
    """Return the seconds of building the index and of opening a kept one."""
    import scipy.sparse  # noqa: F401 - half a second that every first user of it pays

    seconds = {}
    for name in ("build", "open"):
        framework.memo.clear()
        if name == "open":
            keep_indexes(framework, KEPT)
            index_of(framework, "skill")
            framework.memo.pop("skill-index")
        began = time.process_time()
        index_of(framework, "skill")
        seconds[f"{name}_s"] = round(time.process_time() - began, 3)
    return seconds


def plain(index: LabelIndex, cases: list[Case]) -> dict[str, Any]:
    """Rank by the cosine of TF-IDF vectors, each skill by its best name."""
    began = time.process_time()
    answers = []
    for case in cases:
        columns = prepare(index, case.text).columns
        scores = index.sum_of(index.vectors, {column: float(index.rarity[column]) for column in columns})
        best = np.maximum.reduceat(scores, index.starts[index.named])
        rows = index.named[np.lexsort((index.named, -best))[:10]]
        answers.append([index.uris[row] for row in rows.tolist()])
    return {**ranked(cases, answers), "texts_per_second": speed(cases, began)}


def measured(linker: Linker, cases: list[Case]) -> dict[str, Any]:
    """Measure one core."""
    texts = [case.text for case in cases]
    began = time.process_time()
    found = list(linker.candidates(texts))
    rate = speed(cases, began)
    answers = [linker.answer(one, 10, 0.0) for one in found]
    usual = [linker.answer(one, 10, None) for one in found]
    empty = [answer for case, answer in zip(cases, usual, strict=True) if not case.wanted]
    return {
        **ranked(cases, [[one.uri for one in answer] for answer in answers]),
        "with_abstention": {
            **ranked(cases, [[one.uri for one in answer] for answer in usual]),
            "silent_without_skill": round(100 * sum(not answer for answer in empty) / max(1, len(empty)), 1),
        },
        "calibration_error": calibration_error(cases, [answer[:5] for answer in answers]),
        "texts_per_second": rate,
        "curve": curve(cases, [answer[:5] for answer in answers]),
    }


def speed(cases: list[Case], began: float) -> float:
    """Return texts a second of the processor's time since ``began``."""
    return round(len(cases) / max(1e-9, time.process_time() - began), 1)


def tell(done: int, total: int) -> None:
    """Say how far the reading of the framework is, now and then."""
    if done == total or done % 6400 == 0:
        print(f"  {done:,} of {total:,} names and statements read", flush=True)


def show(results: dict[str, Any]) -> None:
    """Print the table."""
    print(f"{results['sentences']} sentences of half B, ESCO 1.1.1; index: {results['index']}")
    print(
        f"{'':14} {'RP@5':>6} {'RP@10':>6} {'MRR':>6} {'texts/s':>8} {'RP@5 with silence':>18} {'silent, no skill':>17}"
    )
    first = results["cores"]["plain TF-IDF"]["rp5"]
    for name, core in results["cores"].items():
        usual = core.get("with_abstention", {})
        print(
            f"{name:14} {core['rp5']:6} {core['rp10']:6} {core['mrr']:6} {core['texts_per_second']:8} "
            f"{usual.get('rp5', ''):>18} {usual.get('silent_without_skill', ''):>17}  {core['rp5'] / first:.2f}×"
        )
    for name, figures in PUBLISHED.items():
        print(f"{name}: RP@5 on other sentences: {', '.join(f'{key} {value}' for key, value in figures.items())}")
    print(f"peak memory {results['peak_mb']} MB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
