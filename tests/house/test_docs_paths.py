"""What the documentation names is there: source files, tests, and the words of the verdicts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stepladder.credentials.verification.report import _HEADLINES

if TYPE_CHECKING:
    from pathlib import Path

PATH = re.compile(r"`((?:src|tests|scripts|docs|benchmarks)/[\w./+-]+)`")
TEST = re.compile(r"`((?:tests/)[\w./-]+\.py)::(test_\w+)`")


def pages(repository: Path) -> list[Path]:
    return [repository / "README.md", *sorted((repository / "docs").rglob("*.md"))]


def test_every_file_that_a_page_names_is_there(repository: Path) -> None:
    wrong = [
        f"{page.relative_to(repository)}: {name}"
        for page in pages(repository)
        for name in PATH.findall(page.read_text(encoding="utf-8"))
        if not (repository / name).exists()
    ]
    assert not wrong


def test_every_test_that_a_page_names_is_there(repository: Path) -> None:
    wrong = [
        f"{page.relative_to(repository)}: {file}::{name}"
        for page in pages(repository)
        for file, name in TEST.findall(page.read_text(encoding="utf-8"))
        if not (repository / file).exists() or f"def {name}(" not in (repository / file).read_text(encoding="utf-8")
    ]
    assert not wrong


def test_the_story_is_about_eleven_files_long(repository: Path) -> None:
    text = (repository / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
    steps = re.findall(r"^\| \d+ \| `(src/[^`]+)`", text, re.MULTILINE)
    assert len(set(steps)) == len(steps) == 11


def test_every_verdict_is_explained(repository: Path) -> None:
    text = (repository / "docs" / "explanation" / "trust.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"^\| `(\w+)`", text, re.MULTILINE))
    assert {*_HEADLINES, "authentic"} <= explained


def test_every_decision_is_in_the_list(repository: Path) -> None:
    folder = repository / "docs" / "adr"
    listed = set(re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "index.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("[0-9]*.md")}
