"""What each row of the back-test says of every match: Played in, probabilities by market out."""

from collections.abc import Callable, Sequence

import numpy as np

from touchline.football.blend import DYNAMIC, OVER, RESULT, logit_of
from touchline.football.margins import multiplicative, power
from touchline.football.markets import expected_goals
from touchline.football.scoreline import Grid, dixon_coles_grid, poisson_grid
from touchline.football.strength import MEASURES
from touchline.football.vector import Matrix, columns, rates
from touchline.trainer.backtest.goals import GOALS
from touchline.trainer.training.matches import Matches
from touchline.trainer.training.models import dixon_coles
from touchline.trainer.training.models.blend import told
from touchline.trainer.training.models.learned import logit
from touchline.trainer.training.models.pool import fit_pool
from touchline.trainer.training.models.seasons import settled, steps
from touchline.trainer.training.models.with_odds import CONSTANTS_BESIDE_MARKET, LEAST, MARKET_PRECISION
from touchline.trainer.training.played import Played

Markets = dict[str, Matrix]
"""By market: probabilities of shape (n, classes), the event first; NaN where a row says nothing of a match. Whoever
expects goals says so under `GOALS`."""
Removal = Callable[[Matrix], Matrix]

RATINGS: dict[str, tuple[str, ...]] = {
    "elo-logit": ("elo_difference",),
    "pi-logit": ("pi_home", "pi_away", "pi_difference"),
}
BOOK = "average_before"


def with_goals(grids: Grid) -> Markets:
    """What grids say of each market, and the goals that they expect."""
    return told(grids) | {GOALS: expected_goals(grids)}


def dynamic_rows(matches: Matches) -> dict[str, Markets]:
    """The Poisson grid of each filter."""
    return {f"{DYNAMIC}{one}": with_goals(poisson_grid(*rates(matches.values, one).T)) for one in MEASURES}


def dixon_coles_row(played: Played, precision: float, first: str) -> Markets:
    """Refitted before every match day, from a season on."""
    since = int(played.predicted_at[played.matches.seasons == first].min())
    two, rho = dixon_coles.walked(played, precision=precision, since=since)
    said = ~np.isnan(rho)
    found: Markets = {}
    for market, shares in with_goals(dixon_coles_grid(two[said, 0], two[said, 1], rho[said])).items():
        found[market] = np.full((len(played), shares.shape[1]), np.nan)
        found[market][said] = shares
    return found


def rating_rows(matches: Matches, seasons: Sequence[str]) -> dict[str, Markets]:
    """Logits of Elo ratings (Hvattum and Arntzen, 2010) and of pi-ratings (Constantinou and Fenton, 2013)."""
    found = {name: np.full((len(matches), 3), np.nan) for name in RATINGS}
    usable = settled(matches)
    for step in steps(matches, seasons):
        learned = step.known & usable
        for name, features in RATINGS.items():
            inputs = columns(matches.values, features)
            speak = logit_of(logit(1.0, inputs[learned], matches.outcomes[learned]))
            found[name][step.asked] = speak(inputs[step.asked])
    return {name: {RESULT: shares} for name, shares in found.items()}


def market_row(played: Played, book: str, without_margin: Removal = multiplicative) -> Markets:
    """What a book's prices say without their margin."""
    found = {}
    for market in (RESULT, OVER):
        prices = played.prices[book, market]
        there = ~np.isnan(prices).any(axis=1)
        found[market] = np.full(prices.shape, np.nan)
        found[market][there] = without_margin(prices[there])
    return found


def market_only_row(played: Played, seasons: Sequence[str]) -> Markets:
    """The market's average before the match, recalibrated on the seasons before."""
    return {
        market: _recalibrated(played.matches, market, shares, seasons)
        for market, shares in market_row(played, BOOK, power).items()
    }


def base_rate_row(matches: Matches, seasons: Sequence[str]) -> Markets:
    """How often each result came in all seasons before, and the mean goals: what any model has to beat."""
    happened = matches.happened
    found = {market: np.full((len(matches), 3 if market == RESULT else 2), np.nan) for market in (*happened, GOALS)}
    for step in steps(matches, seasons):
        for market, classes in happened.items():
            counts = np.bincount(classes[step.known], minlength=found[market].shape[1])
            found[market][step.asked] = counts / counts.sum()
        found[GOALS][step.asked] = matches.goals[step.known].mean(axis=0)
    return found


def _recalibrated(matches: Matches, market: str, voice: Matrix, seasons: Sequence[str]) -> Matrix:
    """Season by season, by a weight from the forecasts whose results were known before it."""
    found = np.full(voice.shape, np.nan)
    said = ~np.isnan(voice[:, 0])
    for step in steps(matches, seasons):
        learned, asked = step.known & said, step.asked & said
        if learned.sum() < LEAST or not asked.any():
            continue
        happened = matches.happened[market][learned]
        pool = fit_pool([voice[learned]], happened, (1.0,), MARKET_PRECISION, CONSTANTS_BESIDE_MARKET)
        found[asked] = pool([voice[asked]])
    return found
