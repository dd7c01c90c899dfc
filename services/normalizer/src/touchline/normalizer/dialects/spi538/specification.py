"""What FiveThirtyEight calls things (https://github.com/fivethirtyeight/data/tree/master/soccer-spi).

`nsxg` (non-shot expected goals), `adj_score` (goals adjusted for red cards and the state of the match) and
`importance` are known and not kept.
"""

from datetime import timedelta
from typing import NamedTuple

SOURCE = "spi538"
SYSTEM = "spi"
EVERYTHING = "spi_matches.csv"
LATEST = "spi_matches_latest.csv"  # the seasons being played; it forgets those that have ended

IDENTITY_COLUMNS = ("date", "league", "team1", "team2")
RATING_COLUMNS = ("spi1", "spi2", "prob1", "prob2", "probtie", "proj_score1", "proj_score2")
RESULT_COLUMNS = ("score1", "score2", "xg1", "xg2")
UNUSED_COLUMNS = (
    *("season", "league_id", "importance1", "importance2"),
    *("nsxg1", "nsxg2", "adj_score1", "adj_score2"),
)
REQUIRED_COLUMNS = (*IDENTITY_COLUMNS, "score1", "score2")


class Side(NamedTuple):
    """The columns of one team's rating."""

    rating: str
    probability: str
    goals: str


HOME = Side("spi1", "prob1", "proj_score1")
AWAY = Side("spi2", "prob2", "proj_score2")

# Dates are local: Seattle v Los Angeles FC of 28 April 2019 began at 01:30 UTC of the 29th. So in these pools a day's
# last match ends at about 06:00 UTC of the next.
AMERICAN_POOLS = frozenset({"ARG", "BRA", "MEX", "USA", "USAW"})
NO_DELAY, AMERICAN_DELAY = timedelta(0), timedelta(hours=8)

MOST_GOALS = 30
MOST_EXPECTED_GOALS = 20.0
MOST_RATING = 100.0  # SPI: share of the points that a team would take from an average one, in percent
TOLERANCE = 0.01  # probabilities have four digits
