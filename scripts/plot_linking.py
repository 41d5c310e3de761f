"""Draw docs/pictures/linking-precision.svg from benchmarks/results/linking.json: precision against silence.

Run: python scripts/plot_linking.py
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "linking.json"
PICTURE = ROOT / "docs" / "pictures" / "linking-precision.svg"
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 640, 400, 64, 40, 616, 340
COLOURS = {"lexical": "#b45309", "hybrid": "#1d4ed8"}
MARKED = (0.1, 0.2, 0.3, 0.5)
FEWEST = 10  # suggestions, below which a share of right ones says nothing


def main() -> int:
    """Write the picture; return 0."""
    cores = json.loads(RESULTS.read_text(encoding="utf-8"))["cores"]
    parts = [*frame(), *(line for name in COLOURS if name in cores for line in drawn(name, cores[name]["curve"]))]
    attributes = f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" font-size="13"'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>'
    title = "<title>Share of suggestions that are right, against the share of sentences that get an answer</title>"
    background = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>'
    PICTURE.write_text("\n".join([svg, title, background, *parts, "</svg>", ""]), encoding="utf-8")
    print(f"Written: {PICTURE.relative_to(ROOT)}")
    return 0


def place(answered: float, precision: float) -> tuple[float, float]:
    """Return where a point of two percentages lies."""
    return LEFT + (RIGHT - LEFT) * answered / 100, BOTTOM - (BOTTOM - TOP) * precision / 100


def frame() -> list[str]:
    """Return axes, grid and their words."""
    lines = []
    for share in range(0, 101, 20):
        x, y = place(share, share)
        lines += [
            f'<path d="M{x:.0f} {TOP}V{BOTTOM}M{LEFT} {y:.0f}H{RIGHT}" stroke="#e5e7eb" fill="none"/>',
            f'<text x="{x:.0f}" y="{BOTTOM + 18}" text-anchor="middle" fill="#374151">{share} %</text>',
            f'<text x="{LEFT - 8}" y="{y + 4:.0f}" text-anchor="end" fill="#374151">{share} %</text>',
        ]
    middle = (LEFT + RIGHT) // 2
    lines.append(f'<text x="{middle}" y="{HEIGHT - 18}" text-anchor="middle">sentences that get an answer</text>')
    lines.append(f'<text x="{LEFT}" y="{TOP - 16}">suggestions that are right; numbers are thresholds</text>')
    return lines


def drawn(name: str, curve: list[dict[str, Any]]) -> list[str]:
    """Return the line of a core, with some thresholds marked on it."""
    points = [point for point in curve if point["said"] >= FEWEST]
    places = [place(100 - point["silent"], point["precision"]) for point in points]
    colour = COLOURS[name]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    lines = [f'<path d="{path}" stroke="{colour}" stroke-width="2.5" fill="none"/>']
    for point, (x, y) in zip(points, places, strict=True):
        if point["threshold"] in MARKED:
            lines.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>')
            lines.append(f'<text x="{x + 7:.1f}" y="{y - 6:.1f}" fill="{colour}">{point["threshold"]}</text>')
    row = TOP + 22 + 22 * list(COLOURS).index(name)
    lines.append(f'<text x="{RIGHT - 8}" y="{row}" text-anchor="end" fill="{colour}">{name} core</text>')
    return lines


if __name__ == "__main__":
    sys.exit(main())
