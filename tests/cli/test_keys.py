"""``stepladder keys``: every kind of key, passphrases, and the document that a controller publishes, over the years."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from stepladder.cli.keys import KeyType
from stepladder.cli.sealing import Securing
from stepladder.credentials.keys import KEY_KINDS
from stepladder.credentials.proofs.securing import SECURINGS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ISSUER = "https://issuer.example/keys"
SIGNS = {
    "ed25519": ["eddsa-rdfc-2022", "eddsa-jcs-2022"],
    "p256": ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"],
    "p384": ["ecdsa-rdfc-2019", "ecdsa-jcs-2019"],
    "p521": [],
    "rsa": [],
}
TOKENS = ["vc-jose-cose", "open-badges-jwt"]  # the third is for version 1 of the data model


@pytest.fixture
def badge_of(stepladder: Any, made: Path) -> Callable[..., Path]:
    """Write ``unsigned.json`` for an issuer."""

    def write(issuer: str) -> Path:
        unsigned = json.loads((made / "unsigned.json").read_text(encoding="utf-8"))
        unsigned["issuer"]["id"] = issuer
        return stepladder.write("unsigned.json", unsigned)

    return write


def test_the_command_line_offers_what_the_library_can_do() -> None:
    assert tuple(KeyType) == KEY_KINDS
    assert set(Securing) == set(SECURINGS)


@pytest.mark.parametrize("kind", KEY_KINDS)
def test_every_kind_of_key_signs_in_all_its_ways(stepladder: Any, badge_of: Callable[[str], Path], kind: str) -> None:
    key = stepladder.json("keys", "new", "--type", kind, "-o", "key.json")
    badge_of(key["controller"])
    assert stepladder("issue", "unsigned.json", "--key", "key.json", "-o", "default").returncode == 0
    assert stepladder("verify", "default", "--offline").returncode == 0
    for securing in SIGNS[kind] + TOKENS:
        made = stepladder.json("issue", "unsigned.json", "--key", "key.json", "--securing", securing, "-o", "badge")
        assert made["securing"] == securing
        assert stepladder.json("verify", "badge", "--offline")["verdict"] == "authentic"
    for other in {"eddsa-rdfc-2022", "ecdsa-jcs-2019"} - set(SIGNS[kind]):
        done = stepladder("issue", "unsigned.json", "--key", "key.json", "--securing", other, "-o", "other")
        assert (done.returncode, "issue.wrong_key_kind" in done.stderr) == (2, True)
    assert not (stepladder.folder / "other").exists()


def test_a_credential_of_version_1_as_a_token(stepladder: Any, made: Path) -> None:
    unsigned = json.loads((made / "unsigned.json").read_text(encoding="utf-8"))
    unsigned["@context"][0] = "https://www.w3.org/2018/credentials/v1"
    unsigned["issuanceDate"] = unsigned.pop("validFrom")
    stepladder.write("unsigned.json", unsigned)
    done = stepladder("issue", "unsigned.json", "--key", made / "key.json", "--securing", "vc-1.1-jwt", "-o", "b.jwt")
    assert done.returncode == 0, done.stderr
    assert stepladder("verify", "b.jwt", "--offline").returncode == 0


def test_a_way_to_secure_that_there_is_not(stepladder: Any, made: Path) -> None:
    done = stepladder("issue", made / "unsigned.json", "--key", made / "key.json", "--securing", "rot13")
    assert done.returncode == 2


# ---------------------------------------------------------------------- passphrases
@pytest.mark.parametrize("kind", ["ed25519", "p384", "rsa"])
def test_a_locked_key_opens_with_its_passphrase_alone(
    stepladder: Any, badge_of: Callable[[str], Path], kind: str
) -> None:
    stepladder.write("words", "schöner Tag\r\nsecond line\n".encode()).chmod(0o600)
    key = stepladder.json("keys", "new", "--type", kind, "-o", "key.json", "--passphrase-file", "words")
    assert key["locked"] is True
    text = (stepladder.folder / "key.json").read_text(encoding="utf-8")
    assert "ENCRYPTED PRIVATE KEY" in text
    assert not {"secretKeyMultibase", "secretKeyJwk"} & json.loads(text).keys()
    assert stat.S_IMODE((stepladder.folder / "key.json").stat().st_mode) == 0o600
    badge_of(key["controller"])
    sign = ("issue", "unsigned.json", "--key", "key.json", "-o", "badge")
    assert stepladder(*sign, "--passphrase-file", "words").returncode == 0
    assert stepladder("verify", "badge", "--offline").returncode == 0
    for content, code in (
        (None, "key.locked"),
        (b"Schoener Tag", "key.wrong_passphrase"),
        (b"\nsecond", "usage.empty_passphrase"),
    ):
        more = [] if content is None else ["--passphrase-file", stepladder.write("wrong", content)]
        done = stepladder(*sign, *more)
        assert (done.returncode, f"code:  {code}" in done.stderr) == (2, True), done.stderr


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed here")
def test_openssl_opens_a_locked_key(stepladder: Any) -> None:
    stepladder.write("words", b"a long one\n").chmod(0o600)
    stepladder("keys", "new", "--type", "p256", "-o", "key.json")
    assert stepladder("keys", "lock", "key.json", "--passphrase-file", "words").returncode == 0
    pem = json.loads((stepladder.folder / "key.json").read_text(encoding="utf-8"))["secretKeyEncrypted"]
    done = subprocess.run(
        ["openssl", "pkey", "-passin", "pass:a long one", "-noout", "-text"],
        input=pem,
        text=True,
        capture_output=True,
        check=False,
    )
    assert "NIST CURVE: P-256" in done.stdout


def test_locking_replaces_the_file_and_a_locked_one_is_not_locked_again(stepladder: Any) -> None:
    stepladder.write("words", b"a long one\n").chmod(0o600)
    key = stepladder.json("keys", "new", "-o", "key.json")
    assert stepladder("keys", "lock", "key.json").returncode == 2  # nobody is there to be asked
    assert "secretKeyMultibase" in (stepladder.folder / "key.json").read_text(encoding="utf-8")
    done = stepladder("keys", "lock", "key.json", "--passphrase-file", "words")
    assert done.returncode == 0
    assert "a long one" not in done.stdout + done.stderr
    locked = json.loads((stepladder.folder / "key.json").read_text(encoding="utf-8"))
    assert (locked["id"], "secretKeyMultibase" in locked) == (key["id"], False)
    again = stepladder("keys", "lock", "key.json", "--passphrase-file", "words")
    assert (again.returncode, "key.locked" in again.stderr) == (2, True)


def test_a_passphrase_is_asked_for_where_a_person_is(
    stepladder: Any, monkeypatch: pytest.MonkeyPatch, badge_of: Callable[[str], Path]
) -> None:
    import typer

    from stepladder.cli import sealing

    asked: list[dict[str, Any]] = []

    def prompt(text: str, **how: Any) -> str:
        asked.append({"text": text, **how})
        return "a long one"

    monkeypatch.setattr(typer, "prompt", prompt)
    monkeypatch.setattr(sealing.sys, "stdin", type("Terminal", (), {"isatty": staticmethod(lambda: True)})())
    sealing.new_passphrase(None)
    key = stepladder.write("key.json", _locked(b"a long one"))
    made = sealing.read_sealing(key, None, None)
    assert made.passphrase == b"a long one"
    assert all(one["hide_input"] and one["err"] for one in asked)
    assert asked[0]["confirmation_prompt"]
    assert "key.json" in asked[1]["text"]


def _locked(passphrase: bytes) -> dict[str, Any]:
    import os

    from stepladder.credentials.keys import lock_key_document, new_key

    return lock_key_document(new_key("ed25519", entropy=os.urandom), passphrase)


# ---------------------------------------------------------------------- a change of key
def test_a_change_of_key_as_the_how_to_tells_it(stepladder: Any, badge_of: Callable[[str], Path]) -> None:
    new = ("keys", "new", "--controller", ISSUER)
    old = stepladder.json(*new, "-o", "2026.key.json", "--document", "issuer.json")
    badge_of(ISSUER)
    stepladder("issue", "unsigned.json", "--key", "2026.key.json", "-o", "old.json")
    fresh = stepladder.json(*new, "-o", "2027.key.json", "--type", "p256")
    said = stepladder("keys", "document", "issuer.json", "2027.key.json", "-o", "issuer.json")
    assert said.returncode == 0
    assert "2 keys" in said.stdout
    (stepladder.folder / "2026.key.json").unlink()  # its public part is in the document
    stepladder("issue", "unsigned.json", "--key", "2027.key.json", "-o", "new.json")
    check = ("--offline", "--issuer-document", "issuer.json")
    for name in ("old.json", "new.json"):
        assert stepladder.json("verify", name, *check)["issuer_identity"] == "domain_proved"
    stolen = ("keys", "document", "issuer.json", "--revoked", f"{old['id']}=2026-01-01", "-o", "issuer.json")
    assert stepladder(*stolen).returncode == 0
    published = json.loads((stepladder.folder / "issuer.json").read_text(encoding="utf-8"))
    assert [method["id"] for method in published["verificationMethod"]] == [old["id"], fresh["id"]]
    assert "secret" not in json.dumps(published)
    assert stepladder.json("verify", "old.json", *check, exit_code=1)["verdict"] == "not_issuers_key"
    assert stepladder.json("verify", "new.json", *check)["verdict"] == "authentic"
    printed = stepladder("keys", "document", "issuer.json", "--expires", f"{fresh['id']}=2027-12-31T00:00:00Z")
    entries = json.loads(printed.stdout)["verificationMethod"]
    assert entries[0]["revoked"] == "2026-01-01T00:00:00Z"
    assert entries[1]["expires"] == "2027-12-31T00:00:00Z"


def test_a_published_key_is_never_dropped_by_mistake(stepladder: Any) -> None:
    new = ("keys", "new", "--controller", ISSUER)
    stepladder(*new, "-o", "1.json", "--document", "issuer.json")
    before = (stepladder.folder / "issuer.json").read_bytes()
    for arguments in (
        (*new, "-o", "2.json", "--document", "issuer.json"),
        (*new, "-o", "2.json", "--document", "1.json"),
    ):
        done = stepladder(*arguments)
        assert (done.returncode, "usage.keys_left_out" in done.stderr) == (2, True)
        assert not (stepladder.folder / "2.json").exists()
    stepladder(*new, "-o", "2.json")
    done = stepladder("keys", "document", "2.json", "-o", "issuer.json")
    assert (done.returncode, "usage.keys_left_out" in done.stderr) == (2, True)
    assert (stepladder.folder / "issuer.json").read_bytes() == before
    assert stepladder("keys", "document", "2.json", "-o", "issuer.json", "--force").returncode == 0
    assert (stepladder.folder / "issuer.json").read_bytes() != before


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["one.json", "two.json"], "key.controllers_differ"),
        (["one.json", "one.json"], "key.listed_twice"),
        (["one.json", "--revoked", "nobody=2026-01-01"], "key.not_listed"),
        (["one.json", "--revoked", "nobody"], "usage.bad_pair"),
        (["one.json", "--expires", "key=soon"], "usage.bad_time"),
        (["profile.json"], "usage.foreign_document"),
        (["other-purpose.json"], "usage.foreign_document"),
        (["note.json"], "usage.bad_key_file"),
        (["note.txt"], "usage.bad_key_file"),
        (["missing.json"], "usage.no_such_file"),
    ],
)
def test_documents_that_cannot_be_made(stepladder: Any, arguments: list[str], code: str) -> None:
    stepladder("keys", "new", "-o", "one.json", "--controller", ISSUER, "--document", "issuer.json")
    stepladder("keys", "new", "-o", "two.json", "--controller", "https://other.example/keys")
    issuer = json.loads((stepladder.folder / "issuer.json").read_text(encoding="utf-8"))
    stepladder.write("profile.json", {**issuer, "name": "Example College"})
    stepladder.write("other-purpose.json", {**issuer, "assertionMethod": []})
    stepladder.write("note.json", {"note": "buy milk"})
    stepladder.write("note.txt", b"buy milk")
    done = stepladder("keys", "document", *arguments, "-o", "new.json")
    assert (done.returncode, f"code:  {code}" in done.stderr) == (2, True), done.stderr
    assert not (stepladder.folder / "new.json").exists()
