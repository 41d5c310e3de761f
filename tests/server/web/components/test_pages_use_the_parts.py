"""Every page draws with parts that exist, with attributes they know, and without a style or script of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from stepladder.server import web

WEB = Path(web.__file__).parent
PARTS = WEB / "components" / "templates" / "cotton"
PAGES = sorted(WEB.glob("*/templates/**/*.html"))
USE = re.compile(r"<c-([a-z-]+)((?:\s+[^\s/>\"'=]+(?:=(?:\"[^\"]*\"|'[^']*'|[^\s/>]+))?)*)\s*/?>")
ATTRIBUTE = re.compile(r":?([^\s/>\"'=]+)(?:=(?:\"[^\"]*\"|'[^']*'|[^\s/>]+))?")
VARS = re.compile(r"<c-vars([^>]*)/>")
HANDED_ON = re.compile(
    r"""id|name|value|form|formaction|role|lang|dir|hidden|rel|download|target|autocomplete|autofocus|inputmode
    |min|max|step|pattern|minlength|maxlength|placeholder|readonly|multiple|accept|spellcheck|list|size|title|class
    |data-[a-z-]+|aria-[a-z]+|attrs""",
    re.VERBOSE,
)


def known(part: str) -> tuple[set[str], bool]:
    """Return what a part asks for, and whether it hands on the rest to its element."""
    source = (PARTS / f"{part.replace('-', '_')}.html").read_text("utf-8")
    asked = VARS.search(source)
    names = {match[1] for match in ATTRIBUTE.finditer(asked[1])} if asked else set()
    passes = any(sign in source for sign in ("ui/attributes.html", "ui/field_plain.html", ':attrs="attrs"'))
    return names, passes


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(WEB)))
def test_a_page_uses_parts_as_they_are(page: Path) -> None:
    source = page.read_text("utf-8")
    wrong = []
    for part, attributes in USE.findall(source):
        if part in {"slot", "vars"}:
            continue
        assert (PARTS / f"{part.replace('-', '_')}.html").exists(), f"<c-{part}> does not exist"
        names, passes = known(part)
        wrong += [
            f"<c-{part}> has no {match[1]!r}; it knows {', '.join(sorted(names))}"
            for match in ATTRIBUTE.finditer(attributes)
            if match[1] not in names and not (passes and HANDED_ON.fullmatch(match[1]))
        ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(WEB)))
def test_a_page_can_be_read_by_the_template_engine(page: Path) -> None:
    root = next(parent for parent in page.parents if parent.name == "templates")
    assert get_template(str(page.relative_to(root)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(WEB)))
def test_a_page_has_no_style_or_script_of_its_own(page: Path) -> None:
    source = page.read_text("utf-8")
    assert not re.search(r"\sstyle=[\"']|<style|\son[a-z]+=[\"']", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
