"""``make fuzz``: look for input on which the credentials library fails, guided by what the code reaches.

    make fuzz                                   two minutes for each harness
    make fuzz ARGS="--minutes 60"               an hour for all of them together
    make fuzz ARGS="--minutes 5 inspect token"  five minutes for these two
    make fuzz ARGS="--minutes 60 --keep"        and keep the least inputs that reach as much in tests/fuzz/corpus

atheris comes by requirements/fuzz.lock into ``.venv-fuzz``. ``make test`` needs neither: it only puts the kept inputs
in again. What was found lies in ``.fuzz/found``; exit 1 says that there is something.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass

from stages import REPOSITORY, TOOLS

sys.path.insert(0, str(REPOSITORY))
from tests.fuzz import corpus, harnesses, seeds

WORK = REPOSITORY / ".fuzz"
FOUND = WORK / "found"
VENV = REPOSITORY / ".venv-fuzz"
LOCK = REPOSITORY / "requirements" / "fuzz.lock"
SECONDS_FOR_ONE = 5  # instrumented code is several times slower: the replay in the tests is held to one second
MEGABYTES = 1_000
MOST_FAILURES = 5  # a harness that fails is started anew until its time is over, or so often
LIMITS = [
    f"-timeout={SECONDS_FOR_ONE}",
    f"-rss_limit_mb={MEGABYTES}",
    "-max_len=32768",
    "-print_final_stats=1",
    "-verbosity=1",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one harness."""

    harness: str
    executions: int
    seconds: float
    coverage: int
    found: int


def main(arguments: list[str]) -> int:
    """Run the harnesses one after another and return 1 if one of them failed."""
    parser = argparse.ArgumentParser(prog="make fuzz", description="Fuzz the credentials library.")
    parser.add_argument("harnesses", nargs="*", help=f"of {', '.join(harnesses.HARNESSES)}; all without a name")
    parser.add_argument("--minutes", type=float, help="for all of them together; else two for each")
    parser.add_argument("--keep", action="store_true", help="keep the smallest corpus in tests/fuzz/corpus")
    asked = parser.parse_args(arguments)
    names = asked.harnesses or list(harnesses.HARNESSES)
    unknown = sorted(set(names) - set(harnesses.HARNESSES))
    if unknown:
        parser.error(f"no such harness: {', '.join(unknown)}")
    _install()
    _forget_other_seeds()
    seconds = (asked.minutes or 2 * len(names)) * 60 / len(names)
    outcomes: list[Outcome] = []
    for name in names:
        outcomes.append(_fuzz(name, seconds))
        if asked.keep:
            _keep(name)
    print("\n| harness | executions | seconds | branches reached | found |\n|---|---:|---:|---:|---:|")
    for one in outcomes:
        print(f"| {one.harness} | {one.executions:,} | {one.seconds:.0f} | {one.coverage:,} | {one.found} |")
    print(f"| in all | {sum(one.executions for one in outcomes):,} | {sum(one.seconds for one in outcomes):.0f} | | |")
    return 1 if any(one.found for one in outcomes) else 0


def _install() -> None:
    """Make ``.venv-fuzz`` by the lock, unless it is there."""
    stamp = hashlib.sha256(LOCK.read_bytes() + str(REPOSITORY).encode()).hexdigest()
    ready = VENV / ".ready"
    if ready.exists() and ready.read_text() == stamp:
        return
    uv, python = str(TOOLS / "uv"), str(VENV / "bin" / "python")
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", str(TOOLS / "python"), str(VENV)], check=True)
    install = [uv, "pip", "install", "--quiet", "--python", python]
    subprocess.run([*install, "--require-hashes", "-r", str(LOCK)], check=True)
    subprocess.run([*install, "--no-deps", "--no-build-isolation", "--editable", str(REPOSITORY)], check=True)
    ready.write_text(stamp)


def _forget_other_seeds() -> None:
    """Begin anew when the seeds have changed: what was signed before would count as forged."""
    inputs = [data for starts in seeds.seeds().inputs.values() for data in starts]
    stamp = hashlib.sha256(b"".join(hashlib.sha256(data).digest() for data in inputs)).hexdigest()
    kept = WORK / ".seeds"
    if not kept.exists() or kept.read_text() != stamp:
        shutil.rmtree(WORK, ignore_errors=True)
        WORK.mkdir()
        kept.write_text(stamp)


def _fuzz(name: str, seconds: float) -> Outcome:
    folder = WORK / name
    folder.mkdir(parents=True, exist_ok=True)
    FOUND.mkdir(exist_ok=True)
    for data in (*seeds.seeds().inputs[name], *corpus.read(name).values()):
        (folder / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)
    print(f"{name}: {seconds:.0f} s, {len(list(folder.iterdir()))} inputs to start from", flush=True)
    before, started, log, executions = set(FOUND.iterdir()), time.monotonic(), "", 0
    for _ in range(MOST_FAILURES):
        left = seconds - (time.monotonic() - started)
        if left < 1:
            break
        done = _target(name, f"-max_total_time={left:.0f}", f"-artifact_prefix={FOUND}/{name}-", *LIMITS, str(folder))
        log = done.stdout + done.stderr
        executions += _number(r"stat::number_of_executed_units: (\d+)", log)
        (WORK / f"{name}.log").write_text(log)
        if done.returncode == 0:
            break
        print(f"  {name} failed:\n{_last_words(log)}", flush=True)
    return Outcome(
        harness=name,
        executions=executions,
        seconds=time.monotonic() - started,
        coverage=_number(r"cov: (\d+)", log),
        found=len(set(FOUND.iterdir()) - before) or int(done.returncode != 0),
    )


def _keep(name: str) -> None:
    """Keep the least inputs that reach the same branches, beside the seeds, which are made anew on every run."""
    least = WORK / f"{name}-least"
    shutil.rmtree(least, ignore_errors=True)
    least.mkdir()
    done = _target(name, "-merge=1", "-use_counters=0", *LIMITS, str(least), str(WORK / name))
    if done.returncode:
        print(f"  the corpus of {name} could not be reduced:\n{_last_words(done.stderr)}", flush=True)
        return
    starts = set(seeds.seeds().inputs[name])
    corpus.write(name, {path.read_bytes() for path in least.iterdir()} - starts)


def _target(name: str, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(VENV / "bin" / "python"), str(REPOSITORY / "scripts" / "fuzz_target.py"), name, *options]
    return subprocess.run(command, check=False, capture_output=True, text=True, errors="replace", cwd=REPOSITORY)


def _number(pattern: str, log: str) -> int:
    numbers = re.findall(pattern, log)
    return int(numbers[-1]) if numbers else 0


def _last_words(log: str) -> str:
    marks = ("Uncaught Python exception", "Traceback", "ERROR: libFuzzer")
    start = min((place for place in map(log.find, marks) if place >= 0), default=0)
    return "\n".join(f"  {line[:300]}" for line in log[start:].splitlines()[:30])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
