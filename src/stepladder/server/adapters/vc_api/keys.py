"""The demo key of each prefix: made on first use, sealed at rest like the keys of organisations."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.db import transaction

from stepladder.credentials.keys import InMemorySigner
from stepladder.server.adapters.vc_api.models import DemoKey
from stepladder.server.kernel import audit, sealing

if TYPE_CHECKING:
    from stepladder.credentials import Signer
    from stepladder.server.adapters.vc_api.prefixes import Prefix

_PURPOSE = "vc-api-demo-key"


@transaction.atomic
def key_of(prefix: Prefix) -> DemoKey:
    """Return the prefix's demo key, making it on first use."""
    found = DemoKey.objects.filter(prefix=prefix.name).first()
    if found is not None:
        return found
    secret = _new_secret(prefix.kind)
    signer = InMemorySigner(secret, kind=prefix.kind)
    key, made = DemoKey.objects.get_or_create(
        prefix=prefix.name,
        defaults={
            "controller": signer.controller,
            "verification_method": signer.verification_method,
            "sealed_private_key": sealing.seal(secret, folder=settings.DATA_FOLDER, purpose=_PURPOSE),
        },
    )
    if made:
        audit.record(actor="system", action="demo_key.made", subject=key.verification_method)
    return key


def signer_of(prefix: Prefix) -> Signer:
    """Return the prefix's signer with its key unsealed."""
    key = key_of(prefix)
    secret = sealing.unseal(bytes(key.sealed_private_key), folder=settings.DATA_FOLDER, purpose=_PURPOSE)
    return InMemorySigner(secret, key.controller, key.verification_method, kind=prefix.kind)


def _new_secret(kind: str) -> bytes:
    """Return 32 random bytes for Ed25519, or the number of a new key on its curve, big-endian."""
    if kind == "ed25519":
        return secrets.token_bytes(32)
    curve = ec.SECP256R1() if kind == "p256" else ec.SECP384R1()
    number = ec.generate_private_key(curve).private_numbers().private_value
    return number.to_bytes((curve.key_size + 7) // 8, "big")
