"""``stepladder verify --many``: every source, every verdict in its row, and what is said at the end."""

from __future__ import annotations

import io
import json
import os
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Rows = Callable[[Path], list[dict[str, str]]]

OFFLINE = ("--report", "out.csv", "--offline")


@pytest.fixture
def mixed(stepladder: Any, made: Path) -> Path:
    """A folder with good badges in every container, bad ones, foreign files and hidden ones."""
    place = stepladder.folder / "mixed"
    (place / "deeper").mkdir(parents=True)
    badge = (made / "badge.json").read_bytes()
    for name in ("badge.json", "badge.png", "badge.svg"):
        (place / name).write_bytes((made / name).read_bytes())
    (place / "deeper" / "altered.json").write_bytes(badge.replace(b"analysis basics", b"analysis mastery"))
    (place / "empty.json").write_bytes(b"")
    (place / "unsigned.json").write_bytes((made / "unsigned.json").read_bytes())
    for foreign in ("notes.txt", "table.csv", ".hidden.json", "README"):
        (place / foreign).write_bytes(badge)
    return place


def test_a_folder_gives_a_row_for_each_file_in_the_order_of_names(stepladder: Any, mixed: Path, report: Rows) -> None:
    summary = stepladder.json("verify", "--many", mixed, *OFFLINE, exit_code=1)
    found = [(row["file"], row["verdict"]) for row in report(stepladder.folder / "out.csv")]
    assert found == [
        ("badge.json", "authentic"),
        ("badge.png", "authentic"),
        ("badge.svg", "authentic"),
        ("deeper/altered.json", "altered"),
        ("empty.json", "unreadable"),
        ("unsigned.json", "unsigned"),
    ]
    assert summary["total"] == 6
    assert summary["by_verdict"] == {"authentic": 3, "altered": 1, "unreadable": 1, "unsigned": 1}
    assert summary["authentic_by_issuer_identity"] == {"self_asserted": 3}
    assert summary["report"] == "out.csv"


def test_each_row_says_what_verify_says_of_the_file_alone(stepladder: Any, mixed: Path, report: Rows) -> None:
    stepladder("verify", "--many", mixed, *OFFLINE)
    for row in report(stepladder.folder / "out.csv"):
        alone = json.loads(stepladder("verify", mixed / row["file"], "--offline", "--json").stdout)
        assert row["verdict"] == alone["verdict"]
        assert row["issuer_identity"] == alone["issuer_identity"]
        if credential := alone["credential"]:
            assert row["issuer"] == credential["issuer"]["id"]
            assert row["achievement"] == (credential["achievement"]["name"] or credential["achievement"]["id"])
            assert row["recipient"] == credential["recipient"]
            assert row["valid_from"] == credential["valid_from"]
        if row["verdict"] != "authentic":
            assert row["code"] in {check["code"] for check in alone["checks"] if check["outcome"] == "failed"}


def test_words_for_people_and_the_exit_codes(stepladder: Any, folder: Callable[[int], Path]) -> None:
    place = folder(3)
    done = stepladder("verify", "--many", place, *OFFLINE)
    assert done.returncode == 0
    assert done.stdout.startswith("3 done in ")
    assert "authentic" in done.stdout
    assert "Report written to out.csv." in done.stdout
    assert done.stderr == ""  # no bar where nobody looks
    (place / "lost.json").symlink_to(place / "nowhere")
    assert stepladder("verify", "--many", place, "--report", "3.csv", "--offline").returncode == 3
    (place / "broken.json").write_text("{")
    assert stepladder("verify", "--many", place, "--report", "1.csv", "--offline").returncode == 1


def test_lines_tables_and_archives_give_the_same_verdicts(stepladder: Any, made: Path, report: Rows) -> None:
    badge = json.loads((made / "badge.json").read_text(encoding="utf-8"))
    line, changed = json.dumps(badge), json.dumps({**badge, "name": "Mastery"})
    stepladder.write("all.jsonl", f"\ufeff{line}\n\n{changed}\r\n  \nnot json\n{line}".encode())
    stepladder("verify", "--many", "all.jsonl", "--report", "lines.csv", "--offline")
    assert [(row["file"], row["verdict"]) for row in report(stepladder.folder / "lines.csv")] == [
        ("all.jsonl:1", "authentic"),
        ("all.jsonl:3", "altered"),
        ("all.jsonl:5", "unreadable"),
        ("all.jsonl:6", "authentic"),
    ]
    stepladder.write("good.json", line.encode())
    stepladder.write("bad.json", changed.encode())
    stepladder.write("places.csv", b"Name,File\nAda,good.json\nBob,bad.json\n,\nCy,missing.json\nDee,good.json\n")
    stepladder("verify", "--many", "places.csv", "--report", "table.csv", "--offline")
    assert [(row["file"], row["verdict"], row["code"]) for row in report(stepladder.folder / "table.csv")] == [
        ("good.json", "authentic", ""),
        ("bad.json", "altered", "proof.signature_mismatch"),
        ("missing.json", "could_not_check", "usage.no_such_file"),
        ("good.json", "authentic", ""),  # named twice, so looked at twice
    ]
    with zipfile.ZipFile(stepladder.folder / "all.zip", "w") as packed:
        packed.writestr("a/good.json", line)
        packed.writestr("bad.json", changed)
        packed.writestr("picture.png", (made / "badge.png").read_bytes())
        packed.writestr("read.me", line)
    stepladder("verify", "--many", "all.zip", "--report", "zip.csv", "--offline")
    assert [(row["file"], row["verdict"]) for row in report(stepladder.folder / "zip.csv")] == [
        ("a/good.json", "authentic"),
        ("bad.json", "altered"),
        ("picture.png", "authentic"),
    ]


