"""Skew, watched: a few vectors as readers get them now, beside what history says is served at this moment."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Protocol

import polars as pl

from touchline.feature_store.history.answers import answered
from touchline.feature_store.history.choices import features_of
from touchline.feature_store.history.questions import AT, MOMENT, question
from touchline.feature_store.history.reading.database import at_one_moment, football_time, read
from touchline.feature_store.history.reading.source import Wanted
from touchline.feature_store.history.subjects import Mode, Subject
from touchline.feature_store.stores import folds
from touchline.feature_store.stores.rows import in_list, to_sql
from touchline.football.catalogue import LATEST
from touchline.runtime import metrics
from touchline.runtime.database import Database
from touchline.runtime.logs import log
from touchline.runtime.transaction import Connection
from touchline.schemas.vectors import CachedVector, match_key, player_key, team_key

AT_ONCE = 3  # of matches, of teams and of players: what is remembered of each for thirty years is a thousand rows
KEYS = {Subject.MATCH: match_key, Subject.TEAM: team_key, Subject.PLAYER: player_key}


@dataclass(frozen=True, slots=True)
class Expected:
    """What stands under a key of the cache, if it has this revision; `values` None: nothing is known."""

    key: str
    revision: int
    values: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Cells that were compared, those that differ, and under which keys."""

    cells: int = 0
    differing: int = 0
    keys: tuple[str, ...] = ()


class Readable(Protocol):
    """The part of the cache that is looked at."""

    async def read(self, keys: Sequence[str]) -> list[CachedVector | None]:
        """The vectors under these keys; None for what is not there."""
        ...


@dataclass(slots=True)
class SkewWatch:
    """Looks at a sample every so many seconds; what differs, differs after `pause` seconds still."""

    expected: Callable[[], Awaitable[Sequence[Expected]]]
    cache: Readable
    every: float
    pause: float = 1.0

    async def __call__(self) -> None:
        """Look for as long as the service runs."""
        while True:
            await asyncio.sleep(self.every)
            await self.look()

    async def look(self) -> Compared:
        """Compare one sample and tell it to the metrics.

        A fold writes to the cache after its commit, so the cache may be behind for a moment: that is looked at again.

        Raises:
            touchline.runtime.errors.Unavailable: the database or the cache does not answer.
        """
        expected = await self.expected()
        found = await self._compared(expected)
        if found.differing:
            await asyncio.sleep(self.pause)
            found = await self._compared(expected)
        metrics.SKEW_COMPARED.inc(found.cells)
        metrics.SKEW_CELLS.set(found.differing)
        if found.differing:
            log.warning("served vectors are not what history says", cells=found.differing, keys=found.keys)
        return found

    async def _compared(self, expected: Sequence[Expected]) -> Compared:
        return compared(expected, await self.cache.read([one.key for one in expected]))


def compared(expected: Iterable[Expected], found: Iterable[CachedVector | None]) -> Compared:
    """Count the cells that are not equal; what the cache lacks, or holds in a later revision, is passed over."""
    pairs = [(one, vector) for one, vector in zip(expected, found, strict=True) if vector is not None]
    settled = [(one, vector) for one, vector in pairs if vector.revision <= one.revision]
    differing = {one.key: _differing(one.values or (), vector.values) for one, vector in settled}
    return Compared(
        sum(len(one.values or ()) for one, _ in settled),
        sum(differing.values()),
        tuple(sorted(key for key, cells in differing.items() if cells)),
    )


async def expected_now(database: Database, dice: Random) -> list[Expected]:
    """A few coming matches, teams and players of pools that are folded to what is known, in every catalogue version.

    What the tables say is read at one moment of the database, and answered by the join that `as_of` is.
    """
    async with database.transaction() as connection:
        await at_one_moment(connection)
        newest = await football_time(connection)
        if newest is None or await folds.has_other_catalogues(connection):
            return []
        return [one for subject in KEYS for one in await _expected(connection, subject, newest, dice)]


async def _expected(connection: Connection, subject: Subject, newest: datetime, dice: Random) -> list[Expected]:
    ids = await _drawn(connection, subject, newest, dice.randrange(2**31))
    if not ids:
        return []
    knowledge = await read(connection, Wanted(subject, ids))
    asked = pl.DataFrame({subject.column: ids, AT: pl.Series([newest] * len(ids), dtype=MOMENT)})
    names = [one.name for one in features_of(subject, LATEST)]
    answer = await asyncio.to_thread(answered, question(asked), names, Mode.AS_SERVED, knowledge)
    rows = dict(zip(ids, answer.to_pylist(), strict=True))
    kind = subject.value
    told = await connection.fetch_all(
        f"SELECT {kind}_id, catalogue_version, revision FROM {kind}_features WHERE {kind}_id IN ({in_list(ids)})", ids
    )
    return [
        Expected(KEYS[subject](entity, version), revision, _values(rows[entity], subject, version))
        for entity, version, revision in told
    ]


async def _drawn(connection: Connection, subject: Subject, newest: datetime, seed: int) -> tuple[str, ...]:
    """A few ids; of matches only those still to come: the vector of one that was played may have been corrected."""
    kind, stale = subject.value, await folds.stale_pools(connection)
    query = f"SELECT {kind}_id FROM {kind}_features WHERE catalogue_version = %s"
    args: list[object] = [LATEST, *stale]
    if stale:
        query += f" AND pool NOT IN ({in_list(stale)})"
    if subject is Subject.MATCH:
        query += " AND event_time > %s"
        args.append(to_sql(newest))
    rows = await connection.fetch_all(f"{query} ORDER BY RAND(%s) LIMIT %s", (*args, seed, AT_ONCE))
    return tuple(sorted(entity for (entity,) in rows))


def _values(row: dict[str, float | None], subject: Subject, version: int) -> tuple[float, ...] | None:
    values = [row[one.name] for one in features_of(subject, version)]
    known = tuple(value for value in values if value is not None)
    return known if len(known) == len(values) else None


def _differing(one: Sequence[float], other: Sequence[float]) -> int:
    if len(one) != len(other):
        return max(len(one), len(other))
    return sum(left != right for left, right in zip(one, other, strict=True))
