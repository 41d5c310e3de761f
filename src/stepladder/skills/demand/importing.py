"""One file of postings into a series: the same bytes twice change nothing, and what is refused is told."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from stepladder.skills.demand.collecting import REPOST_DAYS, Collector
from stepladder.skills.demand.joining import mixed
from stepladder.skills.demand.linker import linker_of, linker_version
from stepladder.skills.demand.model import SeriesFile, Tally
from stepladder.skills.demand.reading import format_of, read_postings
from stepladder.skills.demand.series import Method
from stepladder.skills.errors import DemandError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from stepladder.skills.demand.collecting import LinkTexts
    from stepladder.skills.demand.model import Posting
    from stepladder.skills.demand.reading import Format
    from stepladder.skills.demand.series import DemandSeries
    from stepladder.skills.frameworks.model import Framework

__all__ = ["ImportReport", "ImportSettings", "import_postings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSettings:
    """How a file is read: ``kind`` (None: by name and content), ``columns`` field → column, ``order`` of 1/3/2026.

    ``skills`` is ``text`` (the linker reads title and description), ``column`` (the file's own), or empty: the column
    where the file has one. ``place`` is where postings are that name none. ``threshold`` None is the linker's own;
    ``linker`` names another one that is given as ``link``.
    """

    kind: Format | None = None
    columns: Mapping[str, str] | None = None
    order: str = ""
    skills: str = ""
    place: str = ""
    licence: str = ""
    threshold: float | None = None
    repost_days: int = REPOST_DAYS
    linker: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What came of a file: the series now, ``status`` ``imported`` or ``already_there``, and sentences."""

    series: DemandSeries
    status: str
    file: SeriesFile
    sentences: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {"status": self.status, "file": self.file.as_dict(), "report": list(self.sentences)}


def import_postings(
    stream: BinaryIO,
    *,
    name: str,
    source: str,
    framework: Framework,
    at: date,
    before: DemandSeries | None = None,
    settings: ImportSettings | None = None,
    link: LinkTexts | None = None,
    tell: Callable[[int], None] | None = None,
) -> ImportReport:
    """Return the series of ``source`` with the postings of a file added to what was there ``before``.

    ``stream`` can be set back to its beginning; ``at`` is the day of the import; ``link`` stands in for the linker;
    ``tell`` hears how many rows were read, now and then. Memory: no texts, about 40 bytes a posting. Raises
    `DemandError` for a file that cannot be read (see `read_postings`), ``demand.no_postings`` where no row could be
    counted, ``demand.mixed`` where ``before`` was made by another method.
    """
    wanted = settings or ImportSettings()
    digest = _sha256(stream)
    known = next((file for file in (before.files if before else ()) if file.sha256 == digest), None)
    if before is not None and known is not None:
        return ImportReport(series=before, status="already_there", file=known)
    stream.seek(0)
    kind = wanted.kind or format_of(stream, name)
    tally = Tally()
    with closing(
        read_postings(stream, kind, tally, at=at, name=name, columns=wanted.columns, order=wanted.order)
    ) as postings:
        first = next(postings, None)
        if first is None:
            raise _nothing(name, tally)
        collector = _collector(framework, wanted, first, before, link)
        for number, posting in enumerate(chain([first], postings), start=1):
            collector.add(posting)
            if tell is not None and number % 256 == 0:
                tell(tally.rows)

    def file(counted: int, duplicates: int) -> SeriesFile:
        return SeriesFile(
            name=name,
            sha256=digest,
            imported=at.isoformat(),
            rows=tally.rows,
            counted=counted,
            duplicates=duplicates,
            refused=dict(sorted(tally.refused.items())),
        )

    series = collector.series(source, wanted.licence or (before.licence if before else ""), file, before)
    return ImportReport(
        series=series,
        status="imported",
        file=series.files[-1],
        sentences=(*tally.sentences(), *_unknown(collector, framework)),
    )


def _collector(
    framework: Framework,
    wanted: ImportSettings,
    first: Posting,
    before: DemandSeries | None,
    link: LinkTexts | None,
) -> Collector:
    """Return what takes the postings of a file that begins with ``first``; it must do as was done ``before``."""
    column = wanted.skills == "column" or (not wanted.skills and first.skills is not None)
    method = _method(framework, wanted, column=column, own=link is None)
    if before is not None and before.method != method:
        raise mixed(before, method)
    finder = None if column else link or linker_of(framework, _threshold(wanted))
    return Collector(framework, method, link=finder, place=wanted.place)


def _sha256(stream: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := stream.read(1024 * 1024):
        digest.update(block)
    return digest.hexdigest()


def _unknown(collector: Collector, framework: Framework) -> tuple[str, ...]:
    count = collector.unknown_skills
    times = "once" if count == 1 else f"{count:,} times"
    return (f"A skill that {framework.title} does not have was named {times}: left out",) if count else ()


def _nothing(name: str, tally: Tally) -> DemandError:
    why = "; ".join(tally.sentences()) or "it has no rows"
    return DemandError(
        f"No posting of {name} can be counted: {why}",
        code="demand.no_postings",
        where=name,
        hint="A posting needs its date, and a title, a text or skills. Columns can be named: --map posted=COLUMN.",
    )


def _threshold(settings: ImportSettings) -> float:
    from stepladder.skills.linking.suggesting import THRESHOLD

    return THRESHOLD if settings.threshold is None else settings.threshold


def _method(framework: Framework, settings: ImportSettings, *, column: bool, own: bool) -> Method:
    name = f"{framework.name}@{framework.version}"
    if column:
        return Method(framework=name, kind="column", repost_days=settings.repost_days)
    return Method(
        framework=name,
        linker=linker_version() if own else settings.linker or "given",
        threshold=_threshold(settings),
        repost_days=settings.repost_days,
    )
