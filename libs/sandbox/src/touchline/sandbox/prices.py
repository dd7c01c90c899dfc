"""Made-up prices for matches that were really played: they know the past and some luck, never the result."""

import math
import random
from collections import defaultdict
from dataclasses import dataclass, field

START_RATING, STEP, SCALE = 1500.0, 20.0, 400.0  # Elo, as used for club football
HOME_ADVANTAGE = 60.0  # Elo points
DRAW_SHARE = 0.27  # of an even meeting; falls as the teams differ
MARGIN = 1.05  # sum of 1/odds
LUCK_BEFORE, LUCK_CLOSING = 35.0, 15.0  # Elo points of seeded error: closing prices know more


@dataclass
class SimulatedMarket:
    """Prices from Elo ratings with seeded errors; equal seeds and matches give equal prices."""

    seed: int = 20
    ratings: dict[str, float] = field(default_factory=lambda: defaultdict(lambda: START_RATING))

    def quote(self, name: str, home: str, away: str) -> tuple[list[str], list[str]]:
        """Home, draw and away prices before the match and at closing, for the match of that name."""
        luck = random.Random(f"{self.seed}:{name}")
        edge = self.ratings[home] - self.ratings[away] + HOME_ADVANTAGE
        closing = edge + luck.gauss(0, LUCK_CLOSING)
        return prices(closing + luck.gauss(0, LUCK_BEFORE)), prices(closing)

    def learn(self, home: str, away: str, home_goals: int, away_goals: int) -> None:
        """Move both ratings by the result; called once it is known."""
        score = 0.5 + 0.5 * ((home_goals > away_goals) - (home_goals < away_goals))
        change = STEP * (score - expected_score(self.ratings[home] - self.ratings[away] + HOME_ADVANTAGE))
        self.ratings[home] += change
        self.ratings[away] -= change


def expected_score(edge: float) -> float:
    """Elo's expectation for a lead of so many points.

    >>> expected_score(0)
    0.5
    """
    return 1.0 / (1.0 + math.pow(10.0, -edge / SCALE))


def prices(edge: float) -> list[str]:
    """Decimal odds for home, draw and away, with the bookmaker's margin.

    >>> prices(0)
    ['2.61', '3.53', '2.61']
    """
    expected = expected_score(edge)
    draw = DRAW_SHARE * 4 * expected * (1 - expected)
    shares = (expected - draw / 2, draw, 1 - expected - draw / 2)
    return [f"{1 / (MARGIN * max(share, 0.01)):.2f}" for share in shares]
