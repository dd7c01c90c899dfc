"""The answer as one page of HTML with its plots inside: it needs no network, and opens from a file."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from touchline.football.calibration import reliability
from touchline.football.vector import Matrix
from touchline.trainer.training.judging.differences import Difference
from touchline.trainer.training.judging.rows import ALL, Row

WIDTH, HEIGHT, EDGE = 320, 320, 40
PLOTTED = ("blend", "blend-with-odds", "market-closing", "dixon-coles")
COLOURS = ("#1b6ca8", "#c0392b", "#2e8b57", "#8e6bbf", "#b8860b", "#555555")
STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse;margin:1rem 0}"
    "td,th{padding:.2rem .7rem;text-align:right;border-bottom:1px solid #ddd}"
    "td:first-child,th:first-child{text-align:left}svg{margin:.5rem}figure{display:inline-block;margin:0}"
    "figcaption{text-align:center}"
)


def page(
    title: str,
    rows: Sequence[Row],
    found: Sequence[Difference],
    models: Mapping[str, Mapping[str, Matrix]],
    happened: Mapping[str, NDArray[np.int64]],
) -> str:
    """Scores, differences, reliability diagrams and seasons, market by market."""
    parts = [f"<h1>{escape(title)}</h1>", _READING]
    for market in dict.fromkeys(row.market for row in rows):
        of_market = [row for row in rows if row.market == market]
        parts += [
            f"<h2>{escape(market)}</h2>",
            _table([row for row in of_market if row.season == ALL]),
            _differences([one for one in found if one.market == market and one.score == "rps"]),
            *(
                _reliability(model, models[model][market], happened[market])
                for model in PLOTTED
                if market in models.get(model, {}) and not np.isnan(models[model][market]).any()
            ),
            _seasons(of_market),
        ]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style><body>{''.join(parts)}</body></html>"
    )


_READING = (
    "<p>Lower is better for RPS, log loss, Brier and ECE. The null is the ECE that the same forecasts would have if"
    " they were perfect. Every row forecasts the same matches, each from what was known before the first kick-off of"
    " its day. Intervals hold 95%.</p>"
)


def _table(rows: Sequence[Row]) -> str:
    head = ("model", "n", "RPS", "log loss", "Brier", "right", "ECE", "null", "slope", "intercept")
    body = [
        (
            row.model,
            str(row.n),
            f"{row.rps:.5f}",
            f"{row.log_loss:.5f}",
            f"{row.brier:.4f}",
            f"{row.accuracy:.3f}",
            f"{row.ece:.4f}",
            f"{row.ece_null:.4f}",
            "" if row.slope is None else f"{row.slope:.2f} [{row.slope_low:.2f}, {row.slope_high:.2f}]",
            "" if row.intercept is None else f"{row.intercept:.2f} [{row.intercept_low:.2f}, {row.intercept_high:.2f}]",
        )
        for row in rows
    ]
    return _html_table(head, body)


def _differences(found: Sequence[Difference]) -> str:
    against = list(dict.fromkeys(one.against for one in found))
    held = {(one.model, one.against): f"{one.difference:+.5f} [{one.low:+.5f}, {one.high:+.5f}]" for one in found}
    models = list(dict.fromkeys(one.model for one in found))
    body = [(model, *(held.get((model, one), "") for one in against)) for model in models]
    return _html_table(("RPS less that of …", *against), body) if found else ""


def _html_table(head: Iterable[str], body: Iterable[Iterable[str]]) -> str:
    first = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    rest = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in body)
    return f"<table><tr>{first}</tr>{rest}</table>"


def _reliability(model: str, shares: Matrix, classes: NDArray[np.int64]) -> str:
    """Observed frequency over forecast, a circle a bin, its area the number of forecasts; all classes together."""
    events = np.concatenate([classes == column for column in range(shares.shape[1])])
    circles = "".join(
        f'<circle cx="{_x(one.forecast):.1f}" cy="{_y(one.observed):.1f}"'
        f' r="{2 + 14 * (one.forecasts / len(events)) ** 0.5:.1f}" fill="{COLOURS[0]}" fill-opacity=".6">'
        f"<title>{one.forecasts} forecasts of {one.forecast:.3f}: {one.observed:.3f} came true</title></circle>"
        for one in reliability(shares.T.reshape(-1), events, bins=20)
    )
    line = f'<line x1="{_x(0)}" y1="{_y(0)}" x2="{_x(1)}" y2="{_y(1)}" stroke="#999" stroke-dasharray="4"/>'
    return _figure(f"{model}: came true over forecast", _axes() + line + circles)


def _seasons(rows: Sequence[Row]) -> str:
    """RPS by season, each less that of Dixon–Coles."""
    seasons = sorted({row.season for row in rows} - {ALL})
    held = {(row.model, row.season): row.rps for row in rows}
    shown = [model for model in PLOTTED if all((model, season) in held for season in seasons)]
    if len(seasons) < 2 or "dixon-coles" not in shown:
        return ""
    gaps = {model: [held[model, one] - held["dixon-coles", one] for one in seasons] for model in shown}
    low, high = min(map(min, gaps.values())), max(0.001, *map(max, gaps.values()))
    parts = []
    for model, colour in zip(shown, COLOURS, strict=False):
        places = [
            (
                EDGE + (WIDTH - 2 * EDGE) * at / (len(seasons) - 1),
                EDGE + (HEIGHT - 2 * EDGE) * (high - gap) / (high - low),
            )
            for at, gap in enumerate(gaps[model])
        ]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        x, y = places[-1]
        parts.append(f'<text x="{x - 60:.0f}" y="{y - 5:.0f}" font-size="11" fill="{colour}">{escape(model)}</text>')
    ends = f"{seasons[0]} to {seasons[-1]}, {low:+.4f} to {high:+.4f}"
    return _figure(f"RPS less Dixon–Coles's, {ends}", "".join(parts))


def _figure(caption: str, inside: str) -> str:
    drawing = f'<svg width="{WIDTH}" height="{HEIGHT}" role="img">{inside}</svg>'
    return f"<figure>{drawing}<figcaption>{escape(caption)}</figcaption></figure>"


def _axes() -> str:
    ticks = "".join(
        f'<text x="{_x(tick / 4) - 8}" y="{HEIGHT - EDGE + 16}" font-size="11">{tick / 4:g}</text>'
        f'<text x="6" y="{_y(tick / 4) + 4}" font-size="11">{tick / 4:g}</text>'
        for tick in range(5)
    )
    side = WIDTH - 2 * EDGE
    return f'<rect x="{EDGE}" y="{EDGE}" width="{side}" height="{side}" fill="none" stroke="#ccc"/>{ticks}'


def _x(share: float) -> float:
    return EDGE + (WIDTH - 2 * EDGE) * share


def _y(share: float) -> float:
    return HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share
