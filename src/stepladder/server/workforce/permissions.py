"""Who may see and change an employer's people: its owners and managers, nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.server.accounts.selectors import EMPLOYER_ACCESS, has_access
from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Organisation, Person


def require_manager(person: Person, organisation: Organisation) -> None:
    """Refuse, as if there were nothing, an actor who is neither owner nor manager of the organisation."""
    if not has_access(person, organisation, EMPLOYER_ACCESS):
        raise Refusal("There is nothing here for you.", code="workforce.not_yours", status=404)
