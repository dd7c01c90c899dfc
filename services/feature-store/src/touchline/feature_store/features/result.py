"""What the fold reads: a match as known, and a meeting still to come."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Fixture:
    """A meeting in a season: all that a vector needs to know of it."""

    match_id: str
    competition: str
    season: str  # 2019/20
    kick_off: datetime  # aware, UTC
    home_team: str  # team_id
    away_team: str


@dataclass(frozen=True, slots=True)
class MatchFact:
    """A match as the facts stand; without goals it is only a fixture. Statistics may be missing."""

    match_id: str
    competition: str
    season: str
    kick_off: datetime  # aware, UTC
    home_team: str
    away_team: str
    home_goals: int | None
    away_goals: int | None
    home_shots: int | None
    away_shots: int | None
    home_shots_on_target: int | None
    away_shots_on_target: int | None
    available_at: datetime  # when the result could be known
    documents: tuple[str, ...]  # sha256 of each raw document that this is taken from
    home_corners: int | None = None
    away_corners: int | None = None
    home_expected_goals: float | None = None
    away_expected_goals: float | None = None

    def __post_init__(self) -> None:
        if self.kick_off.tzinfo is None or self.available_at.tzinfo is None:
            raise ValueError(f"{self.match_id}: a time without a zone")

    @property
    def fixture(self) -> Fixture:
        """The same match before anything was known of its result."""
        return Fixture(self.match_id, self.competition, self.season, self.kick_off, self.home_team, self.away_team)

    @property
    def played(self) -> bool:
        """Whether its score is known."""
        return self.home_goals is not None and self.away_goals is not None
