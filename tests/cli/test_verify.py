"""``stepladder verify``: exit codes, the JSON of the contract, and the words for people."""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FAMOUS = "University of Oxford"
OUTCOMES = {"passed", "failed", "indeterminate", "not_applicable"}


def rewritten(made: Path, stepladder: Any, **members: object) -> Path:
    document = json.loads((made / "badge.json").read_text(encoding="utf-8"))
    return stepladder.write("changed.json", {**document, **members})


def proof_of(badge: dict[str, Any]) -> dict[str, Any]:
    proof: Any = badge["proof"]
    return dict(proof[0] if isinstance(proof, list) else proof)


# ---------------------------------------------------------------------- 0, 1, 2, 3
@pytest.mark.parametrize("name", ["badge.json", "badge.png", "badge.svg"])
def test_our_own_badge_holds_offline(command: Any, made: Path, name: str) -> None:
    report = command.json("verify", made / name, "--offline")
    assert report["verdict"] == "authentic"
    assert report["issuer_identity"] == "self_asserted"
    assert report["recipient"] == "not_asked"


def test_a_badge_from_stdin(command: Any, made: Path) -> None:
    done = command("verify", "-", "--offline", "--json", stdin=(made / "badge.json").read_bytes())
    assert done.returncode == 0
    assert json.loads(done.stdout)["verdict"] == "authentic"


def test_a_changed_badge_is_altered(stepladder: Any, made: Path) -> None:
    path = rewritten(made, stepladder, name="Data analysis mastery")
    assert stepladder.json("verify", path, "--offline", exit_code=1)["verdict"] == "altered"


def test_an_added_member_that_no_signature_covers_is_altered(stepladder: Any, made: Path) -> None:
    path = rewritten(made, stepladder, grade="A+")
    assert stepladder.json("verify", path, "--offline", exit_code=1)["verdict"] == "altered"


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"[]", b"{}", b'{"a": 1, "a": 2}', b"\x89PNG\r\n\x1a\n", b"<svg", b"\xff\xfe\x00", b"a.b.c"],
)
def test_a_file_that_is_no_credential_is_unreadable(stepladder: Any, content: bytes) -> None:
    path = stepladder.write("thing", content)
    report = stepladder.json("verify", path, "--offline", exit_code=1)
    assert report["verdict"] == "unreadable"
    assert report["checks"]
    said = stepladder("verify", path, "--offline")
    assert said.returncode == 1
    assert said.stdout.strip()


def test_without_its_proof_it_is_unsigned(stepladder: Any, made: Path) -> None:
    assert stepladder.json("verify", made / "unsigned.json", "--offline", exit_code=1)["verdict"] == "unsigned"


def test_a_key_document_out_of_reach_could_not_be_checked(stepladder: Any, made: Path) -> None:
    key = stepladder.json("keys", "new", "-o", "web.json", "--controller", "https://issuer.example/profile")
    badge = json.loads((made / "badge.json").read_text(encoding="utf-8"))
    badge["issuer"]["id"] = key["controller"]
    badge["proof"] = {**proof_of(badge), "verificationMethod": key["id"]}
    path = stepladder.write("web-badge.json", badge)
    report = stepladder.json("verify", path, "--offline", exit_code=3)
    assert report["verdict"] == "could_not_check"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nothing-here.json"], "usage.no_such_file"),
        (["."], "usage.is_folder"),
        (["BADGE", "--at", "yesterday"], "usage.bad_time"),
        (["BADGE", "--at", "2026-01-01T00:00:00"], "usage.bad_time"),
        (["BADGE", "--trust", "nothing.json"], "usage.no_such_file"),
        (["BADGE", "--trust", "BADGE"], "usage.bad_trust_list"),
        (["BADGE", "--issuer-document", "nothing.json"], "usage.no_such_file"),
        (["BADGE", "--issuer-document", "PICTURE"], "usage.bad_document"),
        (["BADGE", "--status-list", "nothing.json"], "usage.no_such_file"),
        (["BADGE", "--status-list", "PICTURE"], "usage.bad_document"),
        (["https://issuer.example/badge.json", "--offline"], "usage.offline_address"),
        (["http://issuer.example/badge.json"], "fetch.not_https"),
        (["https://me:secret@issuer.example/badge.json"], "fetch.userinfo"),
    ],
)
def test_wrong_use_has_its_own_exit_code_and_says_what_to_do(
    stepladder: Any, made: Path, arguments: list[str], code: str
) -> None:
    names = {"BADGE": made / "badge.json", "PICTURE": made / "plain.png"}
    done = stepladder("verify", *[names.get(argument, argument) for argument in arguments])
    assert done.returncode == 2, done.stdout + done.stderr
    assert done.stdout == ""
    assert f"code:  {code}" in done.stderr
    assert "next:" in done.stderr


