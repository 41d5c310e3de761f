"""Which Ed25519 public keys are refused. The signature itself is checked by OpenSSL, strictly (RFC 8032, 5.1.7)."""

from __future__ import annotations

_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P


def _small_order_heights() -> frozenset[int]:
    """Return the y of the eight points P with 8P = 0: 1, -1, 0, and the two of order eight."""
    # y of order eight: doubling leads to y = 0, thus x² = -y² on -x² + y² = 1 + d x² y², so d y⁴ + 2 y² - 1 = 0.
    root = pow(1 + _D, (_P + 3) // 8, _P)
    if root * root % _P != (1 + _D) % _P:
        root = root * pow(2, (_P - 1) // 4, _P) % _P
    heights = {0, 1, _P - 1}
    for sign in (1, -1):
        square = (sign * root - 1) * pow(_D, -1, _P) % _P
        y = pow(square, (_P + 3) // 8, _P)
        if y * y % _P != square:
            y = y * pow(2, (_P - 1) // 4, _P) % _P
        if y * y % _P == square:
            heights |= {y, _P - y}
    return frozenset(heights)


SMALL_ORDER = _small_order_heights()


def problem_with(key: bytes) -> str:
    """Return why the 32 bytes of a public key are refused, or an empty string.

    Two rules beyond those of RFC 8032. The y coordinate is below 2^255 - 19, so that a key has one spelling. And the
    point is none of the eight of small order: with such a key, one signature holds over many documents, so that it
    proves nothing.
    """
    y = int.from_bytes(key, "little") & (2**255 - 1)
    if y >= _P:
        return "The Ed25519 key is not written in its canonical form"
    if y in SMALL_ORDER:
        return "The Ed25519 key is a point of small order: its signatures would hold over any document"
    return ""
