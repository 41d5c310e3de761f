"""One page with every component in every state, to look at and to test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from stepladder.server.web.components import examples
from stepladder.server.web.components.navigation import PLACES, THEMES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def show(request: HttpRequest) -> HttpResponse:
    """Show every component; ``?theme=dark``, ``?dir=rtl`` and ``?desk=learner`` show it otherwise."""
    desk = request.GET.get("desk", "learner")
    if desk not in PLACES:
        raise Http404
    filled = examples.ExampleForm({"name": "Marta Lind", "email": "marta at example", "agree": ""})
    context: dict[str, object] = {
        "layout": f"layouts/{desk}.html",
        "navigation": {name: examples.places(name) for name in PLACES},
        "form": examples.ExampleForm(),
        "wrong_form": filled,
        "checks": examples.CHECKS,
        "badges": examples.BADGES,
        "page_obj": Paginator(range(1, 240), 20).get_page(request.GET.get("page", 4)),
        "crumbs": [{"label": _("Start"), "url": "#"}, {"label": _("Components"), "url": ""}],
        "tabs": [{"id": "tab-proof", "label": _("Proved")}, {"id": "tab-claims", "label": _("Claimed")}],
        "steps": [_("Your history"), _("What you can do"), _("Your goal"), _("Your plan")],
        "people": examples.PEOPLE,
        "skills": examples.SKILLS,
        "icons": examples.icon_names(),
        "page_dir": "rtl" if request.GET.get("dir") == "rtl" else "",
    }
    if request.GET.get("theme") in THEMES:
        context["theme"] = request.GET["theme"]
    return render(request, "dev_components/show.html", context)
