"""Secrets under a passphrase: PKCS #8 with PBES2 (RFC 8018), which OpenSSL and the cryptography library read."""

from __future__ import annotations

import base64
import os
import textwrap
from typing import TYPE_CHECKING, Any

from stepladder.credentials.errors import SigningError

if TYPE_CHECKING:
    from collections.abc import Callable

ITERATIONS = 600_000  # OWASP's figure for PBKDF2 with HMAC-SHA-256; the cryptography library alone would write 2,048
_LABEL = "ENCRYPTED PRIVATE KEY"
_PBES2 = bytes.fromhex("06092a864886f70d01050d")
_PBKDF2 = bytes.fromhex("06092a864886f70d01050c")
_HMAC_SHA256 = bytes.fromhex("300c06082a864886f70d02090500")
_AES_256_CBC = bytes.fromhex("060960864801650304012a")


def lock(pkcs8: bytes, passphrase: bytes, *, entropy: Callable[[int], bytes] = os.urandom) -> str:
    """Return the PEM text of an unencrypted PKCS #8 secret under a passphrase.

    The key is stretched by PBKDF2 with HMAC-SHA-256 and 600,000 rounds, which takes some tenths of a second, and used
    with AES-256 in CBC mode. ``entropy`` gives the salt and the first block. Raises SigningError
    (``key.bad_passphrase``) for an empty passphrase.
    """
    from cryptography.hazmat.primitives import hashes, padding
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    if not passphrase:
        raise SigningError("The passphrase is empty", code="key.bad_passphrase", hint="Give a long one.")
    salt, first = entropy(16), entropy(16)
    key = PBKDF2HMAC(hashes.SHA256(), 32, salt, ITERATIONS).derive(passphrase)
    padder = padding.PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(first)).encryptor()
    secret = encryptor.update(padder.update(pkcs8) + padder.finalize()) + encryptor.finalize()
    rounds = _tagged(0x02, ITERATIONS.to_bytes(ITERATIONS.bit_length() // 8 + 1, "big"))
    stretching = _sequence(_PBKDF2, _sequence(_tagged(0x04, salt), rounds, _HMAC_SHA256))
    cipher = _sequence(_AES_256_CBC, _tagged(0x04, first))
    info = _sequence(_sequence(_PBES2, _sequence(stretching, cipher)), _tagged(0x04, secret))
    body = "\n".join(textwrap.wrap(base64.b64encode(info).decode(), 64))
    return f"-----BEGIN {_LABEL}-----\n{body}\n-----END {_LABEL}-----\n"


def unlock(pem: str, passphrase: bytes | None) -> Any:
    """Return the private key object of :func:`lock`'s text, or of any encrypted PKCS #8.

    Raises SigningError: ``key.locked`` without a passphrase, ``key.wrong_passphrase``, ``key.not_a_key_document``.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import serialization

    if f"BEGIN {_LABEL}" not in pem:
        raise _no_key()
    if not passphrase:
        raise SigningError(
            "The key is locked with a passphrase",
            code="key.locked",
            hint="Give the passphrase: --passphrase-file FILE",
            where="/secretKeyEncrypted",
        )
    try:
        return serialization.load_pem_private_key(pem.encode(), passphrase)
    except UnsupportedAlgorithm as cause:
        raise _no_key() from cause
    except (ValueError, TypeError) as cause:
        raise SigningError(
            "The passphrase does not open the key",
            code="key.wrong_passphrase",
            hint="Mind the line break at the end of a passphrase file, and the keyboard's layout.",
            where="/secretKeyEncrypted",
        ) from cause


def _no_key() -> SigningError:
    return SigningError(
        "The text is not an encrypted PKCS #8 key", code="key.not_a_key_document", where="/secretKeyEncrypted"
    )


def _sequence(*parts: bytes) -> bytes:
    return _tagged(0x30, b"".join(parts))


def _tagged(tag: int, content: bytes) -> bytes:
    if len(content) < 0x80:
        return bytes([tag, len(content)]) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + content
