"""Dixon–Coles with exponential decay, refitted before every match day.

Goals are Poisson with rates λ = exp(a_home - d_away + h) and μ = exp(a_away - d_home); low scores are tied by
τ(0,0) = 1 - λμρ, τ(0,1) = 1 + λρ, τ(1,0) = 1 + μρ, τ(1,1) = 1 - ρ; a match of t days ago weighs exp(-ξ t).

    log L = Σ w (log τ + x log λ - λ + y log μ - μ - log x! y!)

Dixon and Coles (1997), https://doi.org/10.1111/1467-9876.00065. Rates depend on the two teams alone, so that a table of
weighted sums by pair of teams is all that the likelihood needs: a refit costs the same after 300 matches and after
3,000, a day's decay is one multiplication, and Fisher scoring with the exact gradient, from the day before's optimum,
takes two or three steps.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.trainer.training.played import Played

Array = NDArray[np.float64]
DAY = 86_400_000_000  # microseconds
DECAY = 0.002  # ξ, per day
# Of strengths in log goals. As published there is no prior: a thousandth keeps a team of one match finite, and moves a
# settled one by nothing. Three of them are the best of 0.001 to 8 on 2013/14-2018/19: what few matches say is halved.
AS_PUBLISHED, SHRUNK = 0.001, 3.0
MOST = 20.0  # log goals, so that a step too far is worse and not infinite
STEPS, TOLERANCE = 50, 1e-6  # of a parameter: what is left of log L is of the order of its square
HALVINGS = 20
START = (0.25, -0.05)  # home advantage and ρ, Dixon and Coles's own size


@dataclass(frozen=True, slots=True)
class Table:
    """Weighted sums by home team (rows) and away team (columns), each of shape (teams, teams)."""

    weight: Array
    home_goals: Array
    away_goals: Array
    low: Array  # (2, 2, teams, teams): weight of the scores 0-0, 0-1, 1-0, 1-1
    factorials: float = 0.0  # Σ w log(x! y!), which no parameter touches

    @classmethod
    def of(cls, home: NDArray[np.intp], away: NDArray[np.intp], goals: Array, weights: Array, teams: int) -> "Table":
        """Of matches; `goals` is (n, 2)."""
        cells, shape = home * teams + away, (teams, teams)

        def summed(values: Array) -> Array:
            return np.asarray(np.bincount(cells, values, teams * teams).reshape(shape), dtype=np.float64)

        low = np.stack(
            [np.stack([summed(weights * ((goals[:, 0] == x) & (goals[:, 1] == y))) for y in (0, 1)]) for x in (0, 1)]
        )
        lost = float(weights @ _log_factorial(goals).sum(axis=1))
        return cls(summed(weights), summed(weights * goals[:, 0]), summed(weights * goals[:, 1]), low, lost)

    def later(self, share: float, more: "Table") -> "Table":
        """Everything weighs `share` of what it did, and more has come."""
        return Table(
            self.weight * share + more.weight,
            self.home_goals * share + more.home_goals,
            self.away_goals * share + more.away_goals,
            self.low * share + more.low,
            self.factorials * share + more.factorials,
        )


@dataclass(frozen=True, slots=True)
class Strengths:
    """What was fitted: log goals of each team's attack and defence, home advantage, and ρ."""

    attack: Array
    defence: Array
    advantage: float
    rho: float

    def rates(self, home: NDArray[np.intp], away: NDArray[np.intp]) -> Array:
        """Goals to expect of both sides, (n, 2)."""
        at_home = self.attack[home] - self.defence[away] + self.advantage
        return np.exp(np.column_stack([at_home, self.attack[away] - self.defence[home]]))

    @classmethod
    def even(cls, teams: int) -> "Strengths":
        """Of teams of which nothing is known."""
        return cls(np.zeros(teams), np.zeros(teams), *START)


def log_likelihood(table: Table, at: Strengths, precision: float = 0.0) -> float:
    """log L, less half the precision times the squared strengths; minus infinity where a τ is not positive.

    >>> one = Table.of(np.array([0]), np.array([1]), np.array([[1.0, 0.0]]), np.array([1.0]), 2)
    >>> round(log_likelihood(one, Strengths(np.zeros(2), np.zeros(2), 0.0, 0.0)), 6)
    -2.0
    """
    rates = _grid_of_rates(at)
    if not np.isfinite(rates).all():
        return -np.inf
    tau = _tau(rates, at.rho)
    if (tau[table.low > 0] <= 0).any():
        return -np.inf
    logs = np.where(table.low > 0, np.log(np.where(table.low > 0, tau, 1.0)), 0.0)
    fitted = (table.home_goals * np.log(rates[0]) + table.away_goals * np.log(rates[1])).sum()
    spent = (table.weight * (rates[0] + rates[1])).sum()
    prior = precision / 2 * (at.attack @ at.attack + at.defence @ at.defence)
    return float((table.low * logs).sum() + fitted - spent - prior - table.factorials)


def fit(table: Table, start: Strengths, precision: float = AS_PUBLISHED) -> Strengths:
    """The strengths with the greatest likelihood, by Fisher scoring from a start, halving steps that overshoot."""
    here, value = start, log_likelihood(table, start, precision)
    for _ in range(STEPS):
        step = _step(table, here, precision)
        scale = 1.0
        for _ in range(HALVINGS):
            there = _moved(here, step, scale)
            reached = log_likelihood(table, there, precision)
            if reached >= value:
                break
            scale /= 2
        else:
            return here
        here, value = there, reached
        if np.abs(step).max() * scale < TOLERANCE:
            break
    return here


