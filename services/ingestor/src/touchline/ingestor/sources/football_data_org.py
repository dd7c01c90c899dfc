"""football-data.org, version 4: the matches and teams of each competition's season, for a key."""

from datetime import datetime

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard
from touchline.ingestor.sources.seasons import part_of, season_under_way
from touchline.schemas.competitions import Competition, known_as

ID = "football-data-org"
REQUESTS_PER_SECOND = 10 / 60  # of the free plan, which has no seasons of the past


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """Matches of the season under way in every competition that we follow; its teams once."""
    return [
        _document(code, competition, season_under_way(competition, moment), what)
        for code, competition in known_as(ID).items()
        for what in ("teams", "matches")
    ]


def _document(code: str, competition: Competition, year: int, what: str) -> PlannedDocument:
    return PlannedDocument(
        key=f"{ID}/competitions/{code}/{year}/{what}.json",
        path=f"competitions/{code}/{what}?season={year}",
        complete=True,
        kind=Kind.JSON,
        settled=what == "teams",
        part=part_of(competition, year),
        covers=competition.season_range(competition.season_named(year)),
    )


CARD = SourceCard(
    ID,
    plan,
    schedule=Schedule.MATCH_DAY,
    requests_per_second=REQUESTS_PER_SECOND,
    at_once=1,
    secret_header="X-Auth-Token",
)
