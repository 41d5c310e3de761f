"""``stepladder issue --many``: from a table and a template, a folder, or lines; what is refused is named in its row."""

from __future__ import annotations

import json
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Rows = Callable[[Path], list[dict[str, str]]]

SIGN = ("--key", "key.json", "--out", "signed", "--report", "out.csv")
TABLE = ("issue", "--many", "people.csv", "--template", "template.json", *SIGN)


@pytest.fixture
def unsigned(stepladder: Any, made: Path) -> dict[str, Any]:
    """The unsigned badge, with its key beside where the command runs."""
    shutil.copy(made / "key.json", stepladder.folder / "key.json")
    return dict(json.loads((made / "unsigned.json").read_text(encoding="utf-8")))


def test_a_table_with_a_template(stepladder: Any, unsigned: dict[str, Any], report: Rows) -> None:
    del unsigned["id"]
    unsigned["validFrom"] = "{day:time}"
    unsigned["name"] = "{{Course}} of {Name}"
    unsigned["credentialSubject"]["creditsEarned"] = "{credits:number}"
    unsigned["credentialSubject"]["identifier"][0]["identityHash"] = "{e-mail}"
    stepladder.write("template.json", unsigned)
    table = (
        "Name;E-Mail;Day;Credits\n"
        "Ada;ada@example.org;2026-01-31;2.5\n"
        'Жанна "J" O\'Neil, Dr.;j@example.org;2026-02-01T10:00:00+02:00;\n'
        "Bob;bob@example.org;yesterday;1\n"
        "Cy;cy@example.org;2026-02-01;many\n"
        "Dee\u202e;dee@example.org;2026-02-01;1\n"
        "Eve;eve@example.org;2026-02-01;1;one cell too many\n"
    )
    stepladder.write("people.csv", table.encode("utf-16"))
    assert stepladder.json(*TABLE, exit_code=1)["by_verdict"] == {"refused": 4, "issued": 2}
    rows = report(stepladder.folder / "out.csv")
    assert [(row["verdict"], row["code"]) for row in rows] == [
        ("issued", ""),
        ("issued", ""),
        ("refused", "template.bad_time"),
        ("refused", "template.bad_number"),
        ("refused", "template.hidden_character"),
        ("refused", "usage.bad_row"),
    ]
    assert rows[2]["file"] == "people.csv:4"
    assert "'yesterday'" in rows[2]["message"]
    assert "/validFrom" in rows[2]["message"]
    signed = sorted((stepladder.folder / "signed").iterdir())
    assert [path.name for path in signed] == ["people-000002.json", "people-000003.json"]
    first, second = (json.loads(path.read_bytes()) for path in signed)
    assert (first["name"], first["validFrom"]) == ("{Course} of Ada", "2026-01-31T00:00:00Z")
    assert first["credentialSubject"]["creditsEarned"] == 2.5
    assert second["name"] == '{Course} of Жанна "J" O\'Neil, Dr.'
    assert second["validFrom"] == "2026-02-01T10:00:00+02:00"
    assert "creditsEarned" not in second["credentialSubject"]
    assert first["id"] in rows[0]["message"]
    assert stepladder("verify", "--many", "signed", "--report", "checked.csv", "--offline").returncode == 0


@pytest.mark.parametrize("data", [b"\xef\xbb\xbfemail\r\na@b.example\r\n", "e\tEMAIL\nü\ta@b.example".encode("cp1252")])
def test_tables_of_any_spreadsheet(stepladder: Any, people: Callable[[int], Path], data: bytes, report: Rows) -> None:
    people(0)
    stepladder.write("people.csv", data)
    assert stepladder(*TABLE).returncode == 0
    assert [row["recipient"] for row in report(stepladder.folder / "out.csv")] == ["a@b.example"]


