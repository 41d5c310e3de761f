"""When a held credential counts as proof: it verifies now, it is this person's, and its signer is known here."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from stepladder.credentials.errors import VerificationError
from stepladder.recognition import attest
from stepladder.server.accounts.selectors import address_is_proved
from stepladder.server.catalog.selectors import framework, migrations
from stepladder.server.flows.verifying import verify_file
from stepladder.server.issuing.selectors import own_did_document
from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from stepladder.credentials import VerifiedCredential
    from stepladder.server.accounts.models import Organisation
    from stepladder.server.wallet.models import HeldCredential
    from stepladder.skills import SkillAttestation

_NOBODY = "urn:stepladder:nobody"


def verify_held(held: HeldCredential, *, organisation: Organisation | None = None) -> VerifiedCredential:
    """Return the verified credential if it proves something of its holder to ``organisation``.

    One that was claimed here came by a link or code for this person alone; one that was uploaded must name the holder's
    e-mail address. Raises ``VerificationError`` when it does not hold or names somebody else, and :class:`Refusal`
    (``credential.issuer_unknown``) when anybody could have signed it: whoever makes a key of their own proves nothing.
    """
    verified = verify_file(bytes(held.original), recipient=_recipient(held), organisation=organisation)
    if not _signer_is_known(verified):
        raise Refusal(
            _why_unknown(held, verified),
            code="credential.issuer_unknown",
            hint="Put the issuer on your list once you have made sure of its identifier.",
            status=409,
        )
    return verified


def attested_by(held: HeldCredential) -> tuple[SkillAttestation, ...]:
    """Return what a held credential says of its holder's skills; from an unknown issuer it is a claim, not proof."""
    try:
        verified = verify_file(bytes(held.original), recipient=_recipient(held))
    except VerificationError:  # it lapsed, or it is somebody else's
        return ()
    found = skills_shown(verified)
    if _signer_is_known(verified):
        return found
    unknown = "issuer not known here"
    return tuple(
        replace(each, strength="claimed", flag=f"{each.flag}; {unknown}" if each.flag else unknown) for each in found
    )


def skills_shown(verified: VerifiedCredential) -> tuple[SkillAttestation, ...]:
    """Return the skills that a verified credential shows, by the names of the framework in use.

    What was signed is never altered: names of older versions are read through the migrations, each time.
    """
    return attest(verified, framework=framework(), migrations=migrations())


def _signer_is_known(verified: VerifiedCredential) -> bool:
    """Say whether the signer is listed, or proved by a domain of its own.

    An organisation of this very server is proved by the server's domain alone, and anybody with an account can make
    one: it counts once it is listed. So do issuers of older badges: nearly all share a platform's domain with anybody.
    """
    if verified.report.standard:
        return verified.report.issuer_identity == "listed"
    if verified.report.issuer_identity == "domain_proved":
        return own_did_document(verified.credential.issuer_id or "") is None
    return verified.report.issuer_identity == "listed"


def _why_unknown(held: HeldCredential, verified: VerifiedCredential) -> str:
    name = held.issuer_name or "the named issuer"
    if verified.report.standard:
        return (
            f"We do not know that it was {name} who issued it. A website that publishes such badges is often "
            "one that anybody can publish on."
        )
    return f"We do not know that it was {name} who signed it. Anyone can make such a key."


def _recipient(held: HeldCredential) -> str | None:
    """Return whom an uploaded credential must name; nobody's, while the holder's address is not known to be theirs."""
    if held.origin == held.Origin.CLAIMED:
        return None
    return held.holder.email if address_is_proved(held.holder) else _NOBODY
