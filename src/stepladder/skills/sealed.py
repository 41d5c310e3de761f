"""Tables that are no framework, as one compact file that opens quickly: crosswalks and wages.

Layout, little-endian: ``SLDATA`` and a format version of two bytes; the header's length (4 bytes); the header as JSON,
packed with zlib (its ``kind``, what it states, the list of arrays); the arrays, each packed with zlib.
"""

from __future__ import annotations

import os
import re
import struct
import tempfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from stepladder.skills.errors import FrameworkError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

__all__ = ["SealedFolder", "damaged", "seal", "unseal"]

MAGIC = b"SLDATA\x00\x01"
LARGEST = 256 * 1024 * 1024
_TYPES = frozenset({"|u1", "<u2", "<i4", "<u4", "<f4"})
_SUFFIX = ".data"


def seal(kind: str, stated: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]] | None = None) -> bytes:
    """Return the file of one table; ``stated`` is JSON, arrays are flat; equal tables give equal bytes."""
    raw = {name: np.ascontiguousarray(array) for name, array in (arrays or {}).items()}
    packed = {name: zlib.compress(array.tobytes(), 9) for name, array in raw.items()}
    listed = [[name, raw[name].dtype.str, raw[name].nbytes, len(data)] for name, data in packed.items()]
    head = zlib.compress(orjson.dumps({"kind": kind, "stated": stated, "arrays": listed}), 9)
    return b"".join([MAGIC, struct.pack("<I", len(head)), head, *packed.values()])


def unseal(kind: str, data: bytes) -> tuple[dict[str, Any], dict[str, npt.NDArray[Any]]]:
    """Return what is stated and the arrays; raises `FrameworkError` (``pack.*``) for any other bytes."""
    if data[: len(MAGIC)] != MAGIC:
        raise FrameworkError(
            "This is no table that this version of Stepladder wrote",
            code="pack.not_a_pack",
            hint="Import the publisher's file again with `stepladder frameworks import`.",
        )
    try:
        place = len(MAGIC) + 4
        (length,) = struct.unpack("<I", data[len(MAGIC) : place])
        header = orjson.loads(_inflate(data[place : place + length], LARGEST, exact=False))
        place += length
        if header["kind"] != kind:
            raise damaged(f"it holds {header['kind']!r}, not {kind!r}")
        arrays = {}
        for name, dtype, size, packed in header["arrays"]:
            if dtype not in _TYPES or not 0 <= size <= LARGEST or place + packed > len(data):
                raise damaged(f"{name!r} is not what it says")
            arrays[name] = np.frombuffer(_inflate(data[place : place + packed], size), dtype=dtype)
            place += packed
        if place != len(data):
            raise damaged("bytes follow its end")
        return header["stated"], arrays
    except (zlib.error, struct.error, orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise damaged(str(error) or type(error).__name__) from error


def _inflate(data: bytes, size: int, *, exact: bool = True) -> bytes:
    engine = zlib.decompressobj()
    raw = engine.decompress(data, size + 1)
    if not engine.eof or (exact and len(raw) != size):
        raise damaged("a part is cut short or longer than it says")
    return raw


def damaged(what: str) -> FrameworkError:
    """Return the error of a stored table that is not what it says."""
    return FrameworkError(
        f"This stored table is damaged: {what}",
        code="pack.damaged",
        hint="Delete it and import the publisher's file again.",
    )


class SealedFolder:
    """A folder of such files, one for each kind and name; a file is whole or it is not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, kind: str, name: str) -> Path:
        """Return where the table of this kind and name lies."""
        return self.folder / f"{kind}-{re.sub(r'[^A-Za-z0-9._]+', '_', name).lstrip('.') or '_'}{_SUFFIX}"

    def files(self, kind: str) -> tuple[Path, ...]:
        """Return the files of a kind, by name."""
        return tuple(sorted(self.folder.glob(f"{kind}-*{_SUFFIX}"))) if self.folder.is_dir() else ()

    def save(self, kind: str, name: str, data: bytes) -> Path:
        """Write a file and return its path; what was there before stays until the new one is whole."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.path(kind, name)
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).chmod(0o644)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        return path
