"""Keys of every kind: written and read as Multikey and JWK, signing, and which signatures and keys are refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.credentials.key_samples import secret_of, signer_of

from stepladder.credentials.dids import ControllerDocument, derive
from stepladder.credentials.errors import CredentialError, MalformedCredentialError, SigningError, UnsupportedError
from stepladder.credentials.keys import KEY_KINDS, InMemorySigner, PublicKey, from_jwk, from_multikey
from stepladder.credentials.keys.ed25519_points import SMALL_ORDER
from stepladder.credentials.keys.kinds import KINDS
from stepladder.credentials.keys.multibase import base58_encode, base64url_decode, base64url_encode
from stepladder.testing.signature_spellings import ED25519_ORDER

CURVES = ("p256", "p384", "p521")
MULTIKEYS = ("ed25519", "p256", "p384")


# ---------------------------------------------------------------- there and back


@pytest.mark.parametrize("kind", KEY_KINDS)
def test_a_key_signs_and_knows_its_signature(kind: str) -> None:
    signer = signer_of(kind)
    signature = signer.sign(b"text")
    assert signature == signer.sign(b"text")  # no randomness: RFC 8032, RFC 6979, PKCS #1 v1.5
    key = signer.public_key
    assert (key.kind, key.holds(signature, b"text"), key.holds(signature, b"texT")) == (kind, True, False)
    assert not signer_of(kind, 7).public_key.holds(signature, b"text")


@pytest.mark.parametrize("kind", KEY_KINDS)
def test_a_key_is_the_same_as_a_jwk(kind: str) -> None:
    key = signer_of(kind).public_key
    jwk = json.loads(json.dumps(key.to_jwk()))
    assert from_jwk(jwk) == key
    assert hash(from_jwk(jwk)) == hash(key)
    assert from_jwk(jwk | {"alg": KINDS[kind].algorithm, "use": "sig", "key_ops": ["verify"], "kid": "1"}) == key
    assert from_jwk(jwk) != signer_of(kind, 7).public_key


@pytest.mark.parametrize("kind", MULTIKEYS)
def test_a_key_is_the_same_as_a_multikey(kind: str) -> None:
    signer = signer_of(kind)
    text = signer.public_key.to_multikey()
    assert text.startswith({"ed25519": "z6Mk", "p256": "zDna", "p384": "z82L"}[kind])
    assert from_multikey(text) == signer.public_key
    assert signer.controller == f"did:key:{text}"


@pytest.mark.parametrize("kind", ["p521", "rsa"])
def test_a_kind_without_a_multikey_is_a_did_jwk(kind: str) -> None:
    signer = signer_of(kind)
    for written in (signer.public_key.to_multikey, lambda: signer.public_multikey):
        with pytest.raises(UnsupportedError) as refused:
            written()
        assert refused.value.code == "key.no_multikey"
    assert signer.verification_method == f"{signer.controller}#0"
    assert json.loads(base64url_decode(signer.controller.removeprefix("did:jwk:"))) == signer.public_key.to_jwk()
    named, other = (signer_of(kind, number, controller="https://a.example") for number in (0, 7))
    assert named.verification_method == f"https://a.example#{signer.public_key.thumbprint()}"
    assert other.verification_method != named.verification_method


@pytest.mark.parametrize("kind", KEY_KINDS)
def test_the_document_of_a_key_is_derived_from_its_name(kind: str) -> None:
    signer = signer_of(kind)
    document = ControllerDocument.from_document(derive(signer.controller))
    assert document.methods[signer.verification_method].public_key() == signer.public_key
    for purpose in ("assertionMethod", "authentication"):
        assert document.uses(signer.verification_method, purpose)
    assert not document.uses(signer.verification_method, "keyAgreement")


@given(st.binary(min_size=32, max_size=32))
def test_any_seed_is_a_key(seed: bytes) -> None:
    signer = InMemorySigner(seed)
    assert from_multikey(signer.public_multikey) == from_jwk(signer.public_key.to_jwk()) == signer.public_key


# ---------------------------------------------------------------- secrets that are none


@pytest.mark.parametrize("kind", ["ed25519", *CURVES])
@pytest.mark.parametrize("change", [-1, 1])
def test_a_secret_of_another_length_is_refused(kind: str, change: int) -> None:
    with pytest.raises(SigningError) as refused:
        InMemorySigner(b"\1" * (KINDS[kind].size + change), kind=kind)
    assert refused.value.code == "key.bad_seed"


@pytest.mark.parametrize("kind", CURVES)
def test_a_scalar_beyond_the_curve_is_refused(kind: str) -> None:
    order, size = KINDS[kind].order, KINDS[kind].size
    assert InMemorySigner((order - 1).to_bytes(size, "big"), kind=kind)
    for scalar in (0, order, order + 1):
        with pytest.raises(SigningError) as refused:
            InMemorySigner(scalar.to_bytes(size, "big"), kind=kind)
        assert refused.value.code == "key.bad_seed"


@pytest.mark.parametrize("secret", [b"", b"no key", bytes(32)])
def test_bytes_that_are_no_rsa_key_are_refused(secret: bytes) -> None:
    with pytest.raises(SigningError) as refused:
        InMemorySigner(secret, kind="rsa")
    assert refused.value.code == "key.bad_seed"


def test_a_curve_key_is_no_rsa_key_and_a_short_one_is_none() -> None:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    from stepladder.credentials.keys.jwk import pkcs8

    with pytest.raises(SigningError) as refused:
        InMemorySigner(pkcs8(ec.derive_private_key(1, ec.SECP256R1())), kind="rsa")
    assert refused.value.code == "key.bad_seed"
    short = rsa.generate_private_key(65537, 1024)  # noqa: S505 - to be refused
    with pytest.raises(UnsupportedError) as unsupported:
        InMemorySigner(pkcs8(short), kind="rsa")
    assert unsupported.value.code == "key.too_short"
    with pytest.raises(UnsupportedError) as unsupported:
        from_jwk(PublicKey("rsa", short.public_key()).to_jwk())
    assert unsupported.value.code == "key.too_short"


def test_a_kind_that_there_is_not_is_refused() -> None:
    with pytest.raises(UnsupportedError) as refused:
        InMemorySigner(bytes(32), kind="secp256k1")
    assert refused.value.code == "key.unknown_kind"


# ---------------------------------------------------------------- signatures spelled otherwise


def test_an_ed25519_signature_has_one_s() -> None:
    signer = signer_of("ed25519")
    signature = signer.sign(b"text")
    moved = int.from_bytes(signature[32:], "little") + ED25519_ORDER
    assert not signer.public_key.holds(signature[:32] + moved.to_bytes(32, "little"), b"text")
    for wrong in (b"", signature[:-1], signature + b"\0", bytes(64), signature[32:] + signature[:32]):
        assert not signer.public_key.holds(wrong, b"text")


@pytest.mark.parametrize("kind", CURVES)
def test_an_ecdsa_signature_is_two_numbers_of_full_length(kind: str) -> None:
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    size, order = KINDS[kind].size, KINDS[kind].order
    signer = signer_of(kind)
    signature = signer.sign(b"text")
    r, s = int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big")
    assert signer.public_key.holds(signature[:size] + (order - s).to_bytes(size, "big"), b"text")  # as FIPS 186-5 says
    for wrong in (
        encode_dss_signature(r, s),
        signature[1:],
        b"\0" + signature[:size] + b"\0" + signature[size:],
        bytes(2 * size),
        signature[:size] + bytes(size),
        bytes(size) + signature[size:],
        order.to_bytes(size, "big") + signature[size:],
        signature[:size] + order.to_bytes(size, "big"),
        b"\xff" * (2 * size),
    ):
        assert not signer.public_key.holds(wrong, b"text")


def test_an_rsa_signature_is_as_long_as_its_modulus() -> None:
    signer = signer_of("rsa")
    signature = signer.sign(b"text")
    for wrong in (b"", b"\0" + signature, signature[:-1], signature + b"\0", bytes(len(signature))):
        assert not signer.public_key.holds(wrong, b"text")


# ---------------------------------------------------------------- public keys that are refused


def test_there_are_eight_points_of_small_order_and_none_is_a_key() -> None:
    points = {y | sign << 255 for y in SMALL_ORDER for sign in (0, 1)}
    assert len(SMALL_ORDER) == 5  # 1 and -1 have one point each, the others two: eight in all
    for point in points:
        data = point.to_bytes(32, "little")
        for read in (
            lambda data=data: from_multikey("z" + base58_encode(b"\xed\x01" + data)),
            lambda data=data: from_jwk({"kty": "OKP", "crv": "Ed25519", "x": base64url_encode(data)}),
            lambda data=data: derive("did:key:z" + base58_encode(b"\xed\x01" + data)),
        ):
            with pytest.raises(MalformedCredentialError) as refused:
                read()
            assert refused.value.code == "key.malformed"


def test_with_a_small_order_key_one_signature_would_hold_over_anything() -> None:
    """Show why: the library below accepts such a key, and a signature that nobody made."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    identity = Ed25519PublicKey.from_public_bytes((1).to_bytes(32, "little"))
    signature = (1).to_bytes(32, "little") + bytes(32)
    identity.verify(signature, b"one text")
    identity.verify(signature, b"another text")


