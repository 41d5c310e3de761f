"""The picture of a micro-credential, from a template: a colour, an emblem, and rungs for the work behind it."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

import resvg_py

if TYPE_CHECKING:
    from stepladder.server.catalog.models import Achievement

# Deep tones: white on each of them has a contrast above 4.5.
COLOURS = {
    "teal": "#0f5f5c",
    "blue": "#1f4f8f",
    "plum": "#6d2e63",
    "brick": "#96392b",
    "moss": "#4a5d23",
    "ochre": "#7a5410",
    "slate": "#3e4c59",
    "indigo": "#43388f",
}

# Emblems in a 24 × 24 field, drawn with round strokes.
EMBLEMS = {
    "steps": "M3 20h5v-5h5v-5h5V5h3",
    "talk": "M4 5h16v11h-9l-5 4v-4H4z M8 9h8 M8 12h5",
    "screen": "M3 5h18v12H3z M9 21h6 M12 17v4",
    "tool": "M14.5 6.5a4 4 0 0 0-5 5L4 17l3 3 5.500-5.500a4 4 0 0 0 5-5l-2.500 2.500-3-3z",
    "people": (
        "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7z M2.500 20c0-4 3-6 6.500-6s6.500 2 6.500 6 "
        "M16 5a3 3 0 0 1 0 6 M18 14c2.500.500 3.500 2.500 3.500 5"
    ),
    "care": "M12 20s-8-5-8-11a4.500 4.500 0 0 1 8-2.500A4.500 4.500 0 0 1 20 9c0 6-8 11-8 11z",
    "chart": "M4 4v16h16 M8 16v-4 M12 16V8 M16 16v-6",
    "leaf": "M5 19c0-9 5-14 15-14 0 10-5 15-14 14 M5 19c3-5 6-7 9-8",
    "shield": "M12 3l8 3v5c0 5-3.500 8.500-8 10-4.500-1.500-8-5-8-10V6z M8.500 12l2.500 2.500 4.500-5",
    "book": "M4 5c3-1 6-.500 8 1.500 2-2 5-2.500 8-1.500v13c-3-1-6-.500-8 1.500-2-2-5-2.500-8-1.500z M12 6.500v13",
}

_RUNG_HOURS = (Decimal(0), Decimal(1), Decimal(10), Decimal(40), Decimal(120))
_HEXAGON = (
    "M256 20 444 128.500a24 24 0 0 1 12 20.800v213.400a24 24 0 0 1-12 20.800L268 485.500a24 24 0 0 1-24 0"
    "L68 383.500a24 24 0 0 1-12-20.800V149.300a24 24 0 0 1 12-20.800L244 26.500a24 24 0 0 1 24 0z"
)


def picture_svg(achievement: Achievement) -> str:
    """Return the picture as SVG, 512 × 512."""
    return _svg(achievement.colour, achievement.emblem, rungs(achievement.hours))


def preview_svg(*, colour: str, emblem: str, hours: Decimal) -> str:
    """Return the picture that a micro-credential of these values would have."""
    return _svg(colour, emblem, rungs(hours))


def picture_png(achievement: Achievement) -> bytes:
    """Return the picture as PNG, 512 × 512 pixels."""
    return _png(achievement.colour, achievement.emblem, rungs(achievement.hours))


def rungs(hours: Decimal) -> int:
    """Return how many of five rungs a workload reaches: under 1 hour, then from 1, 10, 40 and 120 hours."""
    return sum(1 for least in _RUNG_HOURS if hours >= least)


@lru_cache(maxsize=512)
def _svg(colour: str, emblem: str, filled: int) -> str:
    tone = COLOURS.get(colour, COLOURS["teal"])
    path = EMBLEMS.get(emblem, EMBLEMS["steps"])
    bars = "".join(
        f'<rect x="{196 - n * 8}" y="{404 - n * 20}" width="{120 + n * 16}" height="8" rx="4" fill="#fff" '
        f'fill-opacity="{1 if n < filled else 0.25}"/>'
        for n in range(5)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512" width="512" height="512">'
        f'<path d="{_HEXAGON}" fill="{tone}"/>'
        f'<path d="{_HEXAGON}" fill="none" stroke="#fff" stroke-opacity=".35" stroke-width="6" '
        'transform="translate(256 256) scale(.9) translate(-256 -256)"/>'
        f'<path d="{path}" fill="none" stroke="#fff" stroke-width="1.500" stroke-linecap="round" '
        f'stroke-linejoin="round" transform="translate(160 96) scale(8)"/>{bars}</svg>'
    )


@lru_cache(maxsize=512)
def _png(colour: str, emblem: str, filled: int) -> bytes:
    return bytes(resvg_py.svg_to_bytes(svg_string=_svg(colour, emblem, filled)))
