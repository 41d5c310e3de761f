"""The source as data: modules, what each imports, and a Python in which chosen packages do not exist."""

from __future__ import annotations

import ast
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src"

WITHOUT = """
import sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {absent!r}:
            raise ModuleNotFoundError(f"No module named {{name!r}} (taken away by the test)", name=name)

sys.meta_path.insert(0, Absent())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One file of the package: its dotted name, its path, its tree, and every dotted name that it imports.

    ``imports`` holds what is imported when the program runs; ``annotations`` what is imported for type checkers alone.
    """

    name: str
    path: Path
    tree: ast.Module
    imports: frozenset[str]
    annotations: frozenset[str]

    @property
    def file(self) -> str:
        return self.path.relative_to(ROOT).as_posix()


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _for_type_checkers(tree: ast.Module) -> set[ast.AST]:
    return {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for statement in node.body
        for inner in ast.walk(statement)
    }


def _imports(nodes: Iterable[ast.AST], package: str) -> frozenset[str]:
    """Give each imported module, and each name imported from one: ``from a import b`` gives ``a`` and ``a.b``."""
    found = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, base]).rstrip(".")
            found.add(base)
            found.update(f"{base}.{alias.name}" for alias in node.names)
    return frozenset(found)


@cache
def _modules() -> tuple[Module, ...]:
    found = []
    for path in sorted((SOURCE / "stepladder").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        name = _name(path)
        tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
        package = name if path.name == "__init__.py" else name.rpartition(".")[0]
        aside = _for_type_checkers(tree)
        imports = _imports((node for node in ast.walk(tree) if node not in aside), package)
        found.append(Module(name=name, path=path, tree=tree, imports=imports, annotations=_imports(aside, package)))
    return tuple(found)


@pytest.fixture(scope="session")
def modules() -> tuple[Module, ...]:
    """Give every module of the package, migrations aside."""
    return _modules()


@pytest.fixture(scope="session")
def python_without() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Give ``python_without({"django"}, code)``: run ``code`` where those top-level packages cannot be imported."""

    def run(absent: set[str], code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", WITHOUT.format(absent=absent) + code, *arguments],
            check=False,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return run
