"""Writes of a life so far: jobs, degrees, and what somebody says they can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from stepladder.server.catalog import selectors as catalog
from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.learning.models import Education, SkillClaim, WorkHistory
from stepladder.skills import UnknownSkillError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from stepladder.server.accounts.models import Person
    from stepladder.skills import Occupation, Skill

MOST_JOBS = 60
MOST_SKILLS_AT_ONCE = 500
FIRST_YEAR = 1930


@transaction.atomic
def add_work(
    *,
    person: Person,
    title: str,
    employer: str = "",
    occupation_uri: str = "",
    from_year: int | None = None,
    to_year: int | None = None,
) -> WorkHistory:
    """Note a job; ``occupation_uri`` links it to an occupation, whose label is the framework's own."""
    if not title.strip():
        raise Refusal(
            "The job has no title.", code="work.no_title", hint="Type what you were called, in your own words."
        )
    if from_year and to_year and to_year < from_year:
        raise Refusal(
            f"The job ends in {to_year}, before it begins in {from_year}.",
            code="work.years",
            hint="Swap the years, or leave one empty.",
        )
    this_year = clock.now().year
    for year in (from_year, to_year):
        if year and not FIRST_YEAR <= year <= this_year:
            raise Refusal(f"The year {year} is not between {FIRST_YEAR} and {this_year}.", code="work.years")
    if WorkHistory.objects.filter(person=person).count() >= MOST_JOBS:
        raise Refusal(f"{MOST_JOBS} jobs are noted already.", code="work.too_many", hint="Remove one first.")
    occupation = known_occupation(occupation_uri) if occupation_uri else None
    work = WorkHistory.objects.create(
        person=person,
        title=title.strip()[:200],
        employer=employer.strip()[:200],
        occupation_uri=occupation.uri if occupation else "",
        occupation_label=occupation.name if occupation else "",
        from_year=from_year,
        to_year=to_year,
    )
    audit.record(actor=str(person.pk), action="work.added", subject=str(work.pk))
    return work


@transaction.atomic
def link_work(*, person: Person, work: WorkHistory, occupation_uri: str) -> WorkHistory:
    """Say which occupation a job was; empty takes the link away."""
    occupation = known_occupation(occupation_uri) if occupation_uri else None
    work.occupation_uri = occupation.uri if occupation else ""
    work.occupation_label = occupation.name if occupation else ""
    work.save(update_fields=["occupation_uri", "occupation_label"])
    audit.record(actor=str(person.pk), action="work.linked", subject=str(work.pk))
    return work


@transaction.atomic
def remove_work(*, person: Person, work: WorkHistory) -> None:
    """Take a job away; what was claimed from it stays, for the person still says so."""
    audit.record(actor=str(person.pk), action="work.removed", subject=str(work.pk))
    work.delete()


@transaction.atomic
def add_education(*, person: Person, title: str, institution: str = "", year: int | None = None) -> Education:
    """Note a degree or certificate that the person names."""
    if not title.strip():
        raise Refusal("The degree has no name.", code="education.no_title", hint="Type what is written on the paper.")
    if year and not FIRST_YEAR <= year <= clock.now().year + 8:
        raise Refusal(f"The year {year} cannot be right.", code="education.year")
    row = Education.objects.create(
        person=person, title=title.strip()[:200], institution=institution.strip()[:200], year=year
    )
    audit.record(actor=str(person.pk), action="education.added", subject=str(row.pk))
    return row


@transaction.atomic
def remove_education(*, person: Person, education: Education) -> None:
    """Take a degree away."""
    audit.record(actor=str(person.pk), action="education.removed", subject=str(education.pk))
    education.delete()


@transaction.atomic
def claim_skills(*, person: Person, skills: Iterable[str], because: str = "") -> Sequence[SkillClaim]:
    """Note 'yes, I can' for each skill (URIs of the framework); all of them or, when one is unknown, none."""
    return _say(person, skills, denied=False, because=because)


@transaction.atomic
def keep_found(
    *, person: Person, jobs: Iterable[tuple[str, str]], skills: Iterable[str], because: str
) -> Sequence[WorkHistory]:
    """Keep what was confirmed of a text: jobs as (title, occupation URI), and skills; all of it or nothing."""
    noted = set(WorkHistory.objects.filter(person=person).values_list("occupation_uri", flat=True))
    kept = [
        add_work(person=person, title=title, occupation_uri=uri)
        for title, uri in dict.fromkeys(jobs)
        if uri not in noted
    ]
    claim_skills(person=person, skills=skills, because=because)
    return kept


@transaction.atomic
def deny_skills(*, person: Person, skills: Iterable[str]) -> Sequence[SkillClaim]:
    """Note 'no, I cannot' for each skill, so that it is not offered again."""
    return _say(person, skills, denied=True, because="")


@transaction.atomic
def forget_skills(*, person: Person, skills: Iterable[str]) -> int:
    """Undo a yes or a no; return how many were taken back."""
    uris = list(dict.fromkeys(skills))
    count, _ = SkillClaim.objects.filter(person=person, skill_uri__in=uris).delete()
    if count:
        audit.record(
            actor=str(person.pk), action="skills.forgotten", subject=str(person.pk), detail={"skills": sorted(uris)}
        )
    return count


def known_occupation(uri: str) -> Occupation:
    """Return the occupation of the framework, or refuse with near ones."""
    try:
        return catalog.framework().occupation(uri)
    except UnknownSkillError as error:
        raise Refusal(
            "That occupation is not in the framework that is loaded here.",
            code="occupation.unknown",
            hint=error.hint or "Search for it by its name and choose one of those shown.",
            where=uri[:200],
        ) from error


def _say(person: Person, skills: Iterable[str], *, denied: bool, because: str) -> Sequence[SkillClaim]:
    uris = list(dict.fromkeys(skills))
    if len(uris) > MOST_SKILLS_AT_ONCE:
        raise Refusal(
            f"{len(uris)} skills came at once; at most {MOST_SKILLS_AT_ONCE} are taken.",
            code="skill.too_many",
            hint="Confirm them in smaller steps.",
        )
    known = [_known_skill(uri) for uri in uris]
    now = clock.now()
    rows = [
        SkillClaim(
            person=person,
            skill_uri=skill.uri,
            skill_label=skill.name,
            because=because.strip()[:300],
            denied=denied,
            claimed_at=now,
        )
        for skill in known
    ]
    SkillClaim.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["person", "skill_uri"],
        update_fields=["denied", "because", "claimed_at", "skill_label"],
    )
    if rows:
        audit.record(
            actor=str(person.pk),
            action="skills.denied" if denied else "skills.claimed",
            subject=str(person.pk),
            detail={"skills": sorted(skill.uri for skill in known)},
        )
    return rows


def _known_skill(uri: str) -> Skill:
    found = catalog.framework().skills.get(uri)
    if found is None:
        raise Refusal(
            "That skill is not in the framework that is loaded here; nothing was saved.",
            code="skill.unknown",
            hint="Search for the skill by its name and tick one of those shown.",
            where=uri[:200],
        )
    return found
