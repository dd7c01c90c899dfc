"""A logarithmic opinion pool: several forecasters as one.

    P(c) ∝ exp(b_c + Σ_k w_k log p_k(c) + s_c · v·x)

is a conditional logit on the logarithms of their probabilities, and on evidence x of which side is the stronger (s is 1
for the first class, -1 for the last, 0 between; x is 0 where nothing is known). b and Σ w are what calibrates: a sum
below 1 tempers a pool that is too sure of itself.

Genest and Zidek (1986), https://doi.org/10.1214/ss/1177013825; McFadden
(1974), Conditional logit analysis of qualitative choice behavior.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SMALLEST = 1e-6


@dataclass(frozen=True, slots=True)
class Pool:
    """Learned constants of all classes but the last, a weight for each voice, and one for each piece of evidence.

    >>> sure = np.array([[0.8, 0.2]])
    >>> Pool(np.zeros(1), np.array([0.5]), np.zeros(0))([sure]).round(3).tolist()
    [[0.667, 0.333]]
    """

    constants: Array
    weights: Array
    effects: Array

    def __call__(self, voices: Sequence[Array], evidence: Array | None = None) -> Array:
        """The pooled probabilities, (n, classes), of voices of that shape and evidence (n, k)."""
        learned = np.concatenate([self.constants, self.weights, self.effects])
        return softmax(pool_features(voices, evidence) @ learned)


def pool_features(voices: Sequence[Array], evidence: Array | None) -> Array:
    """(n, classes, constants, voices and evidence): a one for the class's constant, each voice's logarithm, ±x."""
    logs = np.log(np.clip(np.stack(voices, axis=-1), SMALLEST, 1.0))
    classes = logs.shape[1]
    constants = np.broadcast_to(np.eye(classes)[:, : classes - 1], (len(logs), classes, classes - 1))
    if evidence is None:
        return np.concatenate([constants, logs], axis=2)
    signs = np.zeros(classes)
    signs[0], signs[-1] = 1.0, -1.0
    return np.concatenate([constants, logs, evidence[:, None, :] * signs[:, None]], axis=2)


def softmax(scores: Array) -> Array:
    """Along the last axis, (n, classes)."""
    held = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(held / held.sum(axis=1, keepdims=True))
