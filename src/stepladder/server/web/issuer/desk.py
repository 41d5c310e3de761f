"""Which organisation somebody works for at the issuer desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required

from stepladder.server.accounts.selectors import ISSUER_ACCESS, organisation_for, organisations_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest

    from stepladder.server.accounts.models import Organisation, Person

__all__ = ["actor", "desk", "login_required"]

_KEPT = "issuer-organisation"


def actor(request: HttpRequest) -> Person:
    """Return who is signed in; the views here are behind ``login_required``."""
    assert request.user.is_authenticated  # noqa: S101 - login_required has looked
    return request.user


def desk(request: HttpRequest, access: Sequence[str] = ISSUER_ACCESS) -> Organisation:
    """Return the organisation at whose desk this person works now, if they have one of ``access`` there; else 404.

    Somebody with several chooses one with ``?organisation=slug``; the choice is kept while they are signed in.
    """
    person = actor(request)
    wanted = request.GET.get("organisation", "") or request.session.get(_KEPT, "")
    known = {each.slug for each in organisations_for(person, issuing=True)}
    slug = wanted if wanted in known else ""
    organisation = organisation_for(person, slug=slug, access=access, issuing=True)
    if slug and request.session.get(_KEPT) != slug:
        request.session[_KEPT] = slug
    return organisation
