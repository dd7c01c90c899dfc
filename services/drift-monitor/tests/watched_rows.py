"""Rows as they travel to the monitor, with only what a test is about spelled out."""

from datetime import UTC, datetime

from touchline.schemas.records import Match, MatchFeatures, MatchPrediction, MatchStatus, Odds, OddsMoment, Provenance

TIME = datetime(2020, 3, 8, tzinfo=UTC)


def match(match_id: str, pool: str = "ENG") -> Match:
    """A result."""
    statistics = (None,) * 14
    return Match(
        *(match_id, pool, "E0", "2019/20", "arsenal", "chelsea", True, MatchStatus.PLAYED, 2, 0, *statistics),
        *(None, "football-data", "E0.csv", "sha", Provenance.REAL, TIME, TIME, TIME, 1),
    )


def odds(match_id: str, bookmaker: str = "average", market: str = "1x2", prices: tuple[float, ...] = (2, 4, 4)) -> Odds:
    """Prices on a match."""
    selections = ["home", "draw", "away"][: len(prices)]
    return Odds(
        *(match_id, "ENG", bookmaker, market, None, OddsMoment.CLOSING, selections, list(prices)),
        *("football-data", "E0.csv", "sha", Provenance.REAL, TIME, TIME, TIME, 1),
    )


def vector(match_id: str) -> MatchFeatures:
    """A vector."""
    return MatchFeatures(
        match_id, "ENG", "E0", "2019/20", "arsenal", "chelsea", 1, [1.0], "set", "hash", TIME, TIME, TIME, 1
    )


def prediction(match_id: str) -> MatchPrediction:
    """A sealed prediction."""
    return MatchPrediction(
        *("p", match_id, "ENG", "E0", "2019/20", "arsenal", "chelsea", "touchline-match", "1", 1, "snapshot", 1),
        *("set", 0.5, 0.25, 0.25, None, None, "", "seal", TIME, TIME, TIME, 1),
    )
