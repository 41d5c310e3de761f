"""``make check``: what a machine can judge without running the product."""

from __future__ import annotations

import sys
import tempfile

from stages import TOOLS, Stage, run

MANAGE = [str(TOOLS / "python"), "-W", "error", "-m", "stepladder.server.project.manage"]
DEPLOYED = "https://stepladder.example"


def tool(name: str, *arguments: str) -> list[str]:
    """Give the command of a tool in .venv."""
    return [str(TOOLS / name), *arguments]


def main() -> int:
    """Run every check and return 0 when all passed."""
    with tempfile.TemporaryDirectory(prefix="stepladder-check-") as data:
        production = {
            "STEPLADDER_DATA": data,
            "STEPLADDER_DEBUG": "0",
            "STEPLADDER_DEMO": "0",
            "STEPLADDER_PUBLIC_URL": DEPLOYED,
            "STEPLADDER_DATABASE_URL": "",
            "NO_MKDOCS_2_WARNING": "1",
        }
        checks = [
            ("format", tool("ruff", "format", "--check", ".")),
            ("lint", tool("ruff", "check", ".")),
            ("layers of the house", tool("lint-imports", "--no-cache")),
            ("production settings", [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"]),
            ("migrations are complete", [*MANAGE, "makemigrations", "--check", "--dry-run"]),
            ("documentation", tool("mkdocs", "build", "--strict", "--quiet", "--site-dir", f"{data}/site")),
            ("changelog fragments", [str(TOOLS / "python"), "scripts/changelog_fragments.py"]),
            ("types", tool("mypy")),
        ]
        return run([Stage(name=name, command=line, environment=production, quiet=True) for name, line in checks])


if __name__ == "__main__":
    sys.exit(main())
