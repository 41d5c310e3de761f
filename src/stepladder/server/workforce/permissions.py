"""Who may see and change an employer's people: its owners and managers, nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.server.accounts.selectors import EMPLOYER_ACCESS, has_access, organisation_for
from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Organisation, Person


def employer_for(person: Person, *, slug: str = "") -> Organisation:
    """Return the organisation whose people this person manages; a stranger gets 404."""
    return organisation_for(person, slug=slug, access=EMPLOYER_ACCESS, employing=True)


def require_manager(person: Person, organisation: Organisation) -> None:
    """Refuse, as if there were nothing, an actor who is neither owner nor manager of the organisation."""
    if not has_access(person, organisation, EMPLOYER_ACCESS):
        raise Refusal("There is nothing here for you.", code="workforce.not_yours", status=404)
