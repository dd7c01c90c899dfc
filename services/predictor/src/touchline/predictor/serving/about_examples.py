"""Answers about teams, models and performance as they look, for OpenAPI; a test holds their fields to real ones."""

from typing import Any

from touchline.predictor.serving import examples
from touchline.predictor.serving.season_example import SEASON_ANSWER

_TIMES = {"football_time": "2021-05-22T20:01:00Z", "topics_read_at": "2026-01-01T12:00:00Z"}
_SET = "6b8f0d1c2e3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9001122334"
_DECISION: dict[str, Any] = {
    "decision_id": "2021-05-19-blend-3c79bc7a",
    "decision": "promoted",
    "model_name": "touchline-match",
    "model_version": "2021-05-19-blend-3c79bc7a",
    "champion_before": "2020-02-28-blend-0c1b8d52",
    "challenger_score": 0.2243,
    "champion_score": 0.2244,
    "matches": 190,
    "reason": "blend at 0.2243 is not worse than the champion at 0.2244 on the latest 190 matches",
    "request_id": "drift-2021-05-19",
    "cause": "drift",
    "asked": "home teams win less than they did",
    "snapshot": _SET,
    "decided_at": "2021-05-19T22:00:00Z",
}
MODELS_ANSWER: dict[str, Any] = {
    "serving": {
        "name": "touchline-match",
        "version": "2021-05-19-blend-3c79bc7a",
        "kind": "blend",
        "catalogue_version": 3,
        "features": 116,
        "trained_until": "2021-05-19T21:45:00+00:00",
        "snapshot": _SET,
        "bundle_key": "models/touchline-match/2021-05-19-blend-3c79bc7a.zip",
        "bundle_sha256": _SET,
        "serving_since": "2026-01-01T12:00:00Z",
        "decision": _DECISION,
    },
    "trial": {
        "trial_id": "5d41402abc4b2a76b9719d911017c592",
        "model_version": "2021-05-20-blend-91d3c0fe",
        "champion_version": "2021-05-19-blend-3c79bc7a",
        "stage": "shadow",
        "share": 0.0,
        "reason": "84 vectors scored, 0 failures, 10 matches settled",
        "scored": 84,
        "failures": 0,
        "challenger_p99_ms": 1.42,
        "champion_p99_ms": 1.38,
        "distance": 0.018,
        "settled": 10,
        "challenger_log_loss": 0.9812,
        "champion_log_loss": 0.9794,
        "challenger_score": 0.2041,
        "champion_score": 0.2036,
        "began_at": "2021-05-20T03:00:00Z",
        "told_at": "2021-05-22T20:01:00Z",
    },
    "decisions": [_DECISION],
    **_TIMES,
}
_MEAN: dict[str, Any] = {
    "matches": 46,
    "ranked_probability_score": 0.2102,
    "log_loss": 1.0101,
    "brier": 0.603,
    "base_rates": 0.2391,
    "beside_closing": {
        "matches": 46,
        "ours": 0.2102,
        "closing": 0.2071,
        "difference": 0.0031,
        "low": -0.0042,
        "high": 0.0104,
    },
}
PERFORMANCE_ANSWER: dict[str, Any] = {
    "competition": "E0",
    "matches": 46,
    "first_kick_off": "2020-02-28T20:00:00Z",
    "last_kick_off": "2020-07-26T15:00:00Z",
    "overall": _MEAN,
    "months": [{"month": "2020-07", **_MEAN}],
    "models": [{"model_version": "2020-02-28-blend-0c1b8d52", **_MEAN}],
    "reliability": [
        {
            "low": 0.2,
            "high": 0.3,
            "chances": 51,
            "said": 0.253,
            "happened": 0.275,
            "happened_low": 0.171,
            "happened_high": 0.41,
        }
    ],
    "players": {
        "matches": 46,
        "players": 1842,
        "minutes": {"sealed": 24.871, "mean_of_last_5": 28.013, "lower_by": 11.216, "low": 10.1, "high": 12.332},
        "goals": {"sealed": 0.2083, "mean_of_last_5": 0.2279, "lower_by": 8.6, "low": 6.2, "high": 11.0},
        "points": {"sealed": 2.0211, "mean_of_last_5": 2.2218, "lower_by": 9.033, "low": 7.9, "high": 10.166},
    },
    **_TIMES,
}
TEAM_ANSWER: dict[str, Any] = {
    "team_id": "chelsea",
    "name": "Chelsea",
    "pool": "ENG",
    "competition": "E0",
    "table": SEASON_ANSWER["clubs"][0],
    "table_reason": None,
    "last": [
        {
            "match_id": "E0:2020-21:chelsea:leicester",
            "competition": "E0",
            "season": "2020/21",
            "kick_off": "2021-05-18T19:15:00Z",
            "home_team": "chelsea",
            "away_team": "leicester",
            "home_goals": 2,
            "away_goals": 1,
            "ended": "won",
            "provenance": "derived",
            "source": "football-data",
            "document": _SET,
        }
    ],
    "coming": examples.FIXTURES_ANSWER["fixtures"],
    "strengths": {
        "catalogue_version": 3,
        "revision": 1,
        "document_set": _SET,
        "state_hash": _SET,
        "available_at": "2021-05-18T21:45:00Z",
        "values": [
            {
                "name": "elo",
                "value": 1652.1,
                "unit": "rating",
                "about": "Elo rating before the meeting, drawn towards 1500 between seasons",
            }
        ],
    },
    **_TIMES,
    "age_seconds": 0.0,
}
_PROBLEMS: examples.Responses = {status: examples.PLAYER[status] for status in (404, 422, 503)}


def _shown(answer: dict[str, Any]) -> examples.Responses:
    return {200: {"content": {"application/json": {"example": answer}}}, **_PROBLEMS}


TEAM = _shown(TEAM_ANSWER)
PERFORMANCE = _shown(PERFORMANCE_ANSWER)
MODELS = _shown(MODELS_ANSWER)
