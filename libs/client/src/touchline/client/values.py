"""Answers as values; `raw` is all that the server said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Chances:
    """Home win, draw and away win; they sum to 1."""

    home: float
    draw: float
    away: float


@dataclass(frozen=True, slots=True)
class Prediction:
    """What is said of a match, which model said it, and how old that is."""

    match_id: str | None  # None: of a meeting that is not planned
    home_team: str
    away_team: str
    kick_off: datetime
    chances: Chances
    model_version: str
    prediction_id: str | None  # None: not sealed
    hypothetical: bool
    football_time: datetime
    age_seconds: float
    raw: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Fixture:
    """A coming match; without chances `reason` says why."""

    match_id: str
    home_team: str
    away_team: str
    kick_off: datetime
    chances: Chances | None
    reason: str | None
    raw: Mapping[str, Any]


def chances_of(said: Mapping[str, Any]) -> Chances:
    """Three numbers.

    >>> chances_of({"home": 0.5, "draw": 0.3, "away": 0.2}).draw
    0.3
    """
    return Chances(said["home"], said["draw"], said["away"])


def prediction_of(said: Mapping[str, Any]) -> Prediction:
    """An answer about a match; fields that this version does not know stay in `raw`."""
    return Prediction(
        match_id=said["match_id"],
        home_team=said["home_team"],
        away_team=said["away_team"],
        kick_off=datetime.fromisoformat(said["kick_off"]),
        chances=chances_of(said["probabilities"]),
        model_version=said["model_version"],
        prediction_id=said["prediction_id"],
        hypothetical=said["hypothetical"],
        football_time=datetime.fromisoformat(said["football_time"]),
        age_seconds=said["age_seconds"],
        raw=said,
    )


def fixture_of(said: Mapping[str, Any]) -> Fixture:
    """A line of the list of coming matches."""
    predicted = said["prediction"]
    return Fixture(
        match_id=said["match_id"],
        home_team=said["home_team"],
        away_team=said["away_team"],
        kick_off=datetime.fromisoformat(said["kick_off"]),
        chances=None if predicted is None else chances_of(predicted["probabilities"]),
        reason=said["reason"],
        raw=said,
    )
