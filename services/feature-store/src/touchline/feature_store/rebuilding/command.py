"""`python -m touchline.feature_store rebuild --records FOLDER`: from messages in files to the live tables.

Messages that the live service applies meanwhile are read from the topics too, up to its marks: so both hold the same
messages when they are compared, and again when the tables change places.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import redis.asyncio as redis

from touchline.feature_store.config import FeatureStoreSettings
from touchline.feature_store.rebuilding import comparing
from touchline.feature_store.rebuilding.applying import Shadow
from touchline.feature_store.rebuilding.carrying import MATCHES, PLAYERS, TEAMS, Carried, carry
from touchline.feature_store.rebuilding.comparing import Difference
from touchline.feature_store.rebuilding.loading import Handlers, Loaded, load
from touchline.feature_store.rebuilding.marking import Mark, Where, behind, beyond, marks, refuse_others
from touchline.feature_store.rebuilding.swapping import repeatable, swap
from touchline.feature_store.rebuilding.tables import Table, tables_of
from touchline.feature_store.stores import folds
from touchline.feature_store.stores.cache import VectorCache
from touchline.runtime.database import Database
from touchline.runtime.logs import log
from touchline.runtime.message_files import Contents, contents_of
from touchline.runtime.shadow import alone, beside, create_empty, drop, name_of
from touchline.runtime.topics import read_between
from touchline.schemas.vectors import match_key, player_key, team_key

SHADOW, REPLACED = "shadow", "replaced"
KEYS = {MATCHES: match_key, TEAMS: team_key, PLAYERS: player_key}  # of what is in the cache, by table
PATIENCE = 60.0  # seconds for the live service to have applied and folded what the files hold
PAUSE = 0.2


@dataclass(frozen=True, slots=True)
class Told:
    """What a rebuild found and did; `settled`: live had applied and folded all that the shadow holds."""

    engine: str
    seconds: dict[str, float]
    loaded: Loaded
    differences: dict[str, Difference]
    settled: bool
    carried: Carried

    @property
    def total(self) -> int:
        """Rows that differed."""
        return sum(one.total for one in self.differences.values())


@dataclass(slots=True)
class _Run:
    """What the steps of one rebuild share."""

    settings: FeatureStoreSettings
    live: Database
    shadow: Shadow
    names: tuple[str, str, str]
    contents: Contents
    reached: dict[Where, int] = field(default_factory=dict)  # offsets up to which the shadow holds everything
    carried: Carried = field(default_factory=Carried)

    async def catch_up(self, to: Mapping[Where, Mark]) -> None:
        """Apply and fold what the live service has applied beyond what the shadow holds."""
        refuse_others(self.contents.ends, to)
        ranges = beyond(self.reached, to)
        messages = [message async for message in read_between(self.settings, ranges)]
        await self.shadow.apply(messages)
        self.reached |= {where: end for where, (_, end) in ranges.items()}
        await self.shadow.fold_stale()


Migrate = Callable[[FeatureStoreSettings], None]


async def rebuild_from(settings: FeatureStoreSettings, folder: Path, handlers: Handlers, migrate: Migrate) -> Told:
    """Make everything again, compare, swap; what earlier runs left goes first.

    `handlers` are made anew in each process; `migrate` makes the tables of the database that settings name.

    Raises:
        Refused: the folder holds no whole set of messages, a topic is another one, or a rebuild is under way.
        Unavailable: MariaDB or Kafka does not answer, or the tables are never free; nothing live has changed.
    """
    contents, clock = contents_of(folder), Clock()
    aside = beside(settings, SHADOW)
    names = name_of(settings), name_of(aside), name_of(beside(settings, REPLACED))
    live = await Database.connect(settings)
    try:
        async with alone(live, SHADOW):
            await create_empty(live, names[1])
            await asyncio.to_thread(migrate, aside)
            loaded = await asyncio.to_thread(load, aside, handlers, folder, contents.files)
            clock.lap("load")
            shadow = await Database.connect(aside)
            run = _Run(settings, live, Shadow(shadow, handlers()), names, contents, _offsets(contents))
            try:
                return await _compare_and_swap(run, loaded, clock)
            finally:
                await shadow.close()
                await drop(live, names[1])
    finally:
        await live.close()


@dataclass(slots=True)
class Clock:
    """Seconds by step."""

    seconds: dict[str, float] = field(default_factory=dict)
    since: float = field(default_factory=time.monotonic)

    def lap(self, step: str) -> None:
        """A step has ended."""
        now = time.monotonic()
        self.seconds[step], self.since = round(now - self.since, 2), now


async def _compare_and_swap(run: _Run, loaded: Loaded, clock: Clock) -> Told:
    async with run.shadow.database.transaction() as connection:
        tables = await tables_of(connection, run.names[1])
    differences, settled = await _compare(run, tables, time.monotonic() + PATIENCE)
    clock.lap("compare")

    async def prepare(held: Mapping[Where, Mark]) -> None:
        await run.catch_up(held)
        async with run.shadow.database.transaction() as connection:
            run.carried = await carry(connection, {one.name: one for one in tables}, *run.names[:2])

    await swap(run.live, run.names, tables, prepare)
    await _forget(run.settings, run.carried)
    clock.lap("swap")
    return Told(
        run.contents.engine, {"read": run.contents.seconds} | clock.seconds, loaded, differences, settled, run.carried
    )


async def _compare(run: _Run, tables: list[Table], deadline: float) -> tuple[dict[str, Difference], bool]:
    """Live as it is at one moment, beside the shadow with the same messages."""
    while True:
        async with repeatable(run.live) as now:
            found = await marks(now)
            settled = not behind(run.reached, found) and not await folds.stale_pools(now)
            if settled or time.monotonic() > deadline:
                await run.catch_up(found)
                async with run.shadow.database.transaction() as made:
                    sides = now, run.names[0], made, run.names[1]
                    return {one.name: await comparing.compare(one, *sides) for one in tables}, settled
        await asyncio.sleep(PAUSE)


async def _forget(settings: FeatureStoreSettings, carried: Carried) -> None:
    """Vectors of what no longer stands leave the cache; one that cannot be reached lets them expire."""
    keys = [KEYS[table](entity, version) for table, entity, version in carried.gone]
    cache = VectorCache.connect(settings.redis)
    try:
        await cache.remove(keys)
    except redis.RedisError as error:
        log.warning("vectors stay in the cache until they expire", vectors=len(keys), error=repr(error))
    finally:
        await cache.close()


def _offsets(contents: Contents) -> dict[Where, int]:
    return {(one.topic, one.partition): one.offset for one in contents.ends}