@pytest.mark.parametrize("excess", range(19))
def test_an_ed25519_key_has_one_spelling(excess: int) -> None:
    data = (2**255 - 19 + excess).to_bytes(32, "little")
    with pytest.raises(MalformedCredentialError) as refused:
        from_multikey("z" + base58_encode(b"\xed\x01" + data))
    assert refused.value.code == "key.malformed"


@pytest.mark.parametrize("kind", KEY_KINDS)
def test_a_published_secret_is_no_key_to_believe(kind: str) -> None:
    from stepladder.credentials.keys.jwk import secret_jwk

    with pytest.raises(MalformedCredentialError) as refused:
        from_jwk(secret_jwk(kind, secret_of(kind)))
    assert refused.value.code == "key.secret_published"


@pytest.mark.parametrize(
    "member", [{"use": "enc"}, {"key_ops": ["sign"]}, {"key_ops": "verify"}, {"alg": "HS256"}, {"alg": "ES512"}]
)
@pytest.mark.parametrize("kind", ["ed25519", "p256", "rsa"])
def test_a_key_for_something_else_is_refused(kind: str, member: dict[str, Any]) -> None:
    with pytest.raises(UnsupportedError) as refused:
        from_jwk(signer_of(kind).public_key.to_jwk() | member)
    assert refused.value.code == "key.not_for_signing"


