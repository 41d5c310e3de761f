"""Which linker it was: a name that changes when the linker's own code does, so that two are never mixed in a series."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources

__all__ = ["linker_version"]


@cache
def linker_version() -> str:
    """Return ``lexical-`` and eight digits of the SHA-256 of the linker's source files, in the order of their names."""
    digest = hashlib.sha256()
    folder = resources.files("stepladder.skills.linking")
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".py"):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"lexical-{digest.hexdigest()[:8]}"
