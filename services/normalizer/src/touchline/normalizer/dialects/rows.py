"""What a dialect reads from a document, before it becomes records with times and revisions.

`known_at` is when the provider's rule says that a fact could be known; None means: when the document was fetched.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import TypeVar

from touchline.schemas.records import (
    AvailabilityStatus,
    IdentityKind,
    MatchStatus,
    OddsMoment,
    ParkedKind,
    Position,
)

MOST_KEY = 190  # characters of a row's key
HOME_DRAW_AWAY = ("home", "draw", "away")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted in a match; the names are those of the record `Match`."""

    home_goals: int | None = None
    away_goals: int | None = None
    half_time_home_goals: int | None = None
    half_time_away_goals: int | None = None
    home_shots: int | None = None
    away_shots: int | None = None
    home_shots_on_target: int | None = None
    away_shots_on_target: int | None = None
    home_corners: int | None = None
    away_corners: int | None = None
    home_fouls: int | None = None
    away_fouls: int | None = None
    home_yellow_cards: int | None = None
    away_yellow_cards: int | None = None
    home_red_cards: int | None = None
    away_red_cards: int | None = None
    home_expected_goals: float | None = None
    away_expected_goals: float | None = None
    attendance: int | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """Which match: a competition's season and the two clubs, whatever its date becomes.

    `phase` counts the meetings of the same two at the same ground in one season, where a competition has several.
    """

    competition: str
    season: str  # 2019/20
    home_team: str  # team_id
    away_team: str
    phase: int = 1

    @property
    def match_id(self) -> str:
        """The identity that survives a postponement.

        >>> Meeting("E0", "2019/20", "arsenal", "chelsea").match_id
        'E0:2019-20:arsenal:chelsea'
        >>> Meeting("SC0", "2024/25", "celtic", "rangers", 2).match_id
        'SC0:2024-25:celtic:rangers:2'
        """
        first = f"{self.competition}:{self.season.replace('/', '-')}:{self.home_team}:{self.away_team}"
        return first if self.phase == 1 else f"{first}:{self.phase}"

    @classmethod
    def from_match_id(cls, match_id: str) -> "Meeting":
        """The way back.

        >>> Meeting.from_match_id("E0:2019-20:arsenal:chelsea").season
        '2019/20'
        """
        competition, season, home_team, away_team, *again = match_id.split(":")
        return cls(competition, season.replace("-", "/"), home_team, away_team, int(again[0]) if again else 1)


@dataclass(frozen=True, slots=True)
class MatchRow:
    """One match as a document states it."""

    meeting: Meeting
    kick_off: datetime
    kick_off_known: bool
    status: MatchStatus
    counts: Counts
    referee: str | None
    known_at: datetime | None
    round: str | None = None


