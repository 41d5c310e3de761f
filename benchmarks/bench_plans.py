"""Plans: least cost of closing every skill of a gap, proved, beside greedy, HiGHS and OR-Tools CP-SAT; and the front.

Run: make bench ARGS=plans, or python benchmarks/bench_plans.py [--seeds N] [--peers N] [--limit SECONDS]
[--fronts N] [--wide N]

Ours is `plan()` as a page calls it, from offers to checked plan, model building and presolve included, no rejected
offer explained. The peers get the same problem after the same presolve, in the same run: HiGHS the integer programme,
CP-SAT the same, each on one thread with its own presolve, each allowed ``--limit`` seconds. Where two prove an answer,
the answers must be equal, else the run fails. Catalogues are made by seed (benchmarks/made_up_plans.py).
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import made_up_plans as made_up
import peers
from measuring import machine, write_results

from stepladder.skills.plans import PlanSettings, cost_time_front, plan
from stepladder.skills.plans.instance import Instance, Limits, build_instance

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS: dict[str, Callable[[int, int, int], made_up.Made]] = {
    "anyhow": made_up.anyhow,
    "with prerequisites": partial(made_up.anyhow, prerequisites=0.3),
    "by topic": made_up.by_topic,
}
SETTINGS = PlanSettings(alternatives=0)


def problem(made: made_up.Made) -> Instance:
    """Return what the peers get: our own presolve has been through it."""
    report, catalogue = made
    return build_instance(
        report.missing("claims", include_optional=False),
        catalogue,
        held=frozenset(),
        claimed=frozenset(),
        completed=frozenset(),
        proof=False,
        limits=Limits(at=made_up.DAY),
        presolve_for="cost",
    )


def greedy(instance: Instance) -> int:
    """Take, again and again, the least price per skill newly closed; return the cents."""
    left, taken, cents = set(range(len(instance.lines))), set[int](), 0
    while left:
        best, choice = float("inf"), set[int]()
        for j in range(len(instance.offers)):
            bundle = {j, *instance.needs[j]} - taken
            closes = left.intersection(*[{row for one in bundle for row in instance.covers[one]}])
            price = sum(instance.offers[one].cents for one in bundle)
            if closes and price / len(closes) < best:
                best, choice = price / len(closes), bundle
        taken |= choice
        cents += sum(instance.offers[one].cents for one in choice)
        left -= {row for one in choice for row in instance.covers[one]}
    return cents


def peer(name: str, instance: Instance, seconds: float) -> dict[str, Any]:
    """Ask a peer; ``cpsat`` runs in the Python of the peers, ``highs`` in ours, both as programs of their own."""
    given = {
        "rows": len(instance.lines),
        "covers": [list(rows) for rows in instance.covers],
        "needs": [list(needs) for needs in instance.needs],
        "cost": [offer.cents // 100 for offer in instance.offers],
        "seconds": seconds,
    }
    script = str(Path(__file__).with_name("peers_plans.py"))
    python = str(peers.python()) if name == "cpsat" else sys.executable
    answer, memory = peers.run([python, script, name], given)
    return {**answer, "memory_mb": round(memory)}


def compare(kind: str, skills: int, offers: int, options: argparse.Namespace, seeds: int) -> dict[str, Any]:
    """Return the row of one size and kind: ours over all seeds, the peers over the first few."""
    ours, proved, gaps, dearer = [], 0, [], []
    theirs: dict[str, list[dict[str, Any]]] = {"highs": [], "cpsat": []}
    for seed in range(seeds):
        made = KINDS[kind](seed, skills, offers)
        began = time.perf_counter()
        found = plan(*made, objective="cost", settings=SETTINGS)
        ours.append(time.perf_counter() - began)
        proved += found.proved_optimal
        gaps.append(found.gap)
        if seed >= options.peers:
            continue
        instance = problem(made)
        dearer.append(greedy(instance) / float(found.cost) / 100 - 1)
        for name, answers in theirs.items():
            answers.append(peer(name, instance, options.limit))
            if answers[-1]["proved"] and found.proved_optimal and round(answers[-1]["value"]) != float(found.cost):
                raise SystemExit(f"{kind}, seed {seed}: {name} says {answers[-1]['value']}, we say {found.cost}")
    row = {
        "problem": f"{skills} x {offers}, {kind}",
        "seeds": seeds,
        "median_s": round(statistics.median(ours), 3),
        "worst_s": round(max(ours), 3),
        "proved": proved,
        "worst_gap": round(max(gaps), 4),
        "greedy_dearer_median": round(statistics.median(dearer), 4),
    }
    for name, answers in theirs.items():
        median = statistics.median(answer["seconds"] for answer in answers)
        row[name] = {
            "seeds": len(answers),
            "median_s": round(median, 2),
            "proved": sum(answer["proved"] for answer in answers),
            "times_ours": round(median / statistics.median(ours[: len(answers)]), 1),
        }
    return row


def front(seeds: int) -> dict[str, Any]:
    """Return the time of the exact front of cost against hours, 50 x 5,000."""
    times, points = [], []
    for seed in range(seeds):
        report, catalogue = made_up.anyhow(seed, 50, 5000)
        began = time.perf_counter()
        found = cost_time_front(report, catalogue)
        times.append(time.perf_counter() - began)
        points.append(len(found))
        if not all(point.proved for point in found):
            raise SystemExit(f"Seed {seed}: a point of the front is not proved")
    return {
        "problem": "front, 50 x 5000, anyhow",
        "seeds": seeds,
        "median_s": round(statistics.median(times), 2),
        "worst_s": round(max(times), 2),
        "points": points,
    }


def main() -> None:
    """Measure and write down."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--seeds", type=int, default=20, help="catalogues per row")
    asked.add_argument("--peers", type=int, default=3, help="how many of them the peers solve too")
    asked.add_argument("--limit", type=float, default=60.0, help="seconds that a peer may take")
    asked.add_argument("--fronts", type=int, default=3, help="catalogues whose front is measured")
    asked.add_argument("--wide", type=int, default=2, help="catalogues of 200 x 50,000")
    options = asked.parse_args()
    rows = []
    for kind in KINDS:
        rows.append(compare(kind, 50, 5000, options, options.seeds))
        print(rows[-1], flush=True)
    rows.append(front(options.fronts))
    print(rows[-1], flush=True)
    for kind in ("anyhow", "by topic") if options.wide else ():
        few = argparse.Namespace(peers=1, limit=options.limit)
        rows.append(compare(kind, 200, 50_000, few, options.wide))
        print(rows[-1], flush=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    write_results("plans", {"machine": machine(), "rows": rows, "peak_memory_mb": round(memory)})


if __name__ == "__main__":
    main()
