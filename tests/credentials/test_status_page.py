"""The page on status lists shows code that runs as it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def test_the_page_on_status_lists_runs_as_it_stands(repository: Path) -> None:
    text = (repository / "docs" / "how-to" / "keep-status-lists.md").read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    assert len(blocks) == 3
    names: dict[str, Any] = {}
    for block in blocks:
        exec(compile(block, "keep-status-lists.md", "exec"), names)  # noqa: S102 - our own page
    assert "under review" in names["report"].check("status").message
