"""What need not be worked out twice: the bits of a list, and that a list holds. Bounded, and keyed by digests of bytes.

Nothing in here is a verdict. Bits do not change while the text is the same; and a list that held is judged anew by
whoever asks, for the time that is asked about (:mod:`stepladder.credentials.verification.status_lists`).
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Generic, TypeVar

from stepladder.credentials.status.bitstring import decode_list

if TYPE_CHECKING:
    from collections.abc import Hashable

Value = TypeVar("Value")


class BoundedCache(Generic[Value]):
    """The values used last, up to a number and to a sum of bytes. Safe to share between threads."""

    def __init__(self, *, most: int, most_bytes: int) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Value | None:
        """Return what was kept under ``key``, or None."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep a value of ``size`` bytes, unless it is larger than all may be; what was not used for longest goes."""
        if size > self._most_bytes:
            return
        with self._lock:
            self._drop(key)
            self._kept[key] = (value, size)
            self.bytes += size
            while len(self._kept) > self._most or self.bytes > self._most_bytes:
                self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()
            self.bytes = 0

    def _drop(self, key: Hashable) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self.bytes -= gone[1]


DECODED: BoundedCache[bytes] = BoundedCache(most=1_024, most_bytes=32 * 1024 * 1024)
"""Bits by the digest of their ``encodedList``: the lists of some 2,000 issuers of the usual 16 KB each."""


def decoded_list(encoded: object, *, multibase: bool = True) -> bytes:
    """Return the bits of an ``encodedList``, unpacked now or before; errors as of :func:`decode_list`."""
    if not isinstance(encoded, str):
        return decode_list(encoded)
    key = (hashlib.sha256(encoded.encode("utf-8", "surrogatepass")).digest(), multibase)
    bits = DECODED.get(key)
    if bits is None:
        bits = decode_list(encoded, multibase=multibase)
        DECODED.put(key, bits, len(bits))
    return bits
