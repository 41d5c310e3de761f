"""An issuer suspends a credential while looking into something, and lifts it: meanwhile its proof rests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from stepladder.server.flows.claiming import check_again
from stepladder.server.issuing import services as issuing
from stepladder.server.kernel import mail
from stepladder.server.wallet import selectors as wallet_reads
from stepladder.server.workforce import services as workforce

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Person
    from stepladder.server.issuing.models import IssuedCredential


@transaction.atomic
def suspend(*, actor: Person, credential: IssuedCredential, reason: str) -> IssuedCredential:
    """Suspend a credential: it does not count as proof until that is lifted. Points that were given stay."""
    if credential.suspended_at is not None:
        return credential
    suspended = issuing.suspend(actor=str(actor.pk), credential=credential, reason=reason)
    _look_again(suspended)
    workforce.rest_proof(credential_iri=suspended.iri)
    _tell_holder(
        suspended,
        kind=f"suspended:{suspended.pk}:{suspended.suspended_at:%Y%m%d%H%M%S%f}",
        what="has suspended",
        more=f"The reason given: {suspended.suspension_reason or 'none'}\n\nUntil this is lifted, it does not count.",
    )
    return suspended


@transaction.atomic
def lift(*, actor: Person, credential: IssuedCredential) -> IssuedCredential:
    """Lift a suspension: the credential counts again, where it did before too."""
    if credential.suspended_at is None:
        return credential
    since = credential.suspended_at
    lifted = issuing.lift_suspension(actor=str(actor.pk), credential=credential)
    _look_again(lifted)
    workforce.resume_proof(credential_iri=lifted.iri)
    _tell_holder(
        lifted,
        kind=f"lifted:{lifted.pk}:{since:%Y%m%d%H%M%S%f}",
        what="has lifted the suspension of",
        more="It counts again, and where you had shared it before it is back.",
    )
    return lifted


def _look_again(credential: IssuedCredential) -> None:
    for held in wallet_reads.holders_of(credential.iri):
        check_again(held=held)


def _tell_holder(credential: IssuedCredential, *, kind: str, what: str, more: str) -> None:
    decision = credential.award
    if not decision.recipient_email or not wallet_reads.holders_of(credential.iri):
        return  # whoever does not hold it yet finds its state when they claim it
    mail.send_later(
        key=kind,
        to=decision.recipient_email,
        subject=f"{credential.organisation.name} {what}: {decision.achievement.name}",
        body=(
            f"Hello {decision.recipient_name},\n\n"
            f"{credential.organisation.name} {what} your micro-credential “{decision.achievement.name}”.\n"
            f"{more}\n\n"
            f"Its page: {settings.SITE_URL}/credentials/{credential.pk}\n"
            "If you think that something is wrong, ask the issuer.\n"
        ),
    )
