"""Many credentials in one run: memory with 1,000 and with 20,000, and speed beside a plain loop over ``inspect``.

Run: python benchmarks/bench_many.py. It issues its own credentials with ``stepladder issue --many`` from a table, each
for another person, and verifies them. Memory is the peak resident set of each process (``VmHWM``), read while it runs.
Seconds are from the command to its end, starts included; processor seconds are those of all its processes, which say
more than seconds where other work runs on the machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from measuring import CLI, environment, machine, table, write_results

FEW, SOME, MANY = 1_000, 4_000, 20_000
LOOP = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from stepladder.credentials import inspect
from stepladder.credentials.dids import DocumentResolver
resolver, at = DocumentResolver(), datetime(2026, 6, 1, tzinfo=UTC)
held = sum(inspect(path.read_bytes(), resolver=resolver, at=at).held for path in sorted(Path(sys.argv[1]).iterdir()))
assert held == int(sys.argv[2]), held
"""
TEMPLATE: dict[str, Any] = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"type": ["Profile"], "name": "Example College"},
    "validFrom": "2026-01-01T00:00:00Z",
    "name": "Welding, first steps",
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "hashed": False, "identityHash": "{email}", "identityType": "emailAddress"}
        ],
        "achievement": {
            "id": "https://badges.example.edu/achievements/welding",
            "type": ["Achievement"],
            "name": "Welding, first steps",
            "description": "Joins two plates by a clean seam.",
            "criteria": {"narrative": "Three seams, judged by an assessor."},
        },
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One command: how many credentials, seconds, processor seconds, and the peak memory of its processes in MB."""

    count: int
    seconds: float
    cpu: float
    parent_mb: float
    worker_mb: float

    def row(self, name: str) -> list[str]:
        return [
            name,
            f"{self.count:,}",
            f"{self.seconds:.1f}",
            f"{self.count / self.seconds:,.0f}",
            f"{self.cpu / self.count * 1000:.2f}",
            f"{self.parent_mb:.0f}",
            f"{self.worker_mb:.0f}" if self.worker_mb else "",
        ]

    def as_dict(self) -> dict[str, float]:
        return {name: round(getattr(self, name), 3) for name in self.__slots__}


def measure(command: list[str], folder: Path, count: int) -> Measured:
    """Run a command in a folder and watch its memory. Raises SystemExit if it fails."""
    began = time.perf_counter()
    child = subprocess.Popen(
        command, cwd=folder, env=environment(folder), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    peaks: dict[int, float] = {}
    while True:
        for pid in (child.pid, *_children(child.pid)):
            peaks[pid] = max(peaks.get(pid, 0.0), _peak_mb(pid))
        done, status, used = os.wait4(child.pid, os.WNOHANG)
        if done:
            break
        time.sleep(0.05)
    seconds = time.perf_counter() - began
    if status:
        raise SystemExit(f"{' '.join(command)} failed: {child.stderr.read().decode() if child.stderr else ''}")
    parent = peaks.pop(child.pid)
    return Measured(
        count=count,
        seconds=seconds,
        cpu=used.ru_utime + used.ru_stime,  # its own, and those of the workers, which it waited for
        parent_mb=parent,
        worker_mb=max(peaks.values(), default=0.0),
    )


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()] + [
            int(each)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for each in (task / "children").read_text(encoding="ascii").split()
        ]
    except OSError:  # it ended meanwhile
        return []


def _peak_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")), 0.0)


def issue(folder: Path, count: int, jobs: int) -> Measured:
    """Issue so many credentials into ``signed-COUNT``."""
    rows = "".join(f"person{number}@example.org\n" for number in range(count))
    (folder / "people.csv").write_text(f"email\n{rows}", encoding="ascii")
    command = [*CLI, "issue", "--many", "people.csv", "--template", "template.json", "--key", "key.json"]
    command += ["--out", f"signed-{count}", "--report", f"issued-{count}.csv", "--jobs", str(jobs)]
    return measure(command, folder, count)


def verify(folder: Path, source: str, count: int, jobs: int) -> Measured:
    """Verify so many credentials of a folder or a list."""
    report = f"verified-{count}-{jobs}-{source}.csv"
    return measure(
        [*CLI, "verify", "--many", source, "--report", report, "--offline", "--jobs", str(jobs)], folder, count
    )


def lines_of(folder: Path, count: int) -> str:
    """Write a folder's credentials as lines of one file, and return its name."""
    name = f"signed-{count}.jsonl"
    with (folder / name).open("wb") as file:
        for path in sorted((folder / f"signed-{count}").iterdir()):
            file.write(json.dumps(json.loads(path.read_bytes())).encode() + b"\n")
    return name


def main() -> None:
    on = machine()
    with tempfile.TemporaryDirectory(prefix="stepladder-bench-") as place:
        folder = Path(place)
        made = subprocess.run(
            [*CLI, "keys", "new", "-o", "key.json", "--json"],
            cwd=folder,
            env=environment(folder),
            check=True,
            capture_output=True,
        )
        TEMPLATE["issuer"]["id"] = json.loads(made.stdout)["controller"]
        (folder / "template.json").write_text(json.dumps(TEMPLATE), encoding="utf-8")
        figures = {
            "issue, 2 jobs, few": issue(folder, FEW, 2),
            "issue, 2 jobs, some": issue(folder, SOME, 2),
            "issue, 2 jobs": issue(folder, MANY, 2),
            "verify a folder, 2 jobs, few": verify(folder, f"signed-{FEW}", FEW, 2),
            "verify a folder, 2 jobs": verify(folder, f"signed-{MANY}", MANY, 2),
            "verify lines, 2 jobs": verify(folder, lines_of(folder, MANY), MANY, 2),
            "a plain loop over inspect": measure(
                [sys.executable, "-c", LOOP, f"signed-{SOME}", str(SOME)], folder, SOME
            ),
            "verify a folder, 1 job": verify(folder, f"signed-{SOME}", SOME, 1),
            "verify a folder, 2 jobs, some": verify(folder, f"signed-{SOME}", SOME, 2),
        }
    head = ["", "credentials", "seconds", "a second", "processor ms each", "parent MB", "largest worker MB"]
    print(table(head, [each.row(name) for name, each in figures.items()]))
    write_results("many", {"machine": on, **{name: each.as_dict() for name, each in figures.items()}})


if __name__ == "__main__":
    main()
