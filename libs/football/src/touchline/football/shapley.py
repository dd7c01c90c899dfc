"""Shapley values: what each player of a game adds to its worth, over every order in which they might join.

    φ_f = Σ_{S ∌ f} |S|! (n - |S| - 1)! / n! · (v(S ∪ {f}) - v(S))

is the only division of v(all) - v(nobody) that is complete, gives nothing to whom nothing changes, the same to whom
change the same, and adds up over sums of games. Exact here: all 2^n coalitions are asked, no order is sampled.

Shapley (1953), A value for n-person games, https://doi.org/10.1515/9781400881970-018; for the output of a model,
Lundberg and Lee (2017), https://arxiv.org/abs/1705.07874.
"""

from math import factorial

import numpy as np
from numpy.typing import NDArray

Worths = NDArray[np.float64]


def coalitions(players: int) -> NDArray[np.bool_]:
    """Who is in each coalition, (2^n, n); player f is in coalition number c where bit f of c is set.

    >>> coalitions(2).tolist()
    [[False, False], [True, False], [False, True], [True, True]]
    """
    numbers = np.arange(2**players)
    return np.asarray((numbers[:, None] >> np.arange(players)) & 1, dtype=np.bool_)


def shapley_values(worths: Worths) -> Worths:
    """Each player's share, (n, k), of the worths of all coalitions, (2^n, k), in the order of `coalitions`.

    ValueError when the number of worths is no power of two.

    >>> glove = np.array([[0.0], [0.0], [0.0], [1.0], [0.0], [1.0], [0.0], [1.0]])  # a left one, and two right ones
    >>> shapley_values(glove).round(6).ravel().tolist()
    [0.666667, 0.166667, 0.166667]
    """
    players = len(worths).bit_length() - 1
    if len(worths) != 2**players:
        raise ValueError(f"{len(worths)} worths are not those of all coalitions of some players")
    inside = coalitions(players)
    numbers, sizes = np.arange(len(worths)), inside.sum(axis=1)
    orders = np.array([factorial(size) * factorial(players - size - 1) for size in range(players)], dtype=np.float64)
    weights = orders / factorial(players)
    shares = []
    for player in range(players):
        without = numbers[~inside[:, player]]
        shares.append(weights[sizes[without]] @ (worths[without | (1 << player)] - worths[without]))
    return np.array(shares).reshape(players, *worths.shape[1:])
