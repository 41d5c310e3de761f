"""The locks fit pyproject.toml, agree with each other, carry a hash for everything and name no address."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from pathlib import Path

LINE = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
LOCKS = ("installer", "run", "dev", "fuzz", "bench")


@pytest.fixture(scope="module")
def project(repository: Path) -> dict[str, Any]:
    with (repository / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]


def text_of(repository: Path, name: str) -> str:
    return (repository / "requirements" / f"{name}.lock").read_text(encoding="utf-8")


def locked(text: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version in LINE.findall(text):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_hashes_and_no_address(repository: Path, name: str) -> None:
    text = text_of(repository, name)
    assert "://" not in text
    assert "file:" not in text
    entries = re.split(r"(?m)^(?=[A-Za-z0-9])", text)[1:]
    assert entries
    assert not [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry]


@pytest.mark.parametrize(("name", "extras"), [("run", ["server"]), ("dev", ["server", "dev"]), ("fuzz", [])])
def test_a_lock_fits_the_project(repository: Path, project: dict[str, Any], name: str, extras: list[str]) -> None:
    versions = locked(text_of(repository, name))
    asked = [*project["dependencies"], *(line for one in extras for line in project["optional-dependencies"][one])]
    wrong = []
    for line in asked:
        requirement = Requirement(line)
        found = versions.get(canonicalize_name(requirement.name), set())
        if not any(requirement.specifier.contains(version, prereleases=True) for version in found):
            wrong.append(f"{line} (locked: {sorted(found) or 'not at all'})")
    assert not wrong, f"Run `make lock`: requirements/{name}.lock does not fit pyproject.toml:\n" + "\n".join(wrong)


def test_tests_run_on_what_people_run(repository: Path) -> None:
    run, dev = locked(text_of(repository, "run")), locked(text_of(repository, "dev"))
    assert {name: versions for name, versions in run.items() if dev.get(name) != versions} == {}


def test_the_fuzzer_runs_on_what_people_run(repository: Path) -> None:
    run, fuzz = locked(text_of(repository, "run")), locked(text_of(repository, "fuzz"))
    assert "atheris" in fuzz
    assert {name: versions for name, versions in fuzz.items() if name in run and run[name] != versions} == {}


def test_the_peers_of_the_benchmarks_are_nobodys_dependency(repository: Path) -> None:
    run, dev, bench = (locked(text_of(repository, name)) for name in ("run", "dev", "bench"))
    peers = {"duckdb", "ortools", "pandas", "polars"}
    assert peers <= set(bench)
    assert not peers & (set(run) | set(dev))
    assert {name: versions for name, versions in bench.items() if name in run and run[name] != versions} == {}
