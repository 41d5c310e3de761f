"""``make bench``: run every ``benchmarks/bench_*.py``, or those named (``make bench ARGS=verify``)."""

from __future__ import annotations

import sys

from stages import REPOSITORY, TOOLS, Stage, run


def main(names: list[str]) -> int:
    """Run the benchmarks whose file name holds one of ``names`` and return 0 when none failed."""
    files = sorted((REPOSITORY / "benchmarks").glob("bench_*.py"))
    chosen = [file for file in files if not names or any(name in file.name for name in names)]
    if not chosen:
        print("No benchmark there:", ", ".join(file.stem.removeprefix("bench_") for file in files) or "none yet")
        return 2
    return run([Stage(name=file.stem, command=[str(TOOLS / "python"), str(file)]) for file in chosen])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
