"""What the fold of people reads: who plays where, what a player did in a match, whether he can be picked.

What could only be known afterwards has no place here: an absence's end, its days and games; a provider's own forecast.
"""

from dataclasses import dataclass
from datetime import datetime

from touchline.schemas.records import AvailabilityStatus, Position

Place = tuple[datetime, int, float, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """A player is on a club's list of a season."""

    player: str  # player_id
    team: str | None  # team_id; None: the list does not say
    position: Position | None
    season: str  # 2019/20; empty: the list does not say
    available_at: datetime  # aware, UTC
    documents: tuple[str, ...]  # sha256 of each raw document that this is taken from

    def __post_init__(self) -> None:
        _check_zone(f"the listing of {self.player}", self.available_at)

    @property
    def place(self) -> Place:
        """Where it stands in the order of the fold."""
        return self.available_at, 0, 0.0, f"{self.player} {self.season}"


@dataclass(frozen=True, slots=True)
class Appearance:
    """What a player did in a match of his team; with 0 minutes he was listed and did not play."""

    player: str
    team: str
    opponent: str
    match_id: str
    season: str
    kick_off: datetime  # aware, UTC
    at_home: bool
    position: Position | None
    minutes: int
    started: bool | None
    goals: int
    assists: int | None
    points: int | None  # Fantasy Premier League's
    expected_goals: float | None
    expected_assists: float | None
    price: float | None  # in millions, at the deadline before the match
    available_at: datetime
    documents: tuple[str, ...]

    def __post_init__(self) -> None:
        _check_zone(f"{self.player} in {self.match_id}", self.kick_off, self.available_at)

    @property
    def place(self) -> Place:
        """Where it stands in the order of the fold."""
        return self.available_at, 1, self.kick_off.timestamp(), f"{self.match_id} {self.player}"


@dataclass(frozen=True, slots=True)
class Statement:
    """Whether a player can be picked, as somebody said it at a moment."""

    player: str
    team: str | None
    status: AvailabilityStatus
    chance: float | None  # of playing the next round, a share of 1
    since: datetime | None
    available_at: datetime
    documents: tuple[str, ...]
    simulated: bool = False

    def __post_init__(self) -> None:
        _check_zone(f"the statement on {self.player}", self.available_at, self.since or self.available_at)

    @property
    def place(self) -> Place:
        """Where it stands in the order of the fold."""
        return self.available_at, 2, 0.0, self.player


Event = Listing | Appearance | Statement


def _check_zone(what: str, *moments: datetime) -> None:
    if any(moment.tzinfo is None for moment in moments):
        raise ValueError(f"{what}: a time without a zone; give it in UTC")
