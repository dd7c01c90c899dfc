"""Who asks for a run, and in which words; requests that wait for one."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from touchline.runtime.database import Database
from touchline.runtime.errors import Refused
from touchline.runtime.logs import log
from touchline.runtime.settings import Settings
from touchline.runtime.topics import read_topic
from touchline.schemas import InvalidRecord
from touchline.schemas.records import Cause, RetrainingRequest
from touchline.schemas.topics import RETRAINING_REQUESTS
from touchline.trainer import ledger

SCHEDULED = f"{Cause.SCHEDULE.value}:"
"""What the id of a run by schedule begins with; the date of its data interval follows."""


class TooLittle(Refused):
    """There is not enough history to learn a model from: no failure where a platform does not hold any."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run answers. Without a request a person started it."""

    request_id: str | None = None
    cause: str | None = None
    words: str | None = None


def by_schedule(request_id: str) -> Asked | None:
    """What the id of a scheduled run says of itself.

    >>> by_schedule("schedule:2026-11-23")
    Asked(request_id='schedule:2026-11-23', cause='schedule', words='the weekly run of 2026-11-23')
    >>> by_schedule("another id")
    """
    if not request_id.startswith(SCHEDULED):
        return None
    return Asked(request_id, Cause.SCHEDULE.value, f"the weekly run of {request_id.removeprefix(SCHEDULED)}")


async def asked_by(settings: Settings, request_id: str | None) -> Asked:
    """Cause and words of a request; its id alone where the topic does not hold it (any more)."""
    if request_id is None:
        return Asked()
    if scheduled := by_schedule(request_id):
        return scheduled
    async for request in requests(settings):
        if request.request_id == request_id:
            return Asked(request_id, request.cause, request.reason)
    return Asked(request_id)


async def unclaimed(settings: Settings, database: Database) -> list[str]:
    """Requests on the topic that no run has claimed, oldest first."""
    taken = await ledger.claimed(database)
    waiting = {request.request_id: None async for request in requests(settings)}
    return [request_id for request_id in waiting if request_id not in taken]


async def requests(settings: Settings) -> AsyncIterator[RetrainingRequest]:
    """Those on the topic, oldest first; unreadable messages are said and passed over."""
    async for message in read_topic(settings, RETRAINING_REQUESTS):
        try:
            rows = message.rows(RetrainingRequest)
        except InvalidRecord as error:
            log.error("unreadable retraining request", offset=message.offset, error=str(error))
            continue
        for row in rows:
            yield row
