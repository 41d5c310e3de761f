"""An issuer revokes a credential: the list says so, wallets say so, proofs end, rewards reverse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from stepladder.server.flows.claiming import check_again
from stepladder.server.issuing import services as issuing
from stepladder.server.kernel import mail, outbox
from stepladder.server.rewards import services as rewards
from stepladder.server.wallet import selectors as wallet_reads
from stepladder.server.wallet import services as wallet
from stepladder.server.workforce import services as workforce

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Person
    from stepladder.server.issuing.models import IssuedCredential


@transaction.atomic
def revoke(*, actor: Person, credential: IssuedCredential, reason: str) -> IssuedCredential:
    """Revoke a credential everywhere that it counts and tell its holder; a second time changes nothing.

    Whoever knows nothing of the award yet is not told of its end either: that mail no longer leaves.
    """
    revoked = take_back(actor=actor, credential=credential, reason=reason)
    unheard = outbox.cancel(f"claim:{revoked.pk}")
    if not unheard or wallet_reads.holders_of(revoked.iri):
        _tell_holder(revoked)
    return revoked


@transaction.atomic
def take_back(*, actor: Person, credential: IssuedCredential, reason: str) -> IssuedCredential:
    """Revoke a credential everywhere that it counts, and write to nobody."""
    revoked = issuing.revoke(actor=str(actor.pk), credential=credential, reason=reason)
    wallet.withdraw_claims(credential_iris=[revoked.iri])
    for held in wallet_reads.holders_of(revoked.iri):
        check_again(held=held)
    workforce.end_proof(credential_iri=revoked.iri, because="revoked")
    rewards.reverse(credential_iri=revoked.iri, because=f"Revoked: {revoked.revocation_reason}")
    return revoked


def _tell_holder(credential: IssuedCredential) -> None:
    decision = credential.award
    if not decision.recipient_email:
        return
    mail.send_later(
        key=f"revoked:{credential.pk}",
        to=decision.recipient_email,
        subject=f"{credential.organisation.name} has revoked: {decision.achievement.name}",
        body=(
            f"Hello {decision.recipient_name},\n\n"
            f"{credential.organisation.name} has revoked your micro-credential “{decision.achievement.name}”.\n"
            f"The reason given: {credential.revocation_reason or 'none'}\n\n"
            f"Its page says so from now on: {settings.SITE_URL}/credentials/{credential.pk}\n"
            "If you think that this is a mistake, ask the issuer.\n"
        ),
    )
