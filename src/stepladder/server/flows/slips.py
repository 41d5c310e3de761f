"""A claim slip: the code and link that carry a credential to a person, by mail or on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import segno
from django.conf import settings

from stepladder.server.kernel.refusal import Refusal
from stepladder.server.wallet.selectors import claim_for_credential

if TYPE_CHECKING:
    from datetime import datetime

    from stepladder.server.issuing.models import IssuedCredential
    from stepladder.server.wallet.models import Claim


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSlip:
    """What a slip says; ``qr`` is a data URI of an SVG picture of the link."""

    code: str
    link: str
    qr: str
    expires_at: datetime
    claimed_at: datetime | None


def waiting_claim(credential: IssuedCredential) -> Claim:
    """Return the claim that carries an issued credential; refuses where it went straight into a record."""
    claim = claim_for_credential(credential.iri)
    if claim is None:
        raise Refusal("Nothing waits to be claimed for this credential.", code="claim.none", status=404)
    return claim


def claim_slip(credential: IssuedCredential) -> ClaimSlip | None:
    """Return the slip of an issued credential, or ``None`` where it went straight into a record."""
    claim = claim_for_credential(credential.iri)
    if claim is None:
        return None
    link = f"{settings.SITE_URL}/claim/{claim.token}/"
    return ClaimSlip(
        code=claim.code,
        link=link,
        qr=segno.make(link, error="m").svg_data_uri(scale=4, border=2),
        expires_at=claim.expires_at,
        claimed_at=claim.claimed_at,
    )