def test_a_coordinate_without_its_zeros_is_refused() -> None:
    jwk = next(
        jwk
        for jwk in (signer_of("p521", number).public_key.to_jwk() for number in range(1, 40))
        if base64url_decode(jwk["x"])[0] == 0
    )
    short = jwk | {"x": base64url_encode(base64url_decode(jwk["x"]).lstrip(b"\0"))}
    with pytest.raises(MalformedCredentialError) as refused:
        from_jwk(short)
    assert refused.value.code == "key.malformed"


@pytest.mark.parametrize(
    "jwk",
    [
        None,
        [],
        {},
        {"kty": "oct", "x": "AA"},
        {"kty": ["EC"], "crv": {}},
        {"kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA"},
        {"kty": "OKP", "crv": "X25519", "x": "A" * 43},
        {"kty": "OKP", "crv": "Ed25519"},
        {"kty": "OKP", "crv": "Ed25519", "x": "A" * 42},
        {"kty": "OKP", "crv": "Ed25519", "x": 5},
        {"kty": "EC", "crv": "P-256", "x": "A" * 43, "y": "A" * 43},
        {"kty": "EC", "crv": "P-256", "x": "A" * 43 + "=", "y": "A" * 43},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        {"kty": "RSA", "n": "_" * 343, "e": "AQAB"},
        {"kty": "RSA", "n": base64url_encode(b"\xff" * 256), "e": base64url_encode(b"\xff" * 255)},
        {"kty": "RSA", "n": base64url_encode(b"\xff" * 256), "e": "AA"},
        {"kty": "RSA", "n": base64url_encode(b"\xff" * 256), "e": "Ag"},
    ],
)
def test_what_is_no_jwk_is_refused_by_an_error_of_ours(jwk: Any) -> None:
    with pytest.raises((MalformedCredentialError, UnsupportedError)):
        from_jwk(jwk)


