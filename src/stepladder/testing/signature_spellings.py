"""Other ways to spell a signature: those that must not hold, and the twin that does."""

from __future__ import annotations

from stepladder.credentials.keys.kinds import KINDS
from stepladder.credentials.keys.multibase import base58_decode, base58_encode, base64url_encode

ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493  # RFC 8032, section 5.1


def other_spellings(value: str, kind: str) -> dict[str, str]:
    """Return texts (by what is odd about them) that lenient programs read as the signature in ``value``.

    ``value`` is a proofValue: multibase base58 of a signature by a key of ``kind``.
    """
    signature = base58_decode(value[1:])
    spelled = {
        "no text": "",
        "no signature": "z",
        "base64url": "u" + base64url_encode(signature),
        "base16": "f" + signature.hex(),
        "without its prefix": value[1:],
        "a space before": f" {value}",
        "a space behind": f"{value} ",
        "a line break within": f"{value[:20]}\n{value[20:]}",
        "padding": f"{value}=",
    }
    half = len(signature) // 2
    raw = {
        "a zero byte before": b"\0" + signature,
        "a zero byte behind": signature + b"\0",
        "a byte less": signature[:-1],
        "its halves swapped": signature[half:] + signature[:half],
        "twice": signature * 2,
        "all zero": bytes(len(signature)),
        "first half zero": bytes(half) + signature[half:],
        "second half zero": signature[:half] + bytes(half),
        "all ones": b"\xff" * len(signature),
    }
    if kind == "ed25519":
        raw["S plus the order"] = _ed25519_plus_order(signature)
    else:
        raw |= _of_curve(signature, kind)
    return spelled | {name: "z" + base58_encode(data) for name, data in raw.items()}


def twin(value: str, kind: str) -> str | None:
    """Return the signature (r, n-s), which holds if (r, s) does (FIPS 186-5, section 6.4.2); None without a curve."""
    found = KINDS[kind]
    if not found.order:
        return None
    r, s = _halves(base58_decode(value[1:]), found.size)
    return "z" + base58_encode(r.to_bytes(found.size, "big") + (found.order - s).to_bytes(found.size, "big"))


def _ed25519_plus_order(signature: bytes) -> bytes:
    s = int.from_bytes(signature[32:], "little") + ED25519_ORDER
    return signature[:32] + s.to_bytes(32, "little")


def _of_curve(signature: bytes, kind: str) -> dict[str, bytes]:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    found = KINDS[kind]
    r, s = _halves(signature, found.size)
    wider = found.size + 1
    made = {
        "DER": encode_dss_signature(r, s),
        "wider halves": r.to_bytes(wider, "big") + s.to_bytes(wider, "big"),
        "little-endian": r.to_bytes(found.size, "little") + s.to_bytes(found.size, "little"),
        "r is the order": found.order.to_bytes(found.size, "big") + signature[found.size :],
        "s is the order": signature[: found.size] + found.order.to_bytes(found.size, "big"),
    }
    if s + found.order < 1 << (8 * found.size):  # seldom: the order fills nearly all the bytes
        made["s plus the order"] = signature[: found.size] + (s + found.order).to_bytes(found.size, "big")
    return made


def _halves(signature: bytes, size: int) -> tuple[int, int]:
    return int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
