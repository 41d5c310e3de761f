"""Properties: any text survives a report and a template; any bytes are read as a table or refused."""

from __future__ import annotations

import csv
import io
import json
import os
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.cli.errors import CommandError
from stepladder.cli.many import archives
from stepladder.cli.many.judged import _DECIDING
from stepladder.cli.many.report import cell, line
from stepladder.cli.many.rows import COLUMNS, Row
from stepladder.cli.many.signing import file_name, with_id
from stepladder.cli.many.sources import CREDENTIALS, open_source
from stepladder.cli.many.tables import read_lines, read_table
from stepladder.cli.many.template import RowError, check_template, fill, places
from stepladder.credentials.verification.report import _HEADLINES

if TYPE_CHECKING:
    from pathlib import Path

HIDDEN = {chr(code) for code in (*range(9), 11, 12, *range(14, 32), *range(127, 160))} | set(
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)


# ---------------------------------------------------------------------- reports
@given(st.lists(TEXT, min_size=11, max_size=11))
def test_any_text_is_one_line_of_eleven_harmless_cells(texts: list[str]) -> None:
    written = line(texts[0], Row(*texts[1:]))
    assert written.count(b"\n") == 1
    assert written.endswith(b"\r\n")
    (cells,) = csv.reader(io.StringIO(written.decode("utf-8"), newline=""), strict=True)
    assert cells == [cell(text) for text in texts]
    assert len(cells) == len(COLUMNS)
    for found in cells:
        assert not found.lstrip().startswith(("=", "+", "-", "@"))
        assert not set("\r\n\t\x00\u202e\u2066") & set(found)


def test_a_cell_is_cut_before_a_spreadsheet_does() -> None:
    assert len(cell("x" * 100_000)) == 4_001


def test_every_verdict_has_the_checks_that_decide_it() -> None:
    assert set(_DECIDING) == {*_HEADLINES, "authentic", "recipient_differs"}


