"""Forecasts of players and what they did, with only what a test is about spelled out."""

from dataclasses import fields
from datetime import timedelta
from typing import Any

from watched_matches import SATURDAY

from touchline.drift_monitor.settling_players import Forecast, Line, Said
from touchline.football.player_inputs import VECTOR
from touchline.schemas.records import PlayerMatch, PlayerPrediction, Provenance

MATCH = "E0:2019-20:arsenal:chelsea"
HOUR = timedelta(hours=1)


def said(minutes: float = 80.0, goals: float = 0.5, points: float = 4.0, last_5: float = 0.0) -> Said:
    """What is expected of a player; the means are `last_5` more."""
    return Said(minutes, goals, points, minutes + last_5, goals + last_5, points + last_5)


def forecast(name: str = "f1", before: timedelta = HOUR, revision: int = 1, **players: Said) -> Forecast:
    """A forecast sealed so long before kick-off."""
    return Forecast(name, MATCH, "ENG", "p1", SATURDAY - before, players, revision)


def line(player: str, minutes: int = 90, goals: int = 1, points: int = 6, **about: Any) -> Line:
    """What a document says that he did."""
    usual: dict[str, Any] = {
        "match_id": MATCH,
        "player_id": player,
        "document_key": "fpl-archive/gw28.csv",
        "source": "fpl-archive",
        "provenance": Provenance.DERIVED,
        "minutes": minutes,
        "goals": goals,
        "points": points,
        "available_at": SATURDAY + 24 * HOUR,
    }
    return Line(**usual | about)


def forecast_row(player: str, **about: Any) -> PlayerPrediction:
    """A sealed row as it travels."""
    usual: dict[str, Any] = {
        "forecast_id": "f1",
        "player_id": player,
        "match_id": MATCH,
        "values": [float(place) for place in range(len(VECTOR) + 1)],
        "minutes_expected": 80.0,
        "goals_expected": 0.5,
        "points_expected": 4.0,
        "model_version": "p1",
        "available_at": SATURDAY - HOUR,
        "revision": 1,
    }
    return _row(PlayerPrediction, usual | about)


def line_row(player: str, **about: Any) -> PlayerMatch:
    """A line as it travels."""
    did = {"minutes": 90, "goals": 1, "points": 6, "source": "fpl-archive", "document_key": "fpl-archive/gw28.csv"}
    usual: dict[str, Any] = {
        "player_id": player,
        "match_id": MATCH,
        "available_at": SATURDAY + 24 * HOUR,
        "revision": 1,
    }
    return _row(PlayerMatch, usual | did | about)


KINDS: dict[str, Any] = {"str": "x", "float": 0.5, "int": 1, "bool": True, "datetime": SATURDAY, "list[float]": [0.5]}


def _row(record: type[Any], about: dict[str, Any]) -> Any:
    filled = {
        one.name: None if "None" in str(one.type) else KINDS.get(getattr(one.type, "__name__", str(one.type)))
        for one in fields(record)
    }
    lists = {name: [0.5] for name in ("values", "goal_chances", "assist_chances", "point_chances") if name in filled}
    usual = filled | lists | {"pool": "ENG"} | ({"provenance": Provenance.DERIVED} if "provenance" in filled else {})
    return record(**usual | about)
