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

_PLACES = {name: place for place, name in enumerate(MATCH_FEATURES)}
_OF_RATES = tuple(f"{measure}_rate_{side}" for measure in FILTERED for side in ("home", "away", "home", "away"))
_READ_OF_RATES = np.array([_PLACES[name] for name in (*_OF_RATES, "goals_variance")], dtype=np.intp)
_READ = np.array([*(_PLACES[name] for name in PLAIN), *_READ_OF_RATES], dtype=np.intp)


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
    return _with_logs(values.take(_READ_OF_RATES, axis=1), 0)


def without_odds(values: Matrix) -> Matrix:
    """All that may be learned from without looking at prices: `PLAIN`, then `rate_features`."""
    return _with_logs(values.take(_READ, axis=1), len(PLAIN))


def _with_logs(found: Matrix, begin: int) -> Matrix:
    """The same array, where from `begin` on rates stood as _OF_RATES has them: one picking of all is the quickest."""
    logs = found[:, begin:-1]
    np.log(logs, out=logs)
    home, away = logs[:, 0::4], logs[:, 1::4]
    np.subtract(home, away, out=logs[:, 2::4])
    np.add(home, away, out=logs[:, 3::4])
    return found


def squad_evidence(values: Matrix) -> Matrix:
    """How much more the home squad is worth (log ratio) and how much less of it is missing (share); 0 if unknown."""
    worth = columns(values, ("squad_worth_home", "squad_worth_away"))
    known = (worth > 0).all(axis=1)
    ratio = np.zeros(len(values))
    ratio[known] = np.log(worth[known, 0] / worth[known, 1])
    missing = columns(values, ("absent_worth_home", "absent_worth_away"))
    return np.column_stack([ratio, np.where(known, missing[:, 1] - missing[:, 0], 0.0)])
