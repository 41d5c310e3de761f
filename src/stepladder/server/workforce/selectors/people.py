"""Reads of people, teams, roles, files and requests of one organisation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Count, Exists, Model, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from stepladder.server.accounts.selectors import address_is_proved
from stepladder.server.kernel import clock
from stepladder.server.workforce.models import (
    PeopleImport,
    ProvedSkill,
    Role,
    RoleRequirement,
    Team,
    TrainingRequest,
    Worker,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from stepladder.server.accounts.models import Organisation, Person

_Any = TypeVar("_Any", bound=Model)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSummary:
    """A role with how many hold it, aim at it, are wanted, and how many skills it requires."""

    role: Role
    holders: int
    aspirants: int
    essential: int
    optional: int

    @property
    def open_seats(self) -> int:
        """Return how many seats are still to be filled."""
        return max(0, self.role.target_seats - self.holders)


def employed() -> Q:
    """Return the condition for people who work here today."""
    return Q(left_on=None) | Q(left_on__gte=clock.now().date())


def workers_in(
    organisation: Organisation,
    *,
    text: str = "",
    team: Team | None = None,
    role: Role | None = None,
    left: bool = False,
) -> QuerySet[Worker]:
    """Return an organisation's people by name; ``left`` gives those who have left instead of those who are here."""
    rows = Worker.objects.filter(organisation=organisation).select_related("team", "role", "aims_at")
    rows = rows.exclude(employed()) if left else rows.filter(employed())
    for word in text.split()[:6]:
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(number__icontains=word))
    if team is not None:
        rows = rows.filter(team=team)
    if role is not None:
        rows = rows.filter(role=role)
    return rows.order_by("name", "number")


def worker_for(organisation: Organisation, worker_id: UUID | str) -> Worker:
    """Return one of the organisation's people, or 404."""
    return _one(
        Worker.objects.select_related("organisation", "team", "role", "aims_at", "person"), organisation, worker_id
    )


def worker_by_iri(organisation: Organisation, iri: str) -> Worker | None:
    """Return the worker that other contexts know by ``iri``, or ``None``."""
    try:
        return Worker.objects.filter(organisation=organisation, pk=UUID(iri.removeprefix("urn:uuid:"))).first()
    except ValueError:
        return None


def worker_iri(worker: Worker) -> str:
    """Return the name by which other contexts know a worker."""
    return f"urn:uuid:{worker.pk}"


def worker_of(*, organisation: Organisation, person: Person) -> Worker | None:
    """Return who this account is in the organisation: linked, or else with the same, proved, address and unlinked."""
    here = Worker.objects.filter(employed(), organisation=organisation).select_related(
        "organisation", "role", "aims_at"
    )
    linked = here.filter(person=person).first()
    if linked or not address_is_proved(person):
        return linked
    return here.filter(person=None, email=person.email.lower()).exclude(email="").first()


def workers_by_person(organisation: Organisation, people: Iterable[Person]) -> dict[UUID, Worker]:
    """Return who these accounts are here, by the account, as :func:`worker_of` says it, in one query."""
    accounts = {person.pk: person for person in people}
    addresses = {person.email.lower(): person.pk for person in accounts.values() if address_is_proved(person)}
    here = Worker.objects.filter(employed(), organisation=organisation)
    found: dict[UUID, Worker] = {}
    for worker in here.filter(Q(person__in=accounts) | Q(person=None, email__in=addresses)):
        if worker.person_id is not None:
            found[worker.person_id] = worker
        elif worker.email:
            found.setdefault(addresses[worker.email], worker)
    return found


def workers_of(person: Person) -> Sequence[Worker]:
    """Return where an account works today, by name of the employer; only links that its person accepted count."""
    rows = Worker.objects.filter(employed(), person=person, organisation__employs=True)
    return list(rows.select_related("organisation", "role", "aims_at", "team").order_by("organisation__name"))


def teams_of(organisation: Organisation) -> Sequence[Team]:
    """Return the teams by name."""
    return list(Team.objects.filter(organisation=organisation))


def team_for(organisation: Organisation, team_id: UUID | str) -> Team:
    """Return one of the organisation's teams, or 404."""
    return _one(Team.objects.all(), organisation, team_id)


def roles_of(organisation: Organisation) -> Sequence[Role]:
    """Return the roles by name."""
    return list(Role.objects.filter(organisation=organisation))


