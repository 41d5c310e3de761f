"""Presenting: a holder puts credentials together and signs for whom and for which occasion."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import orjson

from stepladder.credentials.contexts import ContextStore
from stepladder.credentials.contexts.store import CREDENTIALS_V1, CREDENTIALS_V2
from stepladder.credentials.errors import SigningError
from stepladder.credentials.issuing.signers_own import SignersOwn
from stepladder.credentials.proofs import making
from stepladder.credentials.proofs.cryptosuites import suite_named
from stepladder.credentials.proofs.expectation import AUTHENTICATION
from stepladder.credentials.proofs.securing import (
    OPEN_BADGES_JWT,
    VC_1_1_JWT,
    VC_JOSE_COSE,
    check_securing,
    default_securing,
)
from stepladder.credentials.proofs.tokens import make_presentation_jwt
from stepladder.credentials.verification.credential import Credential
from stepladder.credentials.verification.enveloped import ENVELOPED
from stepladder.credentials.verification.presentation import PresentationReport, inspect_presentation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from stepladder.credentials.keys import Signer

_MUST_HOLD = ("shape", "schema", "context", "lossless", "proof", "holder_key", "challenge", "domain")


def present(
    credentials: Sequence[bytes | Credential],
    *,
    signer: Signer,
    created: datetime,
    challenge: str | None = None,
    domain: str | Sequence[str] | None = None,
    securing: str | None = None,
    expires: datetime | None = None,
    id: str | None = None,  # noqa: A002 - the standard's word
    store: ContextStore | None = None,
) -> bytes:
    """Return a presentation of ``credentials`` signed by their holder: JSON, or a compact token.

    ``challenge`` and ``domain`` are what the verifier asked for; without them whoever sees the presentation can show it
    again. ``securing`` is a cryptosuite, ``vc-jose-cose`` (``vp+jwt``) or ``vc-1.1-jwt`` (``vp`` claim, version 1); by
    default that of the signer's kind of key. In version 2 a credential that is a token stands in an envelope.

    Raises CredentialError for what is no credential, SigningError (``issue.wrong_key_kind``, ``issue.bad_signature``)
    and MalformedCredentialError with the JSON pointer of what the signature would not cover.
    """
    store, chosen = store or ContextStore(), check_securing(securing or _default(signer), signer)
    # 1. The unsigned presentation.
    read = [one if isinstance(one, Credential) else Credential.from_bytes(one) for one in credentials]
    document: dict[str, Any] = {
        "@context": [CREDENTIALS_V1 if chosen == VC_1_1_JWT else CREDENTIALS_V2],
        **({"id": id} if id else {}),
        "type": ["VerifiablePresentation"],
        "holder": signer.controller,
        "verifiableCredential": [_entry(one, enveloped=chosen != VC_1_1_JWT) for one in read],
    }
    if not read:
        del document["verifiableCredential"]
    # 2. Sign.
    asked: dict[str, Any] = {"domain": domain, "challenge": challenge}
    how: dict[str, Any] = {"signer": signer, "created": created, "securing": chosen, "expires": expires, **asked}
    if suite_named(chosen) is None:
        data = make_presentation_jwt(document, **how).encode()
    else:
        signed = making.add_proof(document, store=store, purpose=AUTHENTICATION, **how)
        data = orjson.dumps(signed, option=orjson.OPT_INDENT_2)
    # 3. Read it as a verifier would, before anyone else does.
    _require(inspect_presentation(data, **asked, resolver=SignersOwn(signer), at=created, store=store))
    return data


def _require(report: PresentationReport) -> None:
    for name in _MUST_HOLD:
        found = report.check(name)
        if found.outcome in {"failed", "indeterminate"}:
            raise SigningError(
                f"The presentation would not hold, so it was not given out: {found.message}",
                code="issue.bad_signature" if name == "proof" else found.code,
                where=found.where,
            )


def _default(signer: Signer) -> str:
    """Return how a holder signs unless told: as an issuer does, but Open Badges have no token for presentations."""
    chosen = default_securing(signer)
    return VC_JOSE_COSE if chosen == OPEN_BADGES_JWT else chosen


def _entry(credential: Credential, *, enveloped: bool) -> dict[str, Any] | str:
    """Return a credential as it stands in a presentation: as the object that it is, or as its token."""
    if credential.jwt is None:
        return credential.document
    token = credential.original.decode("ascii", "replace").strip()
    if not enveloped:
        return token
    typ = str(credential.jwt.header.get("typ", "")).lower().removeprefix("application/")
    media_type = "application/vc+jwt" if typ == "vc+jwt" else "application/jwt"
    return {"@context": CREDENTIALS_V2, "id": f"data:{media_type},{token}", "type": ENVELOPED}
