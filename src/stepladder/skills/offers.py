"""Demo offers by seed, from skills that occur together. Price, hours and provider are invented."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from stepladder.skills.plans.model import LearningOpportunity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.frameworks.values import Occupation

__all__ = ["DEMO_PROVIDERS", "generate_offers"]

DEMO_PROVIDERS = ("Harbour Evening School", "Lindenhof Professional Academy", "Open Workshop Guild")
MOST_SKILLS = 6
SAMPLE = 250
_KINDS = ("foundations", "in practice", "step by step", "short course", "workshop")


def generate_offers(
    framework: Framework, *, seed: int, count: int = 400, providers: Sequence[str] = DEMO_PROVIDERS
) -> tuple[LearningOpportunity, ...]:
    """Return ``count`` demo offers over all ISCO major groups of a framework, the same for the same seed.

    Each offer teaches two to six skills of one occupation or role template; no goal of anybody is looked at. Every
    third offer goes round the groups, the others to where most skills are not taught yet. About one in seven is free,
    the others cost 20–400 EUR; 2–60 hours; some need another offer first. All are marked ``invented``.
    """
    rng = random.Random(seed)  # noqa: S311 - a demo, repeatable on purpose
    groups = _groups(framework)
    taught: Counter[str] = Counter()
    offers: list[LearningOpportunity] = []
    by_skill: dict[str, list[LearningOpportunity]] = defaultdict(list)
    everybody = [occupation for occupations in groups.values() for occupation in occupations]
    names = list(groups)
    for number in range(1, count + 1 if names else 0):
        among = groups[names[(number // 3) % len(names)]] if number % 3 == 0 else everybody
        occupation = _most_wanting(among, taught, rng)
        skills = _bundle(framework, occupation, taught, rng)
        if not skills:
            continue
        offer = _offer(framework, number, skills, by_skill, rng, providers)
        taught.update(skills)
        offers.append(offer)
        for skill in skills:
            by_skill[skill].append(offer)
    return tuple(offers)


def _groups(framework: Framework) -> dict[str, list[Occupation]]:
    found: dict[str, list[Occupation]] = defaultdict(list)
    for occupation in framework.occupations.values():
        if occupation.isco and len(occupation.requirements) >= 2:
            found[occupation.isco[0]].append(occupation)
    return dict(sorted(found.items()))


def _most_wanting(occupations: list[Occupation], taught: Counter[str], rng: random.Random) -> Occupation:
    """The occupation with most essential skills that nothing teaches yet, among at most `SAMPLE` drawn by the seed."""
    drawn = occupations if len(occupations) <= SAMPLE else rng.sample(occupations, SAMPLE)

    def wanting(occupation: Occupation) -> float:
        return sum(1.0 for item in occupation.essential if not taught[item.skill]) + rng.random() / 2

    return max(drawn, key=wanting)


def _bundle(framework: Framework, occupation: Occupation, taught: Counter[str], rng: random.Random) -> tuple[str, ...]:
    """Two to six skills of the occupation: those taught least first, essential before optional."""
    size = rng.choice((3, 4, 4, 5, 5, 6, MOST_SKILLS))
    known = [item for item in occupation.requirements if framework.skill(item.skill).label]
    known.sort(key=lambda item: (taught[item.skill], item.relation != "essential", rng.random()))
    return tuple(item.skill for item in known[:size]) if len(known) >= 2 else ()


def _offer(  # noqa: PLR0917 - what an offer is made from
    framework: Framework,
    number: int,
    skills: tuple[str, ...],
    by_skill: dict[str, list[LearningOpportunity]],
    rng: random.Random,
    providers: Sequence[str],
) -> LearningOpportunity:
    earlier = [offer for skill in skills for offer in by_skill[skill] if not offer.prerequisites]
    kind = rng.choice(_KINDS)
    hours = max(2, min(60, round(rng.lognormvariate(1.1, 0.5) * len(skills))))
    free = rng.random() < 1 / 7
    price = 0 if free else max(20, min(400, 5 * round((15 + hours * rng.uniform(3, 8)) / 5)))
    needs = (rng.choice(earlier).id,) if earlier and rng.random() < 0.3 else ()
    names = [framework.skill(skill).label.strip() for skill in skills[:2]]
    label = " and ".join(names) if sum(map(len, names)) <= 60 else names[0]
    return LearningOpportunity(
        id=f"demo-{number:03d}",
        title=f"{label[:1].upper()}{label[1:]}: {kind}",
        provider=providers[number % len(providers)],
        skills=skills,
        price=Decimal(price),
        currency="EUR",
        hours=float(hours),
        prerequisites=needs,
        seats=rng.choice((None, None, 12, 20, 30)),
        invented=True,
    )
