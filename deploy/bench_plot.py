"""The plot in docs/performance.md, as SVG: shares against their budgets, milliseconds by size of the site. Pure."""

import math
from collections.abc import Mapping, Sequence
from html import escape

WIDTH, LEFT, ROW = 900, 360, 22
COLOURS = ("#1f6f8b", "#b3541e", "#5b7f3a", "#7a4b94", "#a8324a", "#3d4f9f", "#6b5b3e")

Curves = Mapping[str, Sequence[tuple[float, float]]]


def text(x: float, y: float, said: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(said)}</text>'


def bars(lines: Sequence[Sequence[str]], top: float) -> tuple[list[str], float]:
    """A bar for each line of the summary that has a ratio and a budget, a mark at the budget; where it ends below.

    "≥ 0.80": the ratio to the limit. "≤ n": the share of n that is used, so the mark is at 1.
    """
    scale = (WIDTH - LEFT - 50) / 1.2
    drawn = [text(10, top, "Ratio, and what it must reach (≥) or not exceed (≤)", 'font-weight="bold"')]
    y = top + 14
    for what, _ours, _against, ratio, budget, met in lines:
        if met not in ("met", "MISSED") or not ratio[:1].isdigit():
            continue
        value = float(ratio)
        mark = float(budget.split()[1]) if budget.startswith("≥") else 1.0
        colour = "#1f6f8b" if met == "met" else "#a8324a"
        drawn += [
            text(LEFT - 8, y + 12, f"{what} ({budget[0]})", 'text-anchor="end"'),
            f'<rect x="{LEFT}" y="{y}" width="{min(value, 1.2) * scale:.1f}" height="15" fill="{colour}"/>',
            f'<path d="M{LEFT + mark * scale:.1f} {y - 3}v21" stroke="#111" stroke-width="2"/>',
            text(WIDTH - 6, y + 12, ratio, 'text-anchor="end"'),
        ]
        y += ROW
    return drawn, y


def curves(title: str, found: Curves, top: float) -> tuple[list[str], float]:
    """Milliseconds over the number of centres; both axes double by equal steps."""
    height, right = 200, WIDTH - 200
    points = [point for curve in found.values() for point in curve]
    if not points:
        return [], top
    xs = sorted({x for x, _ in points})
    low, high = math.log2(min(y for _, y in points)) - 0.2, math.log2(max(y for _, y in points)) + 0.2

    def place(x: float, y: float) -> tuple[float, float]:
        along = (math.log2(x) - math.log2(xs[0])) / (math.log2(xs[-1]) - math.log2(xs[0]))
        return 70 + along * (right - 70), top + 20 + height * (high - math.log2(y)) / (high - low)

    drawn = [text(10, top, title, 'font-weight="bold"')]
    for power in range(math.ceil(low), math.floor(high) + 1):
        y = place(xs[0], 2.0**power)[1]
        drawn += [
            f'<path d="M70 {y:.1f}H{right}" stroke="#ddd"/>',
            text(62, y + 4, f"{2**power:g} ms", 'text-anchor="end"'),
        ]
    drawn += [text(place(x, 2**low)[0], top + 38 + height, f"{x:g}", 'text-anchor="middle"') for x in xs]
    drawn.append(text(right + 24, top + 38 + height, "centres"))
    # Names at the end of the curves, never closer than a line.
    ends = sorted((place(*curve[-1])[1], name) for name, curve in found.items())
    last, names = top, list(found)
    for y, name in ends:
        colour = COLOURS[names.index(name) % len(COLOURS)]
        line = " ".join(
            f"{'ML'[index > 0]}{x:.1f} {y_:.1f}"
            for index, (x, y_) in enumerate(place(*point) for point in found[name])
        )
        last = max(y, last + 15)
        drawn += [
            f'<path d="{line}" fill="none" stroke="{colour}" stroke-width="2"/>',
            text(right + 8, last + 4, name, f'fill="{colour}"'),
        ]
    return drawn, top + 60 + height


def plot(lines: Sequence[Sequence[str]], plots: Mapping[str, Curves]) -> str:
    drawn, y = bars(lines, 24)
    for title, found in plots.items():
        more, y = curves(title, found, y + 30)
        drawn += more
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 10:.0f}" font-family="sans-serif" font-size="13" '
        f'role="img" aria-label="Performance: the numbers are in performance.md"><rect width="100%" height="100%" fill="#fff"/>\n'
        + "\n".join(drawn)
        + "\n</svg>\n"
    )
