"""Fantasy Premier League's API: one snapshot of all players, the fixtures, and who has done what in a gameweek.

A run makes at most nine requests. Players' own histories repeat what `live` says, so each run asks for a few of them
only, others each day: they find what was missed. One in particular comes by naming its key.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from touchline.ingestor.sources.card import Kind, Pages, PlannedDocument, Schedule, SourceCard
from touchline.ingestor.sources.football_data import current_season

ID = "fpl"
BOOTSTRAP = PlannedDocument(
    f"{ID}/bootstrap-static.json", "bootstrap-static/", False, Kind.JSON, marks=(b'"elements"',)
)
FIXTURES = PlannedDocument(f"{ID}/fixtures.json", "fixtures/", False, Kind.JSON)
SUMMARIES = 5  # a day; every player in about four months


def index(moment: datetime) -> list[PlannedDocument]:
    """The snapshot, which says which gameweek it is and who plays."""
    return [BOOTSTRAP]


def plan(moment: datetime, pages: Pages) -> list[PlannedDocument]:
    """Fixtures, the gameweeks that are going on or just over, and a few players.

    Their numbers begin anew in each season, which their keys therefore name.
    """
    snapshot, year = _object(pages.get(BOOTSTRAP.key, b"")), current_season(moment)
    season = f"{year}-{(year + 1) % 100:02d}"
    gameweeks = (event["id"] for event in _listed(snapshot, "events") if _is_under_way(event))
    live = (_of_season(f"event/{gameweek}/live", season, b'"elements"') for gameweek in gameweeks)
    players = sorted(element["id"] for element in _listed(snapshot, "elements"))
    summaries = (_of_season(f"element-summary/{element}", season, b'"history"') for element in _of_day(players, moment))
    return [FIXTURES, *live, *summaries]


def _is_under_way(event: dict[str, Any]) -> bool:
    return event.get("is_previous") is True or event.get("is_current") is True


def _of_day(players: list[int], moment: datetime) -> list[int]:
    """The players whose turn it is.

    >>> _of_day([1, 2, 3, 4, 5, 6, 7], datetime(2020, 2, 28)), _of_day([1, 2, 3, 4, 5, 6, 7], datetime(2020, 2, 29))
    ([1, 2, 5, 6, 7], [3, 4, 5, 6, 7])
    """
    first = moment.toordinal() * SUMMARIES % len(players) if players else 0
    return sorted((players[first:] + players[:first])[:SUMMARIES])


def _object(content: bytes) -> dict[str, Any]:
    """What the snapshot holds; nothing where it is no JSON, which its reader will say."""
    try:
        found = json.loads(content or b"{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _listed(document: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """The objects of a list that have a number."""
    found = document.get(name)
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict) and type(one.get("id")) is int and 0 < one["id"] < 100_000:
            yield one


def _of_season(path: str, season: str, mark: bytes) -> PlannedDocument:
    return PlannedDocument(f"{ID}/{season}/{path}.json", f"{path}/", False, Kind.JSON, marks=(mark,))


CARD = SourceCard(ID, plan, index, Schedule.MATCH_DAY)
