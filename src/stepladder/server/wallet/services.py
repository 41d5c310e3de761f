"""Writes of the wallet: claims, deposits, shares. Documents come in as bytes with the report of their verification."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F

from stepladder.server.kernel import audit, clock
from stepladder.server.kernel.ids import paper_code, token
from stepladder.server.kernel.refusal import Refusal
from stepladder.server.wallet.models import Claim, HeldCredential, Share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stepladder.credentials import VerificationReport
    from stepladder.server.accounts.models import Organisation, Person

CLAIM_LASTS = timedelta(days=180)
MOST_BYTES = 5 * 1024 * 1024


@transaction.atomic
def offer_claim(
    *, credential_iri: str, document: bytes, recipient_name: str, recipient_email: str, title: str, issuer_name: str
) -> Claim:
    """Let a signed document wait for its person; the same credential waits once."""
    claim, _ = Claim.objects.get_or_create(
        credential_iri=credential_iri,
        defaults={
            "document": document,
            "recipient_name": recipient_name,
            "recipient_email": recipient_email.lower(),
            "title": title,
            "issuer_name": issuer_name,
            "token": token(),
            "code": paper_code(),
            "expires_at": clock.now() + CLAIM_LASTS,
        },
    )
    return claim


@transaction.atomic
def take_claim(*, person: Person, claim: Claim) -> Claim:
    """Mark a claim as taken by ``person``; refuses what is expired, withdrawn or somebody else's already."""
    row = Claim.objects.select_for_update().get(pk=claim.pk)
    if row.withdrawn_at is not None:
        raise Refusal(
            "The issuer has withdrawn this credential.",
            code="claim.withdrawn",
            hint=f"Ask {row.issuer_name} if you think that this is a mistake.",
            status=410,
        )
    if row.claimed_at is not None:
        if row.claimed_by_id == person.pk:
            return row
        raise Refusal(
            "This credential was claimed already, from another account.",
            code="claim.taken",
            hint=f"If that was not you, tell {row.issuer_name}.",
            status=409,
        )
    if row.expires_at <= clock.now():
        raise Refusal(
            "This claim link has expired.",
            code="claim.expired",
            hint=f"Ask {row.issuer_name} for a new one; your credential still exists.",
            status=410,
        )
    row.claimed_at = clock.now()
    row.claimed_by = person
    row.save(update_fields=["claimed_at", "claimed_by"])
    audit.record(actor=str(person.pk), action="claim.taken", subject=row.credential_iri)
    return row


@transaction.atomic
def withdraw_claims(*, credential_iris: Sequence[str]) -> int:
    """Withdraw claims that nobody took; return how many those were."""
    waiting = Claim.objects.filter(credential_iri__in=credential_iris, claimed_at=None, withdrawn_at=None)
    return waiting.update(withdrawn_at=clock.now())


@transaction.atomic
def deposit(
    *, holder: Person, original: bytes, report: VerificationReport, origin: str, filename: str = ""
) -> tuple[HeldCredential, bool]:
    """Keep a credential's original bytes with what was found in it; the same bytes are kept once.

    Returns the row and whether it is new. What does not verify is kept too, and says so: it is the holder's; only a
    file in which no credential can be read is refused.
    """
    if len(original) > MOST_BYTES:
        raise Refusal(
            "The file is larger than 5 MB.",
            code="wallet.too_large",
            hint="Credentials are small; is this the right file?",
            status=413,
        )
    credential = report.credential
    if credential is None:
        raise Refusal(
            "No credential can be read in this file.",
            code="wallet.unreadable",
            hint="Choose the badge picture (PNG or SVG), or the JSON or JWT file that you were given.",
        )
    digest = hashlib.sha256(original).hexdigest()
    standing = HeldCredential.objects.filter(holder=holder, sha256=digest, removed_at=None)
    values = {
        "origin": origin,
        "original": original,
        "filename": _kept(filename, 200),
        "credential_iri": _kept(credential.id, 400),
        "issuer_iri": _kept(credential.issuer_id, 400),
        "issuer_name": _kept(credential.issuer_name, 300),
        "name": _kept(credential.name or credential.achievement_name, 300) or "Unnamed credential",
        "achievement_iri": _kept(credential.achievement_id, 400),
        "valid_from": _kept(credential.valid_from, 40),
        "valid_until": _kept(credential.valid_until, 40),
        **_found(report),
    }
    try:
        with transaction.atomic():
            row, new = standing.get_or_create(holder=holder, sha256=digest, defaults=values)
    except IntegrityError:  # the same file twice at the same moment
        row, new = standing.get(), False
    if not new and origin == HeldCredential.Origin.CLAIMED and row.origin != origin:
        row.origin = origin  # it was uploaded before: the claim says more, that it is this person's
        row.save(update_fields=["origin"])
    if new:
        audit.record(actor=str(holder.pk), action=f"credential.{origin}", subject=str(row.pk))
    return row, new


