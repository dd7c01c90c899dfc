"""Players, availability, articles and ratings as a normalizer would send them."""

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from touchline.schemas.records import (
    Article,
    Availability,
    AvailabilityStatus,
    Player,
    PlayerMatch,
    Position,
    Provenance,
    TeamRating,
)

NOON = datetime(2019, 8, 17, 12, tzinfo=UTC)
STATED: dict[str, Any] = {
    "pool": "ENG",
    "source": "fpl",
    "document_key": "fpl/bootstrap-static",
    "document": "d" * 64,
    "provenance": Provenance.REAL,
    "event_time": NOON,
    "available_at": NOON,
    "recorded_at": NOON,
    "revision": 1,
}


def player(**changes: Any) -> Player:
    """A player as the provider lists him."""
    about = {"player_id": "p1", "name": "Ola Nordmann", "position": Position.MIDFIELDER, "season": "2019/20"}
    return Player(**_filled(Player, about | changes))


def player_match(**changes: Any) -> PlayerMatch:
    """Ninety minutes and a goal."""
    about = {"player_id": "p1", "match_id": "E0:2019-20:ash:birch", "team_id": "ash", "opponent_id": "birch"}
    return PlayerMatch(**_filled(PlayerMatch, about | {"at_home": True, "minutes": 90, "goals": 1} | changes))


def availability(**changes: Any) -> Availability:
    """A word on whether he can be picked."""
    about = {"player_id": "p1", "status": AvailabilityStatus.INJURED, "reason": "Hamstring injury"}
    return Availability(**_filled(Availability, about | changes))


def article(**changes: Any) -> Article:
    """A piece of news."""
    about = {
        "article_id": "a1",
        "url": "https://news.example/1",
        "title": "A title",
        "text": "A text.",
        "teams": ["ash"],
    }
    return Article(**_filled(Article, about | {"teams": ["ash"], "players": [], "fingerprint": "0" * 16} | changes))


def rating(**changes: Any) -> TeamRating:
    """A rating before a match."""
    about = {"match_id": "E0:2019-20:ash:birch", "team_id": "ash", "system": "spi", "rating": 81.5}
    return TeamRating(**_filled(TeamRating, about | changes))


def _filled(record: type[Any], about: dict[str, Any]) -> dict[str, Any]:
    return {field.name: (STATED | about).get(field.name) for field in fields(record)}
