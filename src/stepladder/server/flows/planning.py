"""From a life and a wallet to a profile, a gap, and the plan that closes it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

from stepladder.server.catalog import selectors as catalog
from stepladder.server.catalog.market import what_moves_know
from stepladder.server.flows.profiling import profile_of, proofs_of, skills_of
from stepladder.server.kernel import clock
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning import selectors as learning
from stepladder.server.learning import services as learning_services
from stepladder.server.workforce import selectors as workforce
from stepladder.skills import NoPlanError, Requirement, UnknownSkillError, gap, plan
from stepladder.skills.claims import claims_from_degree, claims_from_occupation, joined
from stepladder.skills.gaps import RoleTarget
from stepladder.skills.gaps.report import coverage
from stepladder.skills.moves import moves

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from stepladder.server.accounts.models import Person
    from stepladder.server.learning.models import Goal
    from stepladder.skills import GapReport, LearningPlan, Occupation
    from stepladder.skills.claims import SkillOffer
    from stepladder.skills.moves import Move

__all__ = [
    "OpenRole",
    "PlanAnswer",
    "PlanChoice",
    "Reach",
    "aim_at_role",
    "gap_for",
    "keep_plan",
    "kept_choice",
    "offers_that_teach",
    "plan_for",
    "profile_of",
    "proofs_of",
    "roles_open_to",
    "skills_of",
    "skills_to_confirm",
    "steps_within_reach",
    "target_of",
]

Objective = Literal["coverage", "cost", "time", "count"]
Counting = Literal["claims", "proof"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChoice:
    """What somebody asks of a plan; the rest (budget, deadline) stands in the goal."""

    objective: Objective = "coverage"
    full_closure: bool = False
    counting: Counting = "claims"
    hours_per_week: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAnswer:
    """A plan, or why there is none, and among how many offers it was looked for."""

    report: GapReport
    offers: int
    currency: str
    plan: LearningPlan | None = None
    refusal: NoPlanError | None = None


def keep_plan(goal: Goal, choice: PlanChoice, solved: LearningPlan) -> None:
    """Keep a plan as it was shown, with what was asked of it: it is the plan that the learner follows."""
    learning_services.keep_plan(goal=goal, document={**solved.as_dict(), "choice": asdict(choice)})


def kept_choice(goal: Goal) -> PlanChoice:
    """Return what was asked of the plan that the learner follows."""
    kept = learning.last_plan(goal)
    return PlanChoice(**kept.document.get("choice", {})) if kept else PlanChoice()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRole:
    """A role of an employer for whom somebody works, as a goal to choose."""

    iri: str
    name: str
    employer: str
    occupation_uri: str
    target: RoleTarget


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """An occupation within reach: what is missing, in words, and what to check; ``shared_notices`` hold for all.

    ``pay`` is a year's, in words, or empty; ``sources`` are what stands below where job zones or pay were used.
    """

    uri: str
    label: str
    missing: tuple[str, ...]
    notices: tuple[str, ...]
    shared_notices: tuple[str, ...]
    pay: str = ""
    sources: tuple[str, ...] = ()


def gap_for(person: Person, goal: Goal, *, without: str = "") -> GapReport:
    """Return the gap between a person and a goal today."""
    profile = profile_of(person, without=without)
    report = gap(profile, target_of(goal), catalog.framework(), at=clock.now().date())
    return _without_denied(report, {row.skill_uri for row in learning.said_of_skills(person) if row.denied})


def _without_denied(report: GapReport, denied: set[str]) -> GapReport:
    """Take a “no” at its word: what was denied is missing, however probable it looked."""
    if not any(line.status == "probably_held" and line.skill in denied for line in report.lines):
        return report
    lines = tuple(
        replace(line, status="missing", reason="You said that you cannot do this yet.", via=(), rule="denied")
        if line.status == "probably_held" and line.skill in denied
        else line
        for line in report.lines
    )
    return replace(
        report, lines=lines, coverage_claims=coverage(lines, "claims"), coverage_proof=coverage(lines, "proof")
    )


def plan_for(person: Person, goal: Goal, choice: PlanChoice) -> PlanAnswer:
    """Solve the plan for a goal over what the catalogue offers."""
    report, offers = gap_for(person, goal), catalog.opportunities()
    currency = offers[0].currency if offers else "EUR"
    try:
        solved = plan(
            report,
            offers,
            objective=choice.objective,
            budget=None if goal.budget_cents is None else Decimal(goal.budget_cents) / 100,
            hours_per_week=choice.hours_per_week or goal.hours_per_week,
            deadline=goal.deadline,
            full_closure=choice.full_closure,
            counting=choice.counting,
            completed=learning.completed_achievements(person),
            at=report.at,
        )
    except NoPlanError as error:
        return PlanAnswer(report=report, offers=len(offers), currency=currency, refusal=error)
    return PlanAnswer(report=report, offers=len(offers), currency=currency, plan=solved)


def target_of(goal: Goal) -> Occupation | RoleTarget:
    """Return what a goal asks for: the employer's role as it is today, or the occupation."""
    if goal.role_iri:
        for role in roles_open_to(goal.person):
            if role.iri == goal.role_iri:
                return role.target
    try:
        return catalog.framework().occupation(goal.target_uri)
    except UnknownSkillError:
        pass
    try:
        return catalog.framework(goal.framework).occupation(goal.target_uri)
    except (UnknownSkillError, Refusal) as error:
        raise Refusal(
            f"“{goal.target_label}” is no longer in the skills framework, or no longer a role that is open to you.",
            code="goal.gone",
            hint="End this goal and choose another one.",
            status=409,
        ) from error