@transaction.atomic
def note_report(*, held: HeldCredential, report: VerificationReport) -> HeldCredential:
    """Keep what a fresh verification found."""
    for name, value in _found(report).items():
        setattr(held, name, value)
    held.save(update_fields=["report", "verdict", "verified_at"])
    return held


@transaction.atomic
def remove(*, held: HeldCredential) -> HeldCredential:
    """Take a credential out of the wallet; it can be brought back. Shares no longer show it."""
    held.removed_at = clock.now()
    held.save(update_fields=["removed_at"])
    audit.record(actor=str(held.holder_id), action="credential.removed", subject=str(held.pk))
    return held


@transaction.atomic
def bring_back(*, held: HeldCredential) -> HeldCredential:
    """Undo :func:`remove`; where the same file was brought again meanwhile, that one stays and is returned."""
    again = HeldCredential.objects.filter(holder=held.holder_id, sha256=held.sha256, removed_at=None).first()
    if again is not None:
        return again
    held.removed_at = None
    held.save(update_fields=["removed_at"])
    audit.record(actor=str(held.holder_id), action="credential.brought_back", subject=str(held.pk))
    return held


@transaction.atomic
def share(
    *,
    holder: Person,
    credentials: Sequence[HeldCredential],
    until: datetime,
    audience: Organisation | None = None,
    audience_name: str = "",
) -> Share:
    """Let an organisation, or whoever has the link, see these credentials until a time."""
    if not credentials:
        raise Refusal("Nothing was chosen to share.", code="share.nothing", hint="Tick at least one credential.")
    if any(each.holder_id != holder.pk for each in credentials):
        raise Refusal("One of these credentials is not yours.", code="share.not_yours", status=404)
    if until <= clock.now():
        raise Refusal("The share would end in the past.", code="share.over", hint="Choose a later day.")
    row = Share.objects.create(
        holder=holder, audience=audience, audience_name=audience_name[:200], token=token(), expires_at=until
    )
    row.credentials.set(credentials)
    audit.record(
        actor=str(holder.pk), action="share.made", subject=str(row.pk), detail={"credentials": len(credentials)}
    )
    return row


@transaction.atomic
def withdraw_share(*, share: Share) -> Share:
    """End a share now."""
    row = Share.objects.select_for_update().get(pk=share.pk)
    if row.withdrawn_at is None:
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        audit.record(actor=str(row.holder_id), action="share.withdrawn", subject=str(row.pk))
    return row


def count_opening(*, share: Share) -> None:
    """Count that somebody opened a share, and nothing about them."""
    Share.objects.filter(pk=share.pk).update(opened=F("opened") + 1)


def _found(report: VerificationReport) -> dict[str, object]:
    return {"report": _without_nul(report.as_dict()), "verdict": report.verdict, "verified_at": clock.now()}


def _kept(text: str | None, most: int) -> str:
    """Return what a column can hold: PostgreSQL takes no NUL; the original bytes have it still."""
    return (text or "").replace("\x00", "")[:most]


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, list):
        return [_without_nul(each) for each in value]
    if isinstance(value, dict):
        return {_without_nul(key): _without_nul(each) for key, each in value.items()}
    return value
