"""All models of a player together, opened from files without code: minutes first, then goals, assists and points.

Boosted trees (Friedman, 2001, https://doi.org/10.1214/aos/1013203451) as LightGBM's text, arrays as npz. What each file
holds is said where it is learned: `touchline.trainer.players`.
"""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

import lightgbm
import numpy as np

from touchline.football.player_goals import counts, shared
from touchline.football.player_inputs import POSITIONS, Integers, column
from touchline.football.player_minutes import START, SUBSTITUTE, Matrix, Minutes, Vector
from touchline.football.player_points import POINTS, mixed, tilted
from touchline.football.player_team_goals import TeamGoals, team_goals_from

ROLE = "minutes-role.txt"
MINUTES_IF_STARTED, MINUTES_IF_SUBSTITUTE = "minutes-if-started.txt", "minutes-if-substitute.txt"
GOALS, ASSISTS, TEAM = "goals-rate.txt", "assists-rate.txt", "team-goals.npz"
POINTS_DIRECT, POINTS_SPREAD = "points.txt", "points.npz"
POINTS_IF_STARTED, POINTS_IF_SUBSTITUTE = "points-if-started.txt", "points-if-substitute.txt"
TREES = (
    *(ROLE, MINUTES_IF_STARTED, MINUTES_IF_SUBSTITUTE, GOALS, ASSISTS),
    *(POINTS_DIRECT, POINTS_IF_STARTED, POINTS_IF_SUBSTITUTE),
)
FILES = (*TREES, TEAM, POINTS_SPREAD)
FULL = 90.0  # minutes
FEWEST_PLAYING = 0.02  # below, the mean given a role says nothing of the mean over all
UNSTATED = len(POSITIONS)  # the position that nobody states
Files = Mapping[str, bytes]


class NoPlayerSet(ValueError):
    """These files are no set of models of players."""


@dataclass(frozen=True, slots=True)
class Points:
    """Expected points, shape (n,), and their distribution over `player_points.POINTS`, shape (n, 25)."""

    expected: Vector
    chances: Matrix


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected of rows, one number or distribution a row."""

    minutes: Minutes
    goals: Vector
    assists: Vector
    goal_counts: Matrix
    assist_counts: Matrix
    points: Points
    team_goals: Vector  # by the team's own players, which its players' goals add up to


@dataclass(frozen=True, slots=True)
class PlayerSet:
    """The boosters by the names of their files, the team's goals, and how points are spread by role and position."""

    trees: Mapping[str, lightgbm.Booster]
    team: TeamGoals
    spread: Mapping[str, Vector]

    def forecast(self, values: Matrix, teams: Integers, expected: Vector | None = None) -> Forecast:
        """Forecast rows of inputs; all players of a team's match are among them, for their goals add up to the team's.

        `expected` repeats in each row the goals that its team is expected to score, own goals of the other side among
        them; without it the model's own regression says them.
        """
        minutes = self.minutes(values)
        goals = self.team.goals(values) if expected is None else expected * self.team.own_players
        scored = shared(goals, minutes.expected / FULL * self._ask(GOALS, values), teams)
        assists = goals * self.team.assists_a_goal
        assisted = shared(assists, minutes.expected / FULL * self._ask(ASSISTS, values), teams)
        spread = counts(scored, minutes), counts(assisted, minutes)
        return Forecast(minutes, scored, assisted, *spread, self.points(values, minutes), goals)

    def minutes(self, values: Matrix) -> Minutes:
        """The chances of three roles, and how long a starter and a substitute play."""
        return Minutes(
            self._ask(ROLE, values),
            np.clip(self._ask(MINUTES_IF_SUBSTITUTE, values), 1.0, FULL),
            np.clip(self._ask(MINUTES_IF_STARTED, values), 1.0, FULL),
        )

    def points(self, values: Matrix, minutes: Minutes) -> Points:
        """Half by roles, half by one regression on all rows; the mean of the distribution is the number expected."""
        if_started, if_substitute = self._ask(POINTS_IF_STARTED, values), self._ask(POINTS_IF_SUBSTITUTE, values)
        composed = minutes.chances[:, START] * if_started + minutes.chances[:, SUBSTITUTE] * if_substitute
        expected = (composed + self._ask(POINTS_DIRECT, values)) / 2.0
        playing = np.maximum(minutes.chances[:, START] + minutes.chances[:, SUBSTITUTE], FEWEST_PLAYING)
        moved = (expected - composed) / playing
        chances = np.zeros((len(values), len(POINTS)))
        for place in range(len(POSITIONS) + 1):
            rows = of_position(values, place)
            part = Minutes(minutes.chances[rows], minutes.if_substitute[rows], minutes.if_started[rows])
            chances[rows] = mixed(
                part,
                tilted(self.spread[f"{SUBSTITUTE}-{place}"], (if_substitute + moved)[rows]),
                tilted(self.spread[f"{START}-{place}"], (if_started + moved)[rows]),
            )
        return Points(np.asarray(chances @ POINTS, dtype=np.float64), chances)

    def _ask(self, name: str, values: Matrix) -> Matrix:
        return np.asarray(self.trees[name].predict(values, num_threads=1), dtype=np.float64)


def open_player_set(files: Files) -> PlayerSet:
    """The models that files hold.

    Raises:
        NoPlayerSet: one is absent or cannot be read.
    """
    try:
        trees = {name: lightgbm.Booster(model_str=files[name].decode()) for name in TREES}
        with np.load(io.BytesIO(files[POINTS_SPREAD]), allow_pickle=False) as arrays:
            spread = {name: np.asarray(arrays[name], dtype=np.float64) for name in spreads()}
        return PlayerSet(trees, team_goals_from(files[TEAM]), spread)
    except KeyError as absent:
        raise NoPlayerSet(f"there is no {absent}") from absent
    except (ValueError, OSError, zipfile.BadZipFile, lightgbm.basic.LightGBMError) as error:
        raise NoPlayerSet(f"it cannot be read: {error}") from error


def spreads() -> tuple[str, ...]:
    """The names of the arrays that say how points are spread.

    >>> spreads()[0], spreads()[-1]
    ('1-0', '2-4')
    """
    return tuple(f"{role}-{place}" for role in (SUBSTITUTE, START) for place in range(len(POSITIONS) + 1))


def of_position(values: Matrix, place: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """The rows of a position; `UNSTATED`: nobody states it."""
    stated = np.column_stack([column(values, name) for name in POSITIONS])
    return stated[:, place] > 0 if place < UNSTATED else stated.sum(axis=1) == 0