def test_a_folder_keeps_its_names_and_its_ids(stepladder: Any, unsigned: dict[str, Any], report: Rows) -> None:
    place = stepladder.folder / "unsigned"
    (place / "deeper").mkdir(parents=True)
    (place / "a.json").write_text(json.dumps(unsigned), encoding="utf-8")
    without = {name: value for name, value in unsigned.items() if name != "id"}
    for name in ("b.json", "c.JSON", "deeper/a.json"):
        (place / name).write_text(json.dumps(without), encoding="utf-8")
    (place / "foreign.json").write_text(json.dumps({**unsigned, "issuer": "did:example:other"}), encoding="utf-8")
    (place / "lossy.json").write_text(json.dumps({**unsigned, "grade": "A"}), encoding="utf-8")
    (place / "list.json").write_text("[]", encoding="utf-8")
    (place / "photo.png").write_bytes(b"")
    assert stepladder("issue", "--many", place, *SIGN).returncode == 1
    found = {row["file"]: (row["verdict"], row["code"]) for row in report(stepladder.folder / "out.csv")}
    assert found == {
        "a.json": ("issued", ""),
        "b.json": ("issued", ""),
        "c.JSON": ("issued", ""),
        "deeper/a.json": ("issued", ""),
        "foreign.json": ("refused", "issue.not_issuers_key"),
        "lossy.json": ("refused", "lossless.undefined_term"),
        "list.json": ("refused", "document.not_an_object"),
    }
    signed = stepladder.folder / "signed"
    made = sorted(path.relative_to(signed).as_posix() for path in signed.rglob("*.json"))
    assert made == ["a.json", "b.json", "c.JSON.json", "deeper/a.json"]
    ids = [json.loads((signed / name).read_bytes())["id"] for name in made]
    assert ids[0] == unsigned["id"]
    assert len(set(ids)) == 4


def test_names_that_no_file_can_have_cost_a_row_each(stepladder: Any, unsigned: dict[str, Any], report: Rows) -> None:
    document = json.dumps(unsigned)
    long = "x" * 300 + ".json"
    with zipfile.ZipFile(stepladder.folder / "all.zip", "w") as packed:
        for name in ("a.json", "a.json/b.json", long, "c/d.json", "c/e.json"):
            packed.writestr(name, document)
    assert stepladder("issue", "--many", "all.zip", *SIGN, "--jobs", "1").returncode == 1
    found = [(row["file"], row["verdict"], row["code"]) for row in report(stepladder.folder / "out.csv")]
    assert found == [
        ("a.json", "issued", ""),
        ("a.json/b.json", "refused", "usage.unwritable_file"),
        (long, "refused", "usage.unwritable_file"),
        ("c/d.json", "issued", ""),
        ("c/e.json", "issued", ""),
    ]


def test_lines_in_lines_out_and_tokens(stepladder: Any, unsigned: dict[str, Any], report: Rows) -> None:
    stepladder.write("all.jsonl", (json.dumps(unsigned) + "\n{}\n" + json.dumps(unsigned) + "\n").encode())
    arguments = ["issue", "--many", "all.jsonl", "--key", "key.json", "--out", "signed.jsonl", "--report", "out.csv"]
    assert stepladder(*arguments, "--securing", "open-badges-jwt").returncode == 1
    assert [row["verdict"] for row in report(stepladder.folder / "out.csv")] == ["issued", "refused", "issued"]
    lines = (stepladder.folder / "signed.jsonl").read_text(encoding="ascii").splitlines()
    assert [json.loads(line).count(".") for line in lines] == [2, 2]
    checked = stepladder.json("verify", "--many", "signed.jsonl", "--report", "checked.csv", "--offline")
    assert checked["by_verdict"] == {"authentic": 2}
    stepladder("issue", "--many", "all.jsonl", *SIGN[:4], "--report", "2.csv", "--securing", "vc-jose-cose")
    made = sorted(path.name for path in (stepladder.folder / "signed").iterdir())
    assert made == ["all-000001.jwt", "all-000003.jwt"]
    assert stepladder("verify", "signed/all-000001.jwt", "--offline").returncode == 0


