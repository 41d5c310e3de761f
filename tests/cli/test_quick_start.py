"""What `stepladder verify` loads: nothing that computes plans, nothing that fetches."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = ("numpy", "scipy", "highspy", "requests", "django")
RUN = f"""
import sys
sys.argv = ["stepladder", "verify", sys.argv[1], "--offline", "--json"]
from stepladder.cli import main
try:
    main()
except SystemExit as done:
    print("exit", done.code, "loaded", [name for name in {HEAVY!r} if sys.modules.get(name)], file=sys.stderr)
"""


def test_verify_loads_nothing_heavy(shared_data: Path) -> None:
    badge = shared_data / "openbadges" / "simple.json"
    done = subprocess.run([sys.executable, "-c", RUN, str(badge)], capture_output=True, text=True, check=False)
    assert "could_not_check" in done.stdout
    assert done.stderr.strip().endswith("exit 3 loaded []")
