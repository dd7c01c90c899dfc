"""Sealed predictions, and how they scored."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MatchPrediction:
    """A sealed prediction; it is superseded, never changed. `home`, `draw` and `away` are sums over its grid."""

    prediction_id: str
    match_id: str
    pool: str
    competition: str
    season: str
    home_team: str
    away_team: str
    model_name: str
    model_version: str
    catalogue_version: int
    snapshot: str  # the training data's hash
    features_revision: int
    document_set: str
    home: float
    draw: float
    away: float
    grid: list[float] | None  # 13 × 13 scores, row by row, home goals down; null: sealed before grids were kept
    supersedes: str | None  # prediction_id
    previous_seal: str
    seal: str  # sha256 of the canonical row chained to the pool's previous seal
    event_time: datetime  # kick-off as known when sealed
    available_at: datetime  # football time of the sealing
    recorded_at: datetime
    revision: int
    grid_with_odds: list[float] | None = (
        None  # the product with odds, shaped as `grid`; null: no prices, or no such model
    )


@dataclass(frozen=True, slots=True)
class Settlement:
    """The last prediction sealed before the actual kick-off, scored; beside it the market's view."""

    match_id: str
    prediction_id: str
    pool: str
    model_version: str
    outcome: str  # home, draw, away
    home: float
    draw: float
    away: float
    ranked_probability_score: float
    log_loss: float
    brier: float
    market_before_score: float | None  # ranked probability score of the average odds before the match
    market_closing_score: float | None
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int
