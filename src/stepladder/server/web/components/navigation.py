"""What stands in the bar of every page: the desks, their places, and which one the reader is at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.utils.functional import Promise

THEMES = ("light", "dark")

PLACES: dict[str, tuple[tuple[str | Promise, str], ...]] = {
    "public": (
        (_("Check a credential"), "public:verify"),
        (_("Micro-credentials"), "public:catalogue"),
    ),
    "learner": (
        (_("Today"), "learner:today"),
        (_("My record"), "learner:record"),
        (_("Skills"), "learner:skills"),
        (_("Goal and plan"), "learner:goal"),
        (_("Sharing"), "learner:shares"),
    ),
    "issuer": (
        (_("Overview"), "issuer:home"),
        (_("Micro-credentials"), "issuer:achievements"),
        (_("Award"), "issuer:award"),
        (_("Issued"), "issuer:issued"),
        (_("Learners’ work"), "issuer:submissions"),
    ),
    "employer": (
        (_("Overview"), "employer:home"),
        (_("People"), "employer:people"),
        (_("Roles"), "employer:roles"),
        (_("Gap matrix"), "employer:matrix"),
        (_("Requests"), "employer:requests"),
        (_("Rewards"), "employer:rewards"),
    ),
    "staff": ((_("Overview"), "staff:home"),),
}


# Pages that belong to a place whose address does not begin theirs.
BELONGS = {"/learner/gap/": "/learner/goal/", "/learner/plan/": "/learner/goal/", "/learner/life/": "/learner/skills/"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One entry of a desk's navigation."""

    label: str | Promise
    url: str
    current: bool


def address(name: str) -> str | None:
    """Return the address of a page, or nothing while that page does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def places(desk: str, path: str) -> tuple[Place, ...]:
    """Return the desk's places that exist; the longest one that begins ``path`` is the current one."""
    found = [(label, url) for label, name in PLACES[desk] if (url := address(name)) is not None]
    at = next((place for begins, place in BELONGS.items() if path.startswith(begins)), path)
    current = max((url for _label, url in found if at.startswith(url)), key=len, default=None)
    return tuple(Place(label=label, url=url, current=url == current) for label, url in found)


def navigation(request: HttpRequest) -> Mapping[str, object]:
    """Context processor: ``navigation.<desk>`` lists places, ``theme`` is the reader's own choice of light or dark."""
    theme = request.COOKIES.get("theme", "")
    return {
        "navigation": {desk: SimpleLazyObject(partial(places, desk, request.path)) for desk in PLACES},
        "theme": theme if theme in THEMES else "",
    }
