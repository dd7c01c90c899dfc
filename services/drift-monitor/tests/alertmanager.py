"""Messages as Alertmanager's webhook sends them."""

import json
from typing import Any

STARTED = "2026-01-01T10:00:00.123456789Z"


def alert(pool: str = "ENG", **changes: Any) -> dict[str, Any]:
    """One alert that calls for a retraining."""
    labels = {"alertname": "WorseThanClosingOdds", "pool": pool, "severity": "ticket", "cause": "performance"}
    return {
        "status": "firing",
        "labels": labels,
        "annotations": {"summary": f"{pool} stands 0.02 behind closing odds", "runbook": "docs/runbooks/quality.md"},
        "startsAt": STARTED,
        "endsAt": "0001-01-01T00:00:00Z",
        "generatorURL": "http://prometheus/graph",
        "fingerprint": f"f-{pool}",
        **changes,
    }


def message(*alerts: dict[str, Any]) -> bytes:
    """A group of them."""
    return json.dumps({"version": "4", "status": "firing", "receiver": "retraining", "alerts": alerts}).encode()
