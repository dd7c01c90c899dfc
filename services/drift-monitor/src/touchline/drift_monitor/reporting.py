"""Once a day: settle what has news, and put a report on drift and quality into S3."""

import json
from datetime import UTC, date, datetime

from touchline.drift_monitor.config import SERVICE, DriftMonitorSettings
from touchline.drift_monitor.daily import Daily, Event, PoolReport, as_json, as_page, features_of
from touchline.drift_monitor.detectors import pooled
from touchline.drift_monitor.detectors.rule import judge_each
from touchline.drift_monitor.ledger import SqlLedger
from touchline.drift_monitor.pooled_watching import LATEST, standings
from touchline.drift_monitor.ports import History
from touchline.drift_monitor.quality import Quality
from touchline.drift_monitor.settler import Settler
from touchline.drift_monitor.stores import SqlHistory, pools_with_news
from touchline.drift_monitor.telling import read_standing
from touchline.drift_monitor.watched import POOLED
from touchline.drift_monitor.watching import HISTORY, gather
from touchline.runtime.database import Database
from touchline.runtime.object_store import ObjectStore
from touchline.runtime.relay import publish_pending
from touchline.runtime.transaction import Connection

PREFIX = "reports"
LINK = f"{PREFIX}/latest.json"
EVENTS = 20
END = datetime(9999, 1, 1, tzinfo=UTC)


async def settle_now(settings: DriftMonitorSettings, database: Database, settler: Settler) -> str:
    """What the running monitor would settle next; beside it, harmless: each pool is one lane."""
    async with database.transaction() as connection:
        pools = await pools_with_news(connection)
    scored = [pool for pool in pools if await settler.settle(pool)]
    await settler.look_at_all()
    await publish_pending(database, settings, SERVICE)
    return f"{len(pools)} pools had news, {len(scored)} of them new scores"


async def write_report(database: Database, store: ObjectStore, day: date) -> str:
    """The report of a day, under its date, and a link to it; a second one takes its place. Prints where."""
    async with database.transaction() as connection:
        daily = await read_daily(connection, day)
    folder = f"{PREFIX}/{day.isoformat()}"
    link = {"day": day.isoformat(), "json": f"{folder}/report.json", "page": f"{folder}/report.md"}
    await store.put(link["json"], as_json(daily), "application/json")
    await store.put(link["page"], as_page(daily).encode(), "text/markdown; charset=utf-8")
    await store.put(LINK, json.dumps(link).encode(), "application/json")
    return json.dumps(link)


async def read_daily(connection: Connection, day: date) -> Daily:
    """Everything that is known now."""
    history = SqlHistory(connection)
    scored = await history.scored(LATEST)
    standing = await read_standing(connection)
    names = await connection.fetch_all("SELECT DISTINCT pool FROM watched_matches ORDER BY pool")
    pools = [await _pool(history, str(name), standing.quality.get(str(name))) for (name,) in names]
    rows = await connection.fetch_all(
        "SELECT pool, drifted, event_time, sentence FROM drifts ORDER BY number DESC LIMIT %s", (EVENTS,)
    )
    events = [Event(pool, bool(drifted), moment.isoformat(), sentence) for pool, drifted, moment, sentence in rows]
    told = await SqlLedger(connection).last_drifts(POOLED)
    charts = {name.removeprefix(pooled.STATISTIC): share for name, share in standings(scored, told).items()}
    return Daily(day, pools, charts if scored else {}, events)


async def _pool(history: History, pool: str, quality: Quality | None) -> PoolReport:
    known = await gather(history, pool, END, HISTORY)
    vectors = [known.vectors[match.match_id] for match in known.matches if match.match_id in known.vectors]
    return PoolReport(pool, len(known.matches), quality, judge_each(known.settled()), features_of(vectors))
