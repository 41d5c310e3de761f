"""Files of people, also hostile ones (fault 25): read within bounds, refused in words, never half."""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stepladder.server.kernel.refusal import Refusal
from stepladder.server.kernel.tables import MOST_BYTES, read_table, write_csv
from stepladder.server.workforce.people_file import COLUMNS, MOST_PEOPLE, read_people, without_guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.server.workforce.people_file import PeopleTable

pytestmark = pytest.mark.server


def read(data: bytes | str, filename: str = "people.csv") -> PeopleTable:
    content = data.encode() if isinstance(data, str) else data
    return read_people(read_table(content, filename=filename))


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
    assert code_of(b"") == "table.empty"
    assert code_of("email,team\na@b.example,x\n") == "people.no_column"
    assert code_of("number,name\n") == "people.no_rows"
    assert code_of("number,name,id\n1,a,2\n") == "people.column_twice"
    assert code_of(b"\x00\x01\x02\x03") == "table.not_a_table"
    assert code_of(b"\xd0\xcf\x11\xe0" + b"\x00" * 40, "people.xls") == "table.not_a_table"


def test_size_and_rows_are_capped() -> None:
    assert code_of(b"number,name\n" + b"1,a\n" * (MOST_BYTES // 4)) == "table.too_large"
    lines = "".join(f"{n},a\n" for n in range(MOST_PEOPLE + 1))
    assert code_of("number,name\n" + lines) == "people.too_many_rows"


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
    bomb = workbook("", sharedStrings=b"<sst>" + b" " * 70_000_000 + b"</sst>")
    assert len(bomb) < 200_000
    assert code_of(bomb, "people.xlsx") == "table.too_large"


def test_a_cell_far_away_is_refused_before_room_is_made_for_it(workbook: Callable[..., bytes]) -> None:
    sheet = '<row r="1"><c r="A1"><v>1</v></c><c r = \'XFD1048576\'><v>1</v></c></row>'
    assert code_of(workbook(sheet), "people.xlsx") == "table.too_large"


def test_damaged_archives_are_refused(workbook: Callable[..., bytes]) -> None:
    whole = workbook('<row r="1"><c r="A1" t="inlineStr"><is><t>number</t></is></c></row>')
    middle = len(whole) // 3
    broken = whole[:middle] + bytes(255 - byte for byte in whole[middle : middle + 40]) + whole[middle + 40 :]
    for data in (whole[:300], broken, b"PK\x03\x04" + b"x" * 50):
        assert code_of(data, "people.xlsx").startswith(("table.", "people."))


@pytest.mark.parametrize("text", ["=1+1", "+49", "-2", "@SUM(A1)", '=HYPERLINK("x")'])
def test_a_cell_that_was_guarded_against_formulas_comes_back(text: str) -> None:
    cell = list(csv.reader(io.StringIO(write_csv(["x"], [[text]]), newline="")))[1][0]
    assert cell.startswith("'")
    assert without_guard(cell) == text


@given(
    st.text(alphabet=st.characters(exclude_categories=["C"]), min_size=1, max_size=30).filter(
        lambda text: text == " ".join(text.split())
    )
)
def test_every_name_comes_back_from_our_own_table(name: str) -> None:
    (row,) = read("\ufeff" + write_csv(("number", "name"), [("1", name)])).rows or [None]
    assert row is not None
    assert row.name == unicodedata.normalize("NFC", name) or name.startswith("'")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    code = "people.read"
    try:
        read(data)
    except Refusal as refusal:
        code = refusal.code
    assert code.startswith(("people.", "table."))


def test_the_template_is_a_file_of_people() -> None:
    assert not read(write_csv(COLUMNS, [("1", "Name", "a@b.example", "", "", "2020-01-01", "", "x; y")])).problems
