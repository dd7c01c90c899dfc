"""Which match a row is about: competition, season and phase by its day, and its two clubs."""

from collections.abc import Iterator
from datetime import date, datetime

from touchline.normalizer.dialects.cells import UnreadableCell
from touchline.normalizer.dialects.names import Names
from touchline.normalizer.dialects.rows import Meeting, TeamRow
from touchline.normalizer.dialects.times import start_of_day
from touchline.schemas.competitions import Competition


def meeting_of(
    competition: Competition,
    day: date,
    home: str,
    away: str,
    names: Names,
    columns: tuple[str, str] = ("HomeTeam", "AwayTeam"),
) -> Meeting:
    """The match of two clubs, as a source names them, around a day.

    Raises:
        UnknownName: nobody has decided what a name means.
        UnreadableCell: a club would play itself.
    """
    home_team = names.club(competition.pool, home, columns[0])
    away_team = names.club(competition.pool, away, columns[1])
    if home_team == away_team:
        raise UnreadableCell(columns[1], f"{away!r} cannot play itself")
    return meeting_between(competition, day, home_team, away_team)


def meeting_between(competition: Competition, day: date, home_team: str, away_team: str) -> Meeting:
    """The match of two clubs, by their ids, around a day."""
    season = competition.season_of(day)
    return Meeting(competition.code, season, home_team, away_team, competition.phase_of(day))


def check_season(competition: Competition, season: str, day: date, column: str) -> None:
    """Refuse a day outside the season that the document is about.

    Raises:
        UnreadableCell: the day lies outside; day and month may have been swapped.
    """
    first, last = competition.season_range(season)
    if not first <= day <= last:
        raise UnreadableCell(
            column, f"{day} lies outside the season {season} ({first} to {last}); day and month swapped?"
        )


def season_begins(competition: Competition, season: str) -> datetime:
    """Midnight UTC with which a season begins.

    >>> from touchline.schemas.competitions import COMPETITIONS
    >>> season_begins(COMPETITIONS["E0"], "2019/20").isoformat()
    '2019-07-01T00:00:00+00:00'
    """
    return start_of_day(competition.season_range(season)[0])


def teams_in(meeting: Meeting, since: datetime, home: str, away: str) -> Iterator[TeamRow]:
    """The two clubs of a match, by the names that the document has for them; `since` its season began."""
    yield TeamRow(meeting.competition, meeting.home_team, home, since)
    yield TeamRow(meeting.competition, meeting.away_team, away, since)
