"""Seasons, as cards count them: by the year in which they begin."""

from datetime import datetime

from touchline.schemas.competitions import Competition

FIRST_MONTH = 7  # schedules of the new season are out


def current_season(moment: datetime) -> int:
    """The year in which the season of a moment began.

    >>> current_season(datetime(2020, 2, 28)), current_season(datetime(2020, 8, 1))
    (2019, 2020)
    """
    return moment.year if moment.month >= FIRST_MONTH else moment.year - 1


def season_under_way(competition: Competition, moment: datetime) -> int:
    """The same for one competition, whose season may be a calendar year.

    >>> from touchline.schemas.competitions import COMPETITIONS
    >>> season_under_way(COMPETITIONS["BRA1"], datetime(2019, 5, 1))
    2019
    """
    return int(competition.season_of(moment.date())[:4])


def part_of(competition: Competition, year: int) -> str:
    """Division and season in one word, as tasks of a schedule are named.

    >>> from touchline.schemas.competitions import COMPETITIONS
    >>> part_of(COMPETITIONS["E0"], 2019), part_of(COMPETITIONS["BRA1"], 2019)
    ('E0/1920', 'BRA1/2019')
    """
    name = competition.season_named(year)
    return f"{competition.code}/{name[2:].replace('/', '') if '/' in name else name}"
