"""What a dialect reads from a document, before it becomes records with times and revisions.

`known_at` is when the provider's rule says that a fact could be known; None means: when the document was fetched.
"""

from dataclasses import dataclass
from datetime import datetime

from touchline.schemas.records import MatchStatus, OddsMoment


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


@dataclass(frozen=True, slots=True)
class Meeting:
    """Which match: a competition's season and the two clubs, whatever its date becomes."""

    competition: str
    season: str  # 2019/20
    home_team: str  # team_id
    away_team: str

    @property
    def match_id(self) -> str:
        """The identity that survives a postponement.

        >>> Meeting("E0", "2019/20", "arsenal", "chelsea").match_id
        'E0:2019-20:arsenal:chelsea'
        """
        return ":".join((self.competition, self.season.replace("/", "-"), self.home_team, self.away_team))

    @classmethod
    def from_match_id(cls, match_id: str) -> "Meeting":
        """The way back.

        >>> Meeting.from_match_id("E0:2019-20:arsenal:chelsea").season
        '2019/20'
        """
        competition, season, home_team, away_team = match_id.split(":")
        return cls(competition, season.replace("-", "/"), home_team, away_team)


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


@dataclass(frozen=True, slots=True)
class OddsRow:
    """One bookmaker's home, draw and away prices at one moment."""

    meeting: Meeting
    kick_off: datetime
    bookmaker: str
    moment: OddsMoment
    prices: tuple[float, float, float]
    known_at: datetime | None


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A club that the document names; `since` is the start of its season."""

    competition: str
    team_id: str
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A place in the document that could not be read, and why; it becomes a parked row."""

    line: int
    column: str | None
    reason: str
    row: str


Row = MatchRow | OddsRow | TeamRow | Unreadable


@dataclass(frozen=True, slots=True)
class Parsed:
    """All that one document says. `ignored` counts the rows of competitions that we do not follow."""

    matches: tuple[MatchRow, ...] = ()
    odds: tuple[OddsRow, ...] = ()
    teams: tuple[TeamRow, ...] = ()
    parked: tuple[Unreadable, ...] = ()
    ignored: int = 0

    def by_key(self) -> dict[str, Row]:
        """Every row under a key that stays the same from one version of the document to the next."""
        rows: list[Row] = [*self.teams, *self.matches, *self.odds, *self.parked]
        return {row_key(row): row for row in rows}


def row_key(row: Row) -> str:
    """What a row is about, whatever it says.

    >>> row_key(Unreadable(7, "FTHG", "expected a whole number, got 'abc'", "…"))
    'parked:7:FTHG'
    """
    match row:
        case MatchRow():
            return f"match:{row.meeting.match_id}"
        case OddsRow():
            return f"odds:{row.meeting.match_id}:{row.bookmaker}:{row.moment}"
        case TeamRow():
            return f"team:{row.team_id}"
        case Unreadable():
            return f"parked:{row.line}:{row.column or ''}"
