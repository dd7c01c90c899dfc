"""What is remembered of a player and of a team's players together: as much after twenty seasons as after one."""

from dataclasses import dataclass

from touchline.schemas.records import AvailabilityStatus

LAST = 10  # matches of his team that are kept of a player, and of a team


@dataclass(frozen=True, slots=True)
class Played:
    """One match of a player's team, as far as he is concerned; counts that nobody states are None."""

    kick_off: float  # seconds since 1970, UTC
    match_id: str
    team: str
    minutes: int
    started: bool
    goals: int
    assists: int | None
    points: int | None
    expected_goals: float | None
    expected_assists: float | None


@dataclass(frozen=True, slots=True)
class Career:
    """Sums over the matches that he played in, each weighing less than the next newer one (`scoring.MEMORY`)."""

    full_matches: float = 0.0  # minutes / 90
    goals: float = 0.0
    assists: float = 0.0
    assisted: float = 0.0  # full matches of which assists are stated
    expected_goals: float = 0.0
    expected_assists: float = 0.0
    measured: float = 0.0  # full matches of which expected goals are stated
    points: float = 0.0
    rewarded: float = 0.0  # full matches of which points are stated


@dataclass(frozen=True, slots=True)
class Form:
    """Decayed sums of points over all matches that he was listed for (`points.MEMORY`)."""

    points: float = 0.0
    matches: float = 0.0


@dataclass(frozen=True, slots=True)
class Season:
    """Sums over the season that he played in last."""

    name: str = ""
    minutes: int = 0
    starts: int = 0
    points: int = 0
    rewarded: int = 0  # matches of which points are stated
    price: float | None = None  # the first of the season


@dataclass(frozen=True, slots=True)
class Word:
    """The latest word on whether he can be picked."""

    status: AvailabilityStatus
    chance: float | None
    said_at: float  # seconds since 1970: when it was known
    since: float  # when the absence began; said_at if nobody says
    simulated: bool = False
    documents: tuple[str, ...] = ()  # sha256 of those that it is taken from


@dataclass(frozen=True, slots=True)
class PlayerState:
    """What is remembered of one player; he is a member of `team`, or of none that he was seen with lately."""

    position: str | None = None
    team: str | None = None
    joined: float = 0.0  # kick-off of his first match for the team
    last_match: float = 0.0  # kick-off of the latest match that he was listed for; 0: none known
    last_played: float = 0.0  # of the latest that he played in
    price: float | None = None
    word: Word | None = None
    matches: tuple[Played, ...] = ()  # the last ten, oldest first
    season: Season = Season()
    career: Career = Career()
    form: Form = Form()
    document_set: str = ""  # the set as it was when anything of him changed last


@dataclass(frozen=True, slots=True)
class TeamMatch:
    """What a team's players did together in a match."""

    kick_off: float
    match_id: str
    minutes: int
    goals: int
    expected_goals: float
    measured: bool  # whether expected goals are stated of any of them
    documents: tuple[str, ...] = ()  # sha256 of those that the rows are taken from


@dataclass(frozen=True, slots=True)
class TeamPeople:
    """What is remembered of a team's players together."""

    season: str = ""
    played: int = 0  # matches of the season
    matches: tuple[TeamMatch, ...] = ()  # the last ten, oldest first
    members: frozenset[str] = frozenset()  # player_id
    last_word: float = 0.0  # when anything was said of a member last, seconds since 1970; 0: nothing since the break

    @property
    def last_match(self) -> float:
        """Kick-off of the latest known match; 0: none."""
        return self.matches[-1].kick_off if self.matches else 0.0
