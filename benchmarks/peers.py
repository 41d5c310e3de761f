"""The Python in which the peers of a benchmark run: duckdb, pandas, polars and OR-Tools.

A peer is a program of its own (``benchmarks/peers_*.py``) that knows nothing of Stepladder: it gets its work by file
or standard input and prints one JSON object. So it can hold neither our memory nor our imports against us, nor we its.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent


@cache
def python() -> Path:
    """Return the Python of ``.venv-bench``; it is made by requirements/bench.lock when it is not there."""
    done = subprocess.run(
        [sys.executable, str(REPOSITORY / "scripts" / "bench_environment.py")],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit("The peers could not be installed (the reason is above), so nothing is measured beside them.")
    return Path(done.stdout.strip())


def ask(script: str, *arguments: str, given: Any = None) -> tuple[dict[str, Any], float]:
    """Run ``benchmarks/SCRIPT`` among the peers, with ``given`` as JSON on standard input.

    Returns the JSON object that it printed, and the most memory it held, in MB.
    """
    return run([str(python()), str(REPOSITORY / "benchmarks" / script), *arguments], given)


def run(command: list[str], given: Any = None) -> tuple[dict[str, Any], float]:
    """Run any command that prints one JSON object; return that and the most memory it held, in MB."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None  # noqa: S101 - it was asked for
        assert child.stdout is not None  # noqa: S101 - as above
        if given is not None:
            json.dump(given, child.stdin)
        child.stdin.close()
        said = child.stdout.read()
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{' '.join(command)} failed with {child.returncode}")
    return json.loads(said), used.ru_maxrss / 1024
