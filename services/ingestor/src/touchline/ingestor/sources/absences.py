"""Absences of Premier League players, after Transfermarkt: a CSV a season, written by hand afterwards."""

from datetime import datetime

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard
from touchline.ingestor.sources.football_data import current_season
from touchline.ingestor.sources.seasons import part_of
from touchline.schemas.competitions import COMPETITIONS

ID = "absences"
FIRST_SEASON, LAST_SEASON = 2015, 2022  # the archive went on to 2024/25; no more is known to us


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """Every season begun."""
    return [_season(start, moment) for start in range(FIRST_SEASON, min(current_season(moment), LAST_SEASON) + 1)]


def _season(start: int, moment: datetime) -> PlannedDocument:
    competition, name = COMPETITIONS["E0"], f"{start % 100:02d}{(start + 1) % 100:02d}"
    path = f"absences_{name}.csv"
    return PlannedDocument(
        key=f"{ID}/{path}",
        path=path,
        complete=True,
        kind=Kind.CSV,
        settled=start < current_season(moment) - 1,
        part=part_of(competition, start),
        covers=competition.season_range(competition.season_named(start)),
    )


CARD = SourceCard(ID, plan, schedule=Schedule.WEEKLY)