def test_tokens_one_a_line_with_quotation_marks_or_without(stepladder: Any, made: Path, report: Rows) -> None:
    stepladder("issue", made / "unsigned.json", "--key", made / "key.json", "--securing", "vc-jose-cose", "-o", "t.jwt")
    token = (stepladder.folder / "t.jwt").read_text(encoding="ascii").strip()
    stepladder.write("tokens.jsonl", f'"{token}"\n{token}\n'.encode())
    assert stepladder("verify", "--many", "tokens.jsonl", *OFFLINE).returncode == 0
    assert [row["verdict"] for row in report(stepladder.folder / "out.csv")] == ["authentic", "authentic"]


def test_conditions_hold_for_every_one(stepladder: Any, folder: Callable[[int], Path], report: Rows) -> None:
    place = folder(2)
    stepladder("verify", "--many", place, *OFFLINE, "--recipient", "other@example.org")
    rows = report(stepladder.folder / "out.csv")
    assert {(row["verdict"], row["code"]) for row in rows} == {("recipient_differs", "recipient.differs")}
    stepladder("verify", "--many", place, "--report", "early.csv", "--offline", "--at", "2025-01-01")
    assert {row["verdict"] for row in report(stepladder.folder / "early.csv")} == {"not_yet_valid"}
    stepladder.write("nobody.json", {"issuers": []})
    stepladder("verify", "--many", place, "--report", "trust.csv", "--offline", "--trust", "nobody.json")
    assert {row["verdict"] for row in report(stepladder.folder / "trust.csv")} == {"untrusted_issuer"}
    stepladder("verify", "--many", place, "--report", "suite.csv", "--offline", "--accept", "ecdsa-rdfc-2019")
    assert {row["code"] for row in report(stepladder.folder / "suite.csv")} == {"proof.suite_not_accepted"}


def test_a_presentation_is_one_row_and_its_worst_credential_counts(stepladder: Any, made: Path, report: Rows) -> None:
    badge = json.loads((made / "badge.json").read_text(encoding="utf-8"))
    shown = {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [badge, {**badge, "name": "Mastery"}],
    }
    place = stepladder.folder / "shown"
    place.mkdir()
    (place / "container.json").write_text(json.dumps(shown), encoding="utf-8")
    (place / "signed.json").write_bytes(_presentation(made, [badge]))
    (place / "with-an-altered-one.json").write_bytes(_presentation(made, [badge, {**badge, "name": "Mastery"}]))
    stepladder("verify", "--many", place, *OFFLINE)
    first, second, third = report(stepladder.folder / "out.csv")
    assert (first["verdict"], first["code"]) == ("unsigned", "proof.missing")
    assert "1 of 2 credentials in it hold" in first["message"]
    assert (second["verdict"], second["code"], second["issuer_identity"]) == ("authentic", "", "self_asserted")
    assert second["recipient"] == "learner@example.org"
    assert (third["verdict"], third["code"]) == ("altered", "proof.signature_mismatch")
    assert third["achievement"] == "Data analysis basics"
    for name in ("container", "signed", "with-an-altered-one"):
        alone = stepladder("verify", place / f"{name}.json", "--offline").returncode
        assert alone == (0 if name == "signed" else 1)


def _presentation(made: Path, credentials: list[dict[str, Any]]) -> bytes:
    from datetime import UTC, datetime

    from stepladder.credentials.issuing.presenting import present
    from stepladder.credentials.keys import signer_from_key_document

    signer = signer_from_key_document(json.loads((made / "key.json").read_text(encoding="utf-8")))
    given = [json.dumps(one).encode() for one in credentials]
    return present(given, signer=signer, created=datetime(2026, 3, 1, tzinfo=UTC))


