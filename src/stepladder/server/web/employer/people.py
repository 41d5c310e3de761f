"""The employer's people: the list, one person, and what is changed by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from stepladder.errors import StepladderError
from stepladder.server.catalog.selectors import framework
from stepladder.server.kernel.tables import write_csv
from stepladder.server.web.employer.desk import actor, desk, download, page, paged, say_refusal, text_of
from stepladder.server.web.employer.forms import TeamForm, WorkerForm
from stepladder.server.workforce import selectors, services

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from stepladder.server.accounts.models import Organisation
    from stepladder.server.workforce.models import Role, Team


def chosen(request: HttpRequest, organisation: Organisation) -> tuple[Team | None, Role | None]:
    """Return the team and role that the address asks for; one that is not here is 404."""
    team, role = text_of(request.GET, "team"), text_of(request.GET, "role")
    return (
        selectors.team_for(organisation, team) if team else None,
        selectors.role_for(organisation, role) if role else None,
    )


def options(rows: Any, everything: str) -> list[tuple[str, str]]:
    """Return the choices of a filter, the first one standing for no filter."""
    return [("", everything), *((str(row.pk), row.name) for row in rows)]


@desk("GET")
def people(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List people, searched and filtered."""
    team, role = chosen(request, organisation)
    text, left = text_of(request.GET, "q", 100), request.GET.get("show") == "left"
    found = paged(request, selectors.workers_in(organisation, text=text, team=team, role=role, left=left))
    return page(
        request,
        organisation,
        "people",
        found=found,
        shown=selectors.with_counts(found.object_list),
        text=text,
        team=team,
        role=role,
        left=left,
        filtered=bool(text or team or role or left),
        teams=options(selectors.teams_of(organisation), "All teams"),
        roles=options(selectors.roles_of(organisation), "All roles"),
        imports=selectors.imports_of(organisation, limit=1),
        team_form=TeamForm(),
    )


@desk("GET")
def people_csv(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Download the people in the columns in which they can be uploaded again."""
    team, role = chosen(request, organisation)
    workers = selectors.workers_in(
        organisation, text=text_of(request.GET, "q", 100), team=team, role=role, left=request.GET.get("show") == "left"
    )
    rows = (
        (one.number, one.name, one.email, one.team or "", one.role or "", one.joined_on or "", one.left_on or "")
        for one in workers
    )
    header = ("number", "name", "email", "team", "role", "joined_on", "left_on")
    return download(write_csv(header, rows), f"{organisation.slug}-people.csv")


@desk("GET", "POST")
def new_person(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Add one person by hand."""
    form = WorkerForm(request.POST or None, organisation=organisation, new=True)
    if request.method == "POST" and form.is_valid():
        try:
            worker = services.add_worker(actor=actor(request), organisation=organisation, **form.cleaned_data)
        except StepladderError as refusal:
            form.add_error(None, f"{refusal.message} {refusal.hint}")
        else:
            messages.success(request, f"{worker.name} is among your people.")
            return redirect("employer:person", worker_id=worker.pk)
    return page(
        request, organisation, "person_form", form=form, heading="Add a person", back=reverse("employer:people")
    )


@desk("POST")
def add_team(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Make a team."""
    form = TeamForm(request.POST)
    if form.is_valid():
        team = services.add_team(actor=actor(request), organisation=organisation, name=form.cleaned_data["name"])
        messages.success(request, f"The team {team.name} is there.")
    else:
        messages.error(request, "The team was not made: give it a name of at most 120 characters.")
    return redirect("employer:people")


@desk("GET")
def person(request: HttpRequest, organisation: Organisation, worker_id: UUID) -> HttpResponse:
    """Show one person: proved and claimed apart, and the gap to a role."""
    worker = selectors.worker_for(organisation, worker_id)
    asked = text_of(request.GET, "role")
    role = selectors.role_for(organisation, asked) if asked else worker.aims_at or worker.role
    skills = selectors.skills_of(worker)
    text = text_of(request.GET, "skill", 100)
    return page(
        request,
        organisation,
        "person",
        worker=worker,
        skills=skills,
        role=role,
        row=selectors.matrix(role=role, workers=[worker]).rows[0] if role else None,
        lines=selectors.lines_for(role=role, worker=worker) if role else (),
        roles=options(selectors.roles_of(organisation), "Choose a role"),
        training=selectors.requests_of(organisation).filter(worker=worker),
        text=text,
        hits=framework().search_skills(text, 8) if text else (),
    )


@desk("GET", "POST")
def edit_person(request: HttpRequest, organisation: Organisation, worker_id: UUID) -> HttpResponse:
    """Change what is known of a person."""
    worker = selectors.worker_for(organisation, worker_id)
    names = ("name", "number", "email", "team", "role", "aims_at", "joined_on", "left_on")
    form = WorkerForm(
        request.POST or None, organisation=organisation, initial={name: getattr(worker, name) for name in names}
    )
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in names if name != "number"}
        try:
            services.change_worker(actor=actor(request), worker=worker, **changes)
        except StepladderError as refusal:
            form.add_error(None, f"{refusal.message} {refusal.hint}")
        else:
            messages.success(request, "Saved.")
            return redirect("employer:person", worker_id=worker.pk)
    back = reverse("employer:person", args=[worker.pk])
    return page(
        request, organisation, "person_form", form=form, heading=f"Edit {worker.name}", back=back, worker=worker
    )


@desk("POST")
def note_skill(request: HttpRequest, organisation: Organisation, worker_id: UUID) -> HttpResponse:
    """Note a skill on the employer's word, or take such a note back."""
    worker = selectors.worker_for(organisation, worker_id)
    uri = text_of(request.POST, "skill", 400)
    try:
        if request.POST.get("do") == "forget":
            services.forget_skill(actor=actor(request), worker=worker, skill_uri=uri)
            messages.success(request, "The note is gone. Proof is not touched by it.")
        else:
            services.note_skills(actor=actor(request), worker=worker, skill_uris=[uri])
            messages.success(request, "Noted, as unverified.")
    except StepladderError as refusal:
        say_refusal(request, refusal)
    return redirect("employer:person", worker_id=worker.pk)


@desk("POST")
def move(request: HttpRequest, organisation: Organisation, worker_id: UUID) -> HttpResponse:
    """Let somebody take up a role."""
    worker = selectors.worker_for(organisation, worker_id)
    role = selectors.role_for(organisation, text_of(request.POST, "role"))
    services.move_worker(actor=actor(request), worker=worker, role=role)
    messages.success(request, f"{worker.name} now works as {role.name}.")
    return redirect("employer:person", worker_id=worker.pk)


@desk("POST")
def invite(request: HttpRequest, organisation: Organisation, worker_id: UUID) -> HttpResponse:
    """Mail one person the link to say what they can do."""
    worker = selectors.worker_for(organisation, worker_id)
    if not worker.email:
        raise Http404
    services.invite_workers(actor=actor(request), workers=[worker], address=invitation_address())
    messages.success(request, f"A mail with a link is on its way to {worker.email}.")
    return redirect("employer:person", worker_id=worker.pk)


def invitation_address() -> str:
    """Return the address of invitations, with ``{token}`` where the token belongs."""
    return f"{settings.SITE_URL}{reverse('employer:invitation', args=['TOKEN'])}".replace("TOKEN", "{token}")
