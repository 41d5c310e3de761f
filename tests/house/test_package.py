"""``pip install .`` alone gives the libraries and the command line, with no web framework."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from email.parser import HeaderParser
from importlib import metadata
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIBRARIES = ("stepladder.errors", "stepladder.credentials", "stepladder.skills", "stepladder.recognition")


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=repository,
        check=True,
        capture_output=True,
    )
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def required(distribution: str, extra: str = "") -> set[str]:
    """Give what a distribution asks for here, by canonical name."""
    found = set()
    for line in metadata.requires(distribution) or ():
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            found.add(canonicalize_name(requirement.name))
    return found


def closure(names: set[str]) -> set[str]:
    """Give the distributions and all that they bring, as installed here."""
    done: set[str] = set()
    waiting = set(names)
    while waiting:
        name = waiting.pop()
        done.add(name)
        try:
            waiting |= required(name) - done
        except metadata.PackageNotFoundError:
            continue
    return done


@pytest.fixture(scope="module")
def only_with_the_server() -> set[str]:
    """Give the top-level modules that come with the extra ``[server]`` and not without it."""
    base = closure(required("stepladder"))
    server = closure(required("stepladder", "server")) - base
    return {
        module
        for module, owners in metadata.packages_distributions().items()
        if {canonicalize_name(owner) for owner in owners} <= server
    }


def test_the_wheel_asks_for_no_web_framework(wheel: zipfile.ZipFile) -> None:
    name = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    lines = HeaderParser().parsestr(wheel.read(name).decode()).get_all("Requires-Dist") or []
    plain = {canonicalize_name(Requirement(line).name) for line in lines if "extra ==" not in line}
    assert {"cryptography", "typer"} <= plain
    assert not {one for one in plain if re.match("django|granian|whitenoise|psycopg|pydantic", one)}


def test_the_wheel_holds_what_it_needs_and_no_tests(wheel: zipfile.ZipFile) -> None:
    names = wheel.namelist()
    assert "stepladder/py.typed" in names
    assert any(name.startswith("stepladder/credentials/contexts/") and not name.endswith(".py") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "scripts/", "docs/"))]


@pytest.mark.parametrize("module", LIBRARIES)
def test_libraries_import_without_the_server(
    module: str, python_without: Callable[..., Any], only_with_the_server: set[str]
) -> None:
    assert {"django", "granian"} <= only_with_the_server
    done = python_without(only_with_the_server, f"import {module}")
    assert done.returncode == 0, done.stderr


def test_the_command_line_works_without_the_server(
    python_without: Callable[..., Any], only_with_the_server: set[str]
) -> None:
    run = "from stepladder.cli import main\nsys.argv[0] = 'stepladder'\nmain()"
    done = python_without(only_with_the_server, run, "--help")
    assert done.returncode == 0, done.stderr
    assert "verify" in done.stdout
    done = python_without(only_with_the_server, run, "serve")
    assert done.returncode in {1, 2}
    assert "stepladder[server]" in done.stderr, "without the server's packages `serve` says what to install"
    assert "Traceback" not in done.stderr