# ---------------------------------------------------------------------- addresses
def test_addresses_in_a_table_are_fetched_once_each_through_the_guard(stepladder: Any, site: Any, report: Rows) -> None:
    place, asked = site.place, site.asked
    lines = ["url", f"http://{place}/badge?1", f"http://{place}/gone", f"http://{place}/badge?1", "https://127.0.0.1/x"]
    stepladder.write("places.csv", "\n".join(lines).encode())
    done = stepladder("verify", "--many", "places.csv", "--report", "out.csv", STEPLADDER_FETCH_ALLOW=place)
    assert done.returncode == 3
    assert [(row["verdict"], row["code"]) for row in report(stepladder.folder / "out.csv")] == [
        ("authentic", ""),
        ("could_not_check", "fetch.http_status"),
        ("authentic", ""),
        ("could_not_check", "fetch.blocked_address"),
    ]
    assert sorted(asked) == ["/badge?1", "/gone"]
    stepladder("verify", "--many", "places.csv", "--report", "off.csv", "--offline", STEPLADDER_FETCH_ALLOW=place)
    assert {row["code"] for row in report(stepladder.folder / "off.csv")} == {"resolve.offline"}
    assert len(asked) == 2


def test_a_key_document_from_another_site_proves_no_domain(stepladder: Any, made: Path) -> None:
    """Bulk verification heeds redirects as the single one does: only the site's own word counts."""
    from datetime import UTC, datetime

    from stepladder.cli.many.checking import Checking
    from stepladder.cli.many.rows import Found, Item
    from stepladder.credentials import VerificationPolicy

    issuer = "https://issuer.example/keys"
    stepladder("keys", "new", "--controller", issuer, "-o", "key.json", "--document", "issuer.json")
    unsigned = json.loads((made / "unsigned.json").read_text(encoding="utf-8"))
    unsigned["issuer"]["id"] = issuer
    stepladder.write("unsigned.json", unsigned)
    stepladder("issue", "unsigned.json", "--key", "key.json", "-o", "badge.json")
    item = Item(name="badge", path=str(stepladder.folder / "badge.json"))
    at = datetime(2026, 3, 1, tzinfo=UTC)
    seen = []
    for landed in (issuer, "https://issuer.example/moved", "https://elsewhere.example/keys"):
        body = (stepladder.folder / "issuer.json").read_bytes()
        answer = Checking(policy=VerificationPolicy(), at=at).begin(
            lambda _url, _accept, body=body, landed=landed: Found(body, landed, at)
        )(item)
        seen.append(answer.row.issuer_identity)
    assert seen == ["domain_proved", "domain_proved", "self_asserted"]


# ---------------------------------------------------------------------- hostile contents
def test_what_a_badge_says_is_no_formula_and_hides_nothing(stepladder: Any, made: Path, report: Rows) -> None:
    badge = json.loads((made / "badge.json").read_text(encoding="utf-8"))
    place = stepladder.folder / "bad"
    place.mkdir()
    names = ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", " =1", "a\u202eb", "line\nbreak", "\ud800"]
    for number, name in enumerate(names):
        badge["credentialSubject"]["achievement"]["name"] = name
        (place / f"{number}.json").write_text(json.dumps(badge), encoding="utf-8")
    (place / "=cmd|' ∕C calc'!A0.json").write_text("{}", encoding="utf-8")
    stepladder("verify", "--many", place, *OFFLINE)
    data = (stepladder.folder / "out.csv").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == len(names) + 2
    rows = report(stepladder.folder / "out.csv")
    for row in rows:
        for text in row.values():
            assert not text.lstrip().startswith(("=", "+", "-", "@")), text
            assert text.isprintable(), ascii(text)
    said = [row["achievement"] for row in rows]
    assert '\'=HYPERLINK("http://x","y")' in said
    assert "a\\u202eb" in said


