"""The Fantasy Premier League archive: CSVs of players, clubs, fixtures and gameweeks, in a folder a season."""

import csv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard
from touchline.ingestor.sources.football_data import current_season
from touchline.ingestor.sources.seasons import part_of
from touchline.schemas.competitions import COMPETITIONS

ID = "fpl-archive"
ALL_CLUBS = "data/master_team_list.csv"
FIRST_SEASON = 2016
WITH_FIXTURES, WITH_CLUBS = 2018, 2019  # the first seasons that have such a file
LAST_GAMEWEEK = {2019: 47}  # counted on after the break of spring 2020: 30 to 38 hold nothing
USUAL_LAST_GAMEWEEK = 38


def index(moment: datetime) -> list[PlannedDocument]:
    """The fixtures of the season being played, which say how far its gameweeks have come."""
    return [_document("fixtures.csv", current_season(moment), moment)]


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """What the clubs' numbers mean, then the seasons, oldest first: players and fixtures before the gameweeks."""
    clubs = PlannedDocument(f"{ID}/{ALL_CLUBS}", ALL_CLUBS, complete=True, kind=Kind.CSV)
    seasons = range(FIRST_SEASON, current_season(moment) + 1)
    return [clubs, *(document for start in seasons for document in _season(start, moment, pages))]


def _season(start: int, moment: datetime, pages: Pages) -> Iterator[PlannedDocument]:
    names = ["players_raw.csv"]
    if start >= WITH_CLUBS:
        names.insert(0, "teams.csv")
    if start >= WITH_FIXTURES and start < current_season(moment):
        names.append("fixtures.csv")
    for name in (*names, *(f"gws/gw{gameweek}.csv" for gameweek in _gameweeks(start, moment, pages))):
        yield _document(name, start, moment)


def _gameweeks(start: int, moment: datetime, pages: Pages) -> Sequence[int]:
    """Those of a season that has begun; all of one that is over, or whose fixtures were never kept."""
    if start >= WITH_FIXTURES and start == current_season(moment):
        return begun(pages.get(f"{ID}/{_path('fixtures.csv', start)}", b""), moment)
    return range(1, LAST_GAMEWEEK.get(start, USUAL_LAST_GAMEWEEK) + 1)


def begun(page: bytes, moment: datetime) -> list[int]:
    """The gameweeks of a season's fixtures in which a match has been begun.

    >>> begun(b"event,kickoff_time\\n1,2019-08-09T19:00:00Z\\n2,2019-08-17T11:30:00Z\\n",
    ...       datetime(2019, 8, 10, tzinfo=UTC))
    [1]
    """
    rows = csv.DictReader(page.decode("utf-8", "replace").splitlines())
    events = (_event(row.get("event") or "", row.get("kickoff_time") or "", moment) for row in rows)
    return sorted({event for event in events if event is not None})


def _event(event: str, kick_off: str, moment: datetime) -> int | None:
    """The number of a gameweek that has begun; a row that cannot be read names none."""
    number = event.removesuffix(".0")
    try:
        has_begun = datetime.fromisoformat(kick_off).replace(tzinfo=UTC) <= moment
    except ValueError:
        return None
    return int(number) if has_begun and number.isascii() and number.isdigit() and len(number) <= 2 else None


def _path(name: str, start: int) -> str:
    return f"data/{start}-{(start + 1) % 100:02d}/{name}"


def _document(name: str, start: int, moment: datetime) -> PlannedDocument:
    competition, path = COMPETITIONS["E0"], _path(name, start)
    return PlannedDocument(
        key=f"{ID}/{path}",
        path=path,
        complete=True,
        kind=Kind.CSV,
        settled=start < current_season(moment) - 1,
        part=part_of(competition, start),
        covers=competition.season_range(competition.season_named(start)),
    )


CARD = SourceCard(ID, plan, index, Schedule.WEEKLY)
