"""A series as one compact file.

Layout, little-endian: ``SLDEMAND`` and a format version of two bytes; the header's length (4 bytes); the header as JSON
packed with zlib (what the series is, its names, and the sections); the sections, each packed with zlib.
"""

from __future__ import annotations

import struct
import zlib
from typing import Any

import numpy as np
import orjson

from stepladder.skills.demand.model import SeriesFile
from stepladder.skills.demand.series import DemandSeries, Method
from stepladder.skills.errors import DemandError

__all__ = ["MAGIC", "pack_series", "unpack_series"]

MAGIC = b"SLDEMAND\x00\x01"
LARGEST_SECTION = 256 * 1024 * 1024
_NAMES = ("skills", "labels", "places", "occupations", "occupation_labels")
_SECTIONS = (("cells", "<i4", 4), ("entries", "<i4", 3), ("ids", "<u8", 0), ("texts", "<u8", 0), ("days", "<i4", 0))


def pack_series(series: DemandSeries) -> bytes:
    """Return the bytes of a series; equal series give equal bytes."""
    raw = {name: np.ascontiguousarray(getattr(series, name).astype(kind)).tobytes() for name, kind, _ in _SECTIONS}
    packed = {name: zlib.compress(data, 6) for name, data in raw.items()}
    header = {
        "source": series.source,
        "licence": series.licence,
        "method": series.method.as_dict(),
        "files": [file.as_dict() for file in series.files],
        **{name: getattr(series, name) for name in _NAMES},
        "sections": [[name, len(packed[name]), len(raw[name])] for name in raw],
    }
    head = zlib.compress(orjson.dumps(header), 9)
    return b"".join([MAGIC, struct.pack("<I", len(head)), head, *packed.values()])


def unpack_series(data: bytes) -> DemandSeries:
    """Return the series of these bytes; raises `DemandError` (``demand.not_a_series``, ``demand.damaged``)."""
    if data[: len(MAGIC)] != MAGIC:
        raise DemandError(
            "This is not a series of postings of this version of Stepladder",
            code="demand.not_a_series",
            hint="Import the postings again with `stepladder demand import`.",
        )
    try:
        return _opened(memoryview(data))
    except (zlib.error, struct.error, KeyError, TypeError, ValueError, IndexError) as error:
        raise _damaged(str(error) or type(error).__name__) from error


def _opened(data: memoryview) -> DemandSeries:
    place = len(MAGIC) + 4
    (length,) = struct.unpack("<I", data[len(MAGIC) : place])
    header = orjson.loads(_inflate(data[place : place + length], None))
    place += length
    columns: dict[str, Any] = {}
    for (name, kind, width), (named, packed, size) in zip(_SECTIONS, header["sections"], strict=True):
        if named != name or place + packed > len(data):
            raise _damaged(f"it ends inside {name!r}")
        numbers = np.frombuffer(_inflate(data[place : place + packed], size), dtype=kind)
        columns[name] = numbers.reshape(-1, width) if width else numbers
        place += packed
    columns |= {name: tuple(header[name]) for name in _NAMES}
    series = DemandSeries(
        source=header["source"],
        licence=header["licence"],
        method=Method(**header["method"]),
        files=tuple(SeriesFile(**file) for file in header["files"]),
        **columns,
    )
    _check(series, len(data) - place)
    return series


def _inflate(data: memoryview, size: int | None) -> bytes:
    # The size in the header caps what a hostile file can make us allocate.
    engine = zlib.decompressobj()
    most = LARGEST_SECTION if size is None else min(size, LARGEST_SECTION)
    raw = engine.decompress(data, most + 1)
    if not engine.eof or (size is not None and len(raw) != size):
        raise _damaged("a section is cut short or longer than it says")
    return raw


def _check(series: DemandSeries, left: int) -> None:
    """Hold every reference against what it refers to, so that a damaged series never opens."""
    cells, entries = series.cells, series.entries
    texts = (series.source, series.licence, *(name for names in _NAMES for name in getattr(series, names)))
    sound = (
        left == 0
        and all(isinstance(text, str) for text in texts)
        and len(series.skills) == len(series.labels)
        and len(series.occupations) == len(series.occupation_labels)
        and len(series.ids) == len(series.texts) == len(series.days)
        and _within(cells[:, 0], 0, 12 * 10_000)
        and _within(cells[:, 1], 0, len(series.places))
        and _within(cells[:, 2], 0, len(series.occupations))
        and _within(cells[:, 3], 0, 2**31)
        and _within(entries[:, 0], 0, len(cells))
        and _within(entries[:, 1], 0, len(series.skills))
        and bool((entries[:, 2] <= cells[entries[:, 0], 3]).all())
        and _within(entries[:, 2], 0, 2**31)
    )
    if not sound:
        raise _damaged("its columns do not fit together")


def _within(values: Any, low: int, high: int) -> bool:
    return values.size == 0 or (int(values.min()) >= low and int(values.max()) < high)


def _damaged(what: str) -> DemandError:
    return DemandError(
        f"This series is damaged: {what}",
        code="demand.damaged",
        hint="Delete it and import the postings again.",
    )
