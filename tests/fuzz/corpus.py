"""The inputs that are kept: one archive per harness, because thousands of small files serve nobody."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = Path(__file__).resolve().parent / "corpus"
_DATE = (2026, 1, 1, 0, 0, 0)


def read(harness: str) -> dict[str, bytes]:
    """Return the inputs kept for a harness by their names; none if there is no archive."""
    path = FOLDER / f"{harness}.zip"
    if not path.exists():
        return {}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(harness: str, inputs: Iterable[bytes]) -> None:
    """Keep these inputs, named by their digests, so that the same ones make the same archive."""
    FOLDER.mkdir(exist_ok=True)
    named = {hashlib.sha256(data).hexdigest()[:16]: data for data in inputs}
    with zipfile.ZipFile(FOLDER / f"{harness}.zip", "w") as archive:
        for name, data in sorted(named.items()):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, compresslevel=9)
