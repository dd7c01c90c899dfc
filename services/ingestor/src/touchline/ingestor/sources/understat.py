"""Understat: the matches of each league's season with their expected goals, one document a season."""

from datetime import datetime

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard
from touchline.ingestor.sources.seasons import current_season, part_of
from touchline.schemas.competitions import Competition, known_as

ID = "understat"
FIRST_SEASON = 2014  # 2014/15 is the first that it has


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """Every season of every league that we follow, oldest first."""
    current = current_season(moment)
    return [
        _season(name, competition, year, current)
        for year in range(FIRST_SEASON, current + 1)
        for name, competition in known_as(ID).items()
    ]


def _season(name: str, competition: Competition, year: int, current: int) -> PlannedDocument:
    path = f"league/{name}/{year}.json"
    return PlannedDocument(
        key=f"{ID}/{path}",
        path=path,
        complete=True,
        kind=Kind.JSON,
        settled=year < current - 1,
        part=part_of(competition, year),
        covers=competition.season_range(competition.season_named(year)),
    )


CARD = SourceCard(ID, plan, schedule=Schedule.DAILY)
