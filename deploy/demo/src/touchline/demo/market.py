"""What the bookmakers' closing prices score on the seasons that everyone can check: a proof of the ingestion."""

import json
from dataclasses import dataclass

import numpy as np

from touchline.demo.platform import Platform
from touchline.football.scoring import log_loss, ranked_probability_score

SEASONS = ("2019/20", "2020/21", "2021/22", "2022/23")
COMPETITION = "E0"
# Known of these seasons from other people's work on the same documents; any other value is a bug of ours.
KNOWN = (1520, 0.1990, 0.9670)


@dataclass(frozen=True, slots=True)
class Score:
    """Means over matches that have a result and a price."""

    matches: int
    ranked_probability_score: float
    log_loss: float

    def sentence(self) -> str:
        """For the person who watches."""
        return (
            f"market average at closing, {SEASONS[0]} to {SEASONS[-1]}: ranked probability score"
            f" {self.ranked_probability_score:.4f}, log loss {self.log_loss:.4f} on {self.matches} matches"
        )

    @property
    def is_known(self) -> bool:
        """Whether these are the figures that are known."""
        return (self.matches, round(self.ranked_probability_score, 4), round(self.log_loss, 4)) == KNOWN


def closing_market(platform: Platform) -> Score:
    """The average closing odds, margin removed by scaling, against what happened."""
    rows = platform.rows(
        "SELECT m.home_goals, m.away_goals, o.prices FROM pub_matches m JOIN pub_odds o ON o.match_id = m.match_id"
        " WHERE m.competition = %s AND o.bookmaker = 'average' AND o.market = '1x2' AND o.moment = 'closing'"
        f" AND o.source = 'football-data' AND m.season IN ({', '.join(['%s'] * len(SEASONS))}) ORDER BY m.match_id",
        (COMPETITION, *SEASONS),
    )
    inverse = np.array([[1 / price for price in json.loads(prices)] for _, _, prices in rows])
    forecasts = inverse / inverse.sum(axis=1, keepdims=True)
    happened = np.array([0 if home > away else 1 if home == away else 2 for home, away, _ in rows])
    return Score(
        len(rows),
        float(ranked_probability_score(forecasts, happened).mean()),
        float(log_loss(forecasts, happened).mean()),
    )