def test_hostile_files_cost_a_row_and_nothing_else(stepladder: Any, made: Path, report: Rows) -> None:
    place = stepladder.folder / "hostile"
    place.mkdir()
    (place / "deep.json").write_bytes(b"[" * 1_000_000)
    (place / "large.json").write_bytes(b'{"a": "' + b"x" * 20_000_000 + b'"}')
    (place / "nothing.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    os.mkfifo(place / "pipe.json")  # nobody ever writes into it
    (place / "good.json").write_bytes((made / "badge.json").read_bytes())
    (place / "round").symlink_to(place)
    stepladder("verify", "--many", place, *OFFLINE)
    found = {row["file"]: row["verdict"] for row in report(stepladder.folder / "out.csv")}
    assert found == {
        "deep.json": "unreadable",
        "good.json": "authentic",
        "large.json": "unreadable",
        "nothing.png": "unreadable",
        "pipe.json": "could_not_check",
    }


def test_a_hostile_archive(stepladder: Any, made: Path, report: Rows) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.json", b" " * 200_000_000)
        archive.writestr("../outside.json", "{}")
        archive.writestr("good.json", (made / "badge.json").read_bytes())
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("good.json", "{}")
        archive.writestr("broken.json", b"0123456789" * 100)
    data = bytearray(packed.getvalue())
    assert len(data) < 300_000
    data[data.index(b"broken.json") + 15] ^= 0xFF  # in its packed bytes
    stepladder.write("hostile.zip", bytes(data))
    stepladder("verify", "--many", "hostile.zip", *OFFLINE)
    rows = report(stepladder.folder / "out.csv")
    found = [(row["file"], row["verdict"], row["code"]) for row in rows]
    assert found == [
        ("bomb.json", "could_not_check", "usage.bad_archive"),
        ("../outside.json", "could_not_check", "usage.bad_archive"),
        ("good.json", "authentic", ""),
        ("good.json", "could_not_check", "usage.bad_archive"),
        ("broken.json", "could_not_check", "usage.bad_archive"),
    ]
    assert "larger than 16,777,216 bytes" in rows[0]["message"]


# ---------------------------------------------------------------------- wrong use
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--many", "BADGES"], "usage.report_missing"),
        (["--many", "BADGES", "--report", "no/such/out.csv"], "usage.unwritable_file"),
        (["--many", "BADGES", "--report", "BADGES"], "usage.report_is_source"),
        (["--many", "nothing", "--report", "out.csv"], "usage.no_such_file"),
        (["--many", "empty", "--report", "out.csv"], "usage.source_empty"),
        (["--many", "empty.csv", "--report", "out.csv"], "usage.source_empty"),
        (["--many", "empty.jsonl", "--report", "out.csv"], "usage.source_empty"),
        (["--many", "names.csv", "--report", "out.csv"], "usage.missing_column"),
        (["--many", "names.csv", "--report", "names.csv", "--restart"], "usage.report_is_source"),
        (["--many", "twice.csv", "--report", "out.csv"], "usage.column_twice"),
        (["--many", "fake.zip", "--report", "out.csv"], "usage.bad_archive"),
        (["--many", "list.txt", "--report", "out.csv"], "usage.unknown_source"),
        (["--many", "BADGES", "--report", "list.txt"], "usage.report_exists"),
        (["--many", "BADGES", "--report", "list.txt", "--restart"], "usage.not_a_report"),
        (["--many", "BADGES", "BADGES/badge-0000.json", "--report", "out.csv"], "usage.one_or_many"),
        (["BADGES/badge-0000.json", "--report", "out.csv"], "usage.only_with_many"),
        (["BADGES/badge-0000.json", "--jobs", "2"], "usage.only_with_many"),
        (["--offline"], "usage.no_source"),
        (["BADGES/badge-0000.json", "--accept", "rot13"], "usage.unknown_suite"),
        (["BADGES/badge-0000.json", "--max-status-age", "soon"], "usage.bad_age"),
        (["BADGES/badge-0000.json", "--compromised", "2026-01-01"], "usage.bad_pair"),
        (["BADGES/badge-0000.json", "--compromised", "KEY=yesterday"], "usage.bad_time"),
    ],
)
def test_wrong_use_says_what_to_do_and_touches_nothing(
    stepladder: Any, folder: Callable[[int], Path], arguments: list[str], code: str
) -> None:
    folder(1)
    (stepladder.folder / "empty").mkdir()
    contents = {
        "empty.csv": b"",
        "empty.jsonl": b"\n \n",
        "names.csv": b"name\nAda\n",
        "twice.csv": b"file,File\na,b\n",
        "fake.zip": b"PK\x03\x04 no archive",
        "list.txt": b"badge.json\n",
    }
    for name, content in contents.items():
        stepladder.write(name, content)
    before = sorted(path.name for path in stepladder.folder.rglob("*"))
    done = stepladder("verify", *[word.replace("BADGES", "badges") for word in arguments])
    assert done.returncode == 2, done.stdout + done.stderr
    assert f"code:  {code}" in done.stderr
    assert "next:" in done.stderr
    assert sorted(path.name for path in stepladder.folder.rglob("*")) == before
    for name, content in contents.items():
        assert (stepladder.folder / name).read_bytes() == content


def test_authentic_never_stands_without_who_signed(stepladder: Any, mixed: Path) -> None:
    said = stepladder("verify", "--many", mixed, *OFFLINE).stdout
    (line,) = (line for line in said.splitlines() if line.strip().startswith("authentic"))
    assert line.split(None, 2)[1:] == ["3", "(3 by keys that nobody vouches for)"]