def test_an_option_that_does_not_exist_and_no_file(command: Any) -> None:
    assert command("verify", "x", "--no-such-option").returncode == 2
    assert command("verify").returncode == 2
    assert command("no-such-command").returncode == 2


# ---------------------------------------------------------------------- addresses
@pytest.fixture
def issuer_site(made: Path) -> Iterator[ThreadingHTTPServer]:
    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = made / self.path.lstrip("/")
            self.send_response(200 if found.is_file() else 404)
            self.end_headers()
            self.wfile.write(found.read_bytes() if found.is_file() else b"")

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_an_address_goes_through_the_fetch_guard(stepladder: Any, issuer_site: ThreadingHTTPServer) -> None:
    place = f"127.0.0.1:{issuer_site.server_port}"
    assert stepladder("verify", f"http://{place}/badge.png").returncode == 2
    report = stepladder.json("verify", f"http://{place}/badge.png", STEPLADDER_FETCH_ALLOW=place)
    assert report["verdict"] == "authentic"
    lost = stepladder.json("verify", f"http://{place}/gone", exit_code=3, STEPLADDER_FETCH_ALLOW=place)
    assert lost["verdict"] == "could_not_check"
    assert [check["code"] for check in lost["checks"]] == ["fetch.http_status"]
    blocked = stepladder("verify", "https://127.0.0.1/badge.json")
    assert blocked.returncode == 3
    assert "fetch.blocked_address" in blocked.stderr


# ---------------------------------------------------------------------- the JSON of the contract
def test_the_report_has_exactly_the_keys_of_the_contract(stepladder: Any, made: Path) -> None:
    report = stepladder.json("verify", made / "badge.json", "--offline")
    assert set(report) == {"verdict", "issuer_identity", "recipient", "checks", "credential"}
    for check in report["checks"]:
        assert set(check) == {"check", "outcome", "code", "message"}
        assert check["outcome"] in OUTCOMES
    issuer = json.loads((made / "unsigned.json").read_text(encoding="utf-8"))["issuer"]["id"]
    assert report["credential"] == {
        "id": "urn:uuid:0b3c1a52-6b5e-4a5f-9a3e-2f6a1c1d7e10",
        "name": "Data analysis basics",
        "issuer": {"id": issuer, "name": FAMOUS},
        "achievement": {"id": "urn:uuid:6a1f0d8c-54d7-4f07-8a77-0d3a7f3c4f21", "name": "Data analysis basics"},
        "recipient": "learner@example.org",
        "valid_from": "2026-01-01T00:00:00Z",
        "valid_until": None,
        "alignments": [
            {
                "target_url": "http://data.europa.eu/esco/skill/2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f",
                "target_name": "perform data analysis",
            }
        ],
    }


# ---------------------------------------------------------------------- time, trust, recipient
def test_the_time_asked_for_decides_the_dates(stepladder: Any, made: Path) -> None:
    before = stepladder.json("verify", made / "badge.json", "--offline", "--at", "2025-12-31T23:59:59Z", exit_code=1)
    assert before["verdict"] == "not_yet_valid"
    for time in ("2026-01-01T00:00:00Z", "2026-01-01", "2026-01-01T02:00:00+02:00", "2030-06-01T00:00:00Z"):
        assert stepladder.json("verify", made / "badge.json", "--offline", "--at", time)["verdict"] == "authentic"
    said = stepladder("verify", made / "badge.json", "--offline", "--at", "2026-02-01")
    assert "2026-02-01 00:00 UTC" in said.stdout


def test_an_expired_badge(stepladder: Any, made: Path) -> None:
    unsigned = json.loads((made / "unsigned.json").read_text(encoding="utf-8"))
    stepladder.write("unsigned.json", {**unsigned, "validUntil": "2026-03-01T00:00:00Z"})
    assert stepladder("issue", "unsigned.json", "--key", made / "key.json", "-o", "badge.json").returncode == 0
    late = stepladder.json("verify", "badge.json", "--offline", "--at", "2026-03-02", exit_code=1)
    assert late["verdict"] == "expired"
    assert stepladder.json("verify", "badge.json", "--offline", "--at", "2026-02-02")["verdict"] == "authentic"


