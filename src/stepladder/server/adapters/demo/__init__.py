"""The demo: one story through all five desks, told by calling the flows, in the past six months of the clock."""

from __future__ import annotations

from django.db import transaction

from stepladder.server.accounts.selectors import anybody
from stepladder.server.adapters.demo.catalogue import open_catalogue
from stepladder.server.adapters.demo.company import found_company
from stepladder.server.adapters.demo.earnings import tell_awards
from stepladder.server.adapters.demo.organisations import found_organisations
from stepladder.server.adapters.demo.story import tell_story
from stepladder.server.kernel import clock

__all__ = ["seed_when_empty"]


@transaction.atomic
def seed_when_empty() -> bool:
    """Tell the demo's story in a database that knows nobody; return whether it was told. All of it, or nothing."""
    if anybody():
        return False
    today = clock.now().replace(microsecond=0)
    demo = found_organisations(today)
    open_catalogue(demo, today)
    found_company(demo, today)
    tell_awards(demo, today)
    tell_story(demo, today)
    return True
