"""The operator vouches for an issuer: from then on its credentials read as listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from stepladder.server.issuing.keys import key_of
from stepladder.server.trust import services as trust

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.server.trust.models import TrustedIssuer


@transaction.atomic
def list_own_issuer(*, actor: Person, organisation: Organisation, source: str) -> TrustedIssuer:
    """Put an organisation of this server, with the key it signs with, on the operator's list."""
    return trust.list_issuer(
        actor=str(actor.pk), issuer_iri=key_of(organisation).controller, name=organisation.name, source=source
    )
