"""Files of people, also hostile ones (fault 25): read within bounds, refused in words, never half."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.server.kernel.refusal import Refusal
from stepladder.server.web.employer.tables import as_csv, safe_cell
from stepladder.server.workforce.files.people import COLUMNS, read_people, without_guard
from stepladder.server.workforce.files.reading import MOST_BYTES, MOST_ROWS, read_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.server.workforce.files.people import PeopleTable

pytestmark = pytest.mark.server


def read(data: bytes | str, filename: str = "people.csv") -> PeopleTable:
    content = data.encode() if isinstance(data, str) else data
    return read_people(read_sheet(content, filename))


def code_of(data: bytes | str, filename: str = "people.csv") -> str:
    with pytest.raises(Refusal) as caught:
        read(data, filename)
    assert caught.value.hint or caught.value.message
    return caught.value.code


def test_reads_the_columns_by_their_usual_names_in_any_order() -> None:
    table = read(
        "E-Mail;Full name;Employee number;Department;Start date;Skills\nA@B.example;Ana Lind;7;Shop;3.4.2019;a; b\n"
    )
    assert not table.problems
    (row,) = table.rows
    assert (row.number, row.name, row.email, row.team, row.joined_on) == (
        "7",
        "Ana Lind",
        "a@b.example",
        "Shop",
        "2019-04-03",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_encodings_keep_names(encoding: str) -> None:
    table = read("number,name\n1,Zoë Müller\n2,أمل\n".encode(encoding))
    assert [row.name for row in table.rows] == ["Zoë Müller", "أمل"]


def test_windows_1252_is_read_and_said() -> None:
    table = read("number,name\n1,Zoë Müller\n".encode("cp1252"))
    assert table.rows[0].name == "Zoë Müller"
    assert any("Windows-1252" in note for note in table.notes)


def test_each_wrong_line_is_told_by_number_and_the_others_are_kept() -> None:
    table = read(
        "number,name,email,joined_on,left_on\n"
        "1,Right,right@x.example,2020-01-01,\n"
        ",No number,,,\n"
        "3,,,,\n"
        "4,Bad mail,nope,,\n"
        "5,Bad date,,31/03/2020,\n"
        "6,Left first,,2020-01-01,2019-01-01\n"
        "1,Same number,,,\n"
        "8,Same mail,RIGHT@X.example,,\n"
    )
    assert [row.number for row in table.rows] == ["1"]
    assert [(one.line, one.column) for one in table.problems] == [
        (3, "number"),
        (4, "name"),
        (5, "email"),
        (6, "joined_on"),
        (7, "left_on"),
        (8, "number"),
        (9, "email"),
    ]


def test_hidden_marks_and_overlong_cells_are_refused_by_line() -> None:
    table = read(f"number,name\n1,abc\u202egpj.exe\n2,{'x' * 201}\n3,a\u200bb\n")
    assert not table.rows
    assert {one.line for one in table.problems} == {2, 3, 4}


def test_files_that_are_not_people_are_refused_in_words() -> None:
    assert code_of(b"") == "people.empty_file"
    assert code_of("email,team\na@b.example,x\n") == "people.no_column"
    assert code_of("number,name\n") == "people.no_rows"
    assert code_of("number,name,id\n1,a,2\n") == "people.column_twice"
    assert code_of(b"\x00\x01\x02\x03") == "people.not_text"
    assert code_of(b"\xd0\xcf\x11\xe0rest", "people.xls") == "people.old_workbook"
    assert code_of(b"number,name\n1,a\n", "people.xlsx") == "people.not_a_workbook"


def test_size_and_rows_are_capped() -> None:
    assert code_of(b"number,name\n" + b"1,a\n" * (MOST_BYTES // 4)) == "people.file_too_large"
    lines = "".join(f"{n},a\n" for n in range(MOST_ROWS + 1))
    assert code_of("number,name\n" + lines) == "people.too_many_rows"
    assert code_of("number,name\n1" + "," * 200) == "people.too_many_columns"


def test_a_workbook_is_read(workbook: Callable[..., bytes]) -> None:
    def cells(row: int, *values: str) -> str:
        return (
            f'<row r="{row}">'
            + "".join(
                f'<c r="{chr(65 + n)}{row}" t="inlineStr"><is><t>{value}</t></is></c>' for n, value in enumerate(values)
            )
            + "</row>"
        )

    sheet = (
        cells(1, "number", "name", "email")
        + '<row r="2"><c r="A2"><v>1001</v></c>'
        + cells(2, "", "Ana", "a@b.example")[11:]
    )
    sheet = sheet.replace('<c r="A2" t="inlineStr"><is><t></t></is></c>', "")
    (row,) = read(workbook(sheet), "people.xlsx").rows
    assert (row.number, row.name, row.email) == ("1001", "Ana", "a@b.example")


def test_a_workbook_that_unpacks_to_too_much_is_refused(workbook: Callable[..., bytes]) -> None:
    bomb = workbook("", sharedStrings=b"<sst>" + b" " * 60_000_000 + b"</sst>")
    assert len(bomb) < 200_000
    assert code_of(bomb, "people.xlsx") == "people.file_too_large"


@pytest.mark.parametrize("reference", ["A1048576", "XFD1", "XFD1048576", "ZZZZ1"])
def test_a_cell_far_away_is_refused_before_room_is_made_for_it(workbook: Callable[..., bytes], reference: str) -> None:
    sheet = f'<row r="1"><c r="A1"><v>1</v></c><c r = \'{reference}\'><v>1</v></c></row>'
    assert code_of(workbook(sheet), "people.xlsx").startswith("people.too_many")


def test_damaged_archives_are_refused(workbook: Callable[..., bytes]) -> None:
    whole = workbook('<row r="1"><c r="A1"><v>1</v></c></row>')
    assert code_of(whole[:300], "people.xlsx") == "people.bad_workbook"
    middle = len(whole) // 3
    broken = whole[:middle] + bytes(255 - byte for byte in whole[middle : middle + 40]) + whole[middle + 40 :]
    assert code_of(broken, "people.xlsx").startswith("people.")
    assert code_of(b"PK\x03\x04" + b"x" * 50, "people.xlsx") == "people.bad_workbook"


@pytest.mark.parametrize("text", ["=1+1", "+49", "-2", "@SUM(A1)", "\t=1", " =1", '=HYPERLINK("x")'])
def test_no_cell_leaves_as_a_formula_and_ours_come_back_unchanged(text: str) -> None:
    cell = safe_cell(text)
    assert cell.startswith("'")
    assert without_guard(cell) == text
    assert safe_cell(-5) == "-5"


@given(st.lists(st.text(min_size=1, max_size=20), min_size=1, max_size=5))
def test_every_cell_of_a_table_comes_back(cells: list[str]) -> None:
    written = as_csv(["header"] * len(cells), [cells]).removeprefix("\ufeff")
    back = list(csv.reader(io.StringIO(written, newline="")))[1]
    assert [without_guard(cell) for cell in back] == [without_guard(safe_cell(cell)) for cell in cells]
    assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@")) for cell in back)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    code = "people.read"
    try:
        read(data)
    except Refusal as refusal:
        code = refusal.code
    assert code.startswith("people.")


def test_the_template_is_a_file_of_people() -> None:
    assert not read(as_csv(COLUMNS, [("1", "Name", "a@b.example", "", "", "2020-01-01", "", "x; y")])).problems
