"""What people chose to share with the employer: verified and accepted, proof replaces claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect

from stepladder.errors import StepladderError
from stepladder.server.flows import sharing
from stepladder.server.flows.listing import trust_issuers_of
from stepladder.server.web.employer.desk import actor, desk, page, paged, say_refusal
from stepladder.server.workforce import selectors

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from stepladder.server.accounts.models import Organisation


MOST_WAITING = 24


@desk("GET")
def shares(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List what is shared with the organisation now."""
    proved = selectors.proved_by_share(organisation)
    received = sharing.received_by(organisation)
    new = [share for share in received if sharing.share_iri(share) not in proved]
    old = paged(request, [share for share in received if sharing.share_iri(share) in proved], 25)
    people = selectors.workers_by_person(organisation, [share.holder for share in (*new[:MOST_WAITING], *old)])

    def line(share: Any) -> dict[str, object]:
        return {
            "share": share,
            "worker": people.get(share.holder_id),
            "proved": proved.get(sharing.share_iri(share), ()),
            "unknown": sharing.unknown_issuers(share),
        }

    old.object_list = [line(share) for share in old]
    return page(
        request,
        organisation,
        "shares",
        waiting=[line(share) for share in new[:MOST_WAITING]],
        more=max(0, len(new) - MOST_WAITING),
        accepted=old,
    )


@desk("POST")
def accept(request: HttpRequest, organisation: Organisation, share_id: UUID) -> HttpResponse:
    """Verify what is shared and count what it proves; say which gaps that closed."""
    share = next((one for one in sharing.received_by(organisation) if one.pk == share_id), None)
    if share is None:
        raise Http404
    try:
        done = sharing.accept(share=share, actor=actor(request))
    except StepladderError as refusal:
        say_refusal(request, refusal)
        return redirect("employer:shares")
    closed = selectors.gaps_closed(done.proved)
    if closed:
        gaps = "1 gap" if len(closed) == 1 else f"{len(closed)} gaps"
        messages.success(request, f"{gaps} closed: {', '.join(closed)}.")
    elif done.proved:
        names = ", ".join(row.skill_label for row in done.proved[:8])
        messages.success(request, f"Verified: {names}. No gap in their role closed, or it was proved before.")
    elif not done.refused:
        messages.info(request, "Verified. It proves nothing that was not proved before.")
    if done.points:
        messages.success(request, f"{done.points} points were granted for it.")
    for name, sentence in done.refused:
        messages.error(request, f"“{name}” was not accepted: {sentence}")
    return redirect("employer:shares")


@desk("POST")
def trust(request: HttpRequest, organisation: Organisation, share_id: UUID) -> HttpResponse:
    """Put the issuers of what is shared on the organisation's own list."""
    share = next((one for one in sharing.received_by(organisation) if one.pk == share_id), None)
    if share is None:
        raise Http404
    listed = trust_issuers_of(actor=actor(request), share=share)
    if listed:
        messages.success(request, f"On your list now: {', '.join(sorted({each.name for each in listed}))}.")
    return redirect("employer:shares")
