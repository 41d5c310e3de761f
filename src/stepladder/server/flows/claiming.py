"""A person takes what waits for them, or brings what they earned elsewhere: verified on the way in, bytes kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from stepladder.server.accounts.services import note_address_proved
from stepladder.server.flows.verifying import inspect_file
from stepladder.server.wallet import services as wallet

if TYPE_CHECKING:
    from stepladder.server.accounts.models import Person
    from stepladder.server.wallet.models import Claim, HeldCredential


@transaction.atomic
def claim(*, person: Person, claim: Claim) -> HeldCredential:
    """Take a waiting credential into the person's record."""
    taken = wallet.take_claim(person=person, claim=claim)
    if taken.recipient_email == person.email.lower():
        note_address_proved(person=person)  # only that mailbox, and the issuer, had the link
    document = bytes(taken.document)
    held, _ = wallet.deposit(holder=person, original=document, report=inspect_file(document), origin="claimed")
    return held


def bring(*, person: Person, data: bytes, filename: str = "") -> tuple[HeldCredential, bool]:
    """Keep a file from anywhere; returns the row and whether it is new. What does not verify is kept and says so."""
    report = inspect_file(data)
    return wallet.deposit(holder=person, original=data, report=report, origin="uploaded", filename=filename)


def check_again(*, held: HeldCredential) -> HeldCredential:
    """Verify a held credential anew, as of now."""
    return wallet.note_report(held=held, report=inspect_file(bytes(held.original)))
