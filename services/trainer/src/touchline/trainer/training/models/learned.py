"""Models that are learned anew before every season from vectors: logits of ratings, a logit of everything, trees.

Every one is a function of what is learned from and of what is to be forecast: (vectors, classes, vectors) → shares.
"""

from collections.abc import Callable, Mapping
from functools import partial

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from touchline.football.bundle import Matrix
from touchline.football.catalogue import CATALOGUES, LATEST

Classes = NDArray[np.int64]
Learner = Callable[[Matrix, Classes, Matrix], Matrix]

NAMES = tuple(feature.name for feature in CATALOGUES[LATEST].matches)
MARKET = tuple(name for name in NAMES if name.startswith("market_"))
SQUAD = tuple(name for name in NAMES if name.startswith(("absent_", "doubtful_", "squad_known_")))
WITHOUT_ODDS = tuple(name for name in NAMES if name not in MARKET and name not in SQUAD)
ELO = ("elo_difference",)
PI = ("pi_home", "pi_away", "pi_difference")
ROUNDS = 250
TREES: Mapping[str, object] = {
    "learning_rate": 0.02,
    "num_leaves": 4,
    "min_data_in_leaf": 200,
    "feature_fraction": 0.2,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 10.0,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,  # few rows: threads that wait for a busy core cost more than they save
    "verbosity": -1,
}


def columns_of(values: Matrix, names: tuple[str, ...]) -> Matrix:
    """Some features of vectors of the latest catalogue."""
    return values[:, [NAMES.index(name) for name in names]]


def logit(inverse_penalty: float, learned: Matrix, classes: Classes, asked: Matrix) -> Matrix:
    """Multinomial logistic regression on standardised features, with a Gaussian prior on the weights.

    P(c) ∝ exp(w_c · z + b_c). Cox (1966). On Elo ratings: Hvattum and Arntzen (2010),
    https://doi.org/10.1016/j.ijforecast.2009.10.002; on pi-ratings: Constantinou and Fenton (2013).

    >>> strength = np.array([[1.0], [-1.0], [0.5], [-0.5]])
    >>> logit(1.0, strength, np.array([0, 1, 0, 1]), np.array([[2.0]])).round(1).tolist()
    [[0.9, 0.1]]
    """
    scaler = StandardScaler().fit(learned)
    fitted = LogisticRegression(C=inverse_penalty, max_iter=1000).fit(scaler.transform(learned), classes)
    return np.asarray(fitted.predict_proba(scaler.transform(asked)))


def trees(learned: Matrix, classes: Classes, asked: Matrix) -> Matrix:
    """Gradient-boosted trees on the multinomial log loss, small and many.

    Friedman (2001), https://doi.org/10.1214/aos/1013203451; LightGBM, Ke et al. (2017).
    """
    number = int(classes.max()) + 1
    target = {"objective": "multiclass", "num_class": number} if number > 2 else {"objective": "binary"}
    booster = lightgbm.train({**TREES, **target}, lightgbm.Dataset(learned, classes), num_boost_round=ROUNDS)
    shares = np.asarray(booster.predict(asked))
    return shares if number > 2 else np.column_stack([1 - shares, shares])


elo_logit: Learner = partial(logit, 1.0)
pi_logit: Learner = partial(logit, 1.0)
rates_logit: Learner = partial(logit, 0.01)
full_logit: Learner = partial(logit, 0.001)
