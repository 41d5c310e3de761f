"""Whatever stands in a workbook, a database or a stored table: rows, or our error; never an exception of a library."""

from __future__ import annotations

import io
import sys
import zipfile
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st
from onet_files import tables
from sheet_files import xlsx

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.crosswalk import Crosswalk, OccupationMatch
from stepladder.skills.frameworks.sheets import Sheets
from stepladder.skills.labour.oews import read_oews
from stepladder.skills.sealed import seal

sys.path.insert(0, str(Path(__file__).parent.parent / "labour"))
from oews_files import database

WORKBOOK = xlsx(tables()["Skills"])
PIECES = [
    *(b'<c r="A9">', b'<row r="0">', b"</row>", b"&#x0;", b"<v>1e400</v>", b't="s"', b'r=""', b"\x00", b"\xff"),
    b'<c r="ZZZ999" t="s"><v>99</v></c>',
]
# Where, as a share of the bytes, and what stands there then; nothing takes a few bytes away.
CHANGES = st.lists(st.tuples(st.floats(0, 0.999), st.sampled_from([b"", *PIECES])), min_size=1, max_size=6)


def changed(data: bytes, changes: list[tuple[float, bytes]]) -> bytes:
    for share, piece in changes:
        place = int(share * len(data))
        data = data[:place] + piece + data[place + (7 if not piece else 0) :]
    return data


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def rows_or_our_error(data: bytes, name: str = "Skills.xlsx") -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        with suppress(FrameworkError), Sheets([path]) as sheets:
            for _, cells in sheets.rows(sheets.tables["skills"], ("O*NET-SOC Code", "Data Value")):
                assert all(isinstance(cell, str) for cell in cells)


@given(st.sampled_from(sorted(parts(WORKBOOK))), CHANGES)
def test_any_workbook(name: str, changes: list[tuple[float, bytes]]) -> None:
    whole = parts(WORKBOOK)
    rows_or_our_error(packed(whole | {name: changed(whole[name], changes)}))


@given(CHANGES)
def test_any_bytes_of_a_workbook(changes: list[tuple[float, bytes]]) -> None:
    rows_or_our_error(changed(WORKBOOK, changes))


@given(
    st.binary(max_size=300) | st.text(max_size=100).map(lambda text: ("O*NET-SOC Code\tData Value\n" + text).encode())
)
def test_any_text_table(data: bytes) -> None:
    rows_or_our_error(data, "Skills.txt")


@given(st.lists(st.tuples(st.floats(0, 0.999), st.binary(min_size=1, max_size=4)), min_size=1, max_size=20))
def test_any_database(changes: list[tuple[float, bytes]]) -> None:
    with TemporaryDirectory() as folder:
        path = database(Path(folder) / "oews.sqlite")
        data = bytearray(path.read_bytes())
        for share, piece in changes:
            place = int(share * (len(data) - len(piece)))
            data[place : place + len(piece)] = piece
        path.write_bytes(data)
        with suppress(FrameworkError):
            assert read_oews([path]).occupations


WHOLE = st.integers(-(2**63), 2**64 - 1)  # what a stored table can hold


@given(
    st.dictionaries(
        st.sampled_from(["version", "matches", "rows", "broader", "newer_codes", "sources", "report"]),
        st.none() | st.text(max_size=3) | st.lists(WHOLE, max_size=2) | st.dictionaries(st.text(), st.none()),
    )
)
def test_any_stored_crosswalk(stated: dict[str, object]) -> None:
    with suppress(FrameworkError):
        found = Crosswalk.from_bytes(seal("crosswalk", stated))
        assert found.match("x") is None or isinstance(found.match("x"), OccupationMatch)
