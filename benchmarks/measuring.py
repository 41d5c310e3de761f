"""What the benchmarks share: running commands, a server of their own, percentiles, memory, tables, results."""

from __future__ import annotations

import json
import os
import platform
import signal
import socket
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

REPOSITORY = Path(__file__).resolve().parent.parent
RESULTS = REPOSITORY / "benchmarks" / "results"
ESCO = REPOSITORY.parent / "shared" / "data" / "skills" / "esco-1.1.1"
CLI = [sys.executable, "-m", "stepladder.cli"]


def esco_files() -> list[Path]:
    """Return both zips of ESCO 1.1.1, or nothing where they are not beside the repository."""
    return sorted(ESCO.glob("*.zip")) if ESCO.is_dir() else []


def machine() -> dict[str, Any]:
    """Return what the figures were measured on."""
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    return {
        "processor": model or platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 1),
    }


def environment(data: Path, port: int = 0) -> dict[str, str]:
    """Return the environment of a command that works in ``data``, and in nothing else."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STEPLADDER_")}
    kept.pop("HOST", None)
    source = os.pathsep.join(filter(None, [str(REPOSITORY / "src"), os.environ.get("PYTHONPATH", "")]))
    return {**kept, "PYTHONPATH": source, "STEPLADDER_DATA": str(data), "PORT": str(port or 8000)}


def timed(command: Sequence[str], data: Path) -> tuple[float, str]:
    """Run a command in ``data``; return its seconds and what it printed. Raises when it fails."""
    began = time.perf_counter()
    done = subprocess.run(list(command), env=environment(data), capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return seconds, done.stdout


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Some measurements of one thing, in milliseconds."""

    all_ms: list[float] = field(repr=False)

    @property
    def median(self) -> float:
        return statistics.median(self.all_ms)

    @property
    def p95(self) -> float:
        """The smallest time that 95 of 100 do not exceed."""
        ordered = sorted(self.all_ms)
        return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]


def repeat(work: Callable[[], object], times: int, warm: int = 3) -> Times:
    """Do something ``warm`` times unmeasured, then ``times`` times measured."""
    for _ in range(warm):
        work()
    found = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        found.append((time.perf_counter() - began) * 1000)
    return Times(all_ms=found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A server that runs: where, since when it was ready, and its first process."""

    address: str
    ready_after: float
    pid: int

    def memory_mb(self) -> dict[str, float]:
        """Return the proportional set size of each of its processes in MB, and their sum."""
        found = {}
        for pid in _family(self.pid):
            rows = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            pss = next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
            found[f"{_role(words)} ({pid})"] = pss / 1024
        return {**found, "sum": sum(found.values())}


@contextmanager
def served(data: Path) -> Iterator[Running]:
    """Run ``stepladder serve --demo`` in ``data`` on a free port until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    child = subprocess.Popen([*CLI, "serve", "--demo"], env=environment(data, port), stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None  # noqa: S101 - it was asked for
        for line in child.stdout:
            if "is ready at" in line:
                break
        else:
            raise SystemExit("the server stopped before it was ready")
        yield Running(address=f"http://127.0.0.1:{port}", ready_after=time.perf_counter() - began, pid=child.pid)
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(timeout=30)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is words, the others numbers."""
    lines = [head, ["---", *("---:" for _ in head[1:])], *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


def write_results(name: str, figures: dict[str, Any]) -> None:
    """Write ``benchmarks/results/NAME.json``."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    file = RESULTS / f"{name}.json"
    file.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    print(f"\nWritten: {file.relative_to(REPOSITORY)}")


def _family(pid: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = stat.read_text(encoding="utf-8", errors="replace")
        except OSError:  # it ended meanwhile
            continue
        children.setdefault(int(text.rpartition(")")[2].split()[1]), []).append(int(stat.parent.name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def _role(words: Sequence[bytes]) -> str:
    text = b" ".join(words).decode("utf-8", "replace")
    if "granian" in text:
        return "web"
    return "worker" if "worker" in text else "supervisor" if "serve" in text else "helper"
