"""A row a model, market and season: mean scores over the matches that all models were asked about."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.football.calibration import expected_calibration_error
from touchline.football.scoring import brier, log_loss, ranked_probability_score
from touchline.football.vector import Matrix
from touchline.trainer.training.judging.reliability import null_calibration_error, recalibration

Classes = NDArray[np.int64]
Markets = Mapping[str, Matrix]
ALL = "all"
ENOUGH = 100  # matches, below which a slope says nothing


@dataclass(frozen=True, slots=True)
class Row:
    """Means; lower is better but for accuracy. `ece_null`: what a perfect forecaster's would be on these matches."""

    model: str
    market: str
    season: str
    n: int
    rps: float
    log_loss: float
    brier: float
    accuracy: float
    ece: float
    ece_null: float
    slope: float | None = None
    slope_low: float | None = None
    slope_high: float | None = None
    intercept: float | None = None
    intercept_low: float | None = None
    intercept_high: float | None = None


def rows_of(models: Mapping[str, Markets], happened: Mapping[str, Classes], seasons: NDArray[np.str_]) -> list[Row]:
    """Every row that has data: a model that left out a match of a season (or of all) has no row there."""
    return [
        row
        for model, markets in models.items()
        for market, shares in markets.items()
        for row in _rows(model, market, shares, happened[market], seasons)
    ]


def _rows(model: str, market: str, shares: Matrix, classes: Classes, seasons: NDArray[np.str_]) -> Iterator[Row]:
    for season in (*sorted(set(seasons.tolist())), ALL):
        inside = seasons == season if season != ALL else np.ones(len(seasons), dtype=np.bool_)
        if not np.isnan(shares[inside]).any():
            yield _row(model, market, season, shares[inside], classes[inside])


def _row(model: str, market: str, season: str, shares: Matrix, classes: Classes) -> Row:
    found = {}
    if season == ALL and len(classes) >= ENOUGH and shares.std() > 0 and not _constant(shares):
        found = asdict(recalibration(shares, classes))
    return Row(
        model,
        market,
        season,
        len(classes),
        float(ranked_probability_score(shares, classes).mean()),
        float(log_loss(shares, classes).mean()),
        float(brier(shares, classes).mean()),
        float((shares.argmax(axis=1) == classes).mean()),
        expected_calibration_error(shares, classes),
        null_calibration_error(shares),
        **found,
    )


def _constant(shares: Matrix) -> bool:
    """Base rates move by a thousandth a season: through one point there is no line."""
    return bool(shares.std(axis=0).max() < 0.01)