def described_roles(organisation: Organisation) -> Sequence[Role]:
    """Return the roles that require something, those that most people hold first."""
    holders = Worker.objects.filter(employed(), role=OuterRef("pk")).order_by().values("role").annotate(n=Count("pk"))
    required = RoleRequirement.objects.filter(role=OuterRef("pk"))
    rows = Role.objects.filter(Exists(required), organisation=organisation)
    return list(rows.annotate(holders=Coalesce(Subquery(holders.values("n")), 0)).order_by("-holders", "name"))


def role_for(organisation: Organisation, role_id: UUID | str) -> Role:
    """Return one of the organisation's roles with its requirements, or 404."""
    return _one(Role.objects.select_related("organisation").prefetch_related("requirements"), organisation, role_id)


def role_summaries(organisation: Organisation) -> Sequence[RoleSummary]:
    """Return each role with its counts, in four queries however many there are."""
    here = Worker.objects.filter(employed(), organisation=organisation)
    holders = dict(here.order_by().values_list("role").annotate(Count("pk")))
    aspirants = dict(here.order_by().values_list("aims_at").annotate(Count("pk")))
    required = RoleRequirement.objects.filter(role__organisation=organisation).order_by()
    counts = {
        (role, essential): n for role, essential, n in required.values_list("role", "essential").annotate(n=Count("pk"))
    }
    return [
        RoleSummary(
            role=role,
            holders=holders.get(role.pk, 0),
            aspirants=aspirants.get(role.pk, 0),
            essential=counts.get((role.pk, True), 0),
            optional=counts.get((role.pk, False), 0),
        )
        for role in roles_of(organisation)
    ]


def imports_of(organisation: Organisation, limit: int = 10) -> Sequence[PeopleImport]:
    """Return the newest files that were taken in."""
    rows = PeopleImport.objects.filter(organisation=organisation, applied_at__isnull=False)
    return list(rows.defer("rows", "problems", "before").order_by("-applied_at")[:limit])


def import_for(organisation: Organisation, import_id: UUID | str) -> PeopleImport:
    """Return a file of people that was read here, or 404."""
    return _one(PeopleImport.objects.select_related("organisation"), organisation, import_id)


def requests_of(organisation: Organisation, state: str = "") -> QuerySet[TrainingRequest]:
    """Return requests for paid steps, the newest first."""
    rows = TrainingRequest.objects.filter(worker__organisation=organisation).select_related(
        "worker", "worker__team", "decided_by"
    )
    return rows.filter(state=state) if state else rows


def request_for(organisation: Organisation, request_id: UUID | str) -> TrainingRequest:
    """Return one request made here, or 404."""
    rows = TrainingRequest.objects.filter(worker__organisation=organisation)
    try:
        found = rows.select_related("worker", "worker__organisation", "worker__person").filter(pk=request_id).first()
    except (ValueError, TypeError, ValidationError):
        found = None
    if found is None:
        raise Http404
    return found


def open_request(*, worker: Worker, achievement_iri: str) -> TrainingRequest | None:
    """Return the request for this step that waits or was approved, or ``None``."""
    rows = TrainingRequest.objects.exclude(state=TrainingRequest.State.DECLINED)
    return rows.filter(worker=worker, achievement_iri=achievement_iri).first()


def gaps_closed(proved: Iterable[ProvedSkill]) -> tuple[str, ...]:
    """Return the names of skills that the worker's role, present or aimed at, asks for and only these rows prove."""
    rows = list(proved)
    if not rows:
        return ()
    now, worker = clock.now(), rows[0].worker
    others = ProvedSkill.objects.filter(worker=worker, ended_at=None).exclude(pk__in=[row.pk for row in rows])
    before = set(others.filter(Q(valid_until=None) | Q(valid_until__gte=now)).values_list("skill_uri", flat=True))
    fresh = {row.skill_uri for row in rows if row.valid_until is None or row.valid_until >= now} - before
    roles = [role for role in (worker.role_id, worker.aims_at_id) if role]
    wanted = RoleRequirement.objects.filter(role_id__in=roles, skill_uri__in=fresh)
    return tuple(dict.fromkeys(wanted.order_by("-essential", "skill_label").values_list("skill_label", flat=True)))


def _one(rows: QuerySet[_Any], organisation: Organisation, key: UUID | str) -> _Any:
    try:
        found = rows.filter(organisation=organisation, pk=key).first()
    except (ValueError, TypeError, ValidationError):
        found = None
    if found is None:
        raise Http404
    return found
