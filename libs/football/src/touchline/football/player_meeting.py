"""A player's row and two teams' rows make one vector: what is known of him before a match that he may play in.

The only definition, for a coming match and for a hypothetical one alike; nothing else is read, no clock among it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from operator import attrgetter

from touchline.football.catalogue import LATEST, catalogue
from touchline.football.catalogue.players import MOMENTS
from touchline.football.elo import MEAN
from touchline.football.meeting import Occasion, TeamRow, entered

DAY = 86_400.0  # seconds
LONGEST_REST = 14.0  # days; a longer pause says no more about tiredness
LONGEST_WORD = 365.0  # days
# A pause of a team after which what was said before it holds no more: within a season the longest without a stoppage is
# three weeks, over the winter; the summer's is ten.
BREAK = 45 * DAY
# What is said more than two weeks after a team's last match is already about the season to come.
AFTERMATH = 14 * DAY
# Means over every player that Fantasy Premier League lists and every match of his team, 2016/17 to 2018/19: what stands
# for a season in which his team has not played.
MINUTES_SHARE, STARTS_SHARE, POINTS = 0.368, 0.353, 1.38


@dataclass(slots=True)
class PlayerValues:
    """What is known about one player at one moment; its fields are `catalogue.players.PLAYERS`, in that order."""

    minutes_expected: float
    starts_expected: float
    plays_expected: float
    minutes_last: float
    minutes_last_5: float
    minutes_if_started: float
    minutes_if_substitute: float
    missed_in_a_row: float
    minutes_share_season: float
    starts_share_season: float
    goals_per_90: float
    assists_per_90: float
    expected_goals_per_90: float
    expected_assists_per_90: float
    expected_known: float
    goals_share: float
    expected_goals_share: float
    goals_last_5: float
    assists_last_5: float
    expected_goals_last_5: float
    points_last_3: float
    points_last_5: float
    points_last_10: float
    points_season: float
    points_form: float
    points_per_90: float
    full_matches: float
    matches_known: float
    matches_season: float
    goalkeeper: float
    defender: float
    midfielder: float
    forward: float
    price: float
    price_change: float
    price_known: float
    availability_known: float
    chance: float
    injured: float
    suspended: float
    said_at: float
    absent_since: float
    last_played_at: float
    last_match_at: float
    at_team: float

    def values(self) -> tuple[float, ...]:
        """As numbers in the order of PLAYERS, the form in which it travels."""
        return _VALUES(self)


# Of whom nothing was ever said: the priors of every feature.
_PRIORS = PlayerValues(
    *(33.1, STARTS_SHARE, 0.462, 33.1, 33.1, 86.8, 22.7, 0.0, MINUTES_SHARE, STARTS_SHARE),
    *(0.122, 0.111, 0.122, 0.111, 0.0, 0.034, 0.034, 0.0, 0.0, 0.0),
    *(POINTS, POINTS, POINTS, POINTS, POINTS, 3.74, 0.0, 0.0, 0.0),
    *(0.0, 0.0, 0.0, 0.0, 5.2, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
)
_VALUES = attrgetter(*PlayerValues.__slots__)
_KEPT = attrgetter(*(name for name in PlayerValues.__slots__ if name not in MOMENTS))


@dataclass(frozen=True, slots=True)
class PlayerRow:
    """What is remembered of a player; `season` is that of his latest match, empty before the first."""

    season: str
    values: Sequence[float]


UNHEARD = PlayerRow("", _PRIORS.values())
"""A player of whom nothing was ever said."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How strong a team is, by the names of the team catalogue."""

    elo: float = MEAN
    attack: float = 0.0
    defence: float = 0.0


