"""Keys of every kind for tests. They are the same in one run of the tests; the RSA keys are made anew in each."""

from __future__ import annotations

import functools

from stepladder.credentials.keys import InMemorySigner
from stepladder.credentials.keys.jwk import pkcs8
from stepladder.credentials.keys.kinds import KINDS


@functools.cache
def secret_of(kind: str, number: int = 0) -> bytes:
    """Give the secret of a key; another ``number`` is another key."""
    if kind == "rsa":
        from cryptography.hazmat.primitives.asymmetric import rsa

        return pkcs8(rsa.generate_private_key(65537, 2048))
    return b"\0" + bytes((number + place) % 251 for place in range(1, KINDS[kind].size))


def signer_of(kind: str, number: int = 0, *, controller: str | None = None) -> InMemorySigner:
    """Give a signer that names itself, or the key of a controller."""
    return InMemorySigner(secret_of(kind, number), controller, kind=kind)
