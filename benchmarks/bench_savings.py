"""What a proved plan saves beside choosing by the next best course; and how long a large catalogue takes to read.

Run: make bench ARGS=savings. A catalogue of 5,000 demo offers (skills that occur together in occupations; price and
hours invented: `generate_offers`). *Movers* have the essential skills of one occupation and move to another within
reach: little is open. *Newcomers* aim at the same occupations and have no skill of them yet. All three ways close all
that the catalogue can close, and none keeps a course that turns out to be needless:

- plan: the least cost (or hours), proved;
- greedy: again and again the course with the least price (hours) per open skill, its missing prerequisites included;
- best match first: again and again the course that closes most open skills, the cheaper (shorter) of two equals.

Reported as the share saved, median and quartiles over people, where the other way costs anything. Twice for each
framework: offers as generated, about one in seven free; and with none free (those cost 6 an hour), because where enough
is free there is nothing to save. On whole ESCO where it is beside the repository (5,000 offers are few for its skills,
so there is often one way only), and on the starter pack (many offers for each skill).

Options: ``--people N``, ``--offers N``.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import statistics
import time
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from measuring import esco_files, machine, table, write_results

from stepladder.skills.frameworks import read_esco, starter
from stepladder.skills.gaps import expected_skills, gap
from stepladder.skills.moves import moves
from stepladder.skills.offers import generate_offers
from stepladder.skills.plans import PlanSettings, plan, read_catalogue
from stepladder.skills.plans.catalogue import COLUMNS
from stepladder.skills.profile import SkillProfile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.gaps import GapReport
    from stepladder.skills.plans import LearningOpportunity

DAY = date(2026, 3, 2)
SEED = 7
QUIET = PlanSettings(alternatives=0)


@dataclass(frozen=True, slots=True)
class Shop:
    """A catalogue by id and by skill, as somebody without a solver would look through it."""

    offers: dict[str, LearningOpportunity]
    teaching: dict[str, list[LearningOpportunity]]

    @classmethod
    def of(cls, offers: tuple[LearningOpportunity, ...]) -> Shop:
        teaching: dict[str, list[LearningOpportunity]] = {}
        for offer in offers:
            for skill in offer.skills:
                teaching.setdefault(skill, []).append(offer)
        return cls({offer.id: offer for offer in offers}, teaching)

    def with_needs(self, offer: LearningOpportunity, held: frozenset[str]) -> list[LearningOpportunity]:
        """Return the offer and the prerequisites that are neither held nor satisfied otherwise."""
        found, queue = [], [offer]
        while queue:
            one = queue.pop()
            found.append(one)
            queue += [self.offers[key] for key in one.prerequisites if not held.issuperset(self.offers[key].skills)]
        return found


def people(framework: Framework, count: int) -> Iterator[tuple[GapReport, GapReport]]:
    """Yield gaps to an occupation within reach: of somebody with a background in another, and of a newcomer."""
    rng = random.Random(SEED)  # noqa: S311 - repeatable on purpose
    rich = [uri for uri, one in framework.occupations.items() if len(one.essential) >= 8]
    made = 0
    for origin in rng.sample(rich, len(rich)):
        within = moves(framework, origin, limit=5)
        if not within:
            continue
        held = tuple(one.claim() for one in expected_skills([origin], framework))
        profile = SkillProfile(attestations=held, occupations=(origin,))
        target = framework.occupations[rng.choice(within).uri]
        yield gap(profile, target, framework, at=DAY), gap(SkillProfile(attestations=()), target, framework, at=DAY)
        made += 1
        if made == count:
            return


def choose(
    report: GapReport, shop: Shop, price: Callable[[LearningOpportunity], float], *, by_match: bool
) -> float | None:
    """Return what the courses cost that are taken one after the other; None where nothing can be closed."""
    held = frozenset(report.held)
    left = {line.skill for line in report.missing("claims", include_optional=False) if line.skill in shop.teaching}
    goal = set(left)
    taken: dict[str, LearningOpportunity] = {}
    while left:
        tries = []
        for offer in {one.id: one for skill in left for one in shop.teaching[skill]}.values():
            courses = [one for one in shop.with_needs(offer, held) if one.id not in taken]
            new = len(left.intersection(offer.skills)) if by_match else len(left & _skills(courses))
            cost = sum(price(one) for one in courses)
            rank = (-new, cost) if by_match else (cost / new, -new)
            tries.append((rank, offer.id, courses))
        _, _, courses = min(tries, key=lambda one: one[:2])
        taken.update((one.id, one) for one in courses)
        left -= _skills(courses)
    return _without_needless(taken, goal, held, price) if goal else None


def _skills(courses: list[LearningOpportunity]) -> set[str]:
    return {skill for one in courses for skill in one.skills}


def _without_needless(
    taken: dict[str, LearningOpportunity],
    goal: set[str],
    held: frozenset[str],
    price: Callable[[LearningOpportunity], float],
) -> float:
    """Drop, dearest first, each course without which as much is closed and that no other needs."""
    kept = dict(taken)
    for one in sorted(taken.values(), key=lambda offer: (-price(offer), offer.id)):
        rest = [other for other in kept.values() if other.id != one.id]
        needed = any(one.id in other.prerequisites and not held.issuperset(one.skills) for other in rest)
        if not needed and goal <= _skills(rest):
            del kept[one.id]
    return sum(price(one) for one in kept.values())


def savings(reports: Sequence[GapReport], catalogue: tuple[LearningOpportunity, ...]) -> dict[str, Any]:
    """Return, for cost and for hours, the shares that the plan saves."""
    shop = Shop.of(catalogue)
    found: dict[str, Any] = {"people": len(reports), "offers": len(catalogue), "seed": SEED}
    ways: dict[str, Callable[[LearningOpportunity], float]] = {
        "cost": lambda offer: float(offer.price),
        "time": lambda offer: offer.hours,
    }
    for objective, price in ways.items():
        shares: dict[str, list[float]] = {"greedy": [], "best_match_first": []}
        proved, closed = 0, []
        for report in reports:
            made = plan(report, catalogue, objective=objective, settings=QUIET)  # type: ignore[arg-type]  # two of them
            proved += made.proved_optimal
            closed.append(made.closed)
            best = made.objective
            for name, by_match in (("greedy", False), ("best_match_first", True)):
                other = choose(report, shop, price, by_match=by_match)
                if other:  # where it is free, or nothing can be closed, there is nothing to save
                    shares[name].append(1 - best / other)
        found[objective] = {
            "proved": proved,
            "skills_closed_median": statistics.median(closed),
            **{name: spread(values) for name, values in shares.items()},
        }
    return found


def spread(values: list[float]) -> dict[str, float]:
    """Return median, quartiles, worst and best of some shares, their number, and how many are above nothing."""
    if len(values) < 2:
        return {"n": len(values)}
    low, middle, high = statistics.quantiles(values, n=4)
    return {
        "n": len(values),
        "median": round(middle, 4),
        "lower_quartile": round(low, 4),
        "upper_quartile": round(high, 4),
        "least": round(min(values), 4),
        "most": round(max(values), 4),
        "share_that_saves": round(sum(value > 1e-9 for value in values) / len(values), 4),
    }


def shown(one: dict[str, float]) -> list[str]:
    """Return a spread as cells of the table."""
    keys = ("median", "lower_quartile", "upper_quartile", "share_that_saves")
    return [str(one["n"]), *(f"{one[key]:.1%}" if key in one else "" for key in keys)]


def reading(rows: int = 50_000) -> dict[str, float]:
    """Return the processor seconds that a catalogue with every column filled takes to read, the least of three."""
    rng = random.Random(SEED)  # noqa: S311 - repeatable on purpose
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for number in range(rows):
        uris = (f"http://data.europa.eu/esco/skill/{rng.randrange(13_896):036d}" for _ in range(rng.randint(1, 6)))
        skills = "|".join(f"{uri}@{rng.randrange(1, 5)}" for uri in uris)
        writer.writerow(
            [f"o{number}", f"Course {number}", f"Provider {number % 90}", skills, rng.randint(60, 4000), "EUR",
             rng.randint(2, 60), f"o{max(0, number - 3)}", "", "2026-04-13", "", rng.randint(5, 30), "en", "online",
             "course", "part-time", rng.randint(0, 60), f"0.7{number % 10}", "64%", number % 300, "Ministry"]
        )  # fmt: skip
    data = out.getvalue().encode()
    least = 1e9
    for _ in range(3):
        began = time.process_time()
        assert len(read_catalogue(data)) == rows  # noqa: S101 - or it measures something else
        least = min(least, time.process_time() - began)
    return {"rows": rows, "megabytes": round(len(data) / 1e6, 1), "cpu_s": round(least, 2), "aim_s": 2.0}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--people", type=int, default=200)
    asked.add_argument("--offers", type=int, default=5_000)
    options = asked.parse_args()
    files = esco_files()
    frameworks = {"starter": starter(), **({"esco": read_esco(files)} if files else {})}
    figures: dict[str, Any] = {"machine": machine(), "reading": reading()}
    print(f"Reading {figures['reading']['rows']:,} rows: {figures['reading']['cpu_s']} s of the processor")
    rows = []
    for name, framework in frameworks.items():
        generated = generate_offers(framework, seed=SEED, count=options.offers)
        movers, newcomers = zip(*people(framework, options.people), strict=True)
        priced = tuple(
            offer if offer.price else replace(offer, price=Decimal(round(6 * offer.hours))) for offer in generated
        )
        for kind, catalogue in (("some free", generated), ("none free", priced)):
            for who, reports in (("movers", movers), ("newcomers", newcomers)):
                made = figures[f"{name}, {who}, {kind}"] = savings(reports, catalogue)
                rows += [
                    [f"{name}, {who}, {kind}, {objective}, {way.replace('_', ' ')}", *shown(made[objective][way])]
                    for objective in ("cost", "time")
                    for way in ("greedy", "best_match_first")
                    if objective == "cost" or kind == "some free"  # hours are the same in both
                ]
    print(
        table(["saved by the plan beside", "n", "median", "lower quartile", "upper quartile", "cases that save"], rows)
    )
    write_results("savings", figures)


if __name__ == "__main__":
    main()
