"""Answers as they look, for OpenAPI; a test holds their fields against real ones."""

from typing import Any

from fastapi import Body

from touchline.football.scoreline import poisson_grid
from touchline.predictor.prediction.forecast import forecast_of
from touchline.predictor.prediction.markets import markets_of
from touchline.predictor.prediction.reasons import reasons_of
from touchline.predictor.prediction.words import Unknown
from touchline.predictor.serving.explained import ARSENAL_CHELSEA
from touchline.predictor.serving.player_example import PLAYER_FORECAST
from touchline.predictor.serving.with_odds import NOT_SEALED, nothing_with_odds

_DOCUMENT = "6b8f0d1c2e3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"
_FORECAST = forecast_of(poisson_grid(1.24, 1.52))
_PROBABILITIES = {"home": _FORECAST.home, "draw": _FORECAST.draw, "away": _FORECAST.away}
_MARKETS = markets_of(_FORECAST.grid)
_SEALED: dict[str, Any] = {
    "match_id": "E0:2019-20:arsenal:chelsea",
    "competition": "E0",
    "season": "2019/20",
    "home_team": "arsenal",
    "away_team": "chelsea",
    "kick_off": "2019-12-29T14:00:00Z",
    "probabilities": _PROBABILITIES,
    "model": {"name": "touchline-match", "version": "3"},
    "prediction_id": "0c6f1b6f2d3f4b0b9a8ad3dbb0b5a1ce",
    "supersedes": None,
    "sealed_at": "2019-12-26T06:00:00Z",
    "seal": "4f0a7f9c1f0d3d1f4c1d6b0e7a1bb8e9c26d2ef1d64a3c3f3f6f3b7c0a9d5e21",
    "previous_seal": "0000000000000000000000000000000000000000000000000000000000000000",
    "revision": 1,
    "hypothetical": False,
    "model_version": "3",
    "status": "coming",
    "superseded_by": None,
    "football_time": "2019-12-26T06:00:00Z",
    "age_seconds": 0.0,
    "topics_read_at": "2026-01-01T12:00:00Z",
}
_WITH_ODDS = forecast_of(poisson_grid(1.2, 1.58))
PREDICTION_ANSWER: dict[str, Any] = {
    **_SEALED,
    **_MARKETS,
    "with_odds": {
        "probabilities": {"home": _WITH_ODDS.home, "draw": _WITH_ODDS.draw, "away": _WITH_ODDS.away},
        **markets_of(_WITH_ODDS.grid),
        "prices": "/v1/predictions/0c6f1b6f2d3f4b0b9a8ad3dbb0b5a1ce/lineage",
        "reason": None,
    },
}
HYPOTHETICAL_ANSWER: dict[str, Any] = {
    "match_id": None,
    "home_team": "chelsea",
    "away_team": "arsenal",
    "kick_off": "2019-12-26T06:00:00Z",
    "probabilities": _PROBABILITIES,
    "model": {"name": "touchline-match", "version": "3"},
    "model_version": "3",
    "prediction_id": None,
    "hypothetical": True,
    "reason": "no such match is planned",
    "football_time": "2019-12-26T06:00:00Z",
    "age_seconds": 0.0,
    "topics_read_at": "2026-01-01T12:00:00Z",
    **_MARKETS,
    "with_odds": nothing_with_odds(NOT_SEALED),
}
EXPLANATION_ANSWER: dict[str, Any] = {
    **_SEALED,
    "probabilities": dict(zip(("home", "draw", "away"), ARSENAL_CHELSEA.served, strict=False)),
    "explanation": reasons_of(ARSENAL_CHELSEA, Unknown(), "Arsenal", "Chelsea"),
}
ANSWERS_ANSWER: dict[str, Any] = {"answers": [PREDICTION_ANSWER, HYPOTHETICAL_ANSWER]}
QUESTIONS_ASKED: dict[str, Any] = {
    "matches": [{"match_id": "E0:2019-20:arsenal:chelsea"}, {"home": "chelsea", "away": "arsenal"}]
}
FIXTURES_ANSWER: dict[str, Any] = {
    "football_time": "2019-12-26T06:00:00Z",
    "model_version": "3",
    "fixtures": [
        {
            "match_id": "E0:2019-20:arsenal:chelsea",
            "competition": "E0",
            "season": "2019/20",
            "home_team": "arsenal",
            "away_team": "chelsea",
            "kick_off": "2019-12-29T14:00:00Z",
            "prediction": _SEALED,
            "reason": None,
        }
    ],
}
LINEAGE_ANSWER: dict[str, Any] = {
    "prediction_id": "0c6f1b6f2d3f4b0b9a8ad3dbb0b5a1ce",
    "match_id": "E0:2019-20:arsenal:chelsea",
    "model": {
        "name": "touchline-match",
        "version": "3",
        "bundle_key": "models/touchline-match/3.zip",
        "bundle_sha256": "9b2fd0c6a50c8b9d94a1d34c5e5e65b6cbd6f2f5a5c9de0f6a2f6f7a0a4f8d11",
        "snapshot": "5d5c0b6c7c1d8b7f0e9a9d6d7f5b4a3928171615141312111009080706050403",
    },
    "features": {
        "values": [{"name": "elo_home", "value": 1561.25}, {"name": "elo_away", "value": 1604.5}],
        "state_hash": "1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100ffeedd",
        "kick_off": "2019-12-29T14:00:00Z",
        "available_at": "2019-12-26T06:00:00Z",
        "revision": 7,
        "catalogue_version": 3,
    },
    "document_set": "77a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f",
    "documents": [
        {
            "sha256": _DOCUMENT,
            "source": "football-data",
            "document_key": "football-data/mmz4281/1920/E0.csv",
            "available_at": "2019-12-26T06:00:00Z",
            "object_key": f"raw/football-data/2019-12-26/{_DOCUMENT}.csv",
            "url": "https://provider.example/mmz4281/1920/E0.csv",
            "size": 68411,
            "media_type": "text/csv",
            "provenance": "derived",
            "fetched_at": "2019-12-26T06:00:00Z",
        }
    ],
    "prices": [
        {
            "bookmaker": "average",
            "market": "1x2",
            "line": None,
            "selections": ["home", "draw", "away"],
            "prices": [3.1, 3.4, 2.3],
            "source": "football-data",
            "document_key": "football-data/mmz4281/1920/E0.csv",
            "document": _DOCUMENT,
            "available_at": "2019-12-26T06:00:00Z",
            "read": True,
        }
    ],
    "seal": "4f0a7f9c1f0d3d1f4c1d6b0e7a1bb8e9c26d2ef1d64a3c3f3f6f3b7c0a9d5e21",
    "previous_seal": "0000000000000000000000000000000000000000000000000000000000000000",
    "football_time": "2019-12-26T06:00:00Z",
    "age_seconds": 0.0,
    "model_version": "3",
}
_SEASON = {"source": "football-data", "document_key": "football-data/mmz4281/1920/E0.csv", "document": _DOCUMENT}
_OTHER = {
    "source": "openfootball",
    "document_key": "openfootball/2019-20/en.1.json",
    "document": "7c9f0d1c2e3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9001122335",
}
_RAW = {
    "object_key": f"raw/football-data/2019-12-30/{_DOCUMENT}.csv",
    "url": "https://provider.example/mmz4281/1920/E0.csv",
    "size": 68411,
    "media_type": "text/csv",
    "provenance": "derived",
    "fetched_at": "2019-12-30T06:00:00Z",
}
MATCH_ANSWER: dict[str, Any] = {
    "match_id": "E0:2019-20:arsenal:chelsea",
    "pool": "ENG",
    "competition": "E0",
    "season": "2019/20",
    "home_team": "arsenal",
    "away_team": "chelsea",
    "status": "played",
    "kick_off_known": True,
    "available_at": "2019-12-29T16:30:00Z",
    "provenance": "derived",
    "fields": {
        "kick_off": {
            "value": "2019-12-29T14:00:00Z",
            **_SEASON,
            "provenance": "derived",
            "lost": [{"value": "2019-12-28T15:00:00Z", **_OTHER}],
        },
        "home_goals": {"value": 1, **_SEASON, "provenance": "derived", "lost": []},
        "away_goals": {"value": 2, **_SEASON, "provenance": "derived", "lost": [{"value": 1, **_OTHER}]},
    },
    "assertions": [
        {
            **_SEASON,
            "status": "played",
            "kick_off": "2019-12-29T14:00:00Z",
            "home_goals": 1,
            "away_goals": 2,
            "available_at": "2019-12-29T16:30:00Z",
            "believed_for": ["kick_off", "home_goals", "away_goals"],
            "raw": _RAW,
        }
    ],
    "football_time": "2019-12-30T06:00:00Z",
    "age_seconds": 48600.0,
    "topics_read_at": "2026-01-01T12:00:00Z",
}
_PLAYER = {
    "player_id": "p78830",
    "name": "Harry Kane",
    "position": "forward",
    "team": "tottenham",
    "pool": "ENG",
}
_GAMEWEEK = {
    "source": "fpl-archive",
    "document_key": "fpl-archive/data/2019-20/gws/gw19.csv",
    "document": "8d9f0d1c2e3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9001122336",
}
PLAYER_POINTS_ANSWER: dict[str, Any] = {
    **_PLAYER,
    "match_id": "E0:2019-20:arsenal:chelsea",
    "kick_off": "2019-12-29T14:00:00Z",
    "expected_points": 4.231,
    "points_if_he_plays": 4.654,
    "chance_of_playing": 0.909,
    "model": {"name": "player-points-shrunk-mean", "version": "1"},
    "model_version": "1",
    "forecast": None,
    "matches": [
        {
            "match_id": "E0:2019-20:tottenham:brighton",
            "kick_off": "2019-12-26T12:30:00Z",
            "minutes": 90,
            "points": 8,
            **_GAMEWEEK,
            "provenance": "derived",
            "available_at": "2019-12-27T00:00:00Z",
            "raw": {**_RAW, "url": "https://provider.example/data/2019-20/gws/gw19.csv"},
        }
    ],
    "reason": "no models of players have been promoted yet; this is the mean of his latest matches",
    "sealed": False,
    "football_time": "2019-12-28T06:00:00Z",
    "age_seconds": 108000.0,
    "topics_read_at": "2026-01-01T12:00:00Z",
}
PLAYER_ANSWER: dict[str, Any] = {
    **_PLAYER,
    "known_as": [{"season": "2019/20", "name": "Harry Kane", "team": "tottenham", **_GAMEWEEK}],
    "availability": [
        {
            "status": "injured",
            "reason": "Hamstring injury",
            "chance": 0.0,
            "since": None,
            "sentence": None,
            "article_id": None,
            "said_at": "2020-01-02T09:00:00Z",
            "source": "fpl",
            "document_key": "fpl/bootstrap-static",
            "document": "9e9f0d1c2e3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9001122337",
        }
    ],
    "football_time": "2020-01-02T12:00:00Z",
    "age_seconds": 10800.0,
    "topics_read_at": "2026-01-01T12:00:00Z",
}
_UNKNOWN_TEAM = {
    "type": "/problems/unknown-team",
    "title": "Unknown team",
    "status": 404,
    "detail": "no team is called 'arsnal'",
    "instance": "/v1/predict/match",
    "errors": [{"field": "home", "expected": "the id of a known team; did you mean arsenal?", "given": "arsnal"}],
}
_BAD_DATE = {
    "type": "/problems/bad-request",
    "title": "The request cannot be understood",
    "status": 422,
    "detail": "a day as YYYY-MM-DD, such as 2019-08-17",
    "instance": "/v1/predict/match",
    "errors": [{"field": "date", "expected": "a day as YYYY-MM-DD, such as 2019-08-17", "given": "tomorrow"}],
}
_NOT_NOW = {
    "type": "/problems/unready",
    "title": "Not ready yet",
    "status": 503,
    "detail": "no champion's bundle has been loaded and checked yet",
    "instance": "/health/ready",
    "errors": [],
}

