"""The same rule over seasons gone by: what would it have said, match day by match day?"""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from touchline.drift_monitor.ports import History
from touchline.drift_monitor.watching import Judge, Look, gather, looks

ENOUGH = 100_000  # matches: all that a pool has


async def replay(history: History, pool: str, first: date, last: date, judge: Judge) -> list[Look]:
    """A look at the end of every match day from `first` to `last`, both included, with the history held today."""
    evidence = await gather(history, pool, datetime.combine(last, time.max, UTC), ENOUGH)
    days = {match.kick_off.date() for match in evidence.matches}
    return looks(pool, evidence, [day for day in days if first <= day <= last], judge)


def report(found: Sequence[Look], as_json: bool) -> str:
    """Alarms one a line and a closing sentence, or the same as JSON."""
    alarms = [look for look in found if look.verdict.drifted]
    highest = max(found, key=lambda look: look.verdict.strength, default=None)
    if as_json:
        return json.dumps(
            {
                "looks": len(found),
                "alarms": [{"day": look.day.isoformat(), "sentence": look.verdict.sentence} for look in alarms],
                "highest": round(highest.verdict.strength, 3) if highest else None,
            }
        )
    lines = [f"{look.day} {look.verdict.sentence}" for look in alarms]
    closest = f"; the closest, on {highest.day}: {highest.verdict.sentence}" if highest else ""
    return "\n".join([*lines, f"{len(found)} match days looked at, {len(alarms)} alarms{closest}"])