def test_the_same_table_gives_the_same_ids_again(stepladder: Any, people: Callable[[int], Path]) -> None:
    people(2)
    stepladder.write("people.csv", b"email\na@b.example\na@b.example\n")
    stepladder(*TABLE)
    first = [json.loads(path.read_bytes())["id"] for path in sorted((stepladder.folder / "signed").iterdir())]
    assert len(set(first)) == 2  # two rows are two credentials, also where they say the same
    stepladder("issue", "--many", "people.csv", "--template", "template.json", "--key", "key.json",
               "--out", "again.jsonl", "--report", "again.csv")  # fmt: skip
    lines = (stepladder.folder / "again.jsonl").read_bytes().splitlines()
    assert [json.loads(line)["id"] for line in lines] == first


def test_a_locked_key_signs_many(stepladder: Any, people: Callable[[int], Path]) -> None:
    people(3)
    stepladder.write("words", b"correct horse\nnot this\n").chmod(0o600)
    assert stepladder("keys", "lock", "key.json", "--passphrase-file", "words").returncode == 0
    assert "key.locked" in stepladder(*TABLE).stderr
    assert stepladder.json(*TABLE, "--passphrase-file", "words")["by_verdict"] == {"issued": 3}
    assert b"correct horse" not in b"".join(path.read_bytes() for path in stepladder.folder.glob("*.*"))


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--many", "people.csv", *SIGN], "usage.template_missing"),
        (["--many", "unsigned", "--template", "template.json", *SIGN], "usage.template_unused"),
        (["--many", "people.csv", "--template", "fixed.json", *SIGN], "usage.template_id"),
        (["--many", "people.csv", "--template", "other.json", *SIGN], "usage.missing_column"),
        (["--many", "people.csv", "--template", "nothing.json", *SIGN], "usage.no_such_file"),
        (["--many", "unsigned", "--key", "key.json", "--report", "out.csv"], "usage.out_missing"),
        (["--many", "unsigned", "--key", "key.json", "--out", "signed"], "usage.report_missing"),
        (["--many", "unsigned", "--key", "key.json", "--out", "unsigned", "--report", "r.csv"], "usage.out_is_source"),
        (["--many", "unsigned", "--key", "key.json", "--out", "unsigned/x", "--report", "r"], "usage.out_is_source"),
        (["--many", "unsigned", "--key", "key.json", "--out", "full", "--report", "out.csv"], "usage.out_not_empty"),
        (["--many", "unsigned", "--key", "key.json", "--out", "other.json", "--report", "r"], "usage.unwritable_file"),
        (["--many", "unsigned", *SIGN, "--securing", "ecdsa-rdfc-2019"], "issue.wrong_key_kind"),
        (["--many", "unsigned", "--key", "other.json", "--out", "s", "--report", "out.csv"], "usage.bad_key_file"),
        (["unsigned/a.json", "--key", "key.json", "--template", "template.json"], "usage.only_with_many"),
    ],
)
def test_wrong_use(
    stepladder: Any, people: Callable[[int], Path], unsigned: dict[str, Any], arguments: list[str], code: str
) -> None:
    people(1)
    for name in ("unsigned", "full"):
        (stepladder.folder / name).mkdir()
        (stepladder.folder / name / "a.json").write_text(json.dumps(unsigned), encoding="utf-8")
    stepladder.write("fixed.json", unsigned)
    stepladder.write("other.json", {"name": "{surname}"})
    before = {path: path.read_bytes() for path in stepladder.folder.rglob("*") if path.is_file()}
    done = stepladder("issue", *arguments)
    assert done.returncode == 2, done.stdout + done.stderr
    assert f"code:  {code}" in done.stderr
    assert {path: path.read_bytes() for path in stepladder.folder.rglob("*") if path.is_file()} == before


def test_a_full_disk_ends_the_run_and_loses_nothing(
    stepladder: Any, people: Callable[[int], Path], report: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno

    from stepladder.cli.many import report as module

    people(3)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(module.os, "fsync", full)
        done = stepladder(*TABLE)
    assert (done.returncode, "No space left on device" in done.stderr) == (2, True)
    assert stepladder.json(*TABLE)["by_verdict"] == {"issued": 3}
    assert len(report(stepladder.folder / "out.csv")) == 3
