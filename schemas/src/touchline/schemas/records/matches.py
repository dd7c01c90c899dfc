"""Clubs, matches, and what public rating systems said of the two before they met."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from touchline.schemas.records.documents import Provenance


class MatchStatus(StrEnum):
    """What a source says about a match."""

    SCHEDULED = "scheduled"
    PLAYED = "played"
    POSTPONED = "postponed"  # it will be played on another day
    ABANDONED = "abandoned"  # begun and not ended: it has no result
    AWARDED = "awarded"  # its result was decided off the pitch
    CANCELLED = "cancelled"  # it will never be played
    WITHDRAWN = "withdrawn"  # a complete document no longer holds it
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Team:
    """A club as a source names it, with our id."""

    team_id: str
    name: str
    country: str
    pool: str
    source: str
    document: str  # sha256 of the raw document
    event_time: datetime
    available_at: datetime
    recorded_at: datetime
    revision: int


@dataclass(frozen=True, slots=True)
class Match:
    """What one document of one source asserts about a match; identity is (competition, season, home, away)."""

    match_id: str
    pool: str
    competition: str
    season: str  # 2019/20
    home_team: str  # team_id
    away_team: str
    kick_off_known: bool  # false: only the date is known, event_time is 15:00 UTC of it
    status: MatchStatus
    home_goals: int | None
    away_goals: int | None
    half_time_home_goals: int | None
    half_time_away_goals: int | None
    home_shots: int | None
    away_shots: int | None
    home_shots_on_target: int | None
    away_shots_on_target: int | None
    home_corners: int | None
    away_corners: int | None
    home_fouls: int | None
    away_fouls: int | None
    home_yellow_cards: int | None
    away_yellow_cards: int | None
    home_red_cards: int | None
    away_red_cards: int | None
    referee: str | None
    source: str
    document_key: str
    document: str
    provenance: Provenance
    event_time: datetime  # kick-off
    available_at: datetime
    recorded_at: datetime
    revision: int
    home_expected_goals: float | None = None
    away_expected_goals: float | None = None
    round: str | None = None  # as the source names it: Matchday 7, 38
    attendance: int | None = None


@dataclass(frozen=True, slots=True)
class TeamRating:
    """What a public rating system said of a team before a match."""

    match_id: str
    team_id: str
    pool: str
    system: str  # spi
    rating: float
    win_probability: float | None
    draw_probability: float | None
    projected_goals: float | None
    source: str
    document_key: str
    document: str
    provenance: Provenance
    event_time: datetime  # kick-off
    available_at: datetime
    recorded_at: datetime
    revision: int
    withdrawn: bool | None = None
