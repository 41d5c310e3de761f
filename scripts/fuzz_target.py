"""One harness under atheris: ``.venv-fuzz/bin/python scripts/fuzz_target.py HARNESS [libFuzzer's options] FOLDER``.

Started by ``scripts/fuzz.py``. Everything in ``stepladder.credentials`` and PyLD is instrumented, also what is imported
late.
"""

from __future__ import annotations

import random
import sys
import warnings
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
BYTES_ALONE = 0.15  # how often libFuzzer's own changes are made instead of ours


def main() -> None:
    """Hand the harness named first to libFuzzer; the options after it are libFuzzer's."""
    name, *options = sys.argv[1:]
    warnings.simplefilter("ignore", SyntaxWarning)  # PyLD warns of words that look like keywords
    with atheris.instrument_imports(include=["stepladder.credentials", "pyld"]):
        from tests.fuzz import harnesses, mutation, seeds

        inputs = seeds.seeds().inputs
        for harness, starts in inputs.items():
            for data in starts:
                harnesses.run(harness, data)
    pool = mutation.members(data for starts in inputs.values() for data in starts)

    def change(data: bytes, max_size: int, seed: int) -> bytes:
        chance = random.Random(seed)  # noqa: S311 - libFuzzer gives the seed, so that a run can be repeated
        if chance.random() < BYTES_ALONE:
            return bytes(atheris.Mutate(data, max_size))
        return mutation.mutate(data, chance, pool)[:max_size]

    again = f"{sys.executable} {Path(__file__).resolve()} {name}"  # libFuzzer starts itself anew to reduce a corpus
    atheris.Setup([again, *options], lambda data: harnesses.run(name, data), custom_mutator=change)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
