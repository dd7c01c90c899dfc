"""An answer by the served models of players: what differs from one by the simple model."""

from typing import Any

PLAYER_FORECAST: dict[str, Any] = {
    "expected_points": 4.912,
    "points_if_he_plays": 5.196,
    "chance_of_playing": 0.945361,
    "model": {"name": "touchline-player", "version": "2019-12-27-players-9f1c2d3e"},
    "model_version": "2019-12-27-players-9f1c2d3e",
    "forecast": {
        "match_id": "E0:2019-20:norwich:tottenham",
        "kick_off": "2019-12-28T17:30:00Z",
        "team": "tottenham",
        "opponent": "norwich",
        "at_home": False,
        "minutes": {
            "expected": 79.71,
            "start": 0.912345,
            "substitute": 0.033016,
            "not_at_all": 0.054639,
            "if_started": 86.6,
            "if_substitute": 20.1,
        },
        "goals": {
            "expected": 0.62,
            "anytime": 0.441,
            "chances": [0.559, 0.309, 0.104, 0.023, 0.004, 0.0008, 0.0002],
        },
        "assists": {
            "expected": 0.19,
            "anytime": 0.168,
            "chances": [0.832, 0.147, 0.018, 0.0025, 0.0004, 0.0001, 0.0],
        },
        "points": {"expected": 4.912, "chances": [{"points": -4, "probability": 0.000002}]},
        "team_goals": {
            "expected": 1.91,
            "by_its_players": 1.85,
            "prediction_id": "3f2b1c0d4e5f60718293a4b5c6d7e8f9",
        },
        "absences_read": True,
        "features": {
            "catalogue_version": 3,
            "sha256": "9e9f0d1c2e3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9001122337",
            "document_sets": {
                "player": "5d7e8f9001122337a1b2c3d4e5f60718293a4b5c6d7e8f90019e9f0d1c2e3a4b",
                "team": "7e8f90112233445566778899aabbccddeeff00a1b2c3d4e5f60718293a4b5c6d",
                "opponent": None,
            },
        },
        "bundle_sha256": "0a1b2c3d4e5f60718293a4b5c6d7e8f90112233445566778899aabbccddeeff0",
        "snapshot": "1b2c3d4e5f60718293a4b5c6d7e8f90112233445566778899aabbccddeeff00a",
        "trained_until": "2019-12-27T00:00:00Z",
        "seal": {
            "forecast_id": "3f2b1c0d4e5f60718293a4b5c6d7e8f9",
            "supersedes": None,
            "sealed_at": "2019-12-27T18:00:00Z",
            "seal": "2b3c4d5e6f7081920a1b2c3d4e5f60718293a4b5c6d7e8f90112233445566778",
            "previous_seal": "0000000000000000000000000000000000000000000000000000000000000000",
        },
    },
    "reason": None,
    "sealed": True,
}
