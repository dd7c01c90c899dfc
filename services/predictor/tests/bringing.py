"""Messages brought to the consuming side, and its unit of work, without a database."""

from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from touchline.predictor.handlers import crown_champion, keep_vectors
from touchline.schemas.topics import MATCH_FEATURES, PROMOTIONS


async def bring(world: Any, make: Any, *rows: Any, at: Any = None, cause: str = "vectors") -> None:
    """A message of vectors, or of promotions."""
    promotions = hasattr(rows[0], "decision")
    topic, handler = (PROMOTIONS, crown_champion) if promotions else (MATCH_FEATURES, keep_vectors)
    await world.run(partial(handler, world.predictor(), make.message(topic, rows, at or make.noon, cause)))


class Work:
    """Opens transactions over the world."""

    def __init__(self, world: Any) -> None:
        self.world = world

    @asynccontextmanager
    async def transaction(self, lane: str = "") -> Any:
        held: list[Any] = []

        async def hold(transaction: Any) -> None:
            held.append(transaction)

        await self.world.run(hold)
        yield held[0]

        async def again(transaction: Any) -> None:
            transaction.pending, transaction.callbacks = held[0].pending, held[0].callbacks

        await self.world.run(again)
