"""The signing keys of organisations: made here, sealed at rest, opened for the moment of signing."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import transaction

from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.model.times import timestamp
from stepladder.server.issuing.models import IssuerKey
from stepladder.server.kernel import audit, sealing

if TYPE_CHECKING:
    from stepladder.credentials import Signer
    from stepladder.server.accounts.models import Organisation
    from stepladder.server.issuing.models import StatusList

_PURPOSE = "issuer-key"


def did_web(organisation: Organisation) -> str:
    """Return the did:web of an organisation on this server (did:web method, section 2)."""
    return f"did:web:{quote(urlsplit(settings.SITE_URL).netloc, safe='')}:o:{organisation.slug}"


def next_controller(organisation: Organisation) -> str:
    """Return the identifier that the next key will have, or nothing where it will be the key itself."""
    return did_web(organisation) if settings.SITE_URL.startswith("https://") else ""


@transaction.atomic
def key_of(organisation: Organisation) -> IssuerKey:
    """Return the organisation's signing key, making it on first use."""
    found = IssuerKey.objects.filter(organisation=organisation, retired_at=None).first()
    return make_key(organisation) if found is None else found


def make_key(organisation: Organisation) -> IssuerKey:
    """Make a signing key; the one before must be retired.

    A server that others reach over https gives did:web identifiers; one that they do not, as in the demo, gives
    did:key, so that its files verify anywhere.
    """
    seed = secrets.token_bytes(32)
    signer = InMemorySigner(seed)
    multibase = signer.verification_method.partition("#")[2]
    if controller := next_controller(organisation):
        signer = InMemorySigner(seed, controller=controller, verification_method=f"{controller}#{multibase}")
    key = IssuerKey.objects.create(
        organisation=organisation,
        controller=signer.controller,
        verification_method=signer.verification_method,
        public_key_multibase=multibase,
        sealed_private_key=sealing.seal(seed, folder=settings.DATA_FOLDER, purpose=_PURPOSE),
    )
    audit.record(actor="system", action="issuer_key.made", subject=key.verification_method)
    return key


def signer_of(organisation: Organisation) -> Signer:
    """Return the organisation's signer with its key unsealed; keep it no longer than the work takes."""
    return _unsealed(key_of(organisation))


def key_that_signs(signer: Signer) -> IssuerKey:
    """Return the key of a signer that :func:`signer_of` gave."""
    return IssuerKey.objects.get(verification_method=signer.verification_method)


def signer_for_list(status_list: StatusList) -> Signer:
    """Return the signer of a status list: the newest key of the identifier whose credentials it is about.

    For a did:web that is the key of now. A did:key ended with its key: its lists go on being signed with that one.
    """
    keys = IssuerKey.objects.filter(organisation=status_list.organisation, controller=status_list.controller)
    return _unsealed(keys.order_by("-created_at", "-pk")[0])


def _unsealed(key: IssuerKey) -> Signer:
    seed = sealing.unseal(bytes(key.sealed_private_key), folder=settings.DATA_FOLDER, purpose=_PURPOSE)
    return InMemorySigner(seed, controller=key.controller, verification_method=key.verification_method)


def did_document(organisation: Organisation) -> dict[str, object]:
    """Return the did:web document of an organisation with every key it ever signed with (DID Core 1.0, section 5).

    A retired key stays: what it signed still verifies. One that somebody else has had says since when (``revoked``,
    Controlled Identifiers 1.0, section 2.2).
    """
    did = did_web(organisation)
    keys = IssuerKey.objects.filter(organisation=organisation).order_by("created_at")
    methods = [
        {
            "id": f"{did}#{key.public_key_multibase}",
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": key.public_key_multibase,
            **({"revoked": timestamp(key.revoked_at)} if key.revoked_at else {}),
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
