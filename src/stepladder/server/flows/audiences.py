"""With which organisations somebody can share: those they work for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.server.workforce.selectors import workers_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.server.accounts.models import Organisation, Person


def audiences_for(person: Person) -> Sequence[Organisation]:
    """Return the employers of a person, by name."""
    return sorted({worker.organisation for worker in workers_of(person)}, key=lambda each: each.name)