# ---------------------------------------------------------------------- tables
@given(st.binary(max_size=300))
def test_any_bytes_are_a_table_or_refused(data: bytes) -> None:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "any.csv")
        path.write_bytes(data)
        rows, code = [], ""
        try:
            rows = list(read_table(path))
        except CommandError as error:
            code = error.code
        assert code in {"", "usage.source_empty", "usage.column_twice"}
        assert all(name.startswith("any.csv:") for name, _ in rows)
        assert all(item.data or item.problem for item in read_lines(path))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_separators(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "people.csv"
    text = f' Full  Name {delimiter}Ort\r\n"Müller{delimiter} Zoë"{delimiter}Köln\r\n{delimiter}\r\nÅsa\r\n'
    path.write_bytes(text.encode(encoding))
    assert list(read_table(path)) == [
        ("people.csv:2", {"full name": f"Müller{delimiter} Zoë", "ort": "Köln"}),
        ("people.csv:4", {"full name": "Åsa", "ort": ""}),
    ]


def test_a_cell_or_line_without_end_is_one_bad_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from stepladder.cli.many import tables

    monkeypatch.setattr(tables, "MOST_BYTES", 1_000)
    path = tmp_path / "long.csv"
    path.write_bytes(b'a\n"' + b"x" * 5_000 + b'"\ngood\n')
    rows = list(read_table(path))
    assert [type(cells) is dict for _, cells in rows][-1]
    assert "cannot be read" in str(rows[0][1])
    path = tmp_path / "long.jsonl"
    path.write_bytes(b"[" * 5_000 + b"\n{}\n")
    first, second = read_lines(path)
    assert first.problem is not None
    assert first.problem.code == "document.too_large"
    assert (second.name, second.data) == ("long.jsonl:2", b"{}")


# ---------------------------------------------------------------------- folders
def test_a_folder_is_read_in_one_order_and_entered_once(tmp_path: Path) -> None:
    for name in ("b/2.json", "b/10.json", "a.json", "c/x.JWT", ".git/x.json", "b/.y.json", "d/notes.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"{}")
    (tmp_path / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "z").symlink_to(tmp_path / "b")
    with open(os.fsencode(tmp_path) + b"/\xff.json", "wb"):  # noqa: PTH123 - a name that is no text
        pass
    source = open_source(tmp_path, suffixes=CREDENTIALS)
    names = [item.name for item in source.items()]
    assert names == ["a.json", "b/10.json", "b/2.json", "c/x.JWT", "\udcff.json"]
    assert source.count() == 5


# ---------------------------------------------------------------------- archives
def test_an_archive_that_lists_too_many_files_is_not_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for number in range(50):
            packed.writestr(f"{number}.json", "{}")
    source = open_source(path, suffixes=CREDENTIALS)
    assert source.count() == 50
    size = 50 * (46 + len("00.json")) - 10  # ten names have one digit
    monkeypatch.setattr(archives, "MOST_DIRECTORY", size)
    assert source.count() == 50
    monkeypatch.setattr(archives, "MOST_DIRECTORY", size - 1)
    with pytest.raises(CommandError, match="too many files"):
        source.count()
    monkeypatch.undo()
    data = path.read_bytes()
    end = data.rindex(b"PK\x05\x06")
    record = b"PK\x06\x06" + (44).to_bytes(8, "little") + bytes(28) + (1 << 40).to_bytes(8, "little") + bytes(8)
    for named in (end, 7, 1 << 60):
        locator = b"PK\x06\x07" + bytes(4) + named.to_bytes(8, "little") + (1).to_bytes(4, "little")
        path.write_bytes(data[:end] + record + locator + data[end:])
        with pytest.raises(CommandError, match="too many files"):
            source.count()


# ---------------------------------------------------------------------- templates
@given(TEXT, TEXT)
def test_a_cell_never_becomes_anything_but_text(name: str, other: str) -> None:
    template = {"a": "{name}", "b": ["x{name}{other}", {"c": "{{name}}"}]}
    filled, code = {}, ""
    try:
        filled = fill(template, {"name": name, "other": other})
    except RowError as error:
        code = error.code
    assert (code == "template.hidden_character") == bool(HIDDEN & set(name + other))
    if code:
        return
    if name:
        assert filled["a"] == name
    else:
        assert "a" not in filled
    assert filled["b"][-1] == {"c": "{name}"}
    if name or other:
        assert filled["b"][0] == f"x{name}{other}"


@pytest.mark.parametrize(
    ("text", "number"),
    [("7", 7), ("-2", -2), ("2.50", 2.5), ("nan", None), ("1e999", None), ("1,5", None), ("x", None)],
)
def test_numbers(text: str, number: float | None) -> None:
    if number is None:
        with pytest.raises(RowError) as caught:
            fill({"a": {"b": "{n:number}"}}, {"n": text})
        assert (caught.value.code, caught.value.where) == ("template.bad_number", "/a/b")
    else:
        assert fill({"n": "{n:number}", "text": "{n} h"}, {"n": text}) == {"n": number, "text": f"{text} h"}


def test_what_is_empty_is_left_out_and_what_was_empty_stays() -> None:
    template = {"a": {"b": ["{x}", {"c": "{x}"}]}, "d": {}, "e": [], "f": "", "g": 0, "h": "{x}{y}"}
    assert fill(template, {"x": "", "y": "z"}) == {"d": {}, "e": [], "f": "", "g": 0, "h": "z"}


def test_places_are_found_and_missing_columns_named() -> None:
    template = {"id": "urn:x:{ID}", "a": ["{First  Name}", {"b": "{day:time} {{no}} {n:number}"}]}
    assert sorted(places(template)) == ["day", "first name", "id", "n"]
    with pytest.raises(CommandError, match="day, n"):
        check_template(template, ["id", "first name"], where="t.json")


# ---------------------------------------------------------------------- names and ids
@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("people.csv:7", "people-000007.json"),
        ("all.jsonl:1234567", "all-1234567.json"),
        ("a/b.json", "a/b.json"),
        ("c.JSON", "c.JSON.json"),
        ("d:7", "d:7.json"),
    ],
)
def test_names_of_files(name: str, file: str) -> None:
    assert file_name(name, ".json") == file


def test_an_id_depends_on_contents_place_and_signer_alone() -> None:
    document = {"@context": [], "type": "x", "b": 1}
    same = json.loads('{"b": 1, "type": "x", "@context": []}')
    first = with_id(document, "p.csv:2", "did:key:a")
    assert list(first) == ["@context", "id", "type", "b"]
    assert with_id(same, "p.csv:2", "did:key:a")["id"] == first["id"]
    others = [
        with_id({**document, "b": 2}, "p.csv:2", "did:key:a"),
        with_id(document, "p.csv:3", "did:key:a"),
        with_id(document, "p.csv:2", "did:key:b"),
    ]
    assert len({first["id"], *(other["id"] for other in others)}) == 4
    assert with_id({"id": "urn:mine"}, "p.csv:2", "did:key:a") == {"id": "urn:mine"}
