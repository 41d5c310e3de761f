"""A file of people: read, looked at, taken in once, and taken back if it was the wrong one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.kernel.tables import read_table
from stepladder.server.workforce.models import BaselineSkill, PeopleImport, Role, Team, Worker
from stepladder.server.workforce.people_file import PersonRow, Problem, read_people
from stepladder.server.workforce.permissions import require_manager
from stepladder.server.workforce.services.skill_names import SkillNames

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.server.accounts.models import Organisation, Person

FIELDS = ("name", "email", "team", "role", "joined_on", "left_on")
_WORDS = {"joined_on": "start date", "left_on": "last day", "email": "e-mail"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What taking in one row would do: ``status`` is new, changed, same or blocked; ``changes`` in words."""

    row: PersonRow
    worker: Worker | None
    status: str
    changes: tuple[str, ...] = ()
    problem: str = ""


@transaction.atomic
def read_people_file(*, actor: Person, organisation: Organisation, data: bytes, filename: str) -> PeopleImport:
    """Read a file of people and keep its rows until somebody says yes; nothing else is written."""
    require_manager(actor, organisation)
    table = read_people(read_table(data, filename=filename))
    names = SkillNames.of(skill for row in table.rows for skill in row.skills)
    for row in table.rows:
        for name in row.skills:
            if names.found(name) is None:
                table.problems.append(Problem(line=row.line, column="skills", message=names.advice(name), blocks=False))
    kept = PeopleImport.objects.create(
        organisation=organisation,
        made_by=actor,
        filename=filename[-200:],
        notes=table.notes,
        rows=[row.as_dict() for row in table.rows],
        problems=[asdict(problem) for problem in sorted(table.problems, key=lambda one: one.line)],
    )
    audit.record(actor=str(actor.pk), action="people_import.read", subject=str(kept.pk))
    return kept


def plan_import(people_import: PeopleImport) -> list[Planned]:
    """Say for each row what taking it in would do now; the number is the key, empty cells leave what is there."""
    rows = [PersonRow.from_dict(row) for row in people_import.rows]
    workers = {
        worker.number.casefold(): worker
        for worker in Worker.objects.filter(organisation_id=people_import.organisation_id).select_related(
            "team", "role"
        )
    }
    in_file = {row.number.casefold(): row for row in rows}
    owner_of = {worker.email: worker for worker in workers.values() if worker.email}
    planned = []
    for row in rows:
        worker = workers.get(row.number.casefold())
        owner = owner_of.get(row.email) if row.email else None
        if owner is not None and owner is not worker:
            theirs = in_file.get(owner.number.casefold())
            if theirs is None or theirs.email in {"", row.email}:
                problem = f"{row.email} is already the address of {owner.name}, number {owner.number}."
                planned.append(Planned(row=row, worker=worker, status="blocked", problem=problem))
                continue
        changes = _changes(row, worker) if worker else ()
        status = "new" if worker is None else "changed" if changes else "same"
        planned.append(Planned(row=row, worker=worker, status=status, changes=changes))
    return planned


@transaction.atomic
def apply_people_import(*, actor: Person, people_import: PeopleImport) -> PeopleImport:
    """Take in the rows that are right: once, however often it is asked for."""
    require_manager(actor, people_import.organisation)
    kept = PeopleImport.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=people_import.pk)
    if kept.applied_at is not None:
        return kept
    planned = [one for one in plan_import(kept) if one.status != "blocked"]
    teams = _named(Team.objects, kept.organisation, [one.row.team for one in planned])
    roles = _named(Role.objects, kept.organisation, [one.row.role for one in planned])
    before: dict[str, Any] = {"changed": {}, "created": [], "skills": []}
    fresh, changed = [], []
    for one in planned:
        if one.worker is None:
            worker = Worker(organisation=kept.organisation, number=one.row.number)
            fresh.append(worker)
            before["created"].append(str(worker.pk))
        elif one.status == "changed":
            worker = one.worker
            before["changed"][str(worker.pk)] = {name: _plain(worker, name) for name in FIELDS}
            changed.append(worker)
        else:
            continue
        _fill(worker, one.row, teams, roles)
    _write(fresh, changed)
    before["skills"] = _write_skills(kept, planned)
    kept.applied_at, kept.before = clock.now(), before
    kept.result = {
        "new": len(fresh),
        "changed": len(changed),
        "same": len(planned) - len(fresh) - len(changed),
        "left_out": len({p["line"] for p in kept.problems if p["blocks"]}) + len(kept.rows) - len(planned),
        "skills": len(before["skills"]),
    }
    kept.save(update_fields=["applied_at", "before", "result"])
    audit.record(actor=str(actor.pk), action="people_import.applied", subject=str(kept.pk), detail=kept.result)
    return kept


