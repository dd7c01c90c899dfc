"""Players: who they are, what they did in a match, and whether they can play the next one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from touchline.schemas.records.documents import Provenance


class Position(StrEnum):
    """Where a player plays."""

    GOALKEEPER = "goalkeeper"
    DEFENDER = "defender"
    MIDFIELDER = "midfielder"
    FORWARD = "forward"
    UNKNOWN = "unknown"


class AvailabilityStatus(StrEnum):
    """Whether a player can be picked, as a source says."""

    AVAILABLE = "available"
    DOUBTFUL = "doubtful"
    INJURED = "injured"
    SUSPENDED = "suspended"
    ABSENT = "absent"  # any other reason
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Player:
    """A player as a source knows him: one id through every season, club and spelling."""

    player_id: str
    pool: str
    name: str  # as people say it
    first_name: str | None
    last_name: str | None
    position: Position | None
    team_id: str | None  # his club as this document has it
    season: str | None
    source: str
    document_key: str
    document: str
    provenance: Provenance
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int
    withdrawn: bool | None = None


@dataclass(frozen=True, slots=True)
class PlayerMatch:
    """What one document asserts about a player in a match."""

    player_id: str
    match_id: str
    pool: str
    team_id: str
    opponent_id: str
    at_home: bool
    position: Position | None
    minutes: int
    started: bool | None
    goals: int
    assists: int | None
    own_goals: int | None
    penalties_missed: int | None
    penalties_saved: int | None
    saves: int | None
    goals_conceded: int | None
    yellow_cards: int | None
    red_cards: int | None
    bonus: int | None  # Fantasy Premier League's bonus points
    points: int | None  # Fantasy Premier League's points
    price: float | None  # in millions
    expected_goals: float | None
    expected_assists: float | None
    source: str
    document_key: str
    document: str
    provenance: Provenance
    event_time: datetime  # kick-off
    available_at: datetime
    recorded_at: datetime
    revision: int
    withdrawn: bool | None = None


@dataclass(frozen=True, slots=True)
class Availability:
    """Whether a player can be picked, and why not. What a source says of the end is hindsight in an archive."""

    player_id: str
    pool: str
    team_id: str | None
    status: AvailabilityStatus
    reason: str | None  # as the source words it: Hamstring injury
    chance: float | None  # of playing the next round, a share of 1
    since: datetime | None
    until: datetime | None  # never an input of a feature
    sentence: str | None  # of an article, the one this rests on
    article_id: str | None
    source: str
    document_key: str
    document: str
    provenance: Provenance
    event_time: datetime  # when the absence began, or when it was said
    available_at: datetime
    recorded_at: datetime
    revision: int
    withdrawn: bool | None = None
