"""Dynamic Poisson: attack and defence of every team as a random walk, followed by an extended Kalman filter.

Goals of a side are Poisson with log rate = level + advantage (at home) + attack of the side - defence of the other, and
every term of it moves: level and home advantage slowly (an empty stadium shows within weeks), teams by the day, and
more in summer. Rates are known with their variance, so that a promoted team learns quickly and a settled one slowly.

    state x ~ N(m, P);   y | x ~ (mean r = exp(h·x), variance φ r)
    prediction:  P += Q Δt;  rate = exp(h·m + h·P·h / 2)
    update:      S = H P Hᵗ + diag(φ / r);  m += P Hᵗ S⁻¹ (y - r) / r;  P -= P Hᵗ S⁻¹ H P

After Koopman and Lit (2015), https://doi.org/10.1111/rssa.12042 (dynamic Poisson) and Fahrmeir (1992),
https://doi.org/10.1080/01621459.1992.10475232 (the filter for exponential families). φ below 1 is for observations
that are steadier than goals, such as expected goals. Several settings are filtered at once, along the first axis.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from touchline.trainer.training.played import Played

Array = NDArray[np.float64]
DAY = 86_400_000_000  # microseconds
LONGEST_GAP = 45.0  # days; summers have a variance of their own
LEVEL, ADVANTAGE, FIRST_TEAM = 0, 1, 2
START_LEVEL, START_ADVANTAGE = 0.15, 0.30  # log goals of an away side, and what a home side adds; English 1990s
START_VARIANCE = 0.02
UNKNOWN_TEAM = 0.1  # variance of a team's strength in the first season of all
LOWEST, HIGHEST = -3.0, 2.5  # of a log rate, so that nothing overflows


@dataclass(frozen=True, slots=True)
class Dynamics:
    """How quickly things move: variances of log rates, per day or per summer."""

    team_daily: float = 4.0e-5
    team_summer: float = 0.004
    kept: float = 0.966  # share of a team's strength that a summer leaves
    newcomer: float = 0.0075  # variance of a promoted team's strength
    newcomer_attack: float = -0.22
    newcomer_defence: float = -0.2
    advantage_daily: float = 1.0e-6
    level_daily: float = 1.0e-6
    dispersion: float = 0.75  # φ


@dataclass(frozen=True, slots=True)
class Rates:
    """What is expected of each match before it: goals (settings, n, 2) and the variance of their logarithm."""

    goals: Array
    variance: Array


def filtered(played: Played, observed: Array, dynamics: Sequence[Dynamics]) -> Rates:
    """Rates of every match from the matches whose results were known before the first kick-off of its day.

    `observed` has shape (settings, n, 2): what the sides of each match are said to have made, goals or a steadier
    measure on their scale; none may be NaN.
    """
    filter_ = _Filter(played, dynamics)
    queue = np.argsort(played.known, kind="stable")
    rates, variance = np.empty((len(dynamics), len(played), 2)), np.empty((len(dynamics), len(played), 2))
    done = 0
    for moment, together in _days(played):
        until = int(np.searchsorted(played.known[queue], moment, side="left"))
        if until > done:
            filter_.learn(queue[done:until], observed[:, queue[done:until]])
            done = until
        filter_.enter(str(played.seasons[together[0]]))
        filter_.advance(moment)
        rates[:, together], variance[:, together] = filter_.forecast(together)
    return Rates(rates, variance)


def _days(played: Played) -> Iterator[tuple[int, NDArray[np.intp]]]:
    order = np.argsort(played.predicted_at, kind="stable")
    moments, starts = np.unique(played.predicted_at[order], return_index=True)
    for moment, together in zip(moments, np.split(order, starts[1:]), strict=True):
        yield int(moment), together


class _Filter:
    """Means and covariances of all settings; teams that are not in the league have no place."""

    def __init__(self, played: Played, dynamics: Sequence[Dynamics]) -> None:
        self.played = played
        self.of = {field.name: np.array([getattr(one, field.name) for one in dynamics]) for field in fields(Dynamics)}
        self.teams: list[str] = []
        self.season = ""
        self.clock = int(played.predicted_at.min())
        count = len(dynamics)
        self.mean = np.tile([START_LEVEL, START_ADVANTAGE], (count, 1)).astype(np.float64)
        self.covariance = np.tile(np.eye(2) * START_VARIANCE, (count, 1, 1))

    def enter(self, season: str) -> None:
        """A season begins: some teams go, some come, the rest are drawn to the middle and known less well."""
        if season == self.season:
            return
        played, first = self.played, not self.season
        inside = played.seasons == season
        wanted = sorted(set(played.home[inside].tolist()) | set(played.away[inside].tolist()))
        settings, size = len(self.mean), FIRST_TEAM + 2 * len(wanted)
        mean, covariance = np.zeros((settings, size)), np.zeros((settings, size, size))
        stay = [team for team in self.teams if team in set(wanted)]
        old, new = self._places(stay, self.teams), self._places(stay, wanted)
        shrink, every = np.ones((settings, len(new))), np.arange(settings)
        shrink[:, FIRST_TEAM:] = self.of["kept"][:, None]
        mean[:, new] = self.mean[:, old] * shrink
        covariance[np.ix_(every, new, new)] = (
            self.covariance[np.ix_(every, old, old)] * shrink[:, :, None] * shrink[:, None, :]
        )
        grown = new[FIRST_TEAM:]
        covariance[:, grown, grown] += self.of["team_summer"][:, None]
        for place, team in enumerate(wanted):
            if team not in stay:
                self._newcomer(mean, covariance, FIRST_TEAM + 2 * place, first)
        self.teams, self.season, self.mean, self.covariance = wanted, season, mean, covariance

    def _newcomer(self, mean: Array, covariance: Array, place: int, first: bool) -> None:
        for offset, name in ((0, "newcomer_attack"), (1, "newcomer_defence")):
            mean[:, place + offset] = 0.0 if first else self.of[name]
            covariance[:, place + offset, place + offset] = UNKNOWN_TEAM if first else self.of["newcomer"]

    @staticmethod
    def _places(teams: Sequence[str], among: Sequence[str]) -> NDArray[np.intp]:
        """Level and advantage, then attack and defence of each of these teams."""
        at = {team: FIRST_TEAM + 2 * place for place, team in enumerate(among)}
        return np.array([LEVEL, ADVANTAGE, *(at[team] + offset for team in teams for offset in (0, 1))], dtype=np.intp)

    def advance(self, moment: int) -> None:
        """Time passes: everything is known a little less well."""
        days = min(LONGEST_GAP, max(0.0, (moment - self.clock) / DAY))
        self.clock = max(self.clock, moment)
        diagonal = np.arange(FIRST_TEAM, self.mean.shape[1])
        self.covariance[:, diagonal, diagonal] += self.of["team_daily"][:, None] * days
        self.covariance[:, LEVEL, LEVEL] += self.of["level_daily"] * days
        self.covariance[:, ADVANTAGE, ADVANTAGE] += self.of["advantage_daily"] * days

    def forecast(self, matches: NDArray[np.intp]) -> tuple[Array, Array]:
        """Expected goals of these matches and the variance of their logarithm, (settings, matches, 2)."""
        design = self._design(matches)
        spread = np.einsum("kn,snm,km->sk", design, self.covariance, design)
        log_rate = np.clip(self.mean @ design.T, LOWEST, HIGHEST)
        shape = (len(self.mean), len(matches), 2)
        return np.exp(log_rate + spread / 2).reshape(shape), spread.reshape(shape)

    def learn(self, matches: NDArray[np.intp], observed: Array) -> None:
        """Results became known."""
        here = np.isin(self.played.seasons[matches], self.season)
        matches, observed = matches[here], observed[:, here]
        if not len(matches):
            return
        self.advance(int(self.played.kick_offs[matches].max()))
        design = self._design(matches)
        rate = np.exp(np.clip(self.mean @ design.T, LOWEST, HIGHEST))
        surprise = (observed.reshape(len(self.mean), -1) - rate) / rate
        cross = self.covariance @ design.T  # (settings, states, 2 matches)
        spread = design @ cross
        noise = np.arange(design.shape[0])
        spread[:, noise, noise] += self.of["dispersion"][:, None] / rate
        gain = np.linalg.solve(spread, cross.transpose(0, 2, 1)).transpose(0, 2, 1)
        self.mean = self.mean + np.einsum("snk,sk->sn", gain, surprise)
        self.covariance = self.covariance - gain @ cross.transpose(0, 2, 1)

    def _design(self, matches: NDArray[np.intp]) -> Array:
        """Which states make the log rates of home and away side of each match, in turn: (2 matches, states)."""
        at = {team: FIRST_TEAM + 2 * place for place, team in enumerate(self.teams)}
        home = np.array([at[team] for team in self.played.home[matches].tolist()])
        away = np.array([at[team] for team in self.played.away[matches].tolist()])
        rows = np.arange(len(matches)) * 2
        design = np.zeros((2 * len(matches), self.mean.shape[1]))
        design[:, LEVEL] = 1.0
        design[rows, ADVANTAGE] = 1.0
        design[rows, home] = design[rows + 1, away] = 1.0
        design[rows, away + 1] = design[rows + 1, home + 1] = -1.0
        return design
