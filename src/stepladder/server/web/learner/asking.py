"""What the learner's pages share: who asks, where to go next, and undoing the last answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest

    from stepladder.server.accounts.models import Person

UNDO = "learner.skills_undo"


def asker(request: HttpRequest) -> Person:
    """Return who is signed in; views that call this are behind ``login_required``."""
    return cast("Person", request.user)


def onward(request: HttpRequest, name: str, anchor: str = "") -> HttpResponse:
    """Go back to the page named in ``next`` when it is ours, else to the page called ``name``."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    target = wanted if ours and wanted.startswith("/") else reverse(name)
    return HttpResponseRedirect(f"{target}#{anchor}" if anchor and "#" not in target else target)


def told(request: HttpRequest, do: Callable[[], object], name: str, *, done: str = "") -> HttpResponse:
    """Do something and go on; a refusal becomes a message on the page, in its own words."""
    try:
        do()
    except Refusal as refusal:
        messages.error(request, f"{refusal.message} {refusal.hint}".strip())
        return redirect(name)
    if done:
        messages.success(request, done)
    return onward(request, name)


def remember_answer(request: HttpRequest, uris: Iterable[str], words: str) -> None:
    """Keep the last answer so that it can be taken back."""
    request.session[UNDO] = {"skills": list(uris), "words": words}


def last_answer(request: HttpRequest) -> dict[str, object] | None:
    """Return the answer that can be taken back, once: it is offered on the next page only."""
    return cast("dict[str, object] | None", request.session.pop(UNDO, None))
