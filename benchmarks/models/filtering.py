"""The filters of `touchline.football.strength` over a table of played matches, under any settings."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from touchline.feature_store.features import league
from touchline.feature_store.features.measures import made_in
from touchline.feature_store.features.result import MatchFact
from touchline.football.season import season_before
from touchline.football.strength import (
    MEASURES,
    Dynamics,
    Level,
    Strength,
    after_summer,
    goals_to_expect,
    learned,
    level_waited,
    promoted,
    waited,
)
from touchline.trainer.training.models.dixon_coles import days_of
from touchline.trainer.training.played import Played

Array = NDArray[np.float64]
DAY = 86_400_000_000  # microseconds
COUNTED = ("goals", "shots", "shots_on_target", "corners", "expected_goals")


def made(frame: pl.DataFrame, known: NDArray[np.int64]) -> dict[str, Array]:
    """What the sides of each match made of it, (n, 2), by measure, as the fold measures it."""
    facts = list(map(_fact, frame.iter_rows(named=True)))
    found, means = np.empty((len(facts), len(MEASURES), 2)), league.League()
    for place in np.argsort(known, kind="stable"):
        found[place] = made_in(facts[place], means)
        means = league.after(means, facts[place])
    return {name: found[:, place] for place, name in enumerate(MEASURES)}


def filtered(played: Played, observed: Array, dynamics: Dynamics) -> Array:
    """Goals to expect of each match, (n, 2), from the matches known before the first kick-off of its day."""
    world, rates = _Filter(played, dynamics), np.empty((len(played), 2))
    queue = np.argsort(played.matches.known, kind="stable")
    done = 0
    for moment, together in days_of(played):
        until = int(np.searchsorted(played.matches.known[queue], moment, side="left"))
        for match in queue[done:until].tolist():
            world.learn(match, observed[match])
        done = until
        for match in together.tolist():
            rates[match] = world.forecast(match)
    return rates


class _Filter:
    """A competition as the fold remembers it, of one measure."""

    def __init__(self, played: Played, dynamics: Dynamics) -> None:
        self.dynamics = dynamics
        self.teams: dict[str, tuple[str, Strength, int]] = {}  # season, strength, latest kick-off
        self.level, self.last = Level(), 0
        self.seasons, self.kick_offs = played.matches.seasons.tolist(), played.matches.kick_offs.tolist()
        self.pairs = list(zip(played.home.tolist(), played.away.tolist(), strict=True))
        self.first = min(self.seasons)

    def learn(self, match: int, observed: Array) -> None:
        season, kick_off = self.seasons[match], self.kick_offs[match]
        level = level_waited(self.level, (kick_off - self.last) / DAY if self.last else 0.0, self.dynamics)
        home, away = (self._at(team, season, kick_off) for team in self.pairs[match])
        goals = (float(observed[0]), float(observed[1]))
        self.level, *after = learned(level, home, away, goals, self.dynamics)
        for team, strength in zip(self.pairs[match], after, strict=True):
            latest = max(kick_off, self.teams[team][2] if team in self.teams else 0)
            self.teams[team] = (season, strength, latest)
        self.last = max(self.last, kick_off)

    def forecast(self, match: int) -> tuple[float, float]:
        two = [self._at(team, self.seasons[match], self.kick_offs[match]) for team in self.pairs[match]]
        return goals_to_expect(self.level.level, self.level.advantage, *two)

    def _at(self, team: str, season: str, kick_off: int) -> Strength:
        known = self.teams.get(team)
        if known is None or known[0] not in (season, season_before(season)):
            return Strength() if season == self.first else promoted(self.dynamics)
        strength = known[1] if known[0] == season else after_summer(known[1], self.dynamics)
        return waited(strength, (kick_off - known[2]) / DAY, self.dynamics)


def _fact(row: dict[str, object]) -> MatchFact:
    counts = {f"{side}_{name}": row[f"{side}_{name}"] for name in COUNTED for side in ("home", "away")}
    names = {name: row[name] for name in ("match_id", "competition", "season", "kick_off", "home_team", "away_team")}
    return MatchFact(**names, **counts, available_at=row["result_available_at"], documents=())  # type: ignore[arg-type]
