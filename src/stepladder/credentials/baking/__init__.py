"""Credentials inside pictures: PNG and SVG, without touching the picture (Open Badges 3.0, section 5.3).

Badges of Open Badges 1.x and 2.0 go where their own Baking Specification 1.0 says, so that programs of that time find
them.
"""

from __future__ import annotations

import re

from stepladder.credentials.baking import png, svg
from stepladder.credentials.errors import CredentialError, MalformedCredentialError, UnsupportedError
from stepladder.credentials.model.compact_jwt import split
from stepladder.credentials.model.older_badges import version_of
from stepladder.credentials.model.strict_json import parse

__all__ = ["MAX_IMAGE_BYTES", "bake", "image_kind", "unbake"]

_TOKEN = re.compile(rb"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*){2}")
MAX_IMAGE_BYTES = 20 * 1024 * 1024


def image_kind(data: bytes) -> str | None:
    """Return ``png`` or ``svg`` by the bytes themselves, or None if they are neither."""
    if data.startswith(png.SIGNATURE):
        return "png"
    return "svg" if svg.looks_like_svg(data) else None


def bake(image: bytes, credential: bytes) -> bytes:
    """Return the picture with the credential inside: one iTXt chunk in a PNG, one element right after ``<svg>``.

    ``credential`` is JSON or a compact JWT and goes in byte for byte. Raises MalformedCredentialError
    (``baking.already_baked``, ``baking.png_damaged`` …) and UnsupportedError (``baking.not_an_image``).
    """
    text = credential.strip()
    if not (text.startswith(b"{") and text.endswith(b"}")) and not _TOKEN.fullmatch(text):
        raise MalformedCredentialError(
            "What should go into the picture is neither a JSON object nor a token",
            code="baking.not_a_credential",
            hint="Give the signed credential itself, as JSON or as a compact JWT.",
        )
    maker = png.bake if _kind(image) == "png" else svg.bake
    return maker(image, credential, older=_is_older(text))


def unbake(image: bytes) -> bytes:
    """Return the credential inside a picture, byte for byte.

    In a picture of Open Badges 1.x or 2.0 that may also be the mere address at which a badge is published. Raises
    MalformedCredentialError (``baking.nothing_inside``, ``baking.two_credentials``, ``baking.png_damaged``,
    ``baking.svg_entities`` …) and UnsupportedError (``baking.not_an_image``).
    """
    return png.unbake(image) if _kind(image) == "png" else svg.unbake(image)


def _is_older(text: bytes) -> bool:
    try:
        document = parse(text) if text.startswith(b"{") else split(text.decode("ascii", "replace")).payload
    except CredentialError:
        return False
    return version_of(document) is not None


def _kind(image: bytes) -> str:
    if len(image) > MAX_IMAGE_BYTES:
        raise MalformedCredentialError(
            f"The picture has {len(image):,} bytes, more than the {MAX_IMAGE_BYTES:,} that we read",
            code="baking.too_large",
            hint="Make the picture smaller.",
        )
    kind = image_kind(image)
    if kind is None:
        raise UnsupportedError(
            "The file is neither a PNG nor an SVG picture",
            code="baking.not_an_image",
            hint="Badges are baked into PNG or SVG.",
        )
    return kind