@dataclass(frozen=True, slots=True)
class OddsRow:
    """One bookmaker's decimal prices on one market at one moment, in the order of `selections`."""

    meeting: Meeting
    kick_off: datetime
    bookmaker: str
    moment: OddsMoment
    prices: tuple[float, ...]
    known_at: datetime | None
    market: str = "1x2"
    line: float | None = None
    selections: tuple[str, ...] = HOME_DRAW_AWAY


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A club that the document names; `since` is the start of its season."""

    competition: str
    team_id: str
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class PlayerRow:
    """A player that the document names, with his club there."""

    pool: str
    player_id: str
    name: str
    first_name: str | None
    last_name: str | None
    position: Position | None
    team_id: str | None
    season: str | None
    since: datetime  # start of the season, or when it was said
    known_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlayerCounts:
    """What is counted of a player in a match; the names are those of the record `PlayerMatch`."""

    minutes: int
    goals: int
    started: bool | None = None
    assists: int | None = None
    own_goals: int | None = None
    penalties_missed: int | None = None
    penalties_saved: int | None = None
    saves: int | None = None
    goals_conceded: int | None = None
    yellow_cards: int | None = None
    red_cards: int | None = None
    bonus: int | None = None
    points: int | None = None
    price: float | None = None
    expected_goals: float | None = None
    expected_assists: float | None = None


@dataclass(frozen=True, slots=True)
class PlayerMatchRow:
    """One player in one match."""

    meeting: Meeting
    kick_off: datetime
    player_id: str
    at_home: bool
    position: Position | None
    counts: PlayerCounts
    known_at: datetime | None

    @property
    def team_id(self) -> str:
        """His club."""
        return self.meeting.home_team if self.at_home else self.meeting.away_team

    @property
    def opponent_id(self) -> str:
        """The other one."""
        return self.meeting.away_team if self.at_home else self.meeting.home_team


@dataclass(frozen=True, slots=True)
class AvailabilityRow:
    """Whether a player can be picked. `item` tells several statements about one player in a document apart."""

    pool: str
    player_id: str
    item: str
    team_id: str | None
    status: AvailabilityStatus
    reason: str | None
    chance: float | None  # share of 1
    since: datetime | None
    until: datetime | None
    said_at: datetime
    known_at: datetime | None
    sentence: str | None = None
    article_id: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """A piece of news."""

    article_id: str
    pool: str
    url: str
    title: str
    text: str
    language: str | None
    author: str | None
    teams: tuple[str, ...]
    players: tuple[str, ...]
    fingerprint: str
    published_at: datetime
    known_at: datetime | None


@dataclass(frozen=True, slots=True)
class RatingRow:
    """What a rating system said of a team before a match."""

    meeting: Meeting
    kick_off: datetime
    team_id: str
    system: str
    rating: float
    win_probability: float | None
    draw_probability: float | None
    projected_goals: float | None
    known_at: datetime | None


@dataclass(frozen=True, slots=True, order=True)
class Scope:
    """Where names mean something: clubs in a pool (`club`, `ENG`), a provider's numbers in a season
    (`player`, `fpl:2019/20`)."""

    kind: IdentityKind
    name: str


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A name in its scope, which means a club or a player."""

    scope: Scope
    text: str

    @property
    def key(self) -> str:
        """As one word.

        >>> Name(Scope(IdentityKind.CLUB, "ENG"), "Man Utd").key
        'club:ENG:Man Utd'
        """
        return f"{self.scope.kind}:{self.scope.name}:{self.text}"


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """The provider itself states what one of its names or numbers means."""

    name: Name
    identity: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A place in the document that could not be read, and why; it becomes a parked row."""

    line: int
    column: str | None
    reason: str
    row: str
    kind: ParkedKind = ParkedKind.ROW
    rows: int = 1  # of the document, for which it stands
    waits_for: Name | None = None


Fact = MatchRow | OddsRow | TeamRow | PlayerRow | PlayerMatchRow | AvailabilityRow | ArticleRow | RatingRow
Row = Fact | IdentityRow | Unreadable

NOTES = (ParkedKind.SCHEMA_DRIFT, ParkedKind.NOT_FOLLOWED)
"""Parked rows that say something about a document that was read whole."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that one document says.

    Every input row is accounted for: `inputs` = `read` + the rows that the parked ones stand for, parts not counted.
    """

    rows: tuple[Row, ...] = ()
    inputs: int = 0
    read: int = 0

    def of(self, kind: type[R]) -> tuple[R, ...]:
        """The rows of one kind."""
        return tuple(row for row in self.rows if isinstance(row, kind))

    @property
    def matches(self) -> tuple[MatchRow, ...]:
        """The matches."""
        return self.of(MatchRow)

    @property
    def odds(self) -> tuple[OddsRow, ...]:
        """The prices."""
        return self.of(OddsRow)

    @property
    def teams(self) -> tuple[TeamRow, ...]:
        """The clubs named."""
        return self.of(TeamRow)

    @property
    def parked(self) -> tuple[Unreadable, ...]:
        """What could not be read, and what is to be said of the document."""
        return self.of(Unreadable)

    @property
    def unaccounted(self) -> int:
        """Input rows that are neither read nor parked; anything but 0 is a bug of the dialect."""
        apart = (ParkedKind.PART, ParkedKind.SCHEMA_DRIFT, ParkedKind.INCOMPLETE)
        return self.inputs - self.read - sum(row.rows for row in self.parked if row.kind not in apart)

    def by_key(self) -> Mapping[str, Row]:
        """Every row under a key that stays the same from one version of the document to the next."""
        return {_short(row_key(row)): row for row in self.rows}


def _short(key: str) -> str:
    """A key that the table of rows can hold: what is too long, such as a column named by a sentence, ends in a hash.

    >>> len(_short("note:1:" + "x" * 500)), _short("team:arsenal")
    (190, 'team:arsenal')
    """
    if len(key) <= MOST_KEY:
        return key
    return f"{key[: MOST_KEY - 33]}~{blake2b(key.encode(), digest_size=16).hexdigest()}"


def row_key(row: Row) -> str:
    """What a row is about, whatever it says.

    >>> row_key(Unreadable(7, "FTHG", "expected a whole number, got 'abc'", "…"))
    'parked:7:FTHG'
    """
    match row:
        case MatchRow():
            return f"match:{row.meeting.match_id}"
        case OddsRow():
            line = "" if row.line is None else f":{row.line:g}"
            return f"odds:{row.meeting.match_id}:{row.bookmaker}:{row.moment}:{row.market}{line}"
        case TeamRow():
            return f"team:{row.team_id}"
        case PlayerRow():
            return f"player:{row.player_id}"
        case PlayerMatchRow():
            return f"player-match:{row.meeting.match_id}:{row.player_id}"
        case AvailabilityRow():
            return f"availability:{row.player_id}:{row.item}"
        case ArticleRow():
            return f"article:{row.article_id}"
        case RatingRow():
            return f"rating:{row.meeting.match_id}:{row.team_id}:{row.system}"
        case IdentityRow():
            return f"identity:{row.name.key}"
        case Unreadable():
            kind = "note" if row.kind in NOTES else "part" if row.kind is ParkedKind.PART else "parked"
            return f"{kind}:{row.line}:{row.column or ''}"
