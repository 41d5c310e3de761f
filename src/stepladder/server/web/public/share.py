"""What somebody shares by a link, until it ends or is withdrawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.views.decorators.http import require_safe

from stepladder.server.flows.verifying import inspect_file
from stepladder.server.wallet.selectors import credentials_in, open_share
from stepladder.server.wallet.services import count_opening
from stepladder.server.web.public.words import report_words

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show the shared credentials, each verified at this moment."""
    share = open_share(token)
    if share is None:
        return render(request, "public/shared_over.html", status=404)
    shown = []
    for held in credentials_in(share):
        report = inspect_file(bytes(held.original))
        shown.append({"held": held, "report": report, **report_words(report)})
    if request.method == "GET":
        count_opening(share=share)
    return render(request, "public/shared.html", {"share": share, "shown": shown})
