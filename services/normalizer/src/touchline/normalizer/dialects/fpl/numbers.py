"""The provider's numbers: a player's `code` lasts; `element`, club and fixture numbers restart each August."""

from datetime import date, datetime, timedelta

from touchline.normalizer.dialects.cells import UnreadableCell, whole_number
from touchline.normalizer.dialects.fpl.specification import COMPETITION, MOST_NUMBER
from touchline.normalizer.dialects.rows import Name, Scope
from touchline.normalizer.dialects.times import next_day, result_known_at
from touchline.schemas.records import IdentityKind


def players_in(season: str) -> Scope:
    """Where a player's number of one season means something."""
    return Scope(IdentityKind.PLAYER, f"fpl:{season}")


def clubs_in(season: str) -> Scope:
    """Where a club's number of one season, 1 to 20 by the alphabet, means something."""
    return Scope(IdentityKind.CLUB, f"fpl:{season}")


def matches_in(season: str) -> Scope:
    """Where a fixture's number of one season means something."""
    return Scope(IdentityKind.MATCH, f"fpl:{season}")


def spells_in(season: str) -> Scope:
    """Where a player's number and a club mean that he has been there."""
    return Scope(IdentityKind.PLAYER, f"fpl:{season}:clubs")


def player_name(season: str, cell: str, column: str) -> Name:
    """A player's number as a name in its season."""
    return Name(players_in(season), str(number(column, cell)))


def club_name(season: str, cell: str, column: str) -> Name:
    """A club's number as a name in its season."""
    return Name(clubs_in(season), str(number(column, cell)))


def player_id(code: int) -> str:
    """Our id of a player.

    >>> player_id(37915)
    'p37915'
    """
    return f"p{code}"


def number(column: str, cell: str) -> int:
    """A number that must be there.

    Raises:
        UnreadableCell: none, or no whole number from 1 on.
    """
    found = whole_number(column, cell, MOST_NUMBER, least=1)
    if found is None:
        raise UnreadableCell(column, f"the row has no {column}")
    return found


def season_at(when: datetime) -> str:
    """The season of a moment."""
    return COMPETITION.season_of(when.date())


def seasons_near(when: datetime) -> tuple[str, str]:
    """The season of a moment and the one before, which the API shows until the new one is opened in July.

    >>> seasons_near(datetime(2020, 2, 28))
    ('2019/20', '2018/19')
    """
    first, _ = COMPETITION.season_range(season_at(when))
    return season_at(when), COMPETITION.season_of(first - timedelta(days=1))


def end_of(season: str) -> date:
    """The last day of a season."""
    return COMPETITION.season_range(season)[1]


def points_known_at(kick_off: datetime) -> datetime:
    """Goals are known with the result; bonus points, and with them the points, on the next day.

    >>> points_known_at(datetime.fromisoformat('2019-08-09T19:00:00+00:00')).isoformat()
    '2019-08-10T00:00:00+00:00'
    """
    return max(result_known_at(kick_off, kick_off_known=True), next_day(kick_off.date()))
