"""Texts of others and of our own that ship with the package, each held to its SHA-256."""

from __future__ import annotations

import hashlib
from importlib import resources

from stepladder.credentials.errors import UnsupportedError


def pinned_text(package: str, file: str, *, sha256: str, url: str, code: str) -> bytes:
    """Return the exact bytes of ``texts/file`` in a package.

    ``sha256`` is in hex, ``url`` what the text stands for. Raises UnsupportedError with ``code`` if the bytes are not
    the pinned ones.
    """
    data = resources.files(package).joinpath("texts", file).read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise UnsupportedError(
            f"The shipped text of {url} is not the pinned one", code=code, hint="Install Stepladder again.", where=file
        )
    return data
