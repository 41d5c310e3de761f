"""``stepladder verify`` and its neighbours on badges of Open Badges 2.0 and before."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
from tests.credentials.older_site import ASSERTION, BADGE, ISSUER, KEY, REVOKED, assertion, encoded, issuer, jws, site

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {ASSERTION: "assertion.json", BADGE: "class.json", ISSUER: "issuer.json", KEY: "key.json", REVOKED: "list.json"}


@pytest.fixture
def place(stepladder: Any) -> Path:
    """Return a folder with a hosted and a signed badge, and the documents of both."""
    folder: Path = stepladder.folder
    pages = {**site("2.0", "signed").pages, ASSERTION: assertion()}
    for address, page in pages.items():
        (folder / NAMES[address]).write_bytes(encoded(page))
    (folder / "hosted.1ob").write_bytes(encoded(assertion()))
    (folder / "signed.jws").write_bytes(jws(assertion("2.0", "signed")))
    return folder


def documents(*left_out: str) -> list[str]:
    pairs = [f"{address}={name}" for address, name in NAMES.items() if address not in left_out]
    return [argument for pair in pairs for argument in ("--document", pair)]


@pytest.mark.parametrize(("name", "verb"), [("hosted.1ob", "Published"), ("signed.jws", "Signed")])
def test_the_first_sentence_names_the_website_and_the_standard(
    stepladder: Any, place: Path, name: str, verb: str
) -> None:
    done = stepladder("verify", name, "--offline", "--at", "2026-03-01", *documents(), COLUMNS="300")
    assert done.returncode == 0
    first = done.stdout.splitlines()[0]
    assert first.startswith(f"✓ {verb} and unaltered: ")
    assert "Whether you trust badges.example.edu is for you to decide." in first
    assert "Checked by the rules of Open Badges 2.0 for" in first
    assert "Example University" not in first
    assert "Standard      Open Badges 2.0" in done.stdout
    assert "What the issuer says:" in done.stdout
    assert (place / name).exists()


def test_for_programs_there_is_one_member_more(stepladder: Any, place: Path) -> None:
    report = stepladder.json("verify", "hosted.1ob", "--offline", "--at", "2026-03-01", *documents())
    assert set(report) == {"verdict", "issuer_identity", "recipient", "checks", "credential", "standard"}
    assert (report["verdict"], report["standard"]) == ("authentic", "Open Badges 2.0")
    assert report["credential"]["achievement"] == {"id": BADGE, "name": "Welding, first steps"}
    assert place


def test_without_what_it_names_it_could_not_be_told(stepladder: Any, place: Path) -> None:
    for name, missing in (("hosted.1ob", ASSERTION), ("signed.jws", KEY), ("hosted.1ob", ISSUER)):
        done = stepladder("verify", name, "--offline", "--at", "2026-03-01", *documents(missing))
        assert done.returncode == 3
        assert done.stdout.startswith("? We could not check this")
    assert place


def test_someone_without_a_website_is_not_confirmed(stepladder: Any, place: Path) -> None:
    who = issuer(id="did:web:www.ox.ac.uk", name="University of Oxford")
    inside = {"id": "urn:uuid:1", "type": "BadgeClass", "name": "D", "description": "D", "criteria": "D", "issuer": who}
    made = encoded(assertion(badge=inside))
    for name in ("hosted.1ob", NAMES[ASSERTION]):
        (place / name).write_bytes(made)
    done = stepladder("verify", "hosted.1ob", "--offline", "--at", "2026-03-01", *documents(), COLUMNS="300")
    assert done.stdout.startswith("! Published and unaltered at badges.example.edu. Anyone can publish such a page: ")
    assert "we do not know that this is University of Oxford" in done.stdout
    assert "What whoever published it says:" in done.stdout


def test_inspect_and_unbake_show_what_the_file_says(stepladder: Any, place: Path) -> None:
    shown = stepladder.json("inspect", "hosted.1ob")
    assert (shown["verified"], shown["securing"], shown["document"]) == (False, "hosted", assertion())
    assert shown["standard"] == "Open Badges 2.0"
    (place / "picture.svg").write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    stepladder("bake", "picture.svg", "signed.jws", "-o", "badge.svg")
    assert b"openbadges:assertion" in (place / "badge.svg").read_bytes()
    assert stepladder("unbake", "badge.svg").stdout.strip().encode() == (place / "signed.jws").read_bytes()


def test_many_at_once_take_older_badges_too(stepladder: Any, place: Path) -> None:
    (place / "many").mkdir()
    for name in ("hosted.1ob", "signed.jws"):
        (place / "many" / name).write_bytes((place / name).read_bytes())
    stepladder("verify", "--many", "many", "--report", "found.csv", "--offline", "--at", "2026-03-01", *documents())
    with (place / "found.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["verdict"], row["issuer_identity"]) for row in rows] == [("authentic", "domain_proved")] * 2
