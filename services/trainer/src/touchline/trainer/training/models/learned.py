"""Voices that are learned from vectors: logits and small trees, as the files that a bundle holds.

A function here takes what is learned from, (n, k) inputs and n classes, and gives a file; who speaks is opened from the
file (`touchline.football.blend`), so that what is judged is what is served.
"""

from collections.abc import Mapping

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from touchline.football.blend import INPUTS, logit_file
from touchline.football.vector import Matrix
from touchline.trainer.training.matches import Matches

Classes = NDArray[np.int64]

# Found on 2013/14-2018/19, as everything here.
INVERSE_PENALTIES: Mapping[str, float] = {"rates-logit": 0.01, "logit": 0.001}
ITERATIONS = 1000
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


def fit_voice(voice: str, market: str, matches: Matches) -> bytes:
    """The file of a voice that learned these matches; KeyError for one that learns nothing."""
    inputs, classes = INPUTS[voice](matches.values), matches.happened[market]
    return trees(inputs, classes) if voice == "lightgbm" else logit(INVERSE_PENALTIES[voice], inputs, classes)


def logit(inverse_penalty: float, inputs: Matrix, classes: Classes) -> bytes:
    """Multinomial logistic regression on standardised inputs, with a Gaussian prior on the weights.

    P(c) ∝ exp(w_c · z + b_c). Cox (1966), Some procedures associated with the logistic qualitative response curve.
    """
    scaler = StandardScaler().fit(inputs)
    fitted = LogisticRegression(C=inverse_penalty, max_iter=ITERATIONS).fit(scaler.transform(inputs), classes)
    return logit_file(scaler.mean_, scaler.scale_, fitted.coef_, fitted.intercept_)


def trees(inputs: Matrix, classes: Classes) -> bytes:
    """Gradient-boosted trees on the log loss, small and many.

    Friedman (2001), https://doi.org/10.1214/aos/1013203451; LightGBM, Ke et al. (2017). Of two classes, the first is
    the event: its probability is what they learn.
    """
    several = int(classes.max()) > 1
    target = {"objective": "multiclass", "num_class": int(classes.max()) + 1} if several else {"objective": "binary"}
    data = lightgbm.Dataset(inputs, classes if several else 1 - classes)
    booster = lightgbm.train({**TREES, **target}, data, num_boost_round=ROUNDS)
    return str(booster.model_to_string()).encode()
