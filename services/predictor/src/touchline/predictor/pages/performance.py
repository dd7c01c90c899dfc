"""How good we have been: plots and means for the page."""

from collections.abc import Mapping
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


def performance_page(state: State) -> PerformancePage:
    """All settled predictions."""
    answer = answer_performance(state, None)
    return PerformancePage(
        answer, verdict(answer), drawn_reliability(state), drawn_months(state), settled_of(state)[: -LATEST - 1 : -1]
    )


def drawn_reliability(state: State) -> Markup:
    """The reliability plot of every settled prediction."""
    return reliability_plot(
        reliability(settled_of(state)), "Reliability: how often results came true, by the chance that we gave them"
    )


def drawn_months(state: State) -> Markup:
    """Scores by month on the matches that have a closing price."""
    found = []
    for month, rows in by(settled_of(state), month_of).items():
        mean = mean_of(rows)
        if mean is not None and (beside := mean.beside_closing) is not None:
            found.append(Month(month, beside.ours, beside.closing))
    return months_plot(found, "Ranked probability score by month, ours and the bookmakers' at closing; lower is better")


def verdict(answer: Mapping[str, Any]) -> str:
    """One honest sentence on how we did beside the market."""
    beside = answer["overall"].get("beside_closing")
    if beside is None:
        return "There are no closing prices to compare with yet."
    if beside["low"] is None:
        return "Too few matches have closing prices to say more than luck would."
    if beside["low"] > 0:
        return "The bookmakers' closing prices were better, by more than luck explains."
    if beside["high"] < 0:
        return "We were better than the bookmakers' closing prices, by more than luck explains."
    return "The difference from the bookmakers' closing prices is within what luck explains."
