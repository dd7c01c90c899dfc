"""Domain classifier: can a model tell the window's vectors from the reference's? Sees changes of features together."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import rankdata

from touchline.drift_monitor.detectors.comparison import Comparison, Numbers

FOLDS = 5
RIDGE = 1.0  # added to the diagonal of the normal equations: the weight of one row of unit variance
PERMUTATIONS = 200  # the least p-value is then 1 / 201

Labels = NDArray[np.bool_]


def domain_classifier(
    window: ArrayLike,
    reference: ArrayLike,
    *,
    blocks: ArrayLike | None = None,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> Comparison:
    """AUC, out of fold, of a ridge classifier on features and their squares; p-value by permuting whose rows are whose.

    AUC is the chance that a random row of the window scores above one of the reference: .5 when nobody can tell them
    apart. p = (1 + permutations with an AUC as large) / (1 + permutations), which is valid in any sample, because the
    scores of a linear smoother are the same matrix times any labels. Friedman (2003), https://doi.org/10.2172/826696;
    Lopez-Paz and Oquab (2017), https://arxiv.org/abs/1610.06545.

    Args:
        window, reference: rows x features, finite.
        blocks: which block each row is of, the window's first (a season, a match day): labels are permuted block by
            block, since rows of one block resemble one another. Every block must lie on one side.
        permutations: how many.
        seed: of folds and permutations.

    Raises:
        ValueError: a block lies on both sides, or the features differ.

    >>> dice = np.random.default_rng(3)
    >>> same = domain_classifier(dice.normal(size=(80, 4)), dice.normal(size=(240, 4)))
    >>> wider = domain_classifier(dice.normal(scale=2, size=(80, 4)), dice.normal(size=(240, 4)))
    >>> round(same.statistic, 2), round(wider.statistic, 2), round(wider.p_value, 3)
    (0.5, 0.88, 0.005)
    """
    first, second = np.asarray(window, dtype=np.float64), np.asarray(reference, dtype=np.float64)
    rows = np.concatenate([first, second])
    ours = np.arange(len(rows)) < len(first)
    groups = np.arange(len(rows)) if blocks is None else np.unique(np.asarray(blocks), return_inverse=True)[1]
    dice = np.random.default_rng(seed)
    labels = np.column_stack([ours, *permuted(ours, groups, permutations, dice)])
    scores = smoother(rows, dice.permutation(groups.max() + 1)[groups] % FOLDS) @ labels
    found = np.array([area_under_curve(score, label) for score, label in zip(scores.T, labels.T, strict=True)])
    return Comparison(float(found[0]), float((found >= found[0]).mean()))


def permuted(ours: Labels, groups: NDArray[np.intp], times: int, dice: np.random.Generator) -> list[Labels]:
    """Other labels that are as likely when nothing has drifted: whole blocks change sides."""
    whose = np.zeros(groups.max() + 1, dtype=np.bool_)
    whose[groups] = ours
    if (whose[groups] != ours).any():
        raise ValueError("a block lies on both sides")
    return [dice.permutation(whose)[groups] for _ in range(times)]


def smoother(rows: Numbers, fold: NDArray[np.intp]) -> Numbers:
    """The matrix that makes out-of-fold scores of labels: ridge regression on standardised features and squares."""
    unit = standardised(rows)
    terms = standardised(np.column_stack([unit, unit**2]))
    found = np.zeros((len(rows), len(rows)))
    for number in range(FOLDS):
        held, kept = np.flatnonzero(fold == number), np.flatnonzero(fold != number)
        known = terms[kept]
        weights = np.linalg.solve(known.T @ known + RIDGE * np.eye(terms.shape[1]), known.T)
        centred = weights - weights.mean(axis=1, keepdims=True)  # labels less their mean over the kept rows
        found[np.ix_(held, kept)] = terms[held] @ centred
    return found


def standardised(rows: Numbers) -> Numbers:
    """Mean 0 and variance 1 in each column; a constant one is 0."""
    spread = rows.std(axis=0)
    return np.asarray((rows - rows.mean(axis=0)) / np.where(spread > 0, spread, 1.0))


def area_under_curve(scores: ArrayLike, ours: ArrayLike) -> float:
    """The chance that one of ours scores above one of theirs, ties by half: Mann-Whitney's U over n * m.

    >>> area_under_curve([0.9, 0.4, 0.4, 0.1], [True, True, False, False])
    0.875
    """
    mine = np.asarray(ours, dtype=np.bool_)
    number = int(mine.sum())
    above = rankdata(np.asarray(scores))[mine].sum() - number * (number + 1) / 2
    return float(above / (number * (len(mine) - number)))
