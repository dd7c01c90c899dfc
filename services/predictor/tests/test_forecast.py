"""A model's grid is taken as it is, or refused."""

import numpy as np
import pytest

from touchline.football import markets
from touchline.football.scoreline import Grid, poisson_grid
from touchline.predictor.prediction.forecast import NoForecast, forecast_of, grid_of

SOUND = poisson_grid(1.5, 1.2)


def with_cells(*values: float) -> Grid:
    """A sound grid whose first cells are these."""
    changed = SOUND.copy()
    changed[0, : len(values)] = values
    return changed


def test_a_forecast_keeps_every_bit_of_the_grid_and_names_its_sums() -> None:
    said = forecast_of(SOUND)
    assert grid_of(said.grid).tobytes() == SOUND.tobytes()
    assert [said.home, said.draw, said.away] == markets.result(SOUND).tolist()
    assert said.home + said.draw + said.away == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize(
    "grid",
    [
        with_cells(float("nan")),
        with_cells(-0.1, SOUND[0, 0] + SOUND[0, 1] + 0.1),
        SOUND * 1.001,
        SOUND[:12, :12],
        np.full((13, 13), np.inf),
    ],
)
def test_an_answer_that_is_no_distribution_over_scores_is_refused(grid: Grid) -> None:
    with pytest.raises(NoForecast, match="shares that sum to 1"):
        forecast_of(grid)
