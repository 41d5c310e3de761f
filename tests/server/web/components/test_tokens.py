"""The colours of tokens.css: words can be read and edges seen, in light and dark, on whatever they stand on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stepladder.server.web import components

CSS = Path(components.__file__).parent / "static" / "ui"
TOKENS = (CSS / "tokens.css").read_text("utf-8")
COLOUR = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6});")

TONES = ("good", "caution", "bad", "unknown")
PAPERS = ("paper", "surface", "surface-strong")
TEXT = (
    *((ink, paper) for ink in ("ink", "ink-soft", "primary", "primary-strong") for paper in PAPERS),
    ("ink", "primary-soft"),
    ("primary", "primary-soft"),
    ("primary-strong", "primary-soft"),
    ("ink-soft", "primary-soft"),
    ("on-primary", "primary"),
    ("on-primary", "primary-strong"),
    ("on-accent", "accent"),
    ("accent", "on-accent"),
    ("on-bar", "bar"),
    ("on-bar-soft", "bar"),
    *((tone, f"{tone}-soft") for tone in TONES),
    *((tone, "paper") for tone in TONES),
    *(("ink", f"{tone}-soft") for tone in TONES),
    *(("primary", f"{tone}-soft") for tone in TONES),
    *(("on-tone", tone) for tone in TONES),
)
EDGES = (
    *((edge, paper) for edge in ("line-strong", "primary", "focus") for paper in PAPERS),
    ("bar-focus", "bar"),
    ("on-bar-soft", "bar"),
    ("on-accent", "accent"),
)


def colours_of(selector: str) -> dict[str, str]:
    block = TOKENS.split(f"{selector} {{", 1)[1].split("}", 1)[0]
    return dict(COLOUR.findall(block))


LIGHT = colours_of("\n:root")
DARK = colours_of(':root[data-theme="dark"]')


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure_itself_is_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "paper"), TEXT, ids="-on-".join)
def test_words_stand_out_from_their_paper(theme: dict[str, str], text: str, paper: str) -> None:
    assert contrast(theme[text], theme[paper]) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "paper"), EDGES, ids="-on-".join)
def test_edges_and_focus_can_be_seen(theme: dict[str, str], edge: str, paper: str) -> None:
    assert contrast(theme[edge], theme[paper]) >= 3


def test_both_ways_into_the_dark_lead_to_the_same_place() -> None:
    assert colours_of(':root:not([data-theme="light"])') == DARK
    assert set(DARK) == set(LIGHT)


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda sheet: sheet.name)
def test_sheets_know_no_left_or_right_and_no_colour_of_their_own(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    sided = r"\b(?:margin|padding|border|inset)-(?:left|right)\b|\bfloat\s*:|text-align\s*:\s*(?:left|right)"
    assert not re.findall(sided, text)
    if sheet.name != "tokens.css":
        assert not re.findall(r":\s[^;]*#[0-9a-fA-F]{3,8}\b", text)


@pytest.mark.parametrize("sheet", sorted(CSS.glob("*.css")), ids=lambda sheet: sheet.name)
def test_sheets_ask_only_for_tokens_that_exist(sheet: Path) -> None:
    known = set(re.findall(r"(--[a-z0-9-]+):", TOKENS)) | {"--tone", "--tone-soft"}
    assert set(re.findall(r"var\((--[a-z0-9-]+)", sheet.read_text("utf-8"))) <= known
