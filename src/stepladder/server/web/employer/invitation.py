"""The worker's side of the baseline: a link that is theirs alone, and ticks that are their own word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stepladder.errors import StepladderError
from stepladder.server.web.employer.desk import actor, say_refusal
from stepladder.server.workforce import selectors, services

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@login_required
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Link the account to the worker and keep what they tick; nothing is linked before they press the button."""
    worker = services.worker_of_token(token)
    offered = selectors.skills_to_declare(worker)
    if request.method == "POST":
        uris = [one.skill_uri for one in offered]
        ticked = [uri for uri in request.POST.getlist("skill") if uri in set(uris)]
        try:
            linked = services.link_person(actor=actor(request), worker=worker, person=actor(request))
            held = services.declare_skills(actor=actor(request), worker=linked, offered=uris, ticked=ticked)
        except StepladderError as refusal:
            say_refusal(request, refusal)
        else:
            messages.success(
                request, f"Thank you. {worker.organisation} sees {held} skills as your own word, not as proof."
            )
        return redirect("employer:invitation", token=token)
    context = {"worker": worker, "offered": offered, "linked": worker.person_id == actor(request).pk}
    return render(request, "employer/invitation.html", context)
