"""Sizes that ask for a split. An exception carries its reason and goes when it is no longer needed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FILE, FUNCTION, TEMPLATE = 400, 60, 120

LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
LONG_TEMPLATES: dict[str, str] = {}


def check(found: dict[str, int], excepted: dict[str, str], budget: int) -> None:
    wrong = [f"{name}: {size} lines, the budget is {budget}" for name, size in found.items() if name not in excepted]
    assert not wrong, "Split at the seam:\n" + "\n".join(sorted(wrong))
    stale = sorted(set(excepted) - set(found))
    assert not stale, f"No longer over the budget, so no longer excepted: {stale}"


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_files(repository: Path) -> None:
    files = [
        path
        for top in ("src", "tests", "scripts", "benchmarks")
        for path in (repository / top).rglob("*.py")
        if "migrations" not in path.parts
    ]
    found = {path.relative_to(repository).as_posix(): lines(path) for path in files}
    check({name: size for name, size in found.items() if size > FILE}, LONG_FILES, FILE)


def test_functions(modules: tuple[Any, ...]) -> None:
    found = {}
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                size = node.end_lineno - node.lineno + 1
                if size > FUNCTION:
                    found[f"{module.file}:{node.name}"] = size
    check(found, LONG_FUNCTIONS, FUNCTION)


def test_templates(repository: Path) -> None:
    files = (repository / "src").rglob("templates/**/*.html")
    found = {path.relative_to(repository).as_posix(): lines(path) for path in files}
    check({name: size for name, size in found.items() if size > TEMPLATE}, LONG_TEMPLATES, TEMPLATE)