@transaction.atomic
def undo_people_import(*, actor: Person, people_import: PeopleImport) -> int:
    """Put back what an import changed; returns how many people stay because they have proof, requests or an account."""
    require_manager(actor, people_import.organisation)
    kept = PeopleImport.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=people_import.pk)
    newest = PeopleImport.objects.filter(organisation=kept.organisation, applied_at__isnull=False, undone_at=None)
    if kept.applied_at is None or kept.undone_at is not None or newest.order_by("-applied_at").first() != kept:
        raise Refusal(
            "Only the newest import can be undone, and only once.",
            code="people.not_undoable",
            hint="Correct the people by hand, or upload a corrected file.",
            status=409,
        )
    BaselineSkill.objects.filter(pk__in=kept.before["skills"]).delete()
    created = Worker.objects.filter(pk__in=kept.before["created"])
    stay = created.exclude(person=None) | created.exclude(proved=None) | created.exclude(requests=None)
    kept_ids = set(stay.values_list("pk", flat=True))
    created.exclude(pk__in=kept_ids).delete()
    workers = list(Worker.objects.filter(pk__in=kept.before["changed"]))
    for worker in workers:
        for name, value in kept.before["changed"][str(worker.pk)].items():
            setattr(worker, f"{name}_id" if name in {"team", "role"} else name, value)
    _write([], workers)
    kept.undone_at = clock.now()
    kept.save(update_fields=["undone_at"])
    audit.record(actor=str(actor.pk), action="people_import.undone", subject=str(kept.pk))
    return len(kept_ids)


def _changes(row: PersonRow, worker: Worker) -> tuple[str, ...]:
    changes = []
    for name in FIELDS:
        new, old = getattr(row, name), str(getattr(worker, name) or "")
        same = new.casefold() == old.casefold() if name in {"team", "role"} else new == old
        if new and not same:
            changes.append(f"{_WORDS.get(name, name)}: {old or 'empty'} → {new}")
    return tuple(changes)


def _named(rows: Any, organisation: Organisation, names: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {one.name.casefold(): one for one in rows.filter(organisation=organisation)}
    for name in names:
        if name and name.casefold() not in found:
            found[name.casefold()] = rows.create(organisation=organisation, name=name)
    return found


def _fill(worker: Worker, row: PersonRow, teams: dict[str, Team], roles: dict[str, Role]) -> None:
    worker.name = row.name
    worker.email = row.email or worker.email
    worker.team = teams[row.team.casefold()] if row.team else worker.team
    worker.role = roles[row.role.casefold()] if row.role else worker.role
    worker.joined_on = date.fromisoformat(row.joined_on) if row.joined_on else worker.joined_on
    worker.left_on = date.fromisoformat(row.left_on) if row.left_on else worker.left_on


def _plain(worker: Worker, name: str) -> str | None:
    value = getattr(worker, f"{name}_id" if name in {"team", "role"} else name)
    return value if value is None else str(value)


def _write(fresh: list[Worker], changed: list[Worker]) -> None:
    Worker.objects.filter(pk__in=[one.pk for one in changed]).update(email="")  # two people may swap addresses
    Worker.objects.bulk_update(changed, FIELDS, batch_size=200)
    Worker.objects.bulk_create(fresh, batch_size=200)


def _write_skills(kept: PeopleImport, planned: Sequence[Planned]) -> list[str]:
    names = SkillNames.of(skill for one in planned for skill in one.row.skills)
    numbers = {one.row.number.casefold(): one.row for one in planned if one.row.skills}
    if not numbers:
        return []
    workers = {worker.number.casefold(): worker for worker in Worker.objects.filter(organisation=kept.organisation)}
    known = set(
        BaselineSkill.objects.filter(worker__organisation=kept.organisation).values_list("worker_id", "skill_uri")
    )
    rows = []
    for number, row in numbers.items():
        worker = workers[number]
        for skill in filter(None, (names.found(name) for name in row.skills)):
            if (worker.pk, skill.uri) not in known:
                known.add((worker.pk, skill.uri))
                rows.append(BaselineSkill(worker=worker, skill_uri=skill.uri, skill_label=skill.name[:300]))
    BaselineSkill.objects.bulk_create(rows, batch_size=200)
    return [str(row.pk) for row in rows]
