"""How long a player plays: not at all, as a substitute or from the start; expected minutes are a sum over the three.

A mixture model: E[m] = p_substitute * m_substitute + p_start * m_start, each m the mean given the role. Mixtures by
role go back to the hurdle of Mullahy (1986), https://doi.org/10.1016/0304-4076(86)90002-3: whether, then how much.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]

ABSENT, SUBSTITUTE, START = 0, 1, 2
ROLES = ("not at all", "substitute", "start")
STARTER = 60  # minutes that count as a start where no line-up is stated, as in the features


@dataclass(frozen=True, slots=True)
class Minutes:
    """Chances of the three roles, shape (n, 3), and mean minutes as a substitute and as a starter, shape (n,)."""

    chances: Matrix
    if_substitute: Vector
    if_started: Vector

    @property
    def expected(self) -> Vector:
        """Expected minutes.

        >>> Minutes(np.array([[0.2, 0.3, 0.5]]), np.array([20.0]), np.array([84.0])).expected.tolist()
        [48.0]
        """
        return self.chances[:, SUBSTITUTE] * self.if_substitute + self.chances[:, START] * self.if_started


def role_of(minutes: NDArray[np.int64], started: Vector) -> NDArray[np.int64]:
    """The role that was played; `started` is NaN where no line-up is stated, then 60 minutes are a start.

    >>> role_of(np.array([0, 20, 75, 20]), np.array([np.nan, np.nan, np.nan, 1.0])).tolist()
    [0, 1, 2, 2]
    """
    began = np.where(np.isnan(started), minutes >= STARTER, started > 0)
    return np.where(minutes <= 0, ABSENT, np.where(began, START, SUBSTITUTE)).astype(np.int64)
