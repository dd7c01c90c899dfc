"""What the served models of players say of one player, as an answer shows it."""

import asyncio
from collections.abc import Sequence
from typing import Any

from touchline.football import markets
from touchline.football.bundle import Manifest
from touchline.football.player_goals import anytime
from touchline.football.player_minutes import ABSENT, START, SUBSTITUTE, Matrix, Vector
from touchline.football.player_points import POINTS
from touchline.predictor.answers import instant
from touchline.predictor.prediction.forecast import grid_of
from touchline.predictor.prediction.player_forecast import Meeting, Squads, forecast_squads, vector_hash
from touchline.predictor.prediction.rounding import apportioned
from touchline.predictor.serving import squads as known_squads
from touchline.predictor.serving.squads import ServedRow
from touchline.predictor.serving.state import ServedPlayers, State
from touchline.schemas.records import MatchPrediction

DIGITS, MILLION = 6, 1_000_000


async def forecast_of(
    state: State, served: ServedPlayers, squads: known_squads.Squads, meeting: Meeting, asked: tuple[str, str]
) -> dict[str, Any]:
    """The forecast of a player of a team (`asked`) in a match, from what was known now, or at its kick-off."""
    moment = min(state.football_time, meeting.kick_off)
    known, rows = await known_squads.known_at(squads, meeting, moment, asked)
    standing = state.latest.get(meeting.match_id)
    expected = expected_goals(standing)
    said = await asyncio.to_thread(forecast_squads, served.model, meeting, known, expected)
    at = said.row_of(asked[0])
    side = said.teams[at]
    entities = [asked[0], *(f"{meeting.competition}/{meeting.teams[one]}" for one in (side, 1 - side))]
    return {
        "match_id": meeting.match_id,
        "kick_off": instant(meeting.kick_off),
        "team": asked[1],
        "opponent": meeting.teams[1 - side],
        "at_home": side == 0,
        **_numbers(said, at),
        "team_goals": {
            "expected": None if expected is None else round(expected[side], DIGITS),
            "by_its_players": round(float(said.forecast.team_goals[at]), DIGITS),
            "prediction_id": None if expected is None or standing is None else standing.prediction_id,
        },
        "absences_read": not said.silent,
        "features": _features(served.model.manifest, said.values[at].tolist(), [rows.get(one) for one in entities]),
        "bundle_sha256": served.bundle_sha256,
        "snapshot": served.model.manifest.snapshot,
        "trained_until": instant(served.model.manifest.cut),
    }


def expected_goals(row: MatchPrediction | None) -> tuple[float, float] | None:
    """The goals that home and away are expected to score by a sealed grid; None where there is none."""
    if row is None or row.grid is None:
        return None
    home, away = markets.expected_goals(grid_of(row.grid)).tolist()
    return home, away


def _numbers(said: Squads, at: int) -> dict[str, Any]:
    forecast = said.forecast
    minutes = forecast.minutes
    roles = _shares(minutes.chances[at])
    points = _shares(forecast.points.chances[at])
    return {
        "minutes": {
            "expected": _shown(minutes.expected, at),
            "start": roles[START],
            "substitute": roles[SUBSTITUTE],
            "not_at_all": roles[ABSENT],
            "if_started": _shown(minutes.if_started, at),
            "if_substitute": _shown(minutes.if_substitute, at),
        },
        "goals": _counted(forecast.goals, forecast.goal_counts, at),
        "assists": _counted(forecast.assists, forecast.assist_counts, at),
        "points": {
            "expected": _shown(forecast.points.expected, at),
            "chances": [
                {"points": int(number), "probability": chance} for number, chance in zip(POINTS, points, strict=True)
            ],
        },
    }


def _counted(expected: Vector, chances: Matrix, at: int) -> dict[str, Any]:
    """`chances` of 0, 1, … 5, and of six or more."""
    return {"expected": _shown(expected, at), "anytime": _shown(anytime(chances), at), "chances": _shares(chances[at])}


def _features(manifest: Manifest, values: Sequence[float], rows: Sequence[ServedRow | None]) -> dict[str, Any]:
    """What the model was told, by its hash; the document sets of his row, his team's and the other team's."""
    return {
        "catalogue_version": manifest.catalogue_version,
        "sha256": vector_hash(values),
        "document_sets": {
            name: None if row is None else row.document_set
            for name, row in zip(("player", "team", "opponent"), rows, strict=True)
        },
    }


def _shares(chances: Vector) -> list[float]:
    """Chances in millionths that sum to 1 as shown."""
    return [part / MILLION for part in apportioned((chances * MILLION).tolist(), MILLION)]


def _shown(values: Vector, at: int) -> float:
    return round(float(values[at]), DIGITS)
