"""A simulated season as it looks, for OpenAPI; a test holds its fields against a real one."""

from typing import Any

from touchline.predictor.serving import examples

# Before the last round of 2020/21, three clubs of the twenty. Liverpool came third, Chelsea fourth, Leicester fifth.
# fmt: off
SEASON_ANSWER: dict[str, Any] = {
    "competition": "E0",
    "season": "2020/21",
    "clubs": [
        {
            "team": "chelsea",
            "position": 3,
            "played": 37,
            "points": 67,
            "goals_for": 57,
            "goals_against": 34,
            "chances": {"title": 0.0, "top_four": 0.8084, "relegation": 0.0},
            "final_points": {"expected": 68.837, "mean": 68.841, "p05": 67, "p50": 70, "p95": 70},
            "ranks": [
                0.0, 0.0, 0.5774, 0.231, 0.1916, 0.0, 0.0, 0.0, 0.0, 0.0,
                0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
            ],
        },
        {
            "team": "liverpool",
            "position": 4,
            "played": 37,
            "points": 66,
            "goals_for": 66,
            "goals_against": 42,
            "chances": {"title": 0.0, "top_four": 0.872, "relegation": 0.0},
            "final_points": {"expected": 68.403, "mean": 68.395, "p05": 66, "p50": 69, "p95": 69},
            "ranks": [
                0.0, 0.0, 0.3617, 0.5103, 0.128, 0.0, 0.0, 0.0, 0.0, 0.0,
                0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
            ],
        },
        {
            "team": "leicester",
            "position": 5,
            "played": 37,
            "points": 66,
            "goals_for": 66,
            "goals_against": 46,
            "chances": {"title": 0.0, "top_four": 0.3196, "relegation": 0.0},
            "final_points": {"expected": 67.714, "mean": 67.713, "p05": 66, "p50": 67, "p95": 69},
            "ranks": [
                0.0, 0.0, 0.0609, 0.2587, 0.6804, 0.0, 0.0, 0.0, 0.0, 0.0,
                0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
            ],
        },
    ],
    "zones": [
        {"name": "title", "first": 1, "last": 1},
        {"name": "top_four", "first": 1, "last": 4},
        {"name": "relegation", "first": 18, "last": 20},
    ],
    "rules": {
        "criteria": ["points", "goal-difference", "goals"],
        "source": "Premier League Handbook, section C, rules on the league table",
        "remark": "level clubs share a place; where much depends on it the league has further rules",
    },
    "matches": {
        "season": 380,
        "played": 370,
        "awarded": 0,
        "remaining": 10,
        "without_a_day": 0,
        "sealed": 10,
        "vector": 0,
        "as_they_stand": 0,
    },
    "seed": 0,
    "runs": 10000,
    "strength_error": 0.1,
    "seconds": 0.181,
    "model": {"name": "touchline-match", "version": "2021-05-19-blend-3c79bc7a"},
    "model_version": "2021-05-19-blend-3c79bc7a",
    "model_versions": ["2021-05-19-blend-3c79bc7a"],
    "provenance": "derived",
    "not_known": ["points that were taken off a club: no source states them, the table is what matches give"],
    "football_time": "2021-05-22T20:01:00Z",
    "age_seconds": 0.0,
    "topics_read_at": "2026-01-01T12:00:00Z",
}
# fmt: on
SEASON: examples.Responses = {**examples.PLAYER, 200: {"content": {"application/json": {"example": SEASON_ANSWER}}}}
