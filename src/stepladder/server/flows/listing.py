"""Somebody vouches for an issuer: from then on its credentials read as listed, to everyone or in one organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from stepladder.server.flows.sharing import unknown_issuers
from stepladder.server.issuing.keys import key_of
from stepladder.server.trust import services as trust

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stepladder.server.accounts.models import Organisation, Person
    from stepladder.server.trust.models import TrustedIssuer
    from stepladder.server.wallet.models import Share


@transaction.atomic
def list_own_issuer(*, actor: Person, organisation: Organisation, source: str) -> TrustedIssuer:
    """Put an organisation of this server, with the key it signs with, on the operator's list."""
    return trust.list_issuer(
        actor=str(actor.pk), issuer_iri=key_of(organisation).controller, name=organisation.name, source=source
    )


@transaction.atomic
def trust_issuers_of(*, actor: Person, share: Share) -> Sequence[TrustedIssuer]:
    """Put the issuers of what is shared on the audience's own list: a manager has made sure who they are."""
    return [
        trust.list_issuer(
            actor=str(actor.pk),
            issuer_iri=held.issuer_iri,
            name=held.issuer_name,
            organisation=share.audience,
            source="Vouched for when a share was accepted",
        )
        for held in unknown_issuers(share)
    ]
