"""From a drift to what came of it, as the ledgers of those who took part in it tell."""

from datetime import UTC, datetime
from typing import Any

from touchline.demo.platform import Platform
from touchline.demo.progress import say

TOLD = """
    SELECT d.recorded_at, 'drift found', d.sentence FROM requests r JOIN drifts d ON d.drift_id = r.drift_id
    WHERE r.request_id = %(request)s
    UNION ALL SELECT recorded_at, 'retraining asked for', reason FROM requests WHERE request_id = %(request)s
    UNION ALL SELECT claimed_at, 'claimed', run FROM claims WHERE request_id = %(request)s
    UNION ALL SELECT recorded_at, CONCAT(decision, IF(model_name LIKE '%%player', ' (players)', '')), reason
    FROM decisions WHERE request_id = %(request)s
"""


def timeline(platform: Platform, request_id: str, served: datetime) -> list[dict[str, Any]]:
    """What happened when, in wall time, oldest first; the end is when the predictor was seen to serve the champion."""
    rows = platform.rows(TOLD, {"request": request_id})
    events = [(moment.replace(tzinfo=UTC), what, words) for moment, what, words in rows]
    events.append((served, "champion served", "by every answer of the predictor"))
    events.sort(key=lambda event: event[0])
    begun = events[0][0]
    return [
        {"at": moment.isoformat(), "seconds": round((moment - begun).total_seconds(), 1), "what": what, "words": words}
        for moment, what, words in events
    ]


def show(events: list[dict[str, Any]]) -> None:
    """A line each."""
    for event in events:
        say(f"  {event['seconds']:6.1f} s  {event['what']:<21} {event['words'][:90]}")
