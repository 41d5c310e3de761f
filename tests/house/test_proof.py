"""Evidence has two ways in: recognition of what was verified, and a person's own claim. No other code makes any."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RECOGNITION = "recognition/attest.py"
ACCEPTING = "server/workforce/services/proofs.py"


def trees(repository: Path, *tops: str) -> Iterator[tuple[str, ast.Module]]:
    source = repository / "src" / "stepladder"
    for top in tops:
        for path in sorted((source / top).rglob("*.py")):
            yield path.relative_to(source).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def called(node: ast.Call) -> str:
    return ast.unparse(node.func)


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_on_the_server_and_in_recognition_only_attest_makes_attestations(repository: Path) -> None:
    makers = {
        name
        for name, tree in trees(repository, "server", "recognition", "testing")
        for node in calls(tree)
        if called(node).rpartition(".")[2] == "SkillAttestation"
    }
    assert makers == {RECOGNITION}


def test_what_was_attested_is_never_made_stronger(repository: Path) -> None:
    changed = [
        (name, ast.unparse(keyword.value))
        for name, tree in trees(repository, "server")
        for node in calls(tree)
        if called(node).rpartition(".")[2] == "replace"
        for keyword in node.keywords
        if keyword.arg == "strength"
    ]
    assert changed == [("server/flows/holding.py", "'claimed'")]


def test_the_server_reads_no_profile_that_states_its_own_strengths(repository: Path) -> None:
    readers = [
        name
        for name, tree in trees(repository, "server")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and any(one.name == "profile_from_json" for one in node.names)
    ]
    assert readers == []


def test_proof_is_written_down_in_one_place_from_attestations(repository: Path) -> None:
    writers = {
        name
        for name, tree in trees(repository, "server")
        for node in calls(tree)
        if called(node) in {"ProvedSkill", "ProvedSkill.objects.create", "ProvedSkill.objects.get_or_create"}
    }
    assert writers == {ACCEPTING}
