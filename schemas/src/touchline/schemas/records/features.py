"""Feature vectors."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MatchFeatures:
    """The feature vector of a meeting as it stood with everything available before its kick-off."""

    match_id: str
    pool: str
    competition: str
    season: str
    home_team: str
    away_team: str
    catalogue_version: int
    values: list[float]  # in the order of the catalogue
    document_set: str  # hash of every document version folded into it
    state_hash: str
    event_time: datetime  # kick-off
    available_at: datetime  # of the latest input
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class TeamFeatures:
    """The latest snapshot of one team, for hypothetical meetings."""

    team_id: str
    pool: str
    catalogue_version: int
    values: list[float]
    document_set: str
    state_hash: str
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class PlayerFeatures:
    """The latest snapshot of one player: what a match of his, coming or hypothetical, is told of him."""

    player_id: str
    pool: str
    catalogue_version: int
    values: list[float]  # in the order of the catalogue
    document_set: str
    state_hash: str
    event_time: datetime  # when anything of him became known last
    available_at: datetime
    recorded_at: datetime
    revision: int
