"""Plots as SVG: forecasts beside what came true, and scores from season to season."""

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from touchline.football.calibration import Bin, reliability
from touchline.football.vector import Matrix

WIDTH, HEIGHT, EDGE = 320, 320, 40
CAPTION = 24  # pixels below a drawing that stands alone
BINS = 20
COLOURS = ("#1b6ca8", "#c0392b", "#2e8b57", "#8e6bbf", "#b8860b", "#555555")


def diagram_of(shares: Matrix, classes: NDArray[np.int64]) -> list[Bin]:
    """The reliability diagram, all classes together."""
    events = np.concatenate([classes == column for column in range(shares.shape[1])])
    return reliability(shares.T.reshape(-1), events, bins=BINS)


def reliability_drawing(shares: Matrix, classes: NDArray[np.int64]) -> str:
    """Observed frequency over forecast, a circle a bin, its area the number of forecasts; all classes together."""
    circles = "".join(
        f'<circle cx="{_x(one.forecast):.1f}" cy="{_y(one.observed):.1f}"'
        f' r="{2 + 14 * (one.forecasts / shares.size) ** 0.5:.1f}" fill="{COLOURS[0]}" fill-opacity=".6">'
        f"<title>{one.forecasts} forecasts of {one.forecast:.3f}: {one.observed:.3f} came true</title></circle>"
        for one in diagram_of(shares, classes)
    )
    line = f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#999" stroke-dasharray="4"/>'
    return _axes() + line + circles


def lines_drawing(lines: Mapping[str, Sequence[float]], seasons: Sequence[str]) -> str:
    """A line a name, over the same two or more seasons, between the lowest value and the highest."""
    low, high = min(map(min, lines.values())), max(map(max, lines.values()))
    parts = [_frame()]
    for share in (0.0, 0.5, 1.0):
        value = f"{low + share * (high - low):.3f}"
        parts.append(f'<text x="2" y="{_y(share) + 4:.0f}" font-size="11">{value}</text>')
    for at, season in enumerate(seasons):
        x = _x(at / (len(seasons) - 1))
        parts.append(f'<text x="{x - 12:.0f}" y="{HEIGHT - EDGE + 16}" font-size="9">{escape(season[2:])}</text>')
    for (name, values), colour in zip(lines.items(), COLOURS, strict=False):
        places = [
            (_x(at / (len(values) - 1)), _y((value - low) / (high - low or 1.0))) for at, value in enumerate(values)
        ]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        x, y = places[-1]
        parts.append(f'<text x="{x - 60:.0f}" y="{y - 5:.0f}" font-size="11" fill="{colour}">{escape(name)}</text>')
    return "".join(parts)


def picture(caption: str, drawing: str) -> str:
    """A drawing as a file of its own, its caption below."""
    words = f'<text x="{EDGE}" y="{HEIGHT + CAPTION // 2}" font-size="12">{escape(caption)}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT + CAPTION}"'
        f' font-family="sans-serif"><rect width="100%" height="100%" fill="#fff"/>{drawing}{words}</svg>'
    )


def _axes() -> str:
    ticks = "".join(
        f'<text x="{_x(tick / 4) - 8}" y="{HEIGHT - EDGE + 16}" font-size="11">{tick / 4:g}</text>'
        f'<text x="6" y="{_y(tick / 4) + 4}" font-size="11">{tick / 4:g}</text>'
        for tick in range(5)
    )
    return _frame() + ticks


def _frame() -> str:
    side = WIDTH - 2 * EDGE
    return f'<rect x="{EDGE}" y="{EDGE}" width="{side}" height="{side}" fill="none" stroke="#ccc"/>'


def _x(share: float) -> float:
    return EDGE + (WIDTH - 2 * EDGE) * share


def _y(share: float) -> float:
    return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share
