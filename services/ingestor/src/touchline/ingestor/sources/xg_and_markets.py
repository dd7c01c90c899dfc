"""The archive of expected goals and many markets: one table a season of the Premier League."""

from datetime import datetime

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard
from touchline.ingestor.sources.seasons import current_season, part_of
from touchline.schemas.competitions import COMPETITIONS, Competition

ID = "xg-and-markets"
COMPETITION = COMPETITIONS["E0"]
FIRST_SEASON, LAST_SEASON = 2020, 2022  # that the archive has


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """Each season that has begun."""
    current = current_season(moment)
    return [_season(COMPETITION, year, current) for year in range(FIRST_SEASON, min(current, LAST_SEASON) + 1)]


def _season(competition: Competition, year: int, current: int) -> PlannedDocument:
    part = part_of(competition, year)
    path = f"{part.replace('/', '_')}.csv"
    return PlannedDocument(
        key=f"{ID}/{path}",
        path=path,
        complete=True,
        kind=Kind.CSV,
        settled=year < current - 1,
        part=part,
        covers=competition.season_range(competition.season_named(year)),
    )


CARD = SourceCard(ID, plan, schedule=Schedule.WEEKLY)
