"""Replicas that follow a decision."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from touchline.runtime.database import Database
from touchline.runtime.errors import Refused
from touchline.runtime.settings import Settings
from touchline.runtime.topics import read_topic
from touchline.schemas.records import Decision, Promotion, Serving
from touchline.schemas.topics import SERVING
from touchline.trainer import ledger
from touchline.trainer.trying import latest_trials, said_of

LIVE = timedelta(seconds=30)  # three of the announcements that a replica makes every 10 s
LOOK_AGAIN = 1.0  # seconds


async def await_serving(
    settings: Settings, database: Database, request_id: str, model_name: str, timeout: float
) -> str:
    """Wait until every live replica serves what was decided about a model; returns a sentence.

    Who answers a share of the matches, or went back after that, is not waited for: the sentence says so.

    Raises:
        Refused: nothing was decided about this request, or the replicas did not follow in time.
    """
    async with database.transaction() as connection:
        decision = await ledger.decision_of(connection, request_id, model_name)
    if decision is None:
        raise Refused(
            f"nothing was decided about {model_name} for {request_id}: run `train --request-id {request_id}` first"
        )
    if decision.decision is not Decision.PROMOTED:
        return f"refused: {decision.reason}"
    return await _followed(settings, database, decision, timeout)


async def _followed(settings: Settings, database: Database, decision: Promotion, timeout: float) -> str:
    deadline = asyncio.get_running_loop().time() + timeout
    while True:
        rows = [row async for message in read_topic(settings, SERVING) for row in message.rows(Serving)]
        served = live_versions(rows, decision.model_name, datetime.now(UTC))
        async with database.transaction() as connection:
            wanted = await ledger.promoted_since(connection, decision)
        if served and set(served.values()) <= wanted:
            return f"{len(served)} replicas serve {', '.join(sorted(set(served.values())))}"
        if (tried := said_of((await latest_trials(settings)).get(decision.model_name), decision)) is not None:
            return tried
        if asyncio.get_running_loop().time() > deadline:
            raise Refused(f"after {timeout:.0f} s {served or 'no live replica'}, wanted {decision.model_version}")
        await asyncio.sleep(LOOK_AGAIN)


def live_versions(rows: Iterable[Serving], model_name: str, now: datetime) -> dict[str, str]:
    """Replica to the version it announced last, for those heard of within 30 s."""
    latest: dict[str, Serving] = {}
    for row in rows:
        if row.model_name == model_name and _newer(row, latest.get(row.replica)):
            latest[row.replica] = row
    return {name: row.model_version for name, row in latest.items() if now - row.recorded_at <= LIVE}


def _newer(row: Serving, known: Serving | None) -> bool:
    return known is None or row.recorded_at >= known.recorded_at
