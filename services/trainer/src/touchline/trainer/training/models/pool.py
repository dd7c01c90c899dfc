"""The weights of an opinion pool (`touchline.football.pool`), learned from how its voices did.

They are drawn to a prior, equal ones unless told otherwise, so that voices that say nearly the same share theirs.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from touchline.football.pool import Pool, pool_features, softmax
from touchline.football.vector import Matrix

STEPS, TOLERANCE = 50, 1e-10
PRECISION = 1_000.0  # of the weights, in matches' worth of information about a log-probability
CONSTANT_PRECISION = 400.0
EVIDENCE_PRECISION = 4.0  # a standard deviation of one half in log-odds for each unit of evidence


def fit_pool(
    voices: Sequence[Matrix],
    happened: NDArray[np.int64],
    prior: Sequence[float] | None = None,
    precision: float | Sequence[float] = PRECISION,
    constant_precision: float = CONSTANT_PRECISION,
    evidence: Matrix | None = None,
) -> Pool:
    """The pool of greatest posterior probability, by Newton's method; of no matches, the prior.

    `voices` are (n, classes) each, `happened` (n,), evidence (n, k).

    >>> sure = np.array([[0.9, 0.1], [0.1, 0.9]] * 5000)
    >>> luck = np.array([0, 1] * 3000 + [1, 0] * 2000)  # right in six of ten
    >>> bool(fit_pool([sure], luck).weights[0] < 0.7)
    True
    """
    classes = voices[0].shape[1]
    features = pool_features(voices, evidence)
    pieces = 0 if evidence is None else evidence.shape[1]
    weights = np.full(len(voices), 1 / len(voices)) if prior is None else np.array(prior, dtype=np.float64)
    centre = np.concatenate([np.zeros(classes - 1), weights, np.zeros(pieces)])
    parts = ((classes - 1, constant_precision), (len(voices), precision), (pieces, EVIDENCE_PRECISION))
    strength = np.concatenate([np.broadcast_to(np.asarray(one, dtype=np.float64), number) for number, one in parts])
    at, chosen = centre.copy(), features[np.arange(len(happened)), happened]
    for _ in range(STEPS):
        shares = softmax(features @ at)
        means = np.einsum("nc,ncf->nf", shares, features)
        gradient = (means - chosen).sum(axis=0) + strength * (at - centre)
        spread = np.einsum("nc,ncf,ncg->fg", shares, features, features, optimize=True) - means.T @ means
        step = np.linalg.solve(spread + np.diag(strength), gradient)
        at = at - step
        if np.abs(step).max() < TOLERANCE:
            break
    last = classes - 1 + len(voices)
    return Pool(at[: classes - 1], at[classes - 1 : last], at[last:])