@pytest.mark.parametrize("text", ["", "z", "6Mk", "zzz", "z0", "uAAA", "z6Mk", "zDna", "fed01"])
def test_what_is_no_multikey_is_refused_by_an_error_of_ours(text: str) -> None:
    with pytest.raises((MalformedCredentialError, UnsupportedError)):
        from_multikey(text)


@given(st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(), inner)))
def test_anything_for_a_key_gives_only_errors_of_ours(value: Any) -> None:
    for jwk in (
        value,
        {"kty": value},
        {"kty": "EC", "crv": "P-384", "x": value, "y": value},
        {"kty": "RSA", "n": value},
    ):
        with pytest.raises(CredentialError):
            from_jwk(jwk)


# ---------------------------------------------------------------- verification methods in documents of others


def method_of(kind: str, **members: Any) -> dict[str, Any]:
    signer = signer_of(kind, controller="did:web:issuer.example")
    return {"id": signer.verification_method, "controller": signer.controller, **members}


def read_method(entry: dict[str, Any]) -> PublicKey:
    document = {"id": "did:web:issuer.example", "verificationMethod": [entry], "assertionMethod": [entry["id"]]}
    return ControllerDocument.from_document(document).methods[entry["id"]].public_key()


@pytest.mark.parametrize("kind", KEY_KINDS)
@pytest.mark.parametrize("name", ["JsonWebKey", "JsonWebKey2020"])
def test_a_document_of_jwks_is_read(kind: str, name: str) -> None:
    key = signer_of(kind).public_key
    assert read_method(method_of(kind, type=name, publicKeyJwk=key.to_jwk())) == key


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("ed25519", "Multikey"),
        ("ed25519", "Ed25519VerificationKey2020"),
        ("p256", "Multikey"),
        ("p384", "Multikey"),
        ("p256", "EcdsaSecp256r1VerificationKey2019"),
    ],
)
def test_a_document_of_multikeys_is_read(kind: str, name: str) -> None:
    key = signer_of(kind).public_key
    assert read_method(method_of(kind, type=name, publicKeyMultibase=key.to_multikey())) == key


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"type": "Ed25519VerificationKey2020", "publicKeyMultibase": "p256"}, "key.wrong_type"),
        ({"type": "JsonWebKey2020", "publicKeyMultibase": "p256"}, "key.wrong_type"),
        ({"type": "Multikey", "publicKeyJwk": "p256"}, "key.wrong_type"),
        ({"type": "Multikey", "publicKeyMultibase": "p256", "publicKeyJwk": "p256"}, "key.malformed"),
        ({"type": "Multikey"}, "key.malformed"),
        ({"publicKeyMultibase": "p256"}, "key.malformed"),
        ({"type": ["Multikey"], "publicKeyMultibase": "p256"}, "key.malformed"),
        ({"type": "Multikey", "publicKeyMultibase": "p256", "secretKeyMultibase": "z"}, "key.secret_published"),
        ({"type": "Multikey", "publicKeyMultibase": "p256", "privateKeyMultibase": "z"}, "key.secret_published"),
    ],
)
def test_a_method_that_is_not_what_it_says_is_no_key(members: dict[str, Any], code: str) -> None:
    key = signer_of("p256").public_key
    written = {"publicKeyMultibase": key.to_multikey(), "publicKeyJwk": key.to_jwk()}
    entry = {name: written[name] if value == "p256" else value for name, value in members.items()}
    with pytest.raises(MalformedCredentialError) as refused:
        read_method(method_of("p256", **entry))
    assert refused.value.code == code


@pytest.mark.parametrize(
    "identifier", ["did:key:uAAA", "did:key:", "did:key:z", "did:jwk:", "did:jwk:e30", "did:jwk:W10"]
)
def test_an_identifier_that_holds_no_key_is_refused(identifier: str) -> None:
    with pytest.raises(CredentialError):
        derive(identifier)


def test_a_did_key_is_written_in_base58_only() -> None:
    multikey = signer_of("ed25519").public_multikey
    from stepladder.credentials.keys.multibase import decode

    with pytest.raises(MalformedCredentialError) as refused:
        derive("did:key:u" + base64url_encode(decode(multikey)))
    assert refused.value.code == "key.bad_multibase"
