"""The ways to secure a credential, by name, and which keys sign which way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.credentials.errors import SigningError, UnsupportedError
from stepladder.credentials.proofs.cryptosuites import SUITES, suite_named

if TYPE_CHECKING:
    from stepladder.credentials.keys import Signer

VC_JOSE_COSE, OPEN_BADGES_JWT, VC_1_1_JWT = JWT_PROFILES = ("vc-jose-cose", "open-badges-jwt", "vc-1.1-jwt")
SECURINGS = (*(suite.name for suite in SUITES if suite.issued), *JWT_PROFILES)


def default_securing(signer: Signer) -> str:
    """Return how a signer secures credentials unless told: an embedded proof if its kind of key makes one, else a JWT.

    ``eddsa-rdfc-2022`` for Ed25519, ``ecdsa-rdfc-2019`` for P-256 and P-384, ``open-badges-jwt`` for P-521 and RSA.
    """
    kind = signer.public_key.kind
    return next((suite.name for suite in SUITES if suite.issued and kind in suite.kinds), OPEN_BADGES_JWT)


def check_securing(securing: str | None, signer: Signer) -> str:
    """Return the name of the securing to use, None being the signer's default.

    Raises UnsupportedError (``securing.unknown``; ``securing.cose``, ``securing.sd_jwt``), SigningError
    (``issue.wrong_key_kind``).
    """
    chosen = securing or default_securing(signer)
    if chosen in JWT_PROFILES:
        return chosen
    suite = suite_named(chosen)
    if suite is None:
        code = {"vc-cose": "cose", "cose": "cose", "sd-jwt": "sd_jwt", "vc-sd-jwt": "sd_jwt"}.get(chosen, "unknown")
        raise UnsupportedError(
            f"Stepladder does not secure credentials with {chosen!r}",
            code=f"securing.{code}",
            hint=f"Use one of {', '.join(SECURINGS)}.",
        )
    if signer.public_key.kind not in suite.kinds:
        raise SigningError(
            f"A key of kind {signer.public_key.kind} does not sign with {chosen}",
            code="issue.wrong_key_kind",
            hint=f"It signs with {', '.join((default_securing(signer), *JWT_PROFILES))}.",
        )
    return chosen
