"""A logarithmic opinion pool: several forecasters as one, by weights that are learned from how they did.

    P(c) ∝ exp(b_c + Σ_k w_k log p_k(c))

is a conditional logit on the logarithms of their probabilities. The weights are drawn to a prior, equal ones unless
told otherwise, so that forecasters that say nearly the same share theirs; b and Σ w are what calibrates: a sum below 1
tempers a pool that is too sure of itself. Genest and Zidek (1986), https://doi.org/10.1214/ss/1177013825; McFadden
(1974), Conditional logit analysis of qualitative choice behavior.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from touchline.football.bundle import Matrix

Array = NDArray[np.float64]
STEPS, TOLERANCE = 50, 1e-10
SMALLEST = 1e-6
PRECISION = 200.0  # of the weights, in matches' worth of information about a log-probability
CONSTANT_PRECISION = 40.0


@dataclass(frozen=True, slots=True)
class Pool:
    """Learned constants of all classes but the last, and a weight for each member."""

    constants: Array
    weights: Array

    def __call__(self, members: Sequence[Matrix]) -> Matrix:
        """The pooled probabilities, (n, classes)."""
        return _softmax(_features(members) @ np.concatenate([self.constants, self.weights]))


def fit_pool(
    members: Sequence[Matrix],
    happened: NDArray[np.int64],
    prior: Sequence[float] | None = None,
    precision: float = PRECISION,
) -> Pool:
    """The pool of greatest posterior probability, by Newton's method; `members` are (n, classes) each.

    >>> sure = np.array([[0.9, 0.1], [0.1, 0.9]] * 500)
    >>> luck = np.array([0, 1] * 300 + [1, 0] * 200)  # right in six of ten
    >>> bool(fit_pool([sure], luck).weights[0] < 0.7)
    True
    """
    classes = members[0].shape[1]
    features = _features(members)
    weights = np.full(len(members), 1 / len(members)) if prior is None else np.array(prior, dtype=np.float64)
    centre = np.concatenate([np.zeros(classes - 1), weights])
    strength = np.concatenate([np.full(classes - 1, CONSTANT_PRECISION), np.full(len(members), precision)])
    at, chosen = centre.copy(), features[np.arange(len(happened)), happened]
    for _ in range(STEPS):
        shares = _softmax(features @ at)
        means = np.einsum("nc,ncf->nf", shares, features)
        gradient = (means - chosen).sum(axis=0) + strength * (at - centre)
        spread = np.einsum("nc,ncf,ncg->fg", shares, features, features, optimize=True) - means.T @ means
        step = np.linalg.solve(spread + np.diag(strength), gradient)
        at = at - step
        if np.abs(step).max() < TOLERANCE:
            break
    return Pool(at[: classes - 1], at[classes - 1 :])


def _features(members: Sequence[Matrix]) -> Array:
    """(n, classes, constants and members): a one for the class's constant, and what each member's logarithm is."""
    logs = np.log(np.clip(np.stack(members, axis=-1), SMALLEST, 1.0))
    classes = logs.shape[1]
    constants = np.broadcast_to(np.eye(classes)[:, : classes - 1], (len(logs), classes, classes - 1))
    return np.concatenate([constants, logs], axis=2)


def _softmax(scores: Array) -> Array:
    held = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(held / held.sum(axis=1, keepdims=True))
