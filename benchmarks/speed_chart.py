"""Draw how many times as fast as `natural` each measured commit is, from the table that `ratios.py --keep` writes.

    python benchmarks/speed_chart.py benchmarks/speed-versions.tsv docs/images/speed.svg

A line for each text of documents of 2,000 code points, on a scale of powers of two; 1 is the speed of `natural`.
"""

from __future__ import annotations

import sys
from math import ceil, floor, log2
from pathlib import Path

SHOWN = {
    "a 2000": ("ASCII", "#0072b2"),
    "b 2000": ("quotes", "#009e73"),
    "c 2000": ("2 % dirty", "#d55e00"),
    "d 2000": ("mojibake", "#cc79a7"),
}
WIDTH, HEIGHT = 720, 320  # pixels
LEFT, RIGHT, TOP, BOTTOM = 48, 92, 16, 40  # margins
NEAREST = 15  # pixels between two names at the ends of lines
GREY = "#808080"  # for light and dark pages


def read(table: Path) -> dict[str, dict[str, float]]:
    """Of each commit, under its day and name, the ratio of each cell."""
    found: dict[str, dict[str, float]] = {}
    for line in table.read_text("utf-8").splitlines():
        day, commit, cell, value = line.split("\t")
        found.setdefault(f"{day} {commit}", {})[cell] = float(value)
    return found


def drawn(commits: dict[str, dict[str, float]]) -> str:
    """The chart as SVG."""
    values = [value for cells in commits.values() for cell, value in cells.items() if cell in SHOWN]
    low, high = floor(log2(min(values))), max(1, ceil(log2(max(values))))

    def across(number: int) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * number / max(1, len(commits) - 1)

    def down(power: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - power) / (high - low)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">']
    for power in range(low, high + 1):
        width = 1.5 if power == 0 else 0.4
        parts.append(
            f'<path d="M{LEFT} {down(power):.1f}H{WIDTH - RIGHT}" stroke="{GREY}" stroke-width="{width}"/>'
            f'<text x="{LEFT - 8}" y="{down(power) + 4:.1f}" text-anchor="end" fill="{GREY}">{2.0**power:g}</text>'
        )
    for number, name in enumerate(commits):
        day, commit = name.split()
        anchor = "start" if not number else "end" if number == len(commits) - 1 else "middle"
        at = f'x="{across(number):.1f}" text-anchor="{anchor}" fill="{GREY}"'
        parts.append(f'<text y="{HEIGHT - 22}" {at}>{day[5:]}</text><text y="{HEIGHT - 7}" {at}>{commit}</text>')
    ends = []
    for cell, (name, colour) in SHOWN.items():
        points = [(across(number), down(log2(cells[cell]))) for number, cells in enumerate(commits.values()) if cell in cells]
        way = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        parts.append(f'<path d="M{way}" stroke="{colour}" stroke-width="2" fill="none"/>')
        ends.append((points[-1][1], name, colour))
    lowest = 0.0
    for y, name, colour in sorted(ends):
        lowest = max(y, lowest + NEAREST)
        parts.append(f'<text x="{WIDTH - RIGHT + 8}" y="{lowest + 4:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def main() -> None:
    """Write the chart."""
    table, target = map(Path, sys.argv[1:])
    target.write_text(drawn(read(table)), "utf-8")


if __name__ == "__main__":
    main()
