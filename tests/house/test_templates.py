"""The security policy allows no inline script or style, so no template holds one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

RULES = {
    "a style attribute": re.compile(r"<[^>{]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "a script without src": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>{]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "an address of another host": re.compile(r"<(?:link|script|img|iframe)\b[^>]*(?:src|href)=[\"'](?:https?:)?//"),
}


def test_templates_obey_the_security_policy(repository: Path) -> None:
    wrong = []
    for path in sorted((repository / "src").rglob("templates/**/*.html")):
        if "mail" in path.parts:  # mail programs know no style sheets
            continue
        text = re.sub(r"{#.*?#}|{% comment.*?endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        wrong += [f"{path.relative_to(repository)}: {what}" for what, rule in RULES.items() if rule.search(text)]
    assert not wrong, "\n".join(wrong)
