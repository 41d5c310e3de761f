"""Reads of the wallet; a wallet is its holder's alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from stepladder.server.accounts.selectors import address_is_proved
from stepladder.server.kernel import clock
from stepladder.server.wallet.models import Claim, HeldCredential, Share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from stepladder.server.accounts.models import Organisation, Person


def credentials_of(person: Person) -> Sequence[HeldCredential]:
    """Return what a person holds, newest first."""
    return list(HeldCredential.objects.filter(holder=person, removed_at=None))


def credential_for(person: Person, held_id: UUID, *, removed: bool = False) -> HeldCredential:
    """Return one credential of this person's, or 404."""
    found = HeldCredential.objects.filter(holder=person, pk=held_id).first()
    if found is None or (found.removed_at is not None and not removed):
        raise Http404
    return found


def chosen_credentials(person: Person, held_ids: Sequence[UUID | str]) -> Sequence[HeldCredential]:
    """Return those of the ids that this person holds."""
    return list(HeldCredential.objects.filter(holder=person, removed_at=None, pk__in=list(held_ids)))


def holders_of(credential_iri: str) -> Sequence[HeldCredential]:
    """Return every wallet row that holds a credential by its identifier."""
    return list(HeldCredential.objects.filter(credential_iri=credential_iri, removed_at=None).select_related("holder"))


def claim_by_token(token: str) -> Claim | None:
    """Return the claim of a link."""
    return Claim.objects.filter(token=token).first()


def claim_by_code(code: str) -> Claim | None:
    """Return the claim of a paper code, however it was typed."""
    letters = "".join(each for each in code.upper() if each.isalnum())
    return Claim.objects.filter(code="-".join((letters[:4], letters[4:8], letters[8:12]))).first()


def claim_for_credential(credential_iri: str) -> Claim | None:
    """Return the claim that carries a credential."""
    return Claim.objects.filter(credential_iri=credential_iri).first()


def waiting_claims(person: Person) -> Sequence[Claim]:
    """Return what waits to be claimed by the person's own e-mail address, once that is known to be theirs."""
    if not address_is_proved(person):
        return []
    return list(
        Claim.objects.filter(
            recipient_email__iexact=person.email, claimed_at=None, withdrawn_at=None, expires_at__gt=clock.now()
        ).order_by("-made_at")
    )


def shares_by(person: Person) -> Sequence[Share]:
    """Return what a person shares or shared, newest first."""
    return list(Share.objects.filter(holder=person).select_related("audience").prefetch_related("credentials"))


def share_for(person: Person, share_id: UUID) -> Share:
    """Return one share of this person's, or 404."""
    found = Share.objects.filter(holder=person, pk=share_id).first()
    if found is None:
        raise Http404
    return found


def open_share(token: str) -> Share | None:
    """Return a share that may still be seen by its link, or ``None``."""
    return (
        Share.objects.filter(token=token, withdrawn_at=None, expires_at__gt=clock.now())
        .select_related("holder", "audience")
        .first()
    )


def shares_with(organisation: Organisation) -> Sequence[Share]:
    """Return what is shared with an organisation now, newest first."""
    return list(
        Share.objects.filter(audience=organisation, withdrawn_at=None, expires_at__gt=clock.now())
        .select_related("holder")
        .prefetch_related("credentials")
    )


def credentials_in(share: Share) -> Sequence[HeldCredential]:
    """Return what a share shows: the holder may have removed some since."""
    return list(share.credentials.filter(removed_at=None))
