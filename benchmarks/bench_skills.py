"""Gap and plan: how long a page waits for them.

Run: python benchmarks/bench_skills.py [--esco FOLDER_WITH_BOTH_ZIPS] [--json FILE]

- gap: own skills of one occupation against another, on whole ESCO where it is at hand, else on the starter pack;
  the first call (which makes the index) and the median of 40 pairs.
- page: a gap and a plan as a page asks for them, with 400 demo offers and a budget. Plans alone: bench_plans.py.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from stepladder.skills.evidence import SkillAttestation
from stepladder.skills.frameworks import read_esco, starter
from stepladder.skills.gaps import expected_skills, gap
from stepladder.skills.moves import moves
from stepladder.skills.offers import generate_offers
from stepladder.skills.plans import plan
from stepladder.skills.profile import SkillProfile

if TYPE_CHECKING:
    from stepladder.skills.frameworks.model import Framework

DAY = date(2026, 3, 2)
ESCO = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "skills" / "esco-1.1.1"


def framework_at_hand(folder: Path) -> Framework:
    files = sorted(folder.glob("*.zip")) if folder.is_dir() else []
    return read_esco(files) if files else starter()


def time_gaps(framework: Framework, pairs: int = 40) -> dict[str, float]:
    rng = random.Random(1)  # noqa: S311 - repeatable on purpose
    rich = [uri for uri, occupation in framework.occupations.items() if len(occupation.essential) >= 8]
    times = []
    for _ in range(pairs):
        held = framework.occupations[rng.choice(rich)]
        target = framework.occupations[rng.choice(rich)]
        profile = SkillProfile(attestations=tuple(SkillAttestation(skill=item.skill) for item in held.essential))
        began = time.perf_counter()
        gap(profile, target, framework, at=DAY)
        times.append(time.perf_counter() - began)
    return {"first_s": times[0], "median_s": statistics.median(times[1:]), "worst_s": max(times[1:])}


def time_page() -> dict[str, float]:
    """Return the time of a gap and a plan as a page asks for them, with three rejected offers explained."""
    framework = starter()
    offers = generate_offers(framework, seed=7)
    times = []
    for occupation in list(framework.occupations.values())[:60]:
        for move in moves(framework, occupation.uri, limit=1):
            held = tuple(one.claim() for one in expected_skills([occupation.uri], framework))
            profile = SkillProfile(attestations=held, occupations=(occupation.uri,))
            began = time.perf_counter()
            report = gap(profile, framework.occupations[move.uri], framework, at=DAY)
            plan(report, offers, budget=250, hours_per_week=5)
            times.append(time.perf_counter() - began)
    return {"pages": len(times), "median_s": statistics.median(times), "worst_s": max(times)}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--esco", type=Path, default=ESCO)
    asked.add_argument("--json", type=Path)
    options = asked.parse_args()
    framework = framework_at_hand(options.esco)
    figures = {
        "framework": f"{framework.name} {framework.version}, {len(framework.skills)} skills",
        "gap": time_gaps(framework),
        "page": time_page(),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    for name, value in figures.items():
        shown = {k: round(v, 4) for k, v in value.items()} if isinstance(value, dict) else value
        print(f"{name:16} {shown}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
