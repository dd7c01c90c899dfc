"""openfootball: one JSON document a league and season, with coming matches beside played ones."""

from datetime import datetime

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard
from touchline.ingestor.sources.seasons import current_season, part_of
from touchline.schemas.competitions import Competition, known_as

ID = "openfootball"
# The first season of each league, or of all leagues of a country, in the repository.
FIRST_SEASONS = {"en": 2010, "de.1": 2010, "de.2": 2012, "de.3": 2014, "es": 2012, "it": 2013, "fr": 2014}


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """Every season of every league that we follow, oldest first; the repository has a few gaps in lower leagues."""
    current = current_season(moment)
    return [
        _season(league, competition, year, settled=year < current - 1)
        for year in range(min(FIRST_SEASONS.values()), current + 1)
        for league, competition in known_as(ID).items()
        if year >= first_season(league)
    ]


def first_season(league: str) -> int:
    """The year from which on a league is asked for.

    >>> first_season("en.3"), first_season("de.3")
    (2010, 2014)
    """
    return FIRST_SEASONS.get(league) or FIRST_SEASONS.get(league.split(".")[0], min(FIRST_SEASONS.values()))


def _season(league: str, competition: Competition, year: int, settled: bool) -> PlannedDocument:
    name = competition.season_named(year)
    path = f"{name.replace('/', '-')}/{league}.json"
    return PlannedDocument(
        key=f"{ID}/{path}",
        path=path,
        complete=True,
        kind=Kind.JSON,
        settled=settled,
        part=part_of(competition, year),
        covers=competition.season_range(name),
    )


CARD = SourceCard(ID, plan, schedule=Schedule.DAILY)
