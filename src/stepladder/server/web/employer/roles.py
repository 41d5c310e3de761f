"""Roles: begun from an occupation, edited, and who could fill them from inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect

from stepladder.errors import StepladderError
from stepladder.server.catalog.selectors import framework
from stepladder.server.kernel.tables import write_csv
from stepladder.server.web.employer.desk import actor, desk, download, page, say_refusal, text_of
from stepladder.server.web.employer.forms import RoleForm
from stepladder.server.workforce import selectors, services
from stepladder.skills import UnknownSkillError

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from stepladder.server.accounts.models import Organisation

MOST_CANDIDATES = 10


@desk("GET")
def roles(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List the roles."""
    return page(request, organisation, "roles", roles=selectors.role_summaries(organisation))


@desk("GET")
def roles_csv(_request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Download the roles."""
    rows = (
        (
            one.role.name,
            one.role.occupation_label,
            one.holders,
            one.role.target_seats,
            one.open_seats,
            one.aspirants,
            one.essential,
            one.optional,
        )
        for one in selectors.role_summaries(organisation)
    )
    header = (
        "role",
        "occupation",
        "people",
        "seats_wanted",
        "open_seats",
        "aim_at_it",
        "essential_skills",
        "optional_skills",
    )
    return download(write_csv(header, rows), f"{organisation.slug}-roles.csv")


@desk("GET", "POST")
def new_role(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Search an occupation, look at its skills, and make a role of it."""
    text, uri = text_of(request.GET, "q", 100), text_of(request.GET, "occupation", 400)
    pack = framework()
    try:
        occupation = pack.occupation(uri) if uri else None
    except UnknownSkillError as error:
        say_refusal(request, error)
        return redirect("employer:role_new")
    form = RoleForm(
        request.POST or None, initial={"name": occupation.name[:1].upper() + occupation.name[1:] if occupation else ""}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_role(
                actor=actor(request), organisation=organisation, occupation_uri=uri, **form.cleaned_data
            )
        except StepladderError as refusal:
            form.add_error(None, f"{refusal.message} {refusal.hint}")
        else:
            messages.success(request, f"{made.name} is made. Look through what it requires.")
            return redirect("employer:role", role_id=made.pk)
    return page(
        request,
        organisation,
        "role_new",
        text=text,
        hits=[pack.occupation(hit.uri) for hit in pack.search_occupations(text, 12)] if text else (),
        occupation=occupation,
        essential=[pack.skills[item.skill] for item in occupation.essential] if occupation else (),
        optional=[pack.skills[item.skill] for item in occupation.optional] if occupation else (),
        blank=request.GET.get("blank") == "yes",
        form=form,
        pack=pack,
    )


@desk("GET")
def role(request: HttpRequest, organisation: Organisation, role_id: UUID) -> HttpResponse:
    """Show what a role requires, who holds it, and who could."""
    found = selectors.role_for(organisation, role_id)
    text = text_of(request.GET, "skill", 100)
    workers = list(selectors.workers_in(organisation))
    required = {one.skill_uri for one in found.requirements.all()}
    return page(
        request,
        organisation,
        "role",
        role=found,
        requirements=selectors.matrix(role=found, workers=[one for one in workers if one.role_id == found.pk]).columns,
        holders=sum(1 for one in workers if one.role_id == found.pk),
        candidates=selectors.candidates(role=found, workers=workers, limit=MOST_CANDIDATES),
        aspirants=[one for one in workers if one.aims_at_id == found.pk],
        text=text,
        hits=[hit for hit in framework().search_skills(text, 12) if hit.uri not in required] if text else (),
    )


@desk("GET", "POST")
def edit_role(request: HttpRequest, organisation: Organisation, role_id: UUID) -> HttpResponse:
    """Rename a role or change its seats."""
    found = selectors.role_for(organisation, role_id)
    form = RoleForm(request.POST or None, initial={"name": found.name, "target_seats": found.target_seats})
    if request.method == "POST" and form.is_valid():
        try:
            services.change_role(actor=actor(request), role=found, **form.cleaned_data)
        except StepladderError as refusal:
            form.add_error(None, f"{refusal.message} {refusal.hint}")
        else:
            messages.success(request, "Saved.")
            return redirect("employer:role", role_id=found.pk)
    return page(request, organisation, "role_form", role=found, form=form)


@desk("POST")
def requirements(request: HttpRequest, organisation: Organisation, role_id: UUID) -> HttpResponse:
    """Require a skill, make it essential or optional, or drop it."""
    found = selectors.role_for(organisation, role_id)
    uri, what = text_of(request.POST, "skill", 400), text_of(request.POST, "do")
    try:
        if what == "drop":
            services.drop_requirement(actor=actor(request), role=found, skill_uri=uri)
        else:
            services.require_skill(actor=actor(request), role=found, skill_uri=uri, essential=what != "optional")
    except StepladderError as refusal:
        say_refusal(request, refusal)
    else:
        messages.success(request, "The role is changed.")
    return redirect("employer:role", role_id=found.pk)


@desk("GET")
def candidates_csv(_request: HttpRequest, organisation: Organisation, role_id: UUID) -> HttpResponse:
    """Download who could fill a role, everybody with at least one skill of it."""
    found = selectors.role_for(organisation, role_id)
    ranked = selectors.candidates(role=found, workers=selectors.workers_in(organisation), limit=5_000)
    rows = (
        (
            one.row.worker.number,
            one.row.worker.name,
            one.row.worker.role or "",
            one.row.proved,
            one.row.claimed,
            one.row.probable,
            one.row.missing,
            "; ".join(one.lacking),
        )
        for one in ranked
    )
    header = ("number", "name", "role_now", "proved", "claimed", "probably", "missing", "not_yet")
    return download(write_csv(header, rows), f"{organisation.slug}-candidates.csv")
