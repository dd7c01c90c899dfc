"""What models read from vectors of the latest catalogue: columns by name, rates as logarithms, evidence of squads."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from touchline.football.catalogue import MATCH_FEATURES
from touchline.football.strength import MEASURES

Matrix = NDArray[np.float64]
Places = NDArray[np.intp]

FILTERED = tuple(measure for measure in MEASURES if measure != "steady")  # it differs from chances in totals alone
RATES = tuple(f"{measure}_rate_{side}" for measure in MEASURES for side in ("home", "away"))
MARKET = tuple(name for name in MATCH_FEATURES if name.startswith("market_"))
SQUAD = tuple(name for name in MATCH_FEATURES if name.startswith(("absent_", "doubtful_", "squad_")))
PLAIN = tuple(name for name in MATCH_FEATURES if name not in {*MARKET, *SQUAD, *RATES, "goals_variance"})
OF_RATES = 4 * len(FILTERED) + 1

_FILTERED_RATES = tuple(f"{measure}_rate_{side}" for measure in FILTERED for side in ("home", "away"))
_PLACES = {name: place for place, name in enumerate(MATCH_FEATURES)}


@cache
def places(names: tuple[str, ...]) -> Places:
    """Where features stand in a vector; the same array each time, which nobody may change."""
    found = np.array([_PLACES[name] for name in names], dtype=np.intp)
    found.setflags(write=False)
    return found


def columns(values: Matrix, names: tuple[str, ...]) -> Matrix:
    """Some features of vectors of shape (n, features)."""
    return values[:, places(names)]


def rates(values: Matrix, measure: str) -> Matrix:
    """Goals to expect by one of MEASURES, home and away, (n, 2)."""
    return columns(values, (f"{measure}_rate_home", f"{measure}_rate_away"))


def rate_features(values: Matrix) -> Matrix:
    """Of each filter the log rates, their difference and sum; and how little is known of the two teams."""
    found = np.empty((len(values), OF_RATES))
    _put_rates(values, found)
    return found


def without_odds(values: Matrix) -> Matrix:
    """All that may be learned from without looking at prices: `PLAIN`, then `rate_features`."""
    found = np.empty((len(values), len(PLAIN) + OF_RATES))
    found[:, : len(PLAIN)] = columns(values, PLAIN)
    _put_rates(values, found[:, len(PLAIN) :])
    return found


def _put_rates(values: Matrix, found: Matrix) -> None:
    logs = np.log(columns(values, _FILTERED_RATES))
    home, away = logs[:, 0::2], logs[:, 1::2]
    found[:, 0:-1:4], found[:, 1:-1:4] = home, away
    np.subtract(home, away, out=found[:, 2:-1:4])
    np.add(home, away, out=found[:, 3:-1:4])
    found[:, -1:] = columns(values, ("goals_variance",))


def squad_evidence(values: Matrix) -> Matrix:
    """How much more the home squad is worth (log ratio) and how much less of it is missing (share); 0 if unknown."""
    worth = columns(values, ("squad_worth_home", "squad_worth_away"))
    known = (worth > 0).all(axis=1)
    ratio = np.zeros(len(values))
    ratio[known] = np.log(worth[known, 0] / worth[known, 1])
    missing = columns(values, ("absent_worth_home", "absent_worth_away"))
    return np.column_stack([ratio, np.where(known, missing[:, 1] - missing[:, 0], 0.0)])
