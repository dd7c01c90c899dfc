"""Attack and defence that move as random walks, and how well they are known: a dynamic Poisson model, filtered.

Goals of a side are Poisson with log rate = level + advantage (at home) + attack of the side - defence of the other.
Every term moves: level and home advantage slowly (an empty stadium shows within weeks), teams by the day, more in
summer. A term is known with its variance, so that a promoted team learns quickly and a settled one slowly.

    before a match:  V += q · days;  r = exp(h·m);  expected goals = exp(h·m + Σ V / 2)
    after it:        S = H V Hᵗ + diag(φ / r);  m += V Hᵗ S⁻¹ (y - r) / r;  V -= diag(V Hᵗ S⁻¹ H V)

After Koopman and Lit (2015), https://doi.org/10.1111/rssa.12042 (dynamic Poisson) and Fahrmeir (1992),
https://doi.org/10.1080/01621459.1992.10475232 (the filter for exponential families). The terms are kept independent,
as Glickman (1999), https://doi.org/10.1111/1467-9876.00159, keeps ratings: on the English top flight of 2013/14-2018/19
all the covariances of a league make the ranked probability score no better, and a team then is a row of its own.

φ below 1 is for what is steadier than goals, such as expected goals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp
from types import MappingProxyType
from typing import NamedTuple

LONGEST_GAP = 45.0  # days; summers have a variance of their own
LOWEST, HIGHEST = -3.0, 2.5  # of a log rate: 0.05 to 12 goals


@dataclass(frozen=True, slots=True)
class Dynamics:
    """How quickly things move: variances of log rates, per day or per summer."""

    team_daily: float
    team_summer: float
    kept: float  # share of a team's strength that a summer leaves
    newcomer: float  # variance of a promoted team's strength
    newcomer_attack: float
    newcomer_defence: float
    advantage_daily: float
    level_daily: float
    dispersion: float  # φ


_STEADY = Dynamics(
    team_daily=1.43e-4,
    team_summer=0.0096,
    kept=0.978,
    newcomer=0.0365,
    newcomer_attack=-0.258,
    newcomer_defence=-0.189,
    advantage_daily=1.0e-5,
    level_daily=3.3e-7,
    dispersion=0.91,
)
# What is filtered of each of them: goals; chances and shots on the scale of goals; chances again with slower teams,
# which is better for totals. Found on the English top flight of 2013/14-2018/19 by the study in benchmarks/models.
MEASURES: Mapping[str, Dynamics] = MappingProxyType(
    {
        "goals": Dynamics(
            team_daily=5.85e-5,
            team_summer=0.00196,
            kept=0.993,
            newcomer=0.0103,
            newcomer_attack=-0.293,
            newcomer_defence=-0.225,
            advantage_daily=2.6e-7,
            level_daily=4.8e-7,
            dispersion=0.71,
        ),
        "chances": _STEADY,
        "shots": _STEADY,
        "steady": Dynamics(
            team_daily=9.27e-5,
            team_summer=0.00367,
            kept=0.923,
            newcomer=0.0286,
            newcomer_attack=-0.331,
            newcomer_defence=-0.167,
            advantage_daily=1.7e-6,
            level_daily=1.1e-6,
            dispersion=1.1,
        ),
    }
)


class Strength(NamedTuple):
    """A team by one measure, log goals; what stands here is what is known of nobody."""

    attack: float = 0.0
    defence: float = 0.0
    attack_variance: float = 0.1
    defence_variance: float = 0.1


class Level(NamedTuple):
    """A competition by one measure: log goals of an away side, and what a home side adds; the English 1990s."""

    level: float = 0.15
    advantage: float = 0.30
    level_variance: float = 0.02
    advantage_variance: float = 0.02


def promoted(dynamics: Dynamics) -> Strength:
    """A team that comes up."""
    return Strength(dynamics.newcomer_attack, dynamics.newcomer_defence, dynamics.newcomer, dynamics.newcomer)


def after_summer(team: Strength, dynamics: Dynamics) -> Strength:
    """A team that stays: drawn to the mean, and less well known."""
    kept, more = dynamics.kept, dynamics.team_summer
    return Strength(
        kept * team.attack,
        kept * team.defence,
        kept * kept * team.attack_variance + more,
        kept * kept * team.defence_variance + more,
    )


def waited(team: Strength, days: float, dynamics: Dynamics) -> Strength:
    """The team some days after its latest match."""
    more = dynamics.team_daily * min(LONGEST_GAP, max(0.0, days))
    return Strength(team.attack, team.defence, team.attack_variance + more, team.defence_variance + more)


def level_waited(level: Level, days: float, dynamics: Dynamics) -> Level:
    """The competition some days after its latest match."""
    days = min(LONGEST_GAP, max(0.0, days))
    return Level(
        level.level,
        level.advantage,
        level.level_variance + dynamics.level_daily * days,
        level.advantage_variance + dynamics.advantage_daily * days,
    )


def goals_to_expect(level: float, advantage: float, home: Strength, away: Strength) -> tuple[float, float]:
    """Goals of the home and of the away side, above 0.

    >>> [round(goals, 2) for goals in goals_to_expect(0.15, 0.3, Strength(), Strength(0.2, 0.1, 0.0, 0.0))]
    [1.49, 1.49]
    """
    at_home = _log_rate(level + advantage + home.attack - away.defence)
    visiting = _log_rate(level + away.attack - home.defence)
    return (
        exp(at_home + (home.attack_variance + away.defence_variance) / 2),
        exp(visiting + (away.attack_variance + home.defence_variance) / 2),
    )


def uncertainty(home: Strength, away: Strength) -> float:
    """Variance of both log rates together: how little is known of the two teams."""
    return home.attack_variance + home.defence_variance + away.attack_variance + away.defence_variance


def learned(
    level: Level, home: Strength, away: Strength, made: tuple[float, float], dynamics: Dynamics
) -> tuple[Level, Strength, Strength]:
    """Competition and teams, as they stood at the kick-off of a match, after the sides made so many goals in it.

    >>> _, home, away = learned(Level(), Strength(), Strength(), (3.0, 0.0), MEASURES["goals"])
    >>> home.attack > 0 > away.attack, home.defence > 0 > away.defence, home.attack_variance < 0.1
    (True, True, True)
    """
    home_rate = exp(_log_rate(level.level + level.advantage + home.attack - away.defence))
    away_rate = exp(_log_rate(level.level + away.attack - home.defence))
    both = level.level_variance  # the one term that the two log rates share
    home_spread = (
        both + level.advantage_variance + home.attack_variance + away.defence_variance + dynamics.dispersion / home_rate
    )
    away_spread = both + away.attack_variance + home.defence_variance + dynamics.dispersion / away_rate
    whole = home_spread * away_spread - both * both
    home_weight, away_weight, cross = away_spread / whole, home_spread / whole, -both / whole  # S⁻¹
    home_surprise, away_surprise = (made[0] - home_rate) / home_rate, (made[1] - away_rate) / away_rate
    home_pull = home_weight * home_surprise + cross * away_surprise
    away_pull = away_weight * away_surprise + cross * home_surprise
    return (
        Level(
            level.level + both * (home_pull + away_pull),
            level.advantage + level.advantage_variance * home_pull,
            both - both * both * (home_weight + away_weight + 2 * cross),
            level.advantage_variance * (1 - level.advantage_variance * home_weight),
        ),
        Strength(
            home.attack + home.attack_variance * home_pull,
            home.defence - home.defence_variance * away_pull,
            home.attack_variance * (1 - home.attack_variance * home_weight),
            home.defence_variance * (1 - home.defence_variance * away_weight),
        ),
        Strength(
            away.attack + away.attack_variance * away_pull,
            away.defence - away.defence_variance * home_pull,
            away.attack_variance * (1 - away.attack_variance * away_weight),
            away.defence_variance * (1 - away.defence_variance * home_weight),
        ),
    )


def _log_rate(value: float) -> float:
    return min(HIGHEST, max(LOWEST, value))
