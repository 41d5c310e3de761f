"""The demo's own pages: its cast, its mails, its tour. Outside the demo they are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from stepladder.server.accounts.selectors import demo_people
from stepladder.server.kernel.mail import kept_mails
from stepladder.testing.cast import CAST, TOUR

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

Given = ParamSpec("Given")


def in_demo(view: Callable[Given, HttpResponse]) -> Callable[Given, HttpResponse]:
    """Answer 404 outside the demo."""

    def guarded(*args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        if not settings.DEMO:
            raise Http404
        return view(*args, **kwargs)

    return guarded


@in_demo
@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    """Show the cast; one press signs in as any of them."""
    return render(request, "public/cast.html", {"people": _people()})


@in_demo
@require_POST
def sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the cast and go to their desk."""
    person = next((each for each in demo_people() if each.demo_key == key), None)
    if person is None or key not in CAST:
        raise Http404
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    following = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()})
    return redirect(following if own else CAST[key].desk)


@in_demo
@require_safe
def tour(request: HttpRequest, step: int) -> HttpResponse:
    """Show one of the tour's clicks: who it is, what happens there, and the button that goes there."""
    if not 1 <= step <= len(TOUR):
        raise Http404
    stop = TOUR[step - 1]
    following = reverse("public:tour", args=[step + 1]) if step < len(TOUR) else ""
    return render(
        request,
        "public/tour.html",
        {"stop": stop, "step": step, "total": len(TOUR), "following": following, "person": CAST[stop.who]},
    )


@in_demo
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """Show the mails that were kept here instead of sent."""
    return render(request, "public/mail.html", {"mails": kept_mails()})


def _people() -> list[dict[str, Any]]:
    return [{"person": each, "part": CAST[each.demo_key]} for each in demo_people() if each.demo_key in CAST]
