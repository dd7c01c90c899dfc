"""football-datasets: one CSV a season and league, brought up to date daily from football-data.co.uk."""

from datetime import datetime

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard
from touchline.ingestor.sources.football_data import current_season
from touchline.schemas.competitions import known_as

ID = "football-datasets"
FIRST_SEASON = 2000  # the first with statistics, as of football-data; the provider's begin in 1993


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """Every season of every league that we follow, oldest first."""
    current = current_season(moment)
    return [
        _season(league, year, settled=year < current - 1)
        for year in range(FIRST_SEASON, current + 1)
        for league in sorted(known_as(ID))
    ]


def name_of(year: int) -> str:
    """The provider's name for the season that begins in a year.

    >>> name_of(1999), name_of(2019)
    ('9900', '1920')
    """
    return f"{year % 100:02d}{(year + 1) % 100:02d}"


def _season(league: str, year: int, settled: bool) -> PlannedDocument:
    competition, name = known_as(ID)[league], name_of(year)
    return PlannedDocument(
        key=f"{ID}/{league}/season-{name}.csv",
        path=f"{league}/season-{name}.csv",
        complete=True,
        kind=Kind.CSV,
        settled=settled,
        part=f"{competition.code}/{name}",
        covers=competition.season_range(competition.season_named(year)),
    )


CARD = SourceCard(ID, plan, schedule=Schedule.DAILY)