def walked(
    played: Played, decay: float = DECAY, precision: float = AS_PUBLISHED, since: int = 0
) -> tuple[Array, Array]:
    """Rates (n, 2) and ρ (n,) of every match, from a fit on what was known before the first kick-off of its day.

    Matches before `since` (microseconds) are learned from and not forecast: NaN.
    """
    names, codes = np.unique(np.concatenate([played.home, played.away]), return_inverse=True)
    home, away = codes[: len(played)].astype(np.intp), codes[len(played) :].astype(np.intp)
    matches = played.matches
    queue = np.argsort(matches.known, kind="stable")
    rates, rhos = np.full((len(played), 2), np.nan), np.full(len(played), np.nan)
    done, clock, at = 0, int(played.predicted_at.min()), Strengths.even(len(names))
    none = np.array([], dtype=np.intp)
    table = Table.of(none, none, np.empty((0, 2)), np.empty(0), len(names))
    for moment, together in days_of(played):
        until = int(np.searchsorted(matches.known[queue], moment, side="left"))
        new, done = queue[done:until], until
        weights = np.exp(-decay * (moment - matches.kick_offs[new]) / DAY)
        more = Table.of(home[new], away[new], matches.goals[new], weights, len(names))
        table, clock = table.later(float(np.exp(-decay * (moment - clock) / DAY)), more), moment
        if moment < since:
            continue
        if len(new):
            at = fit(table, at, precision)
        rates[together], rhos[together] = at.rates(home[together], away[together]), at.rho
    return rates, rhos


def days_of(played: Played) -> Iterator[tuple[int, NDArray[np.intp]]]:
    """The match days in order: their first kick-off, and which matches are played on them."""
    order = np.argsort(played.predicted_at, kind="stable")
    moments, starts = np.unique(played.predicted_at[order], return_index=True)
    for moment, together in zip(moments, np.split(order, starts[1:]), strict=True):
        yield int(moment), together


def _grid_of_rates(at: Strengths) -> Array:
    """λ and μ of every pair, (2, home teams, away teams)."""
    home = at.attack[:, None] - at.defence[None, :] + at.advantage
    return np.asarray(np.exp(np.clip([home, at.attack[None, :] - at.defence[:, None]], -MOST, MOST)))


def _tau(rates: Array, rho: float) -> Array:
    home, away = rates
    ones = np.ones_like(home)
    return np.stack([np.stack([1 - home * away * rho, 1 + home * rho]), np.stack([1 + away * rho, (1 - rho) * ones])])


def _step(table: Table, at: Strengths, precision: float) -> Array:
    """Fisher's step: the expected information of the Poisson parts, the observed one of ρ; the gradient is exact."""
    teams = len(at.attack)
    rates = _grid_of_rates(at)
    tau = _tau(rates, at.rho)
    share = np.where(table.low > 0, table.low / np.where(table.low > 0, tau, 1.0), 0.0)
    home, away = rates
    spent_home, spent_away = table.weight * home, table.weight * away
    tied = -share[0, 0] * home * away * at.rho
    by_home = table.home_goals - spent_home + tied + share[0, 1] * home * at.rho  # d log L / d log λ
    by_away = table.away_goals - spent_away + tied + share[1, 0] * away * at.rho
    by_rho = (-share[0, 0] * home * away + share[0, 1] * home + share[1, 0] * away - share[1, 1]).sum()
    attack = by_home.sum(axis=1) + by_away.sum(axis=0) - precision * at.attack
    defence = -(by_home.sum(axis=0) + by_away.sum(axis=1)) - precision * at.defence
    gradient = np.concatenate([attack, defence, [by_home.sum()]])
    information = np.zeros((2 * teams + 1, 2 * teams + 1))
    crossed = -(spent_home + spent_away.T)
    information[:teams, :teams] = np.diag(spent_home.sum(axis=1) + spent_away.sum(axis=0) + precision)
    information[teams:-1, teams:-1] = np.diag(spent_home.sum(axis=0) + spent_away.sum(axis=1) + precision)
    information[:teams, teams:-1], information[teams:-1, :teams] = crossed, crossed.T
    information[-1, :teams] = information[:teams, -1] = spent_home.sum(axis=1)
    information[-1, teams:-1] = information[teams:-1, -1] = -spent_home.sum(axis=0)
    information[-1, -1] = spent_home.sum()
    information[:-1, :-1] += 1.0  # adding one number to all strengths changes no rate: hold their sum
    information[np.diag_indices(2 * teams + 1)] += 1e-12
    squared = np.where(table.low > 0, share / np.where(table.low > 0, tau, 1.0), 0.0)
    curvature = (
        squared[0, 0] * (home * away) ** 2 + squared[0, 1] * home**2 + squared[1, 0] * away**2
    ).sum() + squared[1, 1].sum()
    return np.append(np.linalg.solve(information, gradient), by_rho / max(curvature, 1e-12))


def _moved(at: Strengths, step: Array, scale: float) -> Strengths:
    teams, step = len(at.attack), step * scale
    return Strengths(
        at.attack + step[:teams],
        at.defence + step[teams : 2 * teams],
        at.advantage + float(step[-2]),
        at.rho + float(step[-1]),
    )


def _log_factorial(goals: Array) -> Array:
    most = int(goals.max(initial=0))
    table = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, most + 1)))])
    return np.asarray(table[goals.astype(np.intp)])