Responses = dict[int | str, dict[str, Any]]


def _answer(**named: dict[str, Any]) -> dict[str, Any]:
    shown = {name: {"value": value} for name, value in named.items()}
    return {"content": {"application/json": {"examples": shown}}}


def _problem(description: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/problem+json": {"example": value}}}


_PROBLEMS: Responses = {
    404: _problem("There is nothing by that name", _UNKNOWN_TEAM),
    422: _problem("The request cannot be understood", _BAD_DATE),
    503: _problem("A part behind the answer is not there", _NOT_NOW),
}
PREDICTION: Responses = {200: _answer(fixture=PREDICTION_ANSWER, hypothetical=HYPOTHETICAL_ANSWER), **_PROBLEMS}
ANSWERS: Responses = {200: _answer(answers=ANSWERS_ANSWER), **_PROBLEMS}
QUESTIONS = Body(openapi_examples={"one planned, one not": {"value": QUESTIONS_ASKED}})
FIXTURES: Responses = {200: _answer(fixtures=FIXTURES_ANSWER)}
_UNEXPLAINED = {
    "type": "/problems/no-vector",
    "title": "This prediction cannot be explained",
    "status": 404,
    "detail": "the feature vector that it was made from is not kept any more",
    "instance": "/v1/predictions/0c6f1b6f2d3f4b0b9a8ad3dbb0b5a1ce/explanation",
    "errors": [],
}
EXPLANATION: Responses = {
    200: _answer(explanation=EXPLANATION_ANSWER),
    **_PROBLEMS,
    404: _problem("There is no such prediction, or it cannot be explained any more", _UNEXPLAINED),
}
LINEAGE: Responses = {200: _answer(lineage=LINEAGE_ANSWER), 404: _PROBLEMS[404], 503: _PROBLEMS[503]}
MATCH: Responses = {200: _answer(match=MATCH_ANSWER), **_PROBLEMS}
PLAYER_POINTS: Responses = {
    200: _answer(points=PLAYER_POINTS_ANSWER, forecast=PLAYER_POINTS_ANSWER | PLAYER_FORECAST),
    **_PROBLEMS,
}
PLAYER: Responses = {200: _answer(player=PLAYER_ANSWER), **_PROBLEMS}
UNREADY: Responses = {503: _PROBLEMS[503]}
