"""How a match can end, and what a forecaster says about it."""

import math
from dataclasses import dataclass
from enum import StrEnum

TOLERANCE = 1e-9  # of the sum of three double-precision shares


class Outcome(StrEnum):
    """The three ways a match ends, in the order that every vector of probabilities follows."""

    HOME = "home"
    DRAW = "draw"
    AWAY = "away"

    @property
    def place(self) -> int:
        """Place in a vector of probabilities.

        >>> Outcome.AWAY.place
        2
        """
        return OUTCOMES.index(self)

    @staticmethod
    def of(home_goals: int, away_goals: int) -> "Outcome":
        """The outcome of a score.

        >>> Outcome.of(2, 2)
        <Outcome.DRAW: 'draw'>
        """
        if home_goals == away_goals:
            return Outcome.DRAW
        return Outcome.HOME if home_goals > away_goals else Outcome.AWAY


OUTCOMES: tuple[Outcome, ...] = tuple(Outcome)


@dataclass(frozen=True, slots=True)
class Probabilities:
    """Shares of 1 for home, draw and away; anything else is refused.

    >>> Probabilities(0.5, 0.3, 0.2).of(Outcome.DRAW)
    0.3
    """

    home: float
    draw: float
    away: float

    def __post_init__(self) -> None:
        shares = (self.home, self.draw, self.away)
        if not all(math.isfinite(share) and 0 <= share <= 1 for share in shares):
            raise ValueError(f"probabilities are shares between 0 and 1, not {shares}")
        if abs(sum(shares) - 1) > TOLERANCE:
            raise ValueError(f"probabilities sum to 1, these to {sum(shares)}")

    def of(self, outcome: Outcome) -> float:
        """The probability of one outcome."""
        return self.as_tuple()[outcome.place]

    def as_tuple(self) -> tuple[float, float, float]:
        """Home, draw, away."""
        return (self.home, self.draw, self.away)
