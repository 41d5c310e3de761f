"""Run named stages one after another, say how long each took, and how they ended."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
TOOLS = REPOSITORY / ".venv" / "bin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A command with a name people understand."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    quiet: bool = False  # show the output only when the stage fails


def run(stages: list[Stage]) -> int:
    """Run every stage, also after one failed; return 0 when all passed, else 1."""
    results = []
    for stage in stages:
        if not stage.quiet:
            print(f"\n── {stage.name}", flush=True)
        started = time.monotonic()
        done = subprocess.run(
            stage.command,
            check=False,
            cwd=REPOSITORY,
            env={**os.environ, **stage.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if stage.quiet else None,
            stderr=subprocess.STDOUT if stage.quiet else None,
        )
        seconds = time.monotonic() - started
        passed = done.returncode == 0
        results.append((stage.name, passed, seconds))
        if stage.quiet:
            print(f"{'ok  ' if passed else 'FAIL'} {stage.name} ({seconds:.1f} s)", flush=True)
            if not passed:
                sys.stdout.write(done.stdout.decode(errors="replace"))
                sys.stdout.flush()
    print("\n" + "\n".join(f"{'ok  ' if ok else 'FAIL'} {seconds:6.1f} s  {name}" for name, ok, seconds in results))
    print(f"     {sum(seconds for *_, seconds in results):6.1f} s  in all", flush=True)
    return 0 if all(passed for _, passed, _ in results) else 1
