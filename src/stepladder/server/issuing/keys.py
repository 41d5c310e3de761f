"""The signing keys of organisations: made here, sealed at rest, opened for the moment of signing."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import transaction

from stepladder.credentials.keys import InMemorySigner
from stepladder.server.issuing.models import IssuerKey
from stepladder.server.kernel import audit, sealing

if TYPE_CHECKING:
    from stepladder.credentials import Signer
    from stepladder.server.accounts.models import Organisation

_PURPOSE = "issuer-key"


def did_web(organisation: Organisation) -> str:
    """Return the did:web of an organisation on this server (did:web method, section 2)."""
    return f"did:web:{quote(urlsplit(settings.SITE_URL).netloc, safe='')}:o:{organisation.slug}"


@transaction.atomic
def key_of(organisation: Organisation) -> IssuerKey:
    """Return the organisation's signing key, making it on first use.

    A server that others reach over https gives did:web identifiers; one that they do not, as in the demo, gives
    did:key, so that its files verify anywhere.
    """
    found = IssuerKey.objects.filter(organisation=organisation, retired_at=None).first()
    if found is not None:
        return found
    seed = secrets.token_bytes(32)
    if settings.SITE_URL.startswith("https://"):
        plain = InMemorySigner(seed)
        controller = did_web(organisation)
        multibase = plain.verification_method.partition("#")[2]
        signer = InMemorySigner(seed, controller=controller, verification_method=f"{controller}#{multibase}")
    else:
        signer = InMemorySigner(seed)
    key = IssuerKey.objects.create(
        organisation=organisation,
        controller=signer.controller,
        verification_method=signer.verification_method,
        public_key_multibase=signer.verification_method.partition("#")[2],
        sealed_private_key=sealing.seal(seed, folder=settings.DATA_FOLDER, purpose=_PURPOSE),
    )
    audit.record(actor="system", action="issuer_key.made", subject=key.verification_method)
    return key


def signer_of(organisation: Organisation) -> Signer:
    """Return the organisation's signer with its key unsealed; keep it no longer than the work takes."""
    key = key_of(organisation)
    seed = sealing.unseal(bytes(key.sealed_private_key), folder=settings.DATA_FOLDER, purpose=_PURPOSE)
    return InMemorySigner(seed, controller=key.controller, verification_method=key.verification_method)


def did_document(organisation: Organisation) -> dict[str, object]:
    """Return the did:web document of an organisation with every key it ever signed with (DID Core 1.0, section 5).

    A retired key stays: what it signed still verifies.
    """
    did = did_web(organisation)
    keys = IssuerKey.objects.filter(organisation=organisation).order_by("created_at")
    methods = [
        {
            "id": f"{did}#{key.public_key_multibase}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.public_key_multibase,
        }
        for key in keys
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "alsoKnownAs": sorted({key.controller for key in keys} - {did}),
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }
