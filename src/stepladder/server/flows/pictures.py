"""The file that a holder takes along: the original, or the picture of the achievement with the credential baked in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stepladder.credentials import Credential, bake
from stepladder.server.catalog.models import Achievement
from stepladder.server.catalog.pictures import picture_png
from stepladder.server.catalog.selectors import achievement_by_iri
from stepladder.server.kernel.refusal import Refusal

if TYPE_CHECKING:
    from stepladder.server.wallet.models import HeldCredential

_PNG = b"\x89PNG\r\n\x1a\n"


def baked_png(held: HeldCredential) -> bytes:
    """Return a PNG with the credential in it: the original file if it is one, else our picture, baked."""
    original = bytes(held.original)
    if original.startswith(_PNG):
        return original
    credential = Credential.from_bytes(original)
    if credential.older is not None and not credential.older.version:
        raise Refusal(
            "This picture holds only the address of a badge, and no badge that could go into another.",
            code="picture.only_an_address",
            hint="Download the original.",
            status=409,
        )
    achievement = achievement_by_iri(held.achievement_iri)
    picture = picture_png(achievement or Achievement(hours=0, colour="slate", emblem="shield"))
    return bake(picture, credential.original)


def kind_of(original: bytes) -> tuple[str, str]:
    """Return media type and file ending of a held file."""
    if original.startswith(_PNG):
        return "image/png", "png"
    start = original.lstrip()[:1]
    if start == b"{":
        return "application/vc+ld+json", "json"
    if start == b"<":
        return "image/svg+xml", "svg"
    return "application/vc+jwt", "jwt"
