"""The ways to learn a forecast from matches: logit, gradient boosting, and the equal mean of both.

A method gives files without code (see `touchline.football.bundle`), so that what is judged is exactly what is served.

The constants are not tuned on any season: C = 1 is scikit-learn's default; few leaves and a slow rate are the advice
of Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning, sections 10.11 and 10.12 (4 to 8
leaves, shrinkage below 0.1) for targets that are mostly noise.
"""

import io
from collections.abc import Callable, Mapping

import lightgbm
import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from touchline.football.bundle import GRADIENT_BOOSTING, LOGIT, Matrix, Member, mean_of, members_of
from touchline.trainer.training.matches import Matches

Files = Mapping[str, bytes]
Method = Callable[[Matches], Files]

CLASSES = (0, 1, 2)  # home, draw, away
INVERSE_PENALTY = 1.0
ITERATIONS = 500
ROUNDS = 150
BOOSTING: Mapping[str, object] = {
    "objective": "multiclass",
    "num_class": len(CLASSES),
    "learning_rate": 0.03,
    "num_leaves": 6,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.8,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "seed": 20190801,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,  # so few rows: threads that wait for a busy core cost fifteen times what they save
    "verbosity": -1,
}


class TooFewMatches(ValueError):
    """There is not enough history to learn from."""


def fit_logit(matches: Matches) -> Files:
    """Multinomial logistic regression on standardised features.

    P(outcome c) is proportional to exp(w_c · z + b_c), with z the features of mean 0 and variance 1 and a Gaussian
    prior on the weights. Cox (1966), Some procedures associated with the logistic qualitative response curve.
    """
    _require_all_outcomes(matches)
    scaler = StandardScaler().fit(matches.values)
    fitted = LogisticRegression(C=INVERSE_PENALTY, max_iter=ITERATIONS)
    fitted.fit(np.nan_to_num(scaler.transform(matches.values)), matches.outcomes)
    sink = io.BytesIO()
    np.savez(
        sink,
        mean=scaler.mean_,
        scale=scaler.scale_,
        coefficients=fitted.coef_,
        intercept=fitted.intercept_,
    )
    return {LOGIT: sink.getvalue()}


def fit_gradient_boosting(matches: Matches) -> Files:
    """Gradient-boosted trees on the multinomial log loss.

    Friedman (2001), https://doi.org/10.1214/aos/1013203451; LightGBM, Ke et al. (2017).
    """
    _require_all_outcomes(matches)
    rows = lightgbm.Dataset(matches.values, matches.outcomes)
    booster = lightgbm.train(dict(BOOSTING), rows, num_boost_round=ROUNDS)
    return {GRADIENT_BOOSTING: booster.model_to_string().encode()}


def fit_blend(matches: Matches) -> Files:
    """Both of them; what is served is the equal mean of their probabilities."""
    return {**fit_logit(matches), **fit_gradient_boosting(matches)}


METHODS: Mapping[str, Method] = {
    "logit": fit_logit,
    "gradient-boosting": fit_gradient_boosting,
    "blend": fit_blend,
}


def forecast(files: Files, values: Matrix) -> Matrix:
    """What these files say about vectors of shape (n, k): shape (n, 3)."""
    members: tuple[Member, ...] = members_of(files)
    return mean_of([member(values) for member in members])


def base_rates(matches: Matches) -> Matrix:
    """How often home, draw and away came before, shape (3,): the forecast that any model has to beat."""
    return np.bincount(matches.outcomes, minlength=len(CLASSES)) / len(matches)


def _require_all_outcomes(matches: Matches) -> None:
    if set(np.unique(matches.outcomes)) != set(CLASSES):
        raise TooFewMatches(f"{len(matches)} matches without home wins, draws or away wins teach nothing")
