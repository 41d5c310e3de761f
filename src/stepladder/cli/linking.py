"""``stepladder link``: lines of text to the skills of a framework that they speak of."""

from __future__ import annotations

import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path  # noqa: TC003 - typer reads annotations
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from stepladder.cli.console import note, visible
from stepladder.cli.errors import CommandError
from stepladder.cli.skills_input import FrameworkName, Json, data_folder, framework_named, wrong_use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stepladder.skills.frameworks.model import Framework
    from stepladder.skills.linking import LinkedSkill, Linker
    from stepladder.skills.linking.meanings import Meanings

LONGEST_LINE = 1024 * 1024
_BATCH = 32
_CORES = ("auto", "lexical", "hybrid")


def register(app: typer.Typer) -> None:
    """Add ``link``."""
    app.command("link", epilog="Example: stepladder link --top 3 --json < lines.txt")(link_command)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the input: its number, and its text or what is wrong with it."""

    number: int
    text: str = ""
    wrong: tuple[str, str] | None = None


def link_command(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A text a line; without it stdin.")] = None,
    *,
    framework: FrameworkName = None,
    top: Annotated[int, typer.Option(min=1, max=100, help="At most this many skills a line.")] = 5,
    threshold: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Say nothing below this confidence; without it the core's own."),
    ] = None,
    core: Annotated[
        str, typer.Option(metavar="auto|lexical|hybrid", help="By words alone, or by meaning too.")
    ] = "auto",
    as_json: Json = False,
) -> None:
    """Name the skills that each line of text speaks of, with the words that decided; nothing where that is unsure."""
    if core not in _CORES:
        raise CommandError(f"--core is {core!r}; expected auto, lexical or hybrid.", code="usage.core")
    with wrong_use():
        chosen = framework_named(framework)
    count = refused = 0
    with _opened(file) as stream:
        lines = _lines(stream)
        first = next(lines, None)
        if first is None:
            raise CommandError(
                "There is no line to link.",
                code="usage.no_lines",
                where=str(file or "stdin"),
                hint="Give a text a line: stepladder link < lines.txt",
            )
        linker = _linker(chosen, core)
        for line, skills in _answers(_before(first, lines), linker, top, threshold):
            count += 1
            if line.wrong is not None:
                refused += 1
                note(f"Line {line.number}: {line.wrong[1]} ({line.wrong[0]})")
            _print(line, skills, as_json=as_json)
        note(f"{count:,} lines by the {linker.core} core, {chosen.title}. {chosen.notice}".strip())
    if refused:
        raise typer.Exit(1)


# ---------------------------------------------------------------------- reading
@contextmanager
def _opened(file: Path | None) -> Iterator[IO[bytes]]:
    if file is None or str(file) == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise CommandError(
            f"{file} cannot be read: {error.strerror}.", code="usage.no_file", where=str(file), hint="Check the name."
        ) from error
    with stream:
        yield stream


def _lines(stream: IO[bytes]) -> Iterator[_Line]:
    number = 0
    while raw := stream.readline(LONGEST_LINE + 2):
        number += 1
        if len(raw.rstrip(b"\r\n")) > LONGEST_LINE:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(LONGEST_LINE)
            yield _Line(number, wrong=("usage.long_line", "longer than 1 MB, passed over"))
            continue
        try:
            yield _Line(number, raw.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n"))
        except UnicodeDecodeError as error:
            what = f"not UTF-8: byte 0x{raw[error.start]:02x} at place {error.start + 1}, passed over"
            yield _Line(number, wrong=("usage.not_utf8", what))


def _before(first: _Line, rest: Iterator[_Line]) -> Iterator[_Line]:
    yield first
    yield from rest


# ---------------------------------------------------------------------- linking
def _answers(
    lines: Iterator[_Line], linker: Linker, top: int, threshold: float | None
) -> Iterator[tuple[_Line, tuple[LinkedSkill, ...]]]:
    while block := list(islice(lines, _BATCH)):
        texts = [line.text for line in block]
        yield from zip(block, linker.link_many(texts, top=top, threshold=threshold), strict=True)


def _linker(framework: Framework, core: str) -> Linker:
    from stepladder.skills.linking import Linker
    from stepladder.skills.linking.index import keep_indexes
    from stepladder.skills.linking.minilm import installed

    folder = data_folder() / "linking"
    keep_indexes(framework, folder)
    wanted = core == "hybrid" or (core == "auto" and installed())
    return Linker(framework, _meanings(framework, folder) if wanted else None)


def _meanings(framework: Framework, folder: Path) -> Meanings:
    """Open what is kept; where it has to be made first, show how far that is."""
    from rich.console import Console
    from rich.progress import Progress

    from stepladder.skills.linking.meanings import Meanings

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task: list[Any] = []

        def tell(done: int, total: int) -> None:
            if not task:
                note(f"Reading the {total:,} names and statements of {framework.title} for their meaning, once.")
                task.append(progress.add_task("Reading", total=total))
            progress.update(task[0], completed=done)

        return Meanings.of(framework, folder, tell)


# ---------------------------------------------------------------------- printing
def _print(line: _Line, skills: tuple[LinkedSkill, ...], *, as_json: bool) -> None:
    if as_json:
        typer.echo(_json(line, skills).encode("utf-8", "backslashreplace"))
        return
    if line.wrong is not None:
        return
    typer.echo(visible(line.text))
    for one in skills:
        typer.echo(visible(f"  {one.confidence:4.0%}  {one.label}  ({' '.join(one.because)})  {one.uri}"))
    if not skills:
        typer.echo("  no skill that is sure enough")


def _json(line: _Line, skills: tuple[LinkedSkill, ...]) -> str:
    found = [
        {"uri": one.uri, "label": one.label, "confidence": one.confidence, "because": " ".join(one.because)}
        for one in skills
    ]
    value: dict[str, Any] = {"text": line.text, "skills": found}
    if line.wrong is not None:
        value["error"] = {"line": line.number, "code": line.wrong[0], "message": line.wrong[1]}
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else json.dumps(value)  # nothing raw that a terminal obeys
