"""Who may import whom: the layers of pyproject.toml, and the rules that layers cannot say."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

CONTEXTS = {"issuing", "wallet", "learning", "workforce", "rewards", "trust"}
SHARED_ROWS = {"catalog", "accounts"}
ENTRANCES = ("stepladder.server.web.", "stepladder.server.api", "stepladder.server.adapters.")
WAYS_OUT = ("urllib3", "requests", "httpx", "aiohttp", "socket", "http.client", "urllib.request", "ftplib", "smtplib")

# Modules beside kernel/fetch.py that may hold a socket, and why.
MAY_HOLD_A_SOCKET: dict[str, str] = {
    "stepladder.server.project.supervise": "asks whether the port is free before it serves; connects to nobody",
}
# Modules outside a context that read its models all the same, and why.
MAY_READ_MODELS: dict[str, str] = {}


def test_the_layers_hold(repository: Path) -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(linter if linter.exists() else shutil.which("lint-imports")), "--no-cache"],
        cwd=repository,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def contexts_of(imports: frozenset[str]) -> set[str]:
    parts = (name.split(".") for name in imports if name.startswith("stepladder.server."))
    return {part[2] for part in parts if part[2] in CONTEXTS}


def test_an_entrance_knows_at_most_one_context(modules: tuple[Any, ...]) -> None:
    known = {
        module.file: sorted(contexts_of(module.imports | module.annotations))
        for module in modules
        if module.name.startswith(ENTRANCES)
    }
    wrong = {file: contexts for file, contexts in known.items() if len(contexts) > 1}
    assert not wrong, f"What needs two contexts goes through a flow: {wrong}"


def test_models_are_private_to_their_context(modules: tuple[Any, ...]) -> None:
    """Contexts build on the shared rows below them; entrances ask services and selectors. Annotations touch no row."""
    wrong = []
    for module in modules:
        for owner in CONTEXTS | (SHARED_ROWS if module.name.startswith(ENTRANCES) else set()):
            home = f"stepladder.server.{owner}"
            outside = module.name != home and not module.name.startswith(f"{home}.")
            reads = any(name == f"{home}.models" or name.startswith(f"{home}.models.") for name in module.imports)
            if outside and reads and module.name not in MAY_READ_MODELS:
                wrong.append(f"{module.file} reads the models of {owner}")
    assert not wrong, "Call the context's services and selectors instead:\n" + "\n".join(wrong)


def test_only_the_fetch_guard_opens_connections(modules: tuple[Any, ...]) -> None:
    wrong = [
        f"{module.file} imports {name}"
        for module in modules
        for name in sorted(module.imports)
        if any(name == way or name.startswith(f"{way}.") for way in WAYS_OUT)
        and module.name not in {"stepladder.server.kernel.fetch", *MAY_HOLD_A_SOCKET}
    ]
    assert not wrong, "Only server/kernel/fetch.py goes out:\n" + "\n".join(wrong)


def test_exceptions_are_still_needed(modules: tuple[Any, ...]) -> None:
    known = {module.name for module in modules}
    assert set(MAY_HOLD_A_SOCKET) | set(MAY_READ_MODELS) <= known


def test_the_way_out_and_the_clock_work_without_django(python_without: Callable[..., Any]) -> None:
    done = python_without(
        {"django"}, "import stepladder.server.kernel.fetch as f, stepladder.server.kernel.clock as c; print(c.now())"
    )
    assert done.returncode == 0, done.stderr


def test_no_signals_and_no_rules_in_save(modules: tuple[Any, ...]) -> None:
    import ast

    wrong = []
    for module in modules:
        if not module.name.startswith("stepladder.server."):
            continue
        if any(name.startswith(("django.dispatch", "django.db.models.signals")) for name in module.imports):
            wrong.append(f"{module.file} uses Django's signals")
        if module.name.endswith(".models") or ".models." in module.name:
            wrong += [
                f"{module.file}:{node.lineno} overrides save()"
                for node in ast.walk(module.tree)
                if isinstance(node, ast.FunctionDef) and node.name == "save"
            ]
    assert not wrong, "Rules live in services, side effects in the outbox:\n" + "\n".join(wrong)
