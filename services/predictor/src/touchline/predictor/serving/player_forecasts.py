"""What the models of players say of one player, as an answer shows it: sealed, or made when it is asked for."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from touchline.football import markets
from touchline.football.player_points import POINTS
from touchline.predictor.answers import instant
from touchline.predictor.prediction.forecast import grid_of
from touchline.predictor.prediction.player_forecast import Meeting, forecast_squads, vector_hash
from touchline.predictor.prediction.player_said import PlayerSaid, said_in, said_of
from touchline.predictor.prediction.rounding import apportioned
from touchline.predictor.serving import squads as known_squads
from touchline.predictor.serving.state import ServedPlayers, State
from touchline.schemas.records import MatchPrediction, PlayerPrediction

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
    manifest = served.model.manifest
    return {
        "match_id": meeting.match_id,
        "kick_off": instant(meeting.kick_off),
        "team": asked[1],
        "opponent": meeting.teams[1 - side],
        "at_home": side == 0,
        **_numbers(
            said_of(said, at),
            None if expected is None else expected[side],
            None if expected is None or standing is None else standing.prediction_id,
        ),
        "absences_read": not said.silent,
        "features": _features(
            manifest.catalogue_version,
            said.values[at].tolist(),
            [None if (row := rows.get(one)) is None else row.document_set for one in entities],
        ),
        "bundle_sha256": served.bundle_sha256,
        "snapshot": manifest.snapshot,
        "trained_until": instant(manifest.cut),
        "seal": None,
    }


def sealed_forecast(state: State, row: PlayerPrediction) -> dict[str, Any]:
    """The same of a sealed row; hash and end of training of models that serve no more are in their lineage alone."""
    served = state.players
    same = served if served is not None and served.model.manifest.version == row.model_version else None
    return {
        "match_id": row.match_id,
        "kick_off": instant(row.event_time),
        "team": row.team_id,
        "opponent": row.opponent_id,
        "at_home": row.at_home,
        **_numbers(said_in(row), row.team_goals_expected, row.match_prediction_id),
        "absences_read": row.absences_read,
        "features": _features(
            row.catalogue_version,
            row.values,
            [row.document_set, row.team_document_set, row.opponent_document_set],
        ),
        "bundle_sha256": None if same is None else same.bundle_sha256,
        "snapshot": row.snapshot,
        "trained_until": None if same is None else instant(same.model.manifest.cut),
        "seal": {
            "forecast_id": row.forecast_id,
            "supersedes": row.supersedes,
            "sealed_at": instant(row.available_at),
            "seal": row.seal,
            "previous_seal": row.previous_seal,
        },
    }


def expected_goals(row: MatchPrediction | None) -> tuple[float, float] | None:
    """The goals that home and away are expected to score by a sealed grid; None where there is none."""
    if row is None or row.grid is None:
        return None
    home, away = markets.expected_goals(grid_of(row.grid)).tolist()
    return home, away


def _numbers(said: PlayerSaid, team_goals: float | None, prediction_id: str | None) -> dict[str, Any]:
    """`start`, `substitute` and `not_at_all` sum to 1 as shown."""
    start, substitute, absent = _shares([said.start, said.substitute, max(0.0, 1.0 - said.start - said.substitute)])
    points = _shares(said.point_chances)
    return {
        "minutes": {
            "expected": _shown(said.minutes_expected),
            "start": start,
            "substitute": substitute,
            "not_at_all": absent,
            "if_started": _shown(said.minutes_if_started),
            "if_substitute": _shown(said.minutes_if_substitute),
        },
        "goals": _counted(said.goals_expected, said.goal_chances),
        "assists": _counted(said.assists_expected, said.assist_chances),
        "points": {
            "expected": _shown(said.points_expected),
            "chances": [
                {"points": int(number), "probability": chance} for number, chance in zip(POINTS, points, strict=True)
            ],
        },
        "team_goals": {
            "expected": None if team_goals is None else _shown(team_goals),
            "by_its_players": _shown(said.team_goals_by_players),
            "prediction_id": prediction_id,
        },
    }


def _counted(expected: float, chances: Sequence[float]) -> dict[str, Any]:
    """`chances` of 0, 1, … 5, and of six or more."""
    return {"expected": _shown(expected), "anytime": _shown(1.0 - chances[0]), "chances": _shares(chances)}


def _features(version: int, values: Sequence[float], sets: Sequence[str | None]) -> Mapping[str, Any]:
    """What the model was told, by its hash; the document sets of his row, his team's and the other team's."""
    return {
        "catalogue_version": version,
        "sha256": vector_hash(values),
        "document_sets": dict(zip(("player", "team", "opponent"), sets, strict=True)),
    }


def _shares(chances: Sequence[float]) -> list[float]:
    """Chances in millionths that sum to 1 as shown."""
    return [part / MILLION for part in apportioned([chance * MILLION for chance in chances], MILLION)]


def _shown(value: float) -> float:
    return round(value, DIGITS)
