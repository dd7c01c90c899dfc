"""Small charts as SVG: lines over an axis, no library, no script."""

from collections.abc import Mapping, Sequence
from html import escape

Line = Sequence[tuple[float, float]]
WIDTH, HEIGHT, LEFT, FOOT, HEAD = 760, 320, 56, 44, 30
COLOURS = ("#1b6ca8", "#d1495b", "#2e933c", "#7d5ba6", "#b8860b", "#555555")


def drawn(
    title: str, lines: Mapping[str, Line], across: Mapping[float, str], level: tuple[float, str] | None = None
) -> str:
    """Lines by their names; `across` are places on the horizontal axis with their labels, `level` a dashed line.

    >>> drawn("A", {"a": [(0, 0), (1, 2)]}, {0: "x"}).count("<polyline")
    1
    """
    points = [point for line in lines.values() for point in line]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top = max([y for _, y in points] + ([level[0]] if level else [])) * 1.05

    def at(x: float, y: float) -> tuple[float, float]:
        return (
            round(LEFT + (x - left) / (right - left) * (WIDTH - LEFT - 12), 1),
            round(HEIGHT - FOOT - y / top * (HEIGHT - FOOT - HEAD), 1),
        )

    parts = [_text(LEFT, 18, title, "bold"), *_axis(across, top, at)]
    for colour, (number, (name, line)) in zip(COLOURS, enumerate(lines.items()), strict=False):
        told = " ".join(f"{x},{y}" for x, y in (at(*point) for point in line))
        parts.append(f'<polyline fill="none" stroke="{colour}" stroke-width="1.4" points="{told}"/>')
        parts.append(_text(LEFT + number * 170, HEIGHT - 6, name, colour=colour))
    if level:
        y = at(left, level[0])[1]
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - 12}" y1="{y}" y2="{y}" stroke="#000" stroke-dasharray="5 4"/>')
        parts.append(_text(LEFT + 4, y - 4, level[1]))
    body = "\n".join(parts)
    sheet = '<rect width="100%" height="100%" fill="#fff"/>'
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box}>\n{sheet}\n{body}\n</svg>\n'


def _axis(across, top: float, at) -> list[str]:  # type: ignore[no-untyped-def]
    marks = [_text(min(at(x, 0)[0] - 10, WIDTH - 44), HEIGHT - FOOT + 16, label) for x, label in across.items()]
    levels = [top * share / 4 for share in range(5)]
    left = [
        _text(6, HEIGHT - FOOT - share * (HEIGHT - FOOT - HEAD) / 4 + 4, f"{levels[share]:.3g}") for share in range(5)
    ]
    line = f'<line x1="{LEFT}" x2="{WIDTH - 12}" y1="{HEIGHT - FOOT}" y2="{HEIGHT - FOOT}" stroke="#888"/>'
    return [line, *marks, *left]


def _text(x: float, y: float, words: str, weight: str = "normal", colour: str = "#222") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" font-weight="{weight}" fill="{colour}">{escape(words)}</text>'
