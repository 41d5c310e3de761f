"""Keys, signing, baking, looking inside: each command on its own, and what it refuses."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# ---------------------------------------------------------------------- keys new
def test_a_key_file_is_for_its_owner_alone(stepladder: Any) -> None:
    done = stepladder("keys", "new", "-o", "key.json")
    assert done.returncode == 0
    path = stepladder.folder / "key.json"
    key = json.loads(path.read_text(encoding="utf-8"))
    assert mode(path) == 0o600
    assert key["controller"].startswith("did:key:z6Mk")
    assert key["id"].startswith(key["controller"] + "#")
    assert key["publicKeyMultibase"] in key["id"]
    assert key["secretKeyMultibase"] not in done.stdout + done.stderr


def test_a_key_file_is_not_replaced_unless_asked(stepladder: Any) -> None:
    stepladder("keys", "new", "-o", "key.json")
    first = (stepladder.folder / "key.json").read_bytes()
    again = stepladder("keys", "new", "-o", "key.json")
    assert again.returncode == 2
    assert "usage.file_exists" in again.stderr
    assert (stepladder.folder / "key.json").read_bytes() == first
    assert stepladder("keys", "new", "-o", "key.json", "--force").returncode == 0
    assert (stepladder.folder / "key.json").read_bytes() != first
    assert mode(stepladder.folder / "key.json") == 0o600
    assert [path.name for path in stepladder.folder.iterdir()] == ["key.json"]


def test_the_public_part_is_printed_as_json_and_the_secret_part_never(stepladder: Any) -> None:
    shown = stepladder.json("keys", "new", "--type", "ed25519", "-o", "key.json")
    assert shown["file"] == "key.json"
    assert "publicKeyMultibase" in shown
    assert "secret" not in json.dumps(shown).lower()


def test_a_key_of_a_controller_with_an_address(stepladder: Any) -> None:
    shown = stepladder.json("keys", "new", "--controller", "https://issuer.example/profile", "-o", "key.json")
    assert shown["controller"] == "https://issuer.example/profile"
    assert shown["id"].startswith("https://issuer.example/profile#")


def test_the_controllers_document_is_written_for_publishing_and_proves_the_key(stepladder: Any, made: Path) -> None:
    issuer = "https://issuer.example/profile"
    stepladder.json("keys", "new", "--controller", issuer, "-o", "key.json", "--document", "profile.json")
    published = (stepladder.folder / "profile.json").read_text(encoding="utf-8")
    assert "secret" not in published.lower()
    unsigned = json.loads((made / "unsigned.json").read_text(encoding="utf-8"))
    unsigned["issuer"]["id"] = issuer
    stepladder.write("unsigned.json", unsigned)
    stepladder("issue", "unsigned.json", "--key", "key.json", "-o", "badge.json")
    alone = stepladder.json("verify", "badge.json", "--offline", exit_code=3)
    assert alone["verdict"] == "could_not_check"
    told = stepladder.json("verify", "badge.json", "--offline", "--issuer-document", "profile.json")
    assert (told["verdict"], told["issuer_identity"]) == ("authentic", "domain_proved")


@pytest.mark.parametrize("controller", ["", "nobody", "issuer.example", "https://a b", "did:key:z6Mk", "did:jwk:e30"])
def test_a_controller_under_which_no_key_can_be_found(stepladder: Any, controller: str) -> None:
    done = stepladder("keys", "new", "--controller", controller, "-o", "key.json")
    assert (done.returncode, list(stepladder.folder.iterdir())) == (2, [])
    assert "usage.bad_controller" in done.stderr


@pytest.mark.parametrize("arguments", [["--type", "dsa", "-o", "k"], [], ["-o", "."], ["-o", "no/such/folder/k.json"]])
def test_a_key_that_cannot_be_made_or_kept(stepladder: Any, arguments: list[str]) -> None:
    done = stepladder("keys", "new", *arguments)
    assert done.returncode == 2
    assert list(stepladder.folder.iterdir()) == []


# ---------------------------------------------------------------------- issue
def test_issue_prints_the_credential_where_no_file_is_named(stepladder: Any, made: Path) -> None:
    done = stepladder("issue", made / "unsigned.json", "--key", made / "key.json")
    assert done.returncode == 0
    stepladder.write("badge.json", done.stdout.encode())
    assert stepladder.json("verify", "badge.json", "--offline")["verdict"] == "authentic"
    signed = json.loads(done.stdout)
    proofs = signed["proof"] if isinstance(signed["proof"], list) else [signed["proof"]]
    assert proofs[0]["cryptosuite"] == "eddsa-rdfc-2022"


def test_issue_tells_programs_what_was_signed(stepladder: Any, made: Path) -> None:
    shown = stepladder.json("issue", made / "unsigned.json", "--key", made / "key.json", "-o", "badge.json")
    assert shown["file"] == "badge.json"
    assert shown["credential"]["name"] == "Data analysis basics"
    assert shown["verification_method"].startswith("did:key:")


def test_issue_refuses_a_member_that_no_signature_would_cover_and_writes_nothing(stepladder: Any, made: Path) -> None:
    unsigned = json.loads((made / "unsigned.json").read_text(encoding="utf-8"))
    unsigned["credentialSubject"]["achievement"]["secretGrade"] = "A"
    stepladder.write("unsigned.json", unsigned)
    done = stepladder("issue", "unsigned.json", "--key", made / "key.json", "-o", "badge.json")
    assert done.returncode == 1
    assert "/credentialSubject/achievement/secretGrade" in done.stderr
    assert not (stepladder.folder / "badge.json").exists()


@pytest.mark.parametrize(
    ("unsigned", "key", "exit_code"),
    [
        ("nothing.json", "KEY", 2),
        ("UNSIGNED", "nothing.json", 2),
        ("UNSIGNED", "UNSIGNED", 2),
        ("UNSIGNED", "PICTURE", 2),
        ("PICTURE", "KEY", 1),
        ("KEY", "KEY", 1),
    ],
)
def test_issue_from_wrong_files(stepladder: Any, made: Path, unsigned: str, key: str, exit_code: int) -> None:
    names = {"UNSIGNED": made / "unsigned.json", "KEY": made / "key.json", "PICTURE": made / "plain.png"}
    done = stepladder("issue", names.get(unsigned, unsigned), "--key", names.get(key, key))
    assert done.returncode == exit_code, done.stderr
    assert "code:" in done.stderr
    assert done.stdout == ""


def test_a_key_file_that_others_can_read_is_named(stepladder: Any, made: Path) -> None:
    path = stepladder.write("key.json", (made / "key.json").read_bytes())
    path.chmod(0o644)
    done = stepladder("issue", made / "unsigned.json", "--key", "key.json", "-o", "badge.json")
    assert done.returncode == 0
    assert "chmod 600" in done.stderr


# ---------------------------------------------------------------------- bake, unbake
@pytest.mark.parametrize("picture", ["badge.png", "badge.svg"])
def test_what_was_baked_comes_out_byte_for_byte(stepladder: Any, made: Path, picture: str) -> None:
    shown = stepladder.json("unbake", made / picture, "-o", "out.json")
    assert (stepladder.folder / "out.json").read_bytes() == (made / "badge.json").read_bytes()
    assert shown["bytes"] == (made / "badge.json").stat().st_size
    printed = stepladder("unbake", made / picture)
    assert printed.stdout.strip() == (made / "badge.json").read_text(encoding="utf-8").strip()
    wrapped = stepladder.json("unbake", made / picture)
    assert wrapped["verified"] is False
    assert json.loads(wrapped["credential"])["type"]


def test_bake_tells_programs_what_it_wrote(stepladder: Any, made: Path) -> None:
    shown = stepladder.json("bake", made / "plain.png", made / "badge.json", "-o", "baked.png")
    assert set(shown) == {"file", "bytes", "sha256"}


@pytest.mark.parametrize(
    ("image", "credential", "exit_code"),
    [("nothing.png", "badge.json", 2), ("plain.png", "nothing.json", 2), ("badge.json", "badge.json", 1)],
)
def test_bake_from_wrong_files_writes_nothing(
    stepladder: Any, made: Path, image: str, credential: str, exit_code: int
) -> None:
    done = stepladder("bake", made / image, made / credential, "-o", "baked.png")
    assert done.returncode == exit_code, done.stderr
    assert list(stepladder.folder.iterdir()) == []


def test_a_picture_without_a_credential(stepladder: Any, made: Path) -> None:
    for picture in ("plain.png", "plain.svg"):
        done = stepladder("unbake", made / picture)
        assert done.returncode == 1
        assert done.stdout == ""
        assert "code:" in done.stderr


# ---------------------------------------------------------------------- inspect, canonicalize
@pytest.mark.parametrize(("name", "container"), [("badge.json", "json"), ("badge.png", "png"), ("badge.svg", "svg")])
def test_inspect_shows_and_says_that_nothing_was_checked(
    stepladder: Any, made: Path, name: str, container: str
) -> None:
    shown = stepladder.json("inspect", made / name)
    assert shown["verified"] is False
    assert shown["container"] == container
    assert shown["securing"] == "embedded"
    assert shown["credential"]["name"] == "Data analysis basics"
    assert shown["document"]["type"]
    said = stepladder("inspect", made / name)
    assert "Not verified" in said.stderr
    assert "Data analysis basics" in said.stdout


def test_inspect_of_what_is_no_credential(stepladder: Any) -> None:
    stepladder.write("note.txt", b"just a note")
    assert stepladder("inspect", "note.txt").returncode == 1
    assert stepladder("inspect", "nothing.txt").returncode == 2


def test_canonicalize_prints_n_quads(stepladder: Any, made: Path) -> None:
    done = stepladder("canonicalize", made / "unsigned.json")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines == sorted(lines)
    assert all(line.endswith(" .") for line in lines)
    assert len(stepladder.json("canonicalize", made / "unsigned.json")["nquads"]) == len(lines)


def test_canonicalize_reads_inline_contexts_and_names_a_lost_member(stepladder: Any) -> None:
    context = {"name": "https://schema.org/name"}
    stepladder.write("good.json", {"@context": context, "@id": "urn:x", "name": "Rain"})
    assert stepladder("canonicalize", "good.json").stdout == '<urn:x> <https://schema.org/name> "Rain" .\n'
    stepladder.write("lossy.json", {"@context": context, "@id": "urn:x", "name": "Rain", "colour": "blue"})
    lossy = stepladder("canonicalize", "lossy.json")
    assert lossy.returncode == 1
    assert "/colour" in lossy.stderr
    assert lossy.stdout == ""
    stepladder.write("list.json", [])
    assert stepladder("canonicalize", "list.json").returncode == 1
