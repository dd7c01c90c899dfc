"""How good a forecast was, once the match is over; for all three, lower is better.

Each takes arrays, `probabilities` of shape (n, classes), for a result in the order home, draw, away, and `outcomes` of
shape (n,) with the place of what happened, and gives one score per match, shape (n,). `score` does it for one match.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from touchline.football.outcome import Outcome, Probabilities

Scores = NDArray[np.float64]
SMALLEST = 1e-15  # keeps the logarithm of a zero probability finite


def ranked_probability_score(probabilities: ArrayLike, outcomes: ArrayLike) -> Scores:
    """Half the squared distance between the cumulative forecast and what happened: a near miss costs less.

    RPS = 1/(c - 1) * sum over i = 1 … c - 1 of (p_1 + … + p_i - e_1 - … - e_i)^2, with c classes: 1/2 for a result.
    Epstein (1969), https://doi.org/10.1175/1520-0450(1969)008<0985:ASSFPF>2.0.CO;2; for football Constantinou and
    Fenton (2012), https://doi.org/10.1515/1559-0410.1418.

    >>> ranked_probability_score([[1.0, 0.0, 0.0], [0.5, 0.3, 0.2]], [0, 1]).round(3).tolist()
    [0.0, 0.145]
    """
    forecast, happened = _aligned(probabilities, outcomes)
    gaps = np.cumsum(forecast - happened, axis=1)[:, :-1]
    return np.asarray((gaps**2).mean(axis=1))


def log_loss(probabilities: ArrayLike, outcomes: ArrayLike) -> Scores:
    """Minus the natural logarithm of the probability given to what happened.

    Good (1952), https://doi.org/10.1111/j.2517-6161.1952.tb00104.x.

    >>> log_loss([[0.5, 0.3, 0.2]], [0]).round(4).tolist()
    [0.6931]
    """
    forecast, happened = _aligned(probabilities, outcomes)
    return np.asarray(-np.log(np.clip((forecast * happened).sum(axis=1), SMALLEST, 1.0)))


def brier(probabilities: ArrayLike, outcomes: ArrayLike) -> Scores:
    """The squared distance between forecast and what happened, over all outcomes (0 to 2).

    Brier (1950), https://doi.org/10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.

    >>> brier([[0.5, 0.3, 0.2]], [0]).round(2).tolist()
    [0.38]
    """
    forecast, happened = _aligned(probabilities, outcomes)
    return np.asarray(((forecast - happened) ** 2).sum(axis=1))


@dataclass(frozen=True, slots=True)
class Score:
    """The three scores of one forecast."""

    ranked_probability_score: float
    log_loss: float
    brier: float


def score(probabilities: Probabilities, outcome: Outcome) -> Score:
    """All three scores of one match.

    >>> score(Probabilities(1.0, 0.0, 0.0), Outcome.HOME)
    Score(ranked_probability_score=0.0, log_loss=0.0, brier=0.0)
    """
    row, happened = [probabilities.as_tuple()], [outcome.place]
    return Score(
        float(ranked_probability_score(row, happened)[0]),
        max(0.0, float(log_loss(row, happened)[0])),
        float(brier(row, happened)[0]),
    )


def _aligned(probabilities: ArrayLike, outcomes: ArrayLike) -> tuple[Scores, Scores]:
    """Forecasts beside one-hot outcomes, both of shape (n, classes)."""
    forecast = np.atleast_2d(np.asarray(probabilities, dtype=np.float64))
    happened = np.eye(forecast.shape[1])[np.asarray(outcomes, dtype=np.intp).reshape(-1)]
    if len(forecast) != len(happened):
        raise ValueError(f"{len(forecast)} forecasts for {len(happened)} outcomes")
    return forecast, happened
