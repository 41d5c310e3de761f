"""``make test``: everything on SQLite with a real browser, then what touches the database again on PostgreSQL.

With arguments it hands them to pytest: ``make test ARGS="tests/skills -x"``.
"""

from __future__ import annotations

import sys

from stages import TOOLS, Stage, run

PYTHON = str(TOOLS / "python")
PYTEST = [PYTHON, "-m", "pytest", "-q", "--durations=5", "--durations-min=2"]
WORKERS = ["-n", "logical", "--dist", "worksteal"]


def main(arguments: list[str]) -> int:
    """Run the tests and return 0 when all passed."""
    needed = [
        Stage(name="the browser", command=[PYTHON, "scripts/browser.py"]),
        Stage(name="jsonld.js, to compare with", command=[PYTHON, "scripts/peers.py"]),
    ]
    if arguments:
        return run([*needed, Stage(name="the tests you named", command=[*PYTEST, *arguments])])
    postgres = [PYTHON, "scripts/with_postgres.py", *PYTEST, *WORKERS, "-m", "server and not browser"]
    return run(
        [
            *needed,
            Stage(name="all tests, on SQLite", command=[*PYTEST, *WORKERS]),
            Stage(name="the server's tests again, on PostgreSQL", command=postgres),
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
