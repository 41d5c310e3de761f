"""The baseline: three ways to begin with what is believed, marked unverified everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect

from stepladder.server.web.employer.desk import actor, desk, page, text_of
from stepladder.server.web.employer.people import invitation_address, options
from stepladder.server.workforce import selectors, services

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from stepladder.server.accounts.models import Organisation


@desk("GET")
def baseline(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Show the three ways, and how far each has come."""
    return page(
        request,
        organisation,
        "baseline",
        state=selectors.baseline_state(organisation),
        roles=selectors.role_summaries(organisation),
        teams=options(selectors.teams_of(organisation), "Everybody with an e-mail address"),
    )


@desk("POST")
def expect(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Expect of each person what their role requires."""
    new = services.expect_from_roles(actor=actor(request), organisation=organisation)
    if new:
        messages.success(request, f"{new} expectations noted as “probably held”. Nobody has confirmed them yet.")
    else:
        messages.info(request, "Nothing new: give people roles with essential skills first, or all is noted already.")
    return redirect("employer:baseline")


@desk("POST")
def invite(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Mail a team, or everybody, the link to say what they can do."""
    team = text_of(request.POST, "team")
    chosen_team = selectors.team_for(organisation, team) if team else None
    workers = selectors.workers_in(organisation, team=chosen_team).exclude(email="").select_related("organisation")
    sent = services.invite_workers(actor=actor(request), workers=workers, address=invitation_address())
    messages.success(request, f"{sent} mails are on their way. Each holds a link that is that person’s alone.")
    return redirect("employer:baseline")