def roles_open_to(person: Person) -> Sequence[OpenRole]:
    """Return the roles, with required skills, of the employers for whom somebody works."""
    found = []
    for worker in workforce.workers_of(person):
        for role in workforce.roles_of(worker.organisation):
            iri = f"urn:uuid:{role.pk}"
            requirements = tuple(
                Requirement(
                    skill=each.skill_uri,
                    relation="essential" if each.essential else "optional",
                    weight=float(each.weight),
                )
                for each in role.requirements.all()
            )
            if requirements:
                found.append(
                    OpenRole(
                        iri=iri,
                        name=role.name,
                        employer=worker.organisation.name,
                        occupation_uri=role.occupation_uri,
                        target=RoleTarget(uri=iri, label=role.name, requirements=requirements),
                    )
                )
    return found


def aim_at_role(*, person: Person, role_iri: str, **resources: Any) -> Goal:
    """Set an employer's role as the goal; only roles of the person's own employers can be one."""
    role = next((each for each in roles_open_to(person) if each.iri == role_iri), None)
    if role is None:
        raise Refusal(
            "That role is not open to you here.",
            code="goal.role_unknown",
            hint="Choose an occupation instead, or ask your employer for the link again.",
            status=404,
        )
    return learning_services.set_goal(
        person=person,
        target_uri=role.occupation_uri or role.iri,
        role_iri=role.iri,
        role_label=f"{role.name}, {role.employer}",
        **resources,
    )


def steps_within_reach(person: Person, limit: int = 6) -> Sequence[Reach]:
    """Return occupations that the jobs held come near to, nearest first, with what this person still lacks."""
    framework, known = catalog.framework(), what_moves_know()
    held = {work.occupation_uri for work in learning.work_history(person)} & set(framework.occupations)
    found: dict[str, Move] = {}
    for uri in sorted(held):
        for move in moves(framework, uri, limit=limit, data=known):
            found.setdefault(move.uri, move)
    best = sorted((move for move in found.values() if move.uri not in held), key=lambda one: -one.similarity)[:limit]
    mine = set(profile_of(person).skills)
    shared = set.intersection(*(set(move.notices) for move in best)) if best else set()
    return [
        Reach(
            uri=move.uri,
            label=move.label,
            missing=tuple(
                framework.skill(skill).name
                for skill in (*move.missing, *(one.skill for one in move.near))
                if skill not in mine
            ),
            notices=tuple(notice for notice in move.notices if notice not in shared),
            shared_notices=tuple(sorted(shared)),
            pay="" if move.pay is None else f"{move.pay:,.0f} {known.pay_currency}",
            sources=(*((f"Pay: {known.pay_stated}.",) if known.pay_stated else ()), *known.notices),
        )
        for move in best
    ]


def offers_that_teach(skills: Iterable[str]) -> Mapping[str, int]:
    """Return for each skill how many offers of the catalogue teach or assess it."""
    wanted = set(skills)
    return Counter(skill for offer in catalog.opportunities() for skill in offer.skills if skill in wanted)


def skills_to_confirm(person: Person) -> Sequence[SkillOffer]:
    """Return what people with these jobs and degrees usually can, less what was answered or is proved already."""
    framework = catalog.framework()
    known = {work.occupation_uri for work in learning.work_history(person)} & set(framework.occupations)
    answered = {row.skill_uri for row in learning.said_of_skills(person)}
    answered |= {proof.skill for proof in proofs_of(person)}
    offered = joined(
        [
            claims_from_occupation(sorted(known), framework),
            *(claims_from_degree(framework, title=row.title) for row in learning.education(person)),
        ]
    )
    return [each for each in offered.skills if each.skill not in answered]
