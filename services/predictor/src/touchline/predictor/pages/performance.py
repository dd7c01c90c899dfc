"""How good we have been: plots and means for the page."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from touchline.predictor.pages.drawings.months import Month, months_plot
from touchline.predictor.pages.drawings.reliability import reliability_plot
from touchline.predictor.prediction.performance import by, mean_of, month_of, reliability
from touchline.predictor.serving.performance import answer_performance, settled_of
from touchline.predictor.serving.state import State
from touchline.schemas.records import Settlement

LATEST = 12


@dataclass(frozen=True, slots=True)
class PerformancePage:
    """The answer that programs get, the pictures of it, and the latest matches."""

    answer: Mapping[str, Any]
    verdict: str
    reliability: Markup
    months: Markup
    latest: list[Settlement]
    of_players: str = ""


async def performance_page(state: State) -> PerformancePage:
    """All settled predictions; counted beside the event loop."""
    answer = await answer_performance(state, None)
    settled = settled_of(state)
    dots, lines = await drawn(state)
    latest = settled[: -LATEST - 1 : -1]
    return PerformancePage(answer, verdict(answer), dots, lines, latest, verdict_on_players(answer["players"]))


async def drawn(state: State) -> tuple[Markup, Markup]:
    """Reliability, and scores by month."""
    settled = settled_of(state)
    return await asyncio.to_thread(lambda: (drawn_reliability(settled), drawn_months(settled)))


def drawn_reliability(settled: Sequence[Settlement]) -> Markup:
    """The reliability plot of every settled prediction."""
    return reliability_plot(
        reliability(settled), "Reliability: how often results came true, by the chance that we gave them"
    )


def drawn_months(settled: Sequence[Settlement]) -> Markup:
    """Scores by month on the matches that have a closing price."""
    found = []
    for month, rows in by(settled, month_of).items():
        mean = mean_of(rows)
        if mean is not None and (beside := mean.beside_closing) is not None:
            found.append(Month(month, beside.ours, beside.closing))
    return months_plot(found, "Ranked probability score by month, ours and the bookmakers' at closing; lower is better")


def verdict(answer: Mapping[str, Any]) -> str:
    """One honest sentence on how we did beside the market."""
    beside = (answer["overall"] or {}).get("beside_closing")
    if beside is None:
        return "There are no closing prices to compare with yet."
    if beside["low"] is None:
        return "Too few matches have closing prices to say more than luck would."
    if beside["low"] > 0:
        return "The bookmakers' closing prices were better, by more than luck explains."
    if beside["high"] < 0:
        return "We were better than the bookmakers' closing prices, by more than luck explains."
    return "The difference from the bookmakers' closing prices is within what luck explains."


def verdict_on_players(players: Mapping[str, Any] | None) -> str:
    """One on forecasts of players, by what most people ask for: Fantasy Premier League points.

    >>> verdict_on_players({"points": {"low": 3.0, "high": 7.0}})
    "Our forecasts of points were closer than that mean's, by more than luck explains."
    """
    points = players["points"] if players else {}
    if points.get("low") is None:
        return "Too few matches to say more than luck would."
    if points["low"] > 0:
        return "Our forecasts of points were closer than that mean's, by more than luck explains."
    if points["high"] < 0:
        return "That mean was closer than our forecasts of points, by more than luck explains."
    return "On points the difference is within what luck explains."
