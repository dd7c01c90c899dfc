"""How many goals and assists a team's own players can be expected to have, from what the teams' strengths say.

log G = b + w . z, z being what the vectors say of both teams, standardised: a Poisson regression. Maher (1982),
https://doi.org/10.1111/j.1467-9574.1982.tb00782.x; the strengths move with each match by the slope of the same model.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from touchline.football.player_inputs import column
from touchline.football.player_minutes import Matrix, Vector

READ = ("attack_balance", "at_home", "team_elo", "opponent_elo", "team_attack", "opponent_defence")
ARRAYS = ("mean", "scale", "coefficients", "intercept", "assists_a_goal", "own_players")


@dataclass(frozen=True, slots=True)
class TeamGoals:
    """Coefficients; assists a goal; and the share of a team's goals that its own players score."""

    mean: Vector
    scale: Vector
    coefficients: Vector
    intercept: float
    assists_a_goal: float
    own_players: float  # the rest are own goals of the other side

    def goals(self, values: Matrix) -> Vector:
        """Goals of each row's team by its own players, shape (n,); `values` are inputs."""
        standardised = (strengths(values) - self.mean) / self.scale
        return np.asarray(np.exp(standardised @ self.coefficients + self.intercept), dtype=np.float64)

    def content(self) -> bytes:
        """As npz."""
        sink = io.BytesIO()
        np.savez(sink, **{name: np.asarray(getattr(self, name)) for name in ARRAYS})  # type: ignore[arg-type]
        return sink.getvalue()


def team_goals_from(content: bytes) -> TeamGoals:
    """Back from `content`; KeyError or ValueError when it is something else.

    >>> one = TeamGoals(np.zeros(6), np.ones(6), np.zeros(6), 0.3, 0.7, 0.97)
    >>> team_goals_from(one.content()).own_players
    0.97
    """
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        held: Mapping[str, Vector] = {name: arrays[name] for name in ARRAYS}
    numbers = {name: float(held[name]) for name in ("intercept", "assists_a_goal", "own_players")}
    return TeamGoals(held["mean"], held["scale"], held["coefficients"], **numbers)


def strengths(values: Matrix) -> Matrix:
    """What the regression reads of inputs, shape (n, 6)."""
    return np.column_stack([column(values, name) for name in READ])
