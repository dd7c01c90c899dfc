"""How many names wait for a person, told to the metrics."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from touchline.runtime import metrics
from touchline.runtime.database import Transactions
from touchline.runtime.transaction import Connection

INTERVAL = 15.0  # seconds; people are not quicker


async def waiting_names(connection: Connection) -> Mapping[str, int]:
    """Names without a decision, by what they name; one that many documents wait for counts once."""
    rows = await connection.fetch_all("SELECT kind, COUNT(DISTINCT scope, name) FROM normalizer_waiting GROUP BY kind")
    return {str(kind): int(count) for kind, count in rows}


def tell(waiting: Mapping[str, int]) -> None:
    """Set the gauges, to 0 where nothing waits any more."""
    for kind in metrics.KIND.values:
        metrics.WAITING_NAMES.labels(kind).set(waiting.get(kind, 0))


def teller(
    database: Transactions, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> Callable[[], Awaitable[None]]:
    """Background work that looks for as long as the service runs."""

    async def forever() -> None:
        while True:
            async with database.transaction() as connection:
                waiting = await waiting_names(connection)
            tell(waiting)
            await sleep(INTERVAL)

    return forever
