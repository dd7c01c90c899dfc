"""Taking a snapshot: all of one moment of the database, its manifest last."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from touchline.feature_store.history.errors import Unanswerable
from touchline.feature_store.history.questions import first_few
from touchline.feature_store.history.reading.database import at_one_moment, football_time
from touchline.feature_store.history.reading.source import waited_for
from touchline.feature_store.history.snapshots.files import TIMELINE, fixture_columns, fixture_files, timeline_files
from touchline.feature_store.history.snapshots.manifest import FORMAT, NAME, File, Manifest, Mark, PoolState
from touchline.feature_store.history.snapshots.places import Place, opened
from touchline.feature_store.stores import folds
from touchline.football.catalogue import LATEST, catalogue
from touchline.runtime.database import Database
from touchline.runtime.settings import Settings
from touchline.runtime.transaction import Connection

SERVICE = "feature-store"
LOOK_AGAIN = 0.5  # seconds


def take(settings: Settings, where: str, *, patience: float = 60) -> Manifest:
    """Write a snapshot to a folder or `s3://bucket/prefix`; `patience` is how many seconds to wait for a fold to end.

    Raises:
        Unanswerable: a snapshot already stands there, nothing is known yet, or a pool stayed stale.
        touchline.runtime.errors.Unavailable: the database or the bucket cannot be reached.
    """

    async def run() -> Manifest:
        async with opened(where, settings) as place, _folded(settings, patience) as connection:
            return await written(connection, place, where)

    return waited_for(run)


async def written(connection: Connection, place: Place, where: str) -> Manifest:
    """Write every file, then the manifest; until it is there, there is no snapshot."""
    if await _stands(place):
        raise Unanswerable(f"{where} already holds a snapshot: name a new place, snapshots are never changed")
    newest = await football_time(connection)
    if newest is None:
        raise Unanswerable("nothing is known yet: let `consume` fold documents before a snapshot is taken")
    files = [file async for file in _files(connection, place)]
    manifest = Manifest(
        format=FORMAT,
        catalogue_version=LATEST,
        football_time=newest,
        features=tuple(one.name for one in catalogue(LATEST).teams),
        marks=await _marks(connection),
        pools=await _pools(connection),
        files=tuple(sorted(files, key=lambda file: file.path)),
    )
    await place.write(NAME, manifest.to_json())
    return manifest


@asynccontextmanager
async def _folded(settings: Settings, patience: float) -> AsyncIterator[Connection]:
    """One moment of the database at which nothing known was still unfolded, so that the marks mean what they say."""
    database = await Database.connect(settings, size=1, make_tables=False)
    try:
        async with database.transaction() as connection:
            while stale := await _stale_now(connection):
                if patience <= 0:
                    raise Unanswerable(
                        f"pools {first_few(stale)} are not folded to what is known: let `consume` run until they are,"
                        " then take the snapshot again"
                    )
                patience -= LOOK_AGAIN
                await asyncio.sleep(LOOK_AGAIN)
            yield connection
    finally:
        await database.close()


async def _stale_now(connection: Connection) -> list[str]:
    """Look at the database as of now, and go on looking at that moment of it."""
    await at_one_moment(connection)
    return await folds.stale_pools(connection)


async def _stands(place: Place) -> bool:
    try:
        await place.read(NAME)
    except KeyError:
        return False
    return True


async def _files(connection: Connection, place: Place) -> AsyncIterator[File]:
    """Write the files of one kind and pool after the other, so that memory stays that of the largest of them."""
    names = ", ".join(fixture_columns())
    for (pool,) in await connection.fetch_all("SELECT DISTINCT pool FROM match_versions ORDER BY pool"):
        rows = await connection.fetch_all(f"SELECT {names} FROM match_versions WHERE pool = %s", (pool,))
        for file, content in fixture_files(pool, rows):
            await place.write(file.path, content)
            yield file
    query = f"SELECT {', '.join(TIMELINE.names)}, feature_values FROM history WHERE pool = %s AND kind = %s"
    for kind, pool in await connection.fetch_all("SELECT DISTINCT kind, pool FROM history ORDER BY kind, pool"):
        rows = await connection.fetch_all(query, (pool, kind))
        for file, content in timeline_files(kind, pool, rows):
            await place.write(file.path, content)
            yield file


async def _marks(connection: Connection) -> tuple[Mark, ...]:
    query = (
        "SELECT topic, topic_id, topic_partition, next_offset FROM marks WHERE service = %s"
        " ORDER BY topic, topic_partition"
    )
    return tuple(Mark(*row) for row in await connection.fetch_all(query, (SERVICE,)))


async def _pools(connection: Connection) -> tuple[PoolState, ...]:
    query = (
        "SELECT p.pool, p.revision, c.until, COALESCE(c.state_hash, '') FROM pools p LEFT JOIN checkpoints c"
        " ON c.pool = p.pool AND c.until = (SELECT MAX(until) FROM checkpoints WHERE pool = p.pool) ORDER BY p.pool"
    )
    rows = await connection.fetch_all(query)
    return tuple(PoolState(pool, revision, _utc(until), state) for pool, revision, until, state in rows)


def _utc(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment else None
