"""Reads of awards and credentials; access is decided here."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q
from django.http import Http404

from stepladder.server.issuing.keys import did_document, did_web, key_of
from stepladder.server.issuing.models import AwardBatch, IssuedCredential, IssuerKey, StatusList
from stepladder.server.issuing.status_lists import signed_list

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.db.models import QuerySet

    from stepladder.server.accounts.models import Organisation

__all__ = [
    "batch_in",
    "credential_by_id",
    "credential_by_iri",
    "credential_in",
    "did_document",
    "figures",
    "issued_by",
    "key_in",
    "key_of",
    "keys_of",
    "own_did_document",
    "own_document",
    "own_status_list",
    "signed_status_list",
]


def issued_by(
    organisation: Organisation, *, text: str = "", batch: AwardBatch | None = None
) -> QuerySet[IssuedCredential]:
    """Return what an organisation issued, newest first; ``text`` looks in names, addresses and achievements."""
    rows = IssuedCredential.objects.filter(organisation=organisation).select_related("award", "award__achievement")
    if batch is not None:
        rows = rows.filter(award__batch=batch)
    for word in text.split()[:6]:
        rows = rows.filter(
            Q(award__recipient_name__icontains=word)
            | Q(award__recipient_email__icontains=word)
            | Q(award__student_number__icontains=word)
            | Q(award__achievement__name__icontains=word)
        )
    return rows.order_by("-issued_at", "-id")


def figures(organisation: Organisation) -> Mapping[str, int]:
    """Count what an organisation issued, what is revoked, and how many people hold it."""
    return IssuedCredential.objects.filter(organisation=organisation).aggregate(
        issued=Count("pk"),
        revoked=Count("pk", filter=Q(revoked_at__isnull=False)),
        people=Count("award__recipient_email", distinct=True),
    )


def credential_in(organisation: Organisation, credential_id: UUID) -> IssuedCredential:
    """Return a credential of this organisation, or 404."""
    found = issued_by(organisation).filter(pk=credential_id).first()
    if found is None:
        raise Http404
    return found


def batch_in(organisation: Organisation, batch_id: UUID) -> AwardBatch:
    """Return a batch of this organisation, or 404."""
    found = AwardBatch.objects.select_related("achievement").filter(organisation=organisation, pk=batch_id).first()
    if found is None:
        raise Http404
    return found


def credential_by_id(credential_id: UUID) -> IssuedCredential | None:
    """Return an issued credential by the id in its address, or ``None``."""
    return (
        IssuedCredential.objects.select_related("award__achievement", "organisation").filter(pk=credential_id).first()
    )


def credential_by_iri(iri: str) -> IssuedCredential | None:
    """Return an issued credential by its identifier, or ``None``."""
    return IssuedCredential.objects.select_related("award__achievement", "organisation").filter(iri=iri).first()


def signed_status_list(list_id: UUID | str) -> bytes | None:
    """Return a status list of this server, signed, or ``None``."""
    try:
        found = StatusList.objects.filter(pk=UUID(str(list_id))).first()
    except ValueError:
        return None
    return None if found is None else signed_list(found)


def own_status_list(url: str) -> bytes | None:
    """Return the signed status list with this identifier if it is this server's, without going out; else ``None``."""
    found = StatusList.objects.filter(iri=url).first()
    return None if found is None else signed_list(found)


def own_document(url: str) -> bytes | None:
    """Return the signed credential at an address of this very server, without going out; ``None`` for others."""
    found = credential_by_iri(url.removesuffix(".json"))
    return None if found is None else bytes(found.document)


def keys_of(organisation: Organisation) -> Sequence[IssuerKey]:
    """Return every key an organisation ever signed with, the one of now first."""
    return list(IssuerKey.objects.filter(organisation=organisation).order_by("-created_at", "-pk"))


def key_in(organisation: Organisation, key_id: UUID) -> IssuerKey:
    """Return a key of this organisation, or 404."""
    found = IssuerKey.objects.filter(organisation=organisation, pk=key_id).first()
    if found is None:
        raise Http404
    return found


def own_did_document(did: str) -> dict[str, object] | None:
    """Return the document of a did:web of this very server, without going out; ``None`` for other identifiers."""
    if not did.startswith("did:web:"):
        return None
    slug = did.rpartition(":")[2]
    key = IssuerKey.objects.select_related("organisation").filter(organisation__slug=slug).first()
    return did_document(key.organisation) if key is not None and did_web(key.organisation) == did else None
