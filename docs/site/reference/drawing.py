"""Drawings as SVG that follow a reader's light or dark screen; text alone, no script, nothing asked of anybody."""

from collections.abc import Sequence
from html import escape
from math import log10

WIDTH, LINE, LEFT, RIGHT = 760, 30, 270, 160
STYLE = (
    "<style>text{font:13px sans-serif;fill:#333}.bar{fill:#00796b}.line{stroke:#999;stroke-dasharray:3 3}"
    ".box{fill:none;stroke:#00796b;stroke-width:1.5}.arrow{stroke:#888;fill:none}.soft{fill:#777}.ground{fill:#fff}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.bar{fill:#4db6ac}.box{stroke:#4db6ac}.soft{fill:#aaa}.ground{fill:#1e2129}}</style>"
)


def drawn(height: int, parts: Sequence[str], title: str) -> str:
    """The whole file."""
    box = f'viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title)}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    # A ground of its own: a page may be dark where the screen is not.
    ground = f'<rect class="ground" width="{WIDTH}" height="{height}"/>'
    return "\n".join([head, STYLE, ground, *parts, "</svg>"]) + "\n"


def text(x: float, y: float, words: str, *, end: bool = False, soft: bool = False) -> str:
    """Words at a place."""
    anchor, kind = ' text-anchor="end"' if end else "", ' class="soft"' if soft else ""
    return f'<text x="{x:.0f}" y="{y:.0f}"{anchor}{kind}>{escape(words)}</text>'


def bars(title: str, rows: Sequence[tuple[str, float, str]], mark: float | None = None) -> str:
    """Lengths on a logarithmic scale, each with its label and what stands behind it; `mark` is a line across.

    >>> bars("t", [("one", 10.0, "10 times")]).count("class=\\"bar\\"")
    1
    """
    room, most = WIDTH - LEFT - RIGHT, max(*(value for _, value, _ in rows), 10.0)
    least = min(1.0, *(value for _, value, _ in rows))

    def at(value: float) -> float:
        return room * (log10(value) - log10(least)) / (log10(most) - log10(least))

    parts = [text(0, 18, title)]
    for number, (label, value, behind) in enumerate(rows):
        y = 34 + number * LINE
        parts.append(text(LEFT - 10, y + 15, label, end=True))
        parts.append(f'<rect class="bar" x="{LEFT}" y="{y}" width="{max(at(value), 2):.1f}" height="20"/>')
        parts.append(text(LEFT + at(value) + 6, y + 15, behind))
    height = 40 + len(rows) * LINE
    if mark is not None:
        x = LEFT + at(mark)
        parts.append(f'<path class="line" d="M{x:.0f} 26V{height - 8}"/>')
    return drawn(height, parts, title)
