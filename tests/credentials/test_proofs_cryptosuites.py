"""Every cryptosuite through the public kit; and the kit finds what is wrong with one that is not right."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest

from stepladder.credentials.keys import PublicKey
from stepladder.credentials.proofs import data_integrity, expectation, forms, making
from stepladder.credentials.proofs import verify as verifying
from stepladder.credentials.proofs.cryptosuites import SUITES, Suite, suite_named
from stepladder.testing import check_cryptosuite

if TYPE_CHECKING:
    from collections.abc import Callable

ISSUED = [suite.name for suite in SUITES if suite.issued]


@pytest.mark.parametrize("name", ISSUED)
def test_a_cryptosuite_holds(name: str) -> None:
    done = check_cryptosuite(name)
    assert len(done) == len(set(done)) == 12


def test_there_are_four_and_they_can_be_given_as_values() -> None:
    assert ISSUED == ["eddsa-rdfc-2022", "eddsa-jcs-2022", "ecdsa-rdfc-2019", "ecdsa-jcs-2019"]
    suite = suite_named("eddsa-jcs-2022")
    assert suite is not None
    assert check_cryptosuite(suite)


@pytest.mark.parametrize("name", ["", "eddsa", "Ed25519Signature2020", "ecdsa-sd-2023"])
def test_there_is_no_kit_for_what_is_not_issued(name: str) -> None:
    with pytest.raises(ValueError, match="no cryptosuite"):
        check_cryptosuite(name)


# ---------------------------------------------------------------- faults that the kit must find, one at a time


def _proof_not_hashed(self: Suite, proof: str, document: str, kind: str) -> bytes:
    return _SIGNED_BYTES(self, "", document, kind)


def _document_not_hashed(self: Suite, proof: str, document: str, kind: str) -> bytes:
    return _SIGNED_BYTES(self, proof, "", kind)


def _believes_all(self: PublicKey, signature: bytes, data: bytes) -> bool:
    return True


def _reads_der(self: PublicKey, signature: bytes, data: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec

    from stepladder.credentials.keys.kinds import hash_of

    try:
        self.key.verify(signature, data, ec.ECDSA(hash_of(self.kind)))
    except InvalidSignature:
        return _HOLDS(self, signature, data)
    return True


def _strips(self: PublicKey, signature: bytes, data: bytes) -> bool:
    return _HOLDS(self, signature, data) or _HOLDS(self, signature[:-1], data) or _HOLDS(self, signature[1:], data)


def _loses_nothing(self: Any, suite: Suite, *rest: Any) -> Any:
    text, _ = _FORM(self, suite, *rest)
    return text, ()


def _no_problem(*_arguments: Any) -> None:
    return None


_SIGNED_BYTES, _HOLDS, _FORM = Suite.signed_bytes, PublicKey.holds, forms.Forms._form


@pytest.mark.parametrize(
    ("suite", "place", "name", "fault", "found_by"),
    [
        ("eddsa-jcs-2022", Suite, "signed_bytes", _proof_not_hashed, "every changed byte"),
        ("eddsa-jcs-2022", Suite, "signed_bytes", _document_not_hashed, "every changed byte"),
        ("eddsa-jcs-2022", PublicKey, "holds", _believes_all, "every changed byte"),
        ("ecdsa-jcs-2019", PublicKey, "holds", _reads_der, "spellings of the signature"),
        ("eddsa-jcs-2022", PublicKey, "holds", _strips, "spellings of the signature"),
        ("eddsa-rdfc-2022", forms.Forms, "_form", _loses_nothing, "added members"),
        ("eddsa-jcs-2022", expectation.Expectation, "purpose_problem", _no_problem, "purpose"),
        ("eddsa-jcs-2022", expectation.Expectation, "audience_problem", _no_problem, "domain and challenge"),
        ("eddsa-jcs-2022", expectation.Expectation, "withdrawn_key", _no_problem, "withdrawn keys"),
        ("eddsa-jcs-2022", data_integrity, "_member_problem", _no_problem, "purpose"),
        ("eddsa-jcs-2022", verifying, "_stowaways", lambda *_: [], "sets and chains"),
        ("eddsa-jcs-2022", making, "check_securing", lambda name, _signer: name, "wrong kind of key"),
    ],
)
def test_the_kit_finds_a_fault(  # noqa: PLR0917 - the parameters of the table
    suite: str, place: Any, name: str, fault: Callable[..., Any], found_by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place, name, fault)
    with pytest.raises(AssertionError, match=f"{suite} with .*, {found_by}: "):
        check_cryptosuite(suite)


def test_a_suite_is_a_value() -> None:
    suite = suite_named("ecdsa-rdfc-2019")
    assert suite is not None
    assert dataclasses.replace(suite) == suite
    assert (suite.digest("p256"), suite.digest("p384"), suite.label) == ("sha256", "sha384", "ecdsa-rdfc-2019")