def test_a_trust_list_is_a_condition(stepladder: Any, made: Path) -> None:
    issuer = json.loads((made / "unsigned.json").read_text(encoding="utf-8"))["issuer"]["id"]
    stepladder.write("yes.json", {"issuers": [{"id": issuer, "name": "The issuer we know"}]})
    stepladder.write("no.json", {"issuers": [{"id": "https://issuer.example/1", "name": "Another"}]})
    listed = stepladder.json("verify", made / "badge.json", "--offline", "--trust", "yes.json")
    assert (listed["verdict"], listed["issuer_identity"]) == ("authentic", "listed")
    stranger = stepladder.json("verify", made / "badge.json", "--offline", "--trust", "no.json", exit_code=1)
    assert stranger["verdict"] == "untrusted_issuer"


def test_the_recipient_is_asked(stepladder: Any, made: Path) -> None:
    ask = ("verify", made / "badge.json", "--offline", "--recipient")
    assert stepladder.json(*ask, "learner@example.org")["recipient"] == "matches"
    other = stepladder.json(*ask, "other@example.org", exit_code=1)
    assert (other["verdict"], other["recipient"]) == ("authentic", "differs")
    said = stepladder(*ask, "other@example.org")
    assert said.returncode == 1
    assert "is not the one you named" in said.stdout


# ---------------------------------------------------------------------- words for people
def test_a_badge_of_ones_own_in_a_famous_name_does_not_read_as_proved(command: Any, made: Path) -> None:
    said = command("verify", made / "badge.json", "--offline")
    assert said.returncode == 0
    words = " ".join(said.stdout.split())
    assert not words.startswith("✓")
    assert f"Signed and unaltered. Anyone can make such a key: we do not know that this is {FAMOUS}" in words
    assert not re.search(r"\bauthentic\b", words, re.IGNORECASE)


def test_it_reads_the_same_without_colour_and_narrow(command: Any, made: Path) -> None:
    plain = command("verify", made / "badge.json", "--offline", NO_COLOR="1", FORCE_COLOR="1")
    assert "\x1b[3" not in plain.stdout
    assert "passed" in plain.stdout
    narrow = command("verify", made / "badge.json", "--offline", COLUMNS="50")
    assert max(map(len, narrow.stdout.splitlines())) <= 50


def test_a_terminal_without_signs_still_gets_the_words(command: Any, made: Path) -> None:
    said = command("verify", made / "badge.json", "--offline", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert said.returncode == 0
    assert "+ passed" in said.stdout


def test_a_badge_cannot_speak_to_the_terminal(stepladder: Any, made: Path) -> None:
    path = rewritten(made, stepladder, name="[red]\x1b[2J\x07evil\u202etxt")
    said = stepladder("verify", path, "--offline")
    assert said.returncode == 1
    assert not {"\x1b", "\x07", "\u202e"} & set(said.stdout)
    assert "[red]" in said.stdout


def test_programs_find_the_sentence_in_one_piece(command: Any, made: Path) -> None:
    done = command("verify", made / "badge.json", "--offline", COLUMNS="")
    assert f"Signed and unaltered. Anyone can make such a key: we do not know that this is {FAMOUS}." in done.stdout


def test_json_does_not_speak_to_the_terminal_either(stepladder: Any, made: Path) -> None:
    document = json.loads((made / "badge.json").read_text(encoding="utf-8"))
    document["name"] = spoken = "\u001b[2J\u009b31m\u202eeman\u2028\U000e0041 \u00e9"
    done = stepladder("verify", stepladder.write("badge.json", document), "--offline", "--json")
    assert json.loads(done.stdout)["credential"]["name"] == spoken
    assert "\u00e9" in done.stdout
    assert all(letter.isprintable() or letter == "\n" for letter in done.stdout)


@pytest.mark.parametrize("recipient", ["", "  "])
def test_an_empty_recipient_is_wrong_use_and_never_passes(stepladder: Any, made: Path, recipient: str) -> None:
    done = stepladder("verify", made / "badge.json", "--offline", "--recipient", recipient)
    assert done.returncode == 2
    assert "usage.empty_recipient" in done.stderr


@pytest.mark.parametrize(
    "text", ['{"issuers": {}}', "[" * 100_000, '{"issuers": [], "issuers": []}', '{"issuers": [1]}'], ids=range(4)
)
def test_a_trust_list_that_is_none(stepladder: Any, made: Path, text: str) -> None:
    done = stepladder("verify", made / "badge.json", "--trust", stepladder.write("trust.json", text.encode()))
    assert done.returncode == 2
    assert "usage.bad_trust_list" in done.stderr


@pytest.mark.parametrize("at", ["2026-12-31T23:59:60Z", "2026-06-01", "2026-06-01T00:00:00+14:00"])
def test_times_that_are_understood(stepladder: Any, made: Path, at: str) -> None:
    assert stepladder("verify", made / "badge.json", "--offline", "--at", at).returncode == 0
