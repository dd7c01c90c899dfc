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
class PlayerPrediction:
    """What is expected of a player in a coming match, sealed with all others of both squads as one forecast.

    Their goals add up to those of their team, so none is sealed alone: a forecast takes the place of the one before it
    as a whole, and one seal covers its rows. A message holds one forecast.
    """

    forecast_id: str
    player_id: str
    match_id: str
    pool: str
    competition: str
    season: str
    team_id: str
    opponent_id: str
    at_home: bool
    model_name: str
    model_version: str
    catalogue_version: int
    snapshot: str
    match_prediction_id: str  # whose expected goals the squad's add up to
    values: list[float]  # as the model was told: the catalogue's features of a player and match, and `banned`
    document_set: str | None  # of what was known of him
    team_document_set: str | None
    opponent_document_set: str | None
    absences_read: bool
    start: float
    substitute: float
    minutes_if_started: float
    minutes_if_substitute: float
    minutes_expected: float
    goals_expected: float
    assists_expected: float
    points_expected: float
    anytime_scorer: float
    goal_chances: list[float]  # of 0, 1, … 5 goals, and of six or more
    assist_chances: list[float]
    point_chances: list[float]  # in the order of `touchline.football.player_points.POINTS`
    team_goals_expected: float | None  # by the match's prediction; null: it was sealed before grids were kept
    team_goals_by_players: float  # without own goals of the other side
    supersedes: str | None  # forecast_id
    previous_seal: str
    seal: str  # sha256 of the forecast's canonical rows chained to the seal before
    event_time: datetime  # kick-off as known when sealed
    available_at: datetime  # football time of the sealing
    recorded_at: datetime
    revision: int  # one of all rows of a forecast


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


@dataclass(frozen=True, slots=True)
class PlayerSettlement:
    """The last forecast of a match's players sealed before the actual kick-off, beside what they then did.

    Errors are root mean squares over the players of the forecast of whom a document says what they did; `…_last_5` is
    the error of the mean over the last five matches of a player's team, as it was sealed among the features.
    """

    match_id: str
    forecast_id: str
    pool: str
    model_version: str
    players: int
    minutes_error: float
    minutes_error_last_5: float
    goals_error: float
    goals_error_last_5: float
    points_error: float
    points_error_last_5: float
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int
