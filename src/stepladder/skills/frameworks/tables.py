"""Tables of a release: CSV files inside zips or folders, read row by row, with errors that name file and row."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from stepladder.skills.errors import FrameworkError
from stepladder.skills.frameworks.values import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["Release", "Table", "sources_of", "unreadable"]

LARGEST_FIELD = 64 * 1024 * 1024
LARGEST_TABLE = 2 * 1024 * 1024 * 1024
# Tables of words pack to a tenth; what unpacks to hundreds of times its size was made to fill memory.
LARGEST_RATIO, RATIO_FROM = 100, 32 * 1024 * 1024
MOST_FILES = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One CSV file of a release: its name, its size in bytes, and how to open it."""

    name: str
    where: str
    size: int
    open: Callable[[], BinaryIO]


class Release:
    """The CSV files found in zips and folders, by lower-case file name; use as a context manager.

    Raises `FrameworkError`: ``framework.no_file``, ``framework.wrong_file``, ``framework.truncated``.
    """

    def __init__(self, paths: Sequence[Path], progress: Callable[[int, int], None] | None = None) -> None:
        self.tables: dict[str, Table] = {}
        self.sources: list[Source] = []
        self._open: list[zipfile.ZipFile] = []
        self._progress = progress
        self._done = 0
        self._total = 0
        if not paths:
            raise FrameworkError("No file was given", code="framework.no_file", hint="Give the release's zip files.")
        try:
            for path in paths:
                self._add(Path(path))
        except OSError as error:
            self.close()
            raise unreadable(error) from error
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every zip."""
        for archive in self._open:
            archive.close()

    def _add(self, path: Path) -> None:
        if path.is_dir():
            for file in sorted(path.glob("*.csv")):
                self._add_file(file)
            if not any(path.glob("*.csv")):
                raise FrameworkError(f"The folder {path.name} holds no CSV file", code="framework.wrong_file")
        elif not path.exists():
            raise FrameworkError(f"There is no file {path}", code="framework.no_file", hint="Check the path.")
        elif zipfile.is_zipfile(path):
            self._add_zip(path)
        elif path.suffix.lower() == ".csv":
            self._add_file(path)
        elif path.read_bytes()[:4] == b"PK\x03\x04":
            raise FrameworkError(
                f"The zip {path.name} is cut short: its table of contents is missing",
                code="framework.truncated",
                where=path.name,
                hint="Download it again.",
            )
        else:
            raise FrameworkError(
                f"{path.name} is neither a zip, a CSV file nor a folder",
                code="framework.wrong_file",
                where=path.name,
                hint="Give the zip files as the portal serves them.",
            )

    def _add_file(self, file: Path) -> None:
        self.sources.append(_source(file))
        self._register(Table(name=file.name, where=file.name, size=file.stat().st_size, open=lambda: file.open("rb")))

    def _add_zip(self, path: Path) -> None:
        if _listed(path) > MOST_FILES:
            raise FrameworkError(
                f"The zip {path.name} lists more than {MOST_FILES:,} files",
                code="framework.too_large",
                where=path.name,
                hint="Give the zip files as the portal serves them.",
            )
        try:
            archive = zipfile.ZipFile(path)
        except zipfile.BadZipFile as error:
            raise FrameworkError(
                f"The zip {path.name} cannot be opened: {error}",
                code="framework.truncated",
                where=path.name,
                hint="Download it again.",
            ) from error
        self._open.append(archive)
        self.sources.append(_source(path))
        for member in archive.infolist():
            if member.filename.lower().endswith(".csv") and not member.is_dir():
                _refuse_bomb(path, member)
                self._register(
                    Table(
                        name=member.filename.rsplit("/", 1)[-1],
                        where=f"{path.name}/{member.filename}",
                        size=member.file_size,
                        open=lambda archive=archive, member=member: archive.open(member),  # type: ignore[misc]
                    )
                )

    def _register(self, table: Table) -> None:
        if table.size > LARGEST_TABLE:
            raise FrameworkError(
                f"{table.name} would be {table.size:,} bytes; at most {LARGEST_TABLE:,} are read",
                code="framework.too_large",
                where=table.where,
            )
        self.tables[table.name.lower()] = table

    def expect(self, tables: Sequence[Table]) -> None:
        """Say which tables will be read, so that progress has a total."""
        self._total = sum(table.size for table in tables)

    def rows(
        self, table: Table, columns: Sequence[str], optional: Sequence[str] = ()
    ) -> Iterator[tuple[int, list[str]]]:
        """Yield (row number, the wanted columns, the optional ones or "") of a table; the header is row 1.

        Raises `FrameworkError`: ``framework.missing_column``, ``framework.encoding``, ``framework.truncated``,
        ``framework.short_row``, ``framework.field_too_large``.
        """
        row = 1
        before = csv.field_size_limit(LARGEST_FIELD)
        try:
            with table.open() as raw, io.TextIOWrapper(raw, "utf-8-sig", newline="") as text:
                reader = csv.reader(text, strict=True)
                header = next(reader, [])
                places = _places(header, columns, table)
                others = [header.index(column) if column in header else len(header) for column in optional]
                width = max(places) + 1
                for row, cells in enumerate(reader, start=2):
                    if len(cells) < width:
                        if not cells:
                            continue
                        raise FrameworkError(
                            f"{table.name} has {len(cells)} fields in row {row}; expected at least {width}",
                            code="framework.short_row",
                            where=f"{table.where}, row {row}",
                        )
                    stated = [cells[place] if place < len(cells) else "" for place in others]
                    yield row, [*(cells[place] for place in places), *stated]
                    if row % 2048 == 0:
                        self._tell(self._done + min(table.size, raw.tell()))
        except UnicodeDecodeError as error:
            raise FrameworkError(
                f"{table.name} is not UTF-8: byte 0x{error.object[error.start]:02x} near row {row}",
                code="framework.encoding",
                where=f"{table.where}, near row {row}",
                hint="Save it as UTF-8, or use the file as the portal serves it.",
            ) from error
        except csv.Error as error:
            large = "field larger" in str(error)
            raise FrameworkError(
                f"{table.name} cannot be read near row {row}: {error}",
                code="framework.field_too_large" if large else "framework.malformed_csv",
                where=f"{table.where}, near row {row}",
            ) from error
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise FrameworkError(
                f"{table.name} is damaged or cut short in its zip, after row {row}: {error}",
                code="framework.truncated",
                where=f"{table.where}, after row {row}",
                hint="Download the zip again.",
            ) from error
        finally:
            csv.field_size_limit(before)
        self._done += table.size
        self._tell(self._done)

    def _tell(self, done: int) -> None:
        if self._progress is not None:
            self._progress(done, max(self._total, done))


def unreadable(error: OSError) -> FrameworkError:
    """Return the error for a file that the system does not let us read."""
    return FrameworkError(
        f"{error.filename or 'The file'} cannot be read: {error.strerror or error}",
        code="framework.no_file",
        hint="Check the path, and that you may read it.",
    )


def sources_of(paths: Sequence[Path], progress: Callable[[int, int], None] | None = None) -> tuple[Source, ...]:
    """Return name, SHA-256 and size of the files that a reader would read from ``paths``, by name."""
    with Release(paths, progress) as release:
        return tuple(sorted(release.sources, key=lambda source: source.name))


def _listed(path: Path) -> int:
    """Return how many files a zip says that it lists, before its list is read into memory; 65,535 also means more."""
    with path.open("rb") as stream:
        stream.seek(max(0, stream.seek(0, 2) - 65_557))  # a record of 22 bytes, and a comment of 65,535 at most
        tail = stream.read()
    place = tail.rfind(b"PK\x05\x06")
    return int.from_bytes(tail[place + 10 : place + 12], "little") if place >= 0 else 0


def _refuse_bomb(path: Path, member: zipfile.ZipInfo) -> None:
    if member.file_size > RATIO_FROM and member.file_size > LARGEST_RATIO * member.compress_size:
        raise FrameworkError(
            f"{member.filename} in {path.name} would unpack to {member.file_size:,} bytes, "
            f"{member.file_size // max(1, member.compress_size):,} times its size",
            code="framework.too_large",
            where=f"{path.name}/{member.filename}",
            hint="Give the zip files as the portal serves them.",
        )


def _places(header: list[str], columns: Sequence[str], table: Table) -> list[int]:
    missing = [column for column in columns if column not in header]
    if missing:
        raise FrameworkError(
            f"{table.name} has no column {', '.join(map(repr, missing))}; it has {', '.join(header) or 'none'}",
            code="framework.missing_column",
            where=f"{table.where}, row 1",
            hint="Use the CSV layout of the publisher's portal, unedited.",
        )
    return [header.index(column) for column in columns]


def _source(path: Path) -> Source:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return Source(name=path.name, sha256=digest, size=path.stat().st_size)
