"""A logarithmic opinion pool: several forecasters as one, by weights that are learned from how they did.

    P(c) ∝ exp(b_c + Σ_k w_k log p_k(c) + s_c · v·x)

is a conditional logit on the logarithms of their probabilities, and on evidence x of which side is the stronger (s is 1
for the first class, -1 for the last, 0 between; x is 0 where nothing is known). The weights are drawn to a prior, equal
ones unless told otherwise, so that forecasters that say nearly the same share theirs; b and Σ w are what calibrates: a
sum below 1 tempers a pool that is too sure of itself.

Genest and Zidek (1986), https://doi.org/10.1214/ss/1177013825; McFadden
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
PRECISION = 1_000.0  # of the weights, in matches' worth of information about a log-probability
CONSTANT_PRECISION = 400.0
EVIDENCE_PRECISION = 4.0  # a standard deviation of one half in log-odds for each unit of evidence


@dataclass(frozen=True, slots=True)
class Pool:
    """Learned constants of all classes but the last, a weight for each member, and one for each piece of evidence."""

    constants: Array
    weights: Array
    effects: Array

    def __call__(self, members: Sequence[Matrix], evidence: Matrix | None = None) -> Matrix:
        """The pooled probabilities, (n, classes)."""
        learned = np.concatenate([self.constants, self.weights, self.effects])
        return _softmax(_features(members, evidence) @ learned)


def fit_pool(
    members: Sequence[Matrix],
    happened: NDArray[np.int64],
    prior: Sequence[float] | None = None,
    precision: float | Sequence[float] = PRECISION,
    constant_precision: float = CONSTANT_PRECISION,
    evidence: Matrix | None = None,
) -> Pool:
    """The pool of greatest posterior probability, by Newton's method; `members` are (n, classes) each, evidence (n, k).

    >>> sure = np.array([[0.9, 0.1], [0.1, 0.9]] * 5000)
    >>> luck = np.array([0, 1] * 3000 + [1, 0] * 2000)  # right in six of ten
    >>> bool(fit_pool([sure], luck).weights[0] < 0.7)
    True
    """
    classes = members[0].shape[1]
    features = _features(members, evidence)
    pieces = 0 if evidence is None else evidence.shape[1]
    weights = np.full(len(members), 1 / len(members)) if prior is None else np.array(prior, dtype=np.float64)
    centre = np.concatenate([np.zeros(classes - 1), weights, np.zeros(pieces)])
    parts = ((classes - 1, constant_precision), (len(members), precision), (pieces, EVIDENCE_PRECISION))
    strength = np.concatenate([np.broadcast_to(np.asarray(one, dtype=np.float64), number) for number, one in parts])
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
    last = classes - 1 + len(members)
    return Pool(at[: classes - 1], at[classes - 1 : last], at[last:])


def _features(members: Sequence[Matrix], evidence: Matrix | None) -> Array:
    """(n, classes, constants, members and evidence): a one for the class's constant, each member's logarithm, ±x."""
    logs = np.log(np.clip(np.stack(members, axis=-1), SMALLEST, 1.0))
    classes = logs.shape[1]
    constants = np.broadcast_to(np.eye(classes)[:, : classes - 1], (len(logs), classes, classes - 1))
    if evidence is None:
        return np.concatenate([constants, logs], axis=2)
    signs = np.zeros(classes)
    signs[0], signs[-1] = 1.0, -1.0
    return np.concatenate([constants, logs, evidence[:, None, :] * signs[:, None]], axis=2)


def _softmax(scores: Array) -> Array:
    held = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(held / held.sum(axis=1, keepdims=True))
