"""Writes about single people: who they are, where they work, when they leave, and which account is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.db import IntegrityError, transaction

from stepladder.server.kernel import audit, clock, mail
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.workforce.models import Role, Team, Worker
from stepladder.server.workforce.permissions import require_manager

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from stepladder.server.accounts.models import Organisation, Person

_SALT = "workforce.invitation"
INVITATION_DAYS = 30
_EDITABLE = frozenset({"name", "email", "team", "role", "aims_at", "joined_on", "left_on"})


@transaction.atomic
def add_team(*, actor: Person, organisation: Organisation, name: str) -> Team:
    """Make a team; the same name twice is one team."""
    require_manager(actor, organisation)
    team, made = Team.objects.get_or_create(organisation=organisation, name=name.strip())
    if made:
        audit.record(actor=str(actor.pk), action="team.added", subject=str(team.pk))
    return team


@transaction.atomic
def add_worker(
    *,
    actor: Person,
    organisation: Organisation,
    name: str,
    number: str,
    email: str = "",
    team: Team | None = None,
    role: Role | None = None,
    joined_on: date | None = None,
) -> Worker:
    """Add one person by hand; the number is theirs alone."""
    require_manager(actor, organisation)
    worker = Worker(organisation=organisation, name=name.strip(), number=number.strip(), joined_on=joined_on)
    worker.email, worker.team, worker.role = email.strip().lower(), team, role
    _save(worker)
    audit.record(actor=str(actor.pk), action="worker.added", subject=str(worker.pk))
    return worker


@transaction.atomic
def change_worker(*, actor: Person, worker: Worker, **changes: Any) -> Worker:
    """Change what is known of somebody: name, email, team, role, aims_at, joined_on, left_on."""
    require_manager(actor, worker.organisation)
    unknown = set(changes) - _EDITABLE
    if unknown:
        raise TypeError(f"A worker has no {', '.join(sorted(unknown))} to change.")
    for name, value in changes.items():
        setattr(worker, name, value.strip().lower() if name == "email" else value)
    if worker.joined_on and worker.left_on and worker.left_on < worker.joined_on:
        raise Refusal("The last day is before the start date.", code="worker.dates", hint="Check both dates.")
    for part in (worker.team, worker.role, worker.aims_at):
        if part is not None and part.organisation_id != worker.organisation_id:
            raise Refusal("There is no such team or role here.", code="worker.elsewhere", status=404)
    _save(worker)
    audit.record(
        actor=str(actor.pk), action="worker.changed", subject=str(worker.pk), detail={"fields": sorted(changes)}
    )
    return worker


@transaction.atomic
def move_worker(*, actor: Person, worker: Worker, role: Role) -> Worker:
    """Let somebody take up a role: the move that the learning was for; they are told."""
    before = worker.role
    aims_at = None if worker.aims_at_id == role.pk else worker.aims_at
    moved = change_worker(actor=actor, worker=worker, role=role, aims_at=aims_at)
    address = moved.person.email if moved.person else moved.email
    if address and before != role:
        mail.send_later(
            key=f"move:{moved.pk}:{role.pk}:{clock.now().date()}",
            to=address,
            subject=f"Your new role at {moved.organisation}: {role.name}",
            body=f"Hello {moved.name},\n\n{moved.organisation} has noted your new role: {role.name}.\n",
        )
    return moved


@transaction.atomic
def link_person(*, actor: Person, worker: Worker, person: Person) -> Worker:
    """Say that an account is this worker's: by the person's own yes, or by a manager who knows them."""
    if actor != person:
        require_manager(actor, worker.organisation)
    locked = Worker.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=worker.pk)
    if locked.person_id not in {None, person.pk}:
        raise Refusal(
            f"{locked.name} is already linked to another account.",
            code="worker.already_linked",
            hint="Ask your employer to check the invitation.",
            status=409,
        )
    if Worker.objects.filter(organisation=locked.organisation, person=person).exclude(pk=locked.pk).exists():
        raise Refusal(
            f"This account is already linked to another person at {locked.organisation}.",
            code="worker.linked_twice",
            hint="Sign in with the account that you want to use.",
            status=409,
        )
    if locked.person_id is None:
        locked.person = person
        locked.save(update_fields=["person"])
        audit.record(actor=str(actor.pk), action="worker.linked", subject=str(locked.pk))
    return locked


@transaction.atomic
def invite_workers(*, actor: Person, workers: Iterable[Worker], address: str) -> int:
    """Mail each worker a link to say what they can do; ``address`` holds ``{token}``. Returns how many leave."""
    sent = 0
    day = clock.now().date().isoformat()
    for worker in workers:
        require_manager(actor, worker.organisation)
        if not worker.email or (worker.left_on and worker.left_on < clock.now().date()):
            continue
        mail.send_later(
            key=f"worker-invitation:{worker.pk}:{day}",
            to=worker.email,
            subject=f"{worker.organisation} asks what you can do",
            body=_invitation(worker, address.format(token=invitation_token(worker))),
        )
        sent += 1
    audit.record(actor=str(actor.pk), action="workers.invited", subject="workers", detail={"count": sent})
    return sent


def invitation_token(worker: Worker) -> str:
    """Return the signed text that stands in a worker's link."""
    return signing.dumps(str(worker.pk), salt=_SALT, compress=True)


def worker_of_token(token: str) -> Worker:
    """Return the worker whom a link was made for; raises :class:`Refusal` for a link that is old or was altered."""
    try:
        key = signing.loads(token, salt=_SALT, max_age=INVITATION_DAYS * 86_400)
    except signing.SignatureExpired as error:
        raise Refusal(
            f"This link is older than {INVITATION_DAYS} days.",
            code="invitation.expired",
            hint="Ask your employer to send a new one.",
            status=409,
        ) from error
    except signing.BadSignature as error:
        raise Refusal("There is no such invitation.", code="invitation.unknown", status=404) from error
    worker = Worker.objects.filter(pk=key).select_related("organisation", "role", "aims_at", "team").first()
    if worker is None:
        raise Refusal("There is no such invitation.", code="invitation.unknown", status=404)
    return worker


def _invitation(worker: Worker, link: str) -> str:
    return (
        f"Hello {worker.name},\n\n"
        f"{worker.organisation} wants to know what its people can do already,\n"
        "so that nobody is sent to learn it again.\n"
        f"Tick what you can do, and see what your next step could be:\n\n{link}\n\n"
        "You decide what you tick. It is noted as your own word, not as proof, and you can change it.\n"
        f"The link is yours alone and works for {INVITATION_DAYS} days.\n"
    )


def _save(worker: Worker) -> None:
    if not worker.name or not worker.number:
        raise Refusal("A person needs a name and a number.", code="worker.incomplete", hint="Fill in both.")
    try:
        with transaction.atomic():
            worker.save()
    except IntegrityError as error:
        raise Refusal(
            "Somebody else here has this number or e-mail address.",
            code="worker.twice",
            hint="Search the list for it: perhaps the person is already there.",
            status=409,
        ) from error
