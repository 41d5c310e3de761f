"""Check that what waits in changelog.d can become a changelog: known kinds, readable names, text in each."""

from __future__ import annotations

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "changelog.d"
KINDS = ("feature", "bugfix", "doc", "removal", "misc")
NAME = re.compile(rf"(\d+|\+[a-z0-9-]+)\.({'|'.join(KINDS)})(\.\d+)?\.md")


def complaints() -> list[str]:
    """Return one sentence for each fragment that towncrier would not take."""
    found = []
    for path in sorted(FOLDER.iterdir()):
        if path.name in {".gitkeep", "README.md"}:
            continue
        if not NAME.fullmatch(path.name):
            found.append(
                f"changelog.d/{path.name}: name it NUMBER.KIND.md, or +word.KIND.md without an issue; "
                f"KIND is one of {', '.join(KINDS)}."
            )
        elif not path.read_text(encoding="utf-8").strip():
            found.append(f"changelog.d/{path.name} is empty: say in one sentence what changed for people.")
    return found


if __name__ == "__main__":
    sys.exit("\n".join(complaints()) or 0)