def player_meeting_values(
    player: PlayerRow,
    team: Sequence[float] | None,
    opponent: Sequence[float] | None,
    at_home: bool,
    matches_in_gameweek: int,
    *,
    season: str,
    kick_off: datetime,
) -> list[float]:
    """The features of a player for a match of his, in the order of `catalogue.players.PLAYER_MEETINGS`.

    `team` and `opponent` are the two teams' values in the order of the latest team catalogue, as they enter this season
    (`meeting.entered`); None: a mean team. `matches_in_gameweek` counts this one. `kick_off` is aware: what is said of
    his availability ages by it. ValueError when a row has another number of values than its catalogue, or no match is
    counted.
    """
    if matches_in_gameweek < 1:
        raise ValueError(f"{matches_in_gameweek} matches in the gameweek: this one counts, so there is one at least")
    known = entering(player, season, kick_off)
    return [
        *_KEPT(known),
        known.minutes_expected * known.chance,
        _days(known.said_at, kick_off, LONGEST_WORD),
        _days(known.absent_since, kick_off, LONGEST_WORD),
        _days(known.last_played_at, kick_off, LONGEST_REST, never=LONGEST_REST),
        float(at_home),
        float(matches_in_gameweek),
        *_strengths(team, opponent),
    ]


def team_entering(row: TeamRow | None, occasion: Occasion) -> Sequence[float] | None:
    """A team's values as it enters the occasion's season; None when nothing is known of its competition.

    >>> from datetime import UTC
    >>> derby = Occasion("E0", "2019/20", datetime(2019, 8, 10, 14, tzinfo=UTC), "a", "b", None)
    >>> team_entering(None, derby) is None
    True
    """
    return None if row is None and occasion.first_season is None else entered(row, occasion).values


def entering(row: PlayerRow, season: str, kick_off: datetime) -> PlayerValues:
    """A player as he stands for a match: in a new season its sums begin anew, and what was said before it is over.

    So is what was said before a break as long as a summer, until two weeks after the last match before it.
    """
    if kick_off.tzinfo is None:
        raise ValueError("a kick-off without a time zone; give it in UTC")
    if len(row.values) != len(PlayerValues.__slots__):
        raise ValueError(f"a player's row has {len(PlayerValues.__slots__)} values, not {len(row.values)}")
    known = PlayerValues(*row.values)
    anew = row.season < season
    if anew:
        known = replace(
            known,
            minutes_share_season=MINUTES_SHARE,
            starts_share_season=STARTS_SHARE,
            points_season=POINTS,
            matches_season=0.0,
            price_change=0.0,
        )
    paused = known.last_match_at > 0.0 and kick_off.timestamp() > known.last_match_at + BREAK
    if (anew or paused) and known.said_at <= known.last_match_at + AFTERMATH:
        known = replace(
            known, availability_known=0.0, chance=1.0, injured=0.0, suspended=0.0, said_at=0.0, absent_since=0.0
        )
    return known


def strength(values: Sequence[float]) -> Strength:
    """The ratings in a team's row of the latest catalogue."""
    places = _places()
    if len(values) != len(catalogue(LATEST).teams):
        raise ValueError(f"a team's row has {len(catalogue(LATEST).teams)} values, not {len(values)}")
    return Strength(*(values[place] for place in places))


def _strengths(team: Sequence[float] | None, opponent: Sequence[float] | None) -> list[float]:
    ours = Strength() if team is None else strength(team)
    theirs = Strength() if opponent is None else strength(opponent)
    known = float(team is not None and opponent is not None)
    return [ours.elo, ours.attack, ours.defence, theirs.elo, theirs.attack, theirs.defence, known]


@cache
def _places() -> tuple[int, ...]:
    names = [feature.name for feature in catalogue(LATEST).teams]
    return tuple(names.index(name) for name in Strength.__slots__)


def _days(since: float, kick_off: datetime, longest: float, never: float = 0.0) -> float:
    """Days from a moment to a kick-off, at most `longest`; `never` where the moment is 0, none."""
    if not since:
        return never
    return min(longest, max(0.0, (kick_off.timestamp() - since) / DAY))
