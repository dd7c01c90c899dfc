"""Everyone who has a say: the single models, each walked forward over the whole record."""

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

import numpy as np

from touchline.football.bundle import Matrix
from touchline.football.scoreline import dixon_coles_grid, poisson_grid
from touchline.trainer.training.models import dixon_coles
from touchline.trainer.training.models.dynamic_poisson import Dynamics, filtered
from touchline.trainer.training.models.forecasts import Forecasts, of_grid, two
from touchline.trainer.training.models.learned import (
    ELO,
    PI,
    WITHOUT_ODDS,
    Learner,
    columns_of,
    elo_logit,
    full_logit,
    pi_logit,
    rates_logit,
    trees,
)
from touchline.trainer.training.models.measures import measures
from touchline.trainer.training.models.seasons import forecast_seasons, season_by_season
from touchline.trainer.training.played import Played

# Found on 2013/14-2018/19 alone by the study that benchmarks/models describes.
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
DYNAMICS: Mapping[str, Dynamics] = MappingProxyType(
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
        "shots-on-target": _STEADY,
        "shots": _STEADY,
    }
)
# Totals want slower teams than results do: by log loss of totals on the same seasons.
_SLOW = Dynamics(
    team_daily=9.27e-5,
    team_summer=0.00367,
    kept=0.923,
    newcomer=0.0286,
    newcomer_attack=-0.331,
    newcomer_defence=-0.167,
    advantage_daily=1.7e-6,
    level_daily=1.1e-6,
    dispersion=1.1,
)
SLOW: Mapping[str, Dynamics] = MappingProxyType(
    {
        "goals": Dynamics(
            team_daily=1.12e-5,
            team_summer=0.00726,
            kept=0.961,
            newcomer=0.00325,
            newcomer_attack=-0.28,
            newcomer_defence=-0.104,
            advantage_daily=5.5e-6,
            level_daily=1.5e-6,
            dispersion=1.1,
        ),
        "chances": _SLOW,
        "shots": _SLOW,
    }
)
BASE = "chances"  # whose rates make the grid that the blend tilts

Arrays = dict[str, Matrix]
Remember = Callable[[str, Callable[[], Arrays]], Arrays]


def do_anew(name: str, make: Callable[[], Arrays]) -> Arrays:
    """A memory that forgets."""
    return make()


def member_forecasts(played: Played, remember: Remember = do_anew) -> dict[str, Forecasts]:
    """What every single model says of every match of the seasons that can be forecast."""
    found = {
        name: remember(name, partial(_dixon_coles, played, precision))
        for name, precision in (
            ("dixon-coles", dixon_coles.AS_PUBLISHED),
            ("dixon-coles-shrunk", dixon_coles.SHRUNK),
        )
    }
    rates = remember("rates", lambda: rates_of(played))
    for name in (*DYNAMICS, *(f"{name}-slow" for name in SLOW)):
        found[f"dynamic-{name}"] = of_grid(poisson_grid(*rates[name].T)).by_market()
    vectors = np.column_stack([columns_of(played.values, WITHOUT_ODDS), rate_features(rates)])
    logits: tuple[tuple[str, Learner, Matrix], ...] = (
        ("elo-logit", elo_logit, columns_of(played.values, ELO)),
        ("pi-logit", pi_logit, columns_of(played.values, PI)),
        ("rates-logit", rates_logit, rate_features(rates)),
        ("logit", full_logit, vectors),
    )
    for name, learner, values in logits:
        found[name] = remember(name, partial(_results, played, learner, values))
    found["lightgbm"] = _trees(played, vectors, remember)
    inside = np.isin(played.seasons, forecast_seasons(played))
    return {
        name: Forecasts.of({market: np.where(inside[:, None], one, np.nan) for market, one in shares.items()})
        for name, shares in found.items()
    }


def rates_of(played: Played) -> Arrays:
    """Goals to expect by each measure, (n, 2), and how well they are known (`…-variance`); `…-slow` for totals."""
    observed, names = measures(played), (*DYNAMICS, *(f"{name}-slow" for name in SLOW))
    seen = np.stack([observed[name.removesuffix("-slow")] for name in names])
    rates = filtered(played, seen, [*DYNAMICS.values(), *SLOW.values()])
    goals = dict(zip(names, rates.goals, strict=True))
    return goals | {f"{name}-variance": one for name, one in zip(names, rates.variance, strict=True)}


def rate_features(rates: Arrays) -> Matrix:
    """Of each measure the log rates, their difference and their sum; and how little is known of the two teams."""
    columns = []
    for name in DYNAMICS:
        home, away = np.log(rates[name]).T
        columns += [home, away, home - away, home + away]
    return np.column_stack([*columns, rates["goals-variance"].sum(axis=1)])


def _dixon_coles(played: Played, precision: float) -> Arrays:
    first = played.predicted_at[played.seasons == forecast_seasons(played)[0]].min()
    rates, rho = dixon_coles.walked(played, precision=precision, since=int(first))
    forecast = ~np.isnan(rho)
    grids = of_grid(dixon_coles_grid(rates[forecast, 0], rates[forecast, 1], rho[forecast])).by_market()
    return {market: _spread(shares, forecast) for market, shares in grids.items()}


def _spread(shares: Matrix, where: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Matrix:
    found = np.full((len(where), shares.shape[1]), np.nan)
    found[where] = shares
    return found


def _results(played: Played, learner: Learner, values: Matrix) -> Arrays:
    return {"1x2": season_by_season(played, learner, values, played.outcomes)}


def _trees(played: Played, vectors: Matrix, remember: Remember) -> Arrays:
    """Season by season, so that a run that was ended early goes on where it was."""
    found: Arrays = {}
    for market, classes in (("1x2", played.outcomes), ("over-2.5", played.over), ("both-to-score", played.both)):

        def kept(season: str, make: Callable[[], Matrix], market: str = market) -> Matrix:
            return remember(f"lightgbm-{market}-{season[:4]}", lambda: {"shares": make()})["shares"]

        shares = season_by_season(played, trees, vectors, classes, kept)
        found[market] = shares if market == "1x2" else two(shares[:, 1])
    return found
