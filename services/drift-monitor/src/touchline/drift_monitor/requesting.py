"""A retraining is asked for, by a drift or by an alert on performance: what is asked, how often at most, and how."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from touchline.drift_monitor.alerts import Alert
from touchline.drift_monitor.detectors.rule import is_due
from touchline.drift_monitor.ledger import SqlLedger
from touchline.drift_monitor.ports import LatestSettled, Ledger
from touchline.runtime import metrics
from touchline.runtime.logs import log
from touchline.runtime.transaction import Transaction
from touchline.runtime.unit_of_work import UnitOfWork
from touchline.schemas import batch_of, event_id
from touchline.schemas.records import Cause, Drift, RetrainingRequest
from touchline.schemas.topics import RETRAINING_REQUESTS

MODEL_NAME = "touchline-match"
LONGEST_REASON = 500  # characters that the ledger keeps


class Answer(StrEnum):
    """What became of an alert that calls for a retraining."""

    ASKED = "asked"
    REPEATED = "asked before"
    TOO_SOON = "too soon after the last request"
    NOTHING_SETTLED = "nothing settled in this pool"


async def may_ask(pool: str, settled: int, ledger: Ledger) -> bool:
    """Whether enough matches were settled since the pool's last request, whatever called for that."""
    last = await ledger.settled_at_last_request(pool)
    return is_due(None if last is None else settled - last)


def request_of(drift: Drift) -> RetrainingRequest:
    """The request that a drift calls for; its id follows from the drift's, so that one drift asks once."""
    return RetrainingRequest(
        request_id=event_id("retraining", drift.drift_id),
        cause=Cause.DRIFT.value,
        drift_id=drift.drift_id,
        pool=drift.pool,
        model_name=MODEL_NAME,
        reason=drift.sentence,
        event_time=drift.event_time,
        available_at=drift.available_at,
        recorded_at=drift.recorded_at,
        revision=1,
    )


def request_id_of(alert: Alert) -> str:
    """One for each episode: Alertmanager repeats an alert with the same fingerprint and start until it is resolved."""
    return event_id("retraining", alert.fingerprint, alert.started.isoformat())


def request_for(alert: Alert, latest: LatestSettled, now: datetime) -> RetrainingRequest:
    """The request that an alert calls for, at the football time up to which its pool is settled."""
    return RetrainingRequest(
        request_id=request_id_of(alert),
        cause=Cause.PERFORMANCE.value,
        drift_id=None,
        pool=alert.pool,
        model_name=MODEL_NAME,
        reason=f"{alert.name} since {alert.started:%Y-%m-%d %H:%M} UTC: {alert.summary}"[:LONGEST_REASON],
        event_time=latest.kick_off,
        available_at=latest.available_at,
        recorded_at=now,
        revision=1,
    )


async def consider(alert: Alert, ledger: Ledger, now: datetime) -> tuple[Answer, RetrainingRequest | None]:
    """Keep a request for an alert, unless this episode has one or its pool had one lately.

    An alert that came too soon is asked about again whenever Alertmanager repeats it.
    """
    if await ledger.has_request(request_id_of(alert)):
        return Answer.REPEATED, None
    latest = await ledger.latest_settled(alert.pool)
    if latest is None:
        return Answer.NOTHING_SETTLED, None
    settled = await ledger.settled_matches(alert.pool)
    if not await may_ask(alert.pool, settled, ledger):
        return Answer.TOO_SOON, None
    request = request_for(alert, latest, now)
    await ledger.add_request(request, settled)
    return Answer.ASKED, request


async def announce_request(request: RetrainingRequest, transaction: Transaction) -> None:
    """Publish a request that the ledger keeps."""
    metrics.RETRAINING_REQUESTS.labels(request.pool, request.cause).inc()
    log.info("retraining asked for", pool=request.pool, cause=request.cause, request_id=request.request_id)
    batch = batch_of(RetrainingRequest, [request])
    await transaction.emit(
        RETRAINING_REQUESTS, request.request_id, batch, cause=request.request_id, time=request.available_at
    )


class Asking:
    """Takes an alert in the lane in which its pool is watched, so that a drift and an alert never ask side by side."""

    def __init__(self, work: UnitOfWork, clock: Callable[[], datetime]) -> None:
        self._work = work
        self._clock = clock

    async def take(self, alert: Alert) -> Answer:
        """Request and announcement in one transaction.

        Raises:
            Unavailable: the database is down; nothing was asked.
        """
        async with self._work.transaction(lane=lane_of(alert.pool)) as transaction:
            answer, request = await consider(alert, SqlLedger(transaction), self._clock())
            if request:
                await announce_request(request, transaction)
        return answer


def lane_of(pool: str) -> str:
    """The lane of all that is decided about a pool.

    >>> lane_of("ENG")
    'watch:ENG'
    """
    return f"watch:{pool}"
