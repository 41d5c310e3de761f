"""Provide the libraries that benchmarks measure beside ours, and say where their Python is.

    python scripts/bench_environment.py    installs them, unless they are there, and prints the path of that Python

They come by requirements/bench.lock into ``.venv-bench``, for ``make bench`` alone: neither Stepladder nor its tests
need them, and Stepladder is not installed there.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
TOOLS = REPOSITORY / ".venv" / "bin"
VENV = REPOSITORY / ".venv-bench"
LOCK = REPOSITORY / "requirements" / "bench.lock"


def install() -> Path:
    """Make ``.venv-bench`` by the lock, unless it is there, and return its Python."""
    python = VENV / "bin" / "python"
    stamp = hashlib.sha256(LOCK.read_bytes() + str(REPOSITORY).encode()).hexdigest()
    ready = VENV / ".ready"
    if ready.exists() and ready.read_text() == stamp:
        return python
    print(f"Installing what {LOCK.relative_to(REPOSITORY)} names into {VENV.name} ...", file=sys.stderr, flush=True)
    uv = str(TOOLS / "uv")
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", str(TOOLS / "python"), str(VENV)], check=True)
    command = [uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", str(LOCK)]
    subprocess.run(command, check=True)
    ready.write_text(stamp)
    return python


if __name__ == "__main__":
    print(install())
