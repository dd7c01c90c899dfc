"""The answer as one page of HTML with its plots inside: it needs no network, and opens from a file."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from touchline.football.vector import Matrix
from touchline.trainer.backtest.goals import GoalRow
from touchline.trainer.backtest.tables import goal_cells
from touchline.trainer.recording.plots import HEIGHT, WIDTH, lines_drawing, reliability_drawing
from touchline.trainer.training.judging.differences import Difference
from touchline.trainer.training.judging.rows import ALL, Row

PLOTTED = ("blend", "blend-with-odds", "market-closing", "dixon-coles")
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
    goals: Sequence[GoalRow],
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
    head, *body = goal_cells(goals)
    parts += ["<h2>goals of a side, RMSE (MAE)</h2>", _html_table(head, body)]
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
    return _figure(f"{model}: came true over forecast", reliability_drawing(shares, classes))


def _seasons(rows: Sequence[Row]) -> str:
    """RPS by season, each less that of Dixon–Coles."""
    seasons = sorted({row.season for row in rows} - {ALL})
    held = {(row.model, row.season): row.rps for row in rows}
    shown = [model for model in PLOTTED if all((model, season) in held for season in seasons)]
    if len(seasons) < 2 or "dixon-coles" not in shown:
        return ""
    gaps = {model: [held[model, one] - held["dixon-coles", one] for one in seasons] for model in shown}
    return _figure("RPS less Dixon–Coles's, by season", lines_drawing(gaps, seasons))


def _figure(caption: str, inside: str) -> str:
    drawing = f'<svg width="{WIDTH}" height="{HEIGHT}" role="img">{inside}</svg>'
    return f"<figure>{drawing}<figcaption>{escape(caption)}</figcaption></figure>"
