"""A certificate of our own making, so that programs which insist on https can be tried on one machine.

Nobody vouches for it: browsers warn, and whoever connects must be told to trust it. For tests, never for the public.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from stepladder.server.kernel import clock

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

VALID_FOR = timedelta(days=90)
RENEW_BEFORE = timedelta(days=7)
_ALWAYS = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """Where the certificate and its key lie, both PEM; only the owner may read the key."""

    certificate: Path
    key: Path


def self_signed(folder: Path, names: Iterable[str]) -> Certificate:
    """Return the self-signed certificate of a data folder for these host names and addresses, and for this machine.

    Made on first use; made anew when it ends within a week or lacks one of the names.
    """
    place = folder / "tls"
    made = Certificate(certificate=place / "self-signed.crt", key=place / "self-signed.key")
    wanted = sorted({*_ALWAYS, *(name.strip("[]") for name in names if name)})
    now = clock.now()
    if not _still_good(made, wanted, now):
        place.mkdir(parents=True, exist_ok=True)
        _write(made, wanted, now)
    return made


def _still_good(made: Certificate, wanted: list[str], now: datetime) -> bool:
    if not (made.certificate.exists() and made.key.exists()):
        return False
    try:
        found = x509.load_pem_x509_certificate(made.certificate.read_bytes())
        named = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (ValueError, x509.ExtensionNotFound):
        return False
    have = {str(each.value) for each in named}
    return set(wanted) <= have and found.not_valid_before_utc <= now and found.not_valid_after_utc - RENEW_BEFORE > now


def _write(made: Certificate, names: list[str], now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Stepladder on this machine (self-signed)")])
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))  # clocks differ
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([_name(each) for each in names]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(identifier, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _put(made.key, secret, mode=0o600)
    _put(made.certificate, certificate.public_bytes(serialization.Encoding.PEM), mode=0o644)


def _name(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)


def _put(path: Path, data: bytes, *, mode: int) -> None:
    """Write whole or not at all."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    fresh.replace(path)
