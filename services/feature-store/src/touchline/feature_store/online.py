"""The latest vectors, from the cache; what it lost or let go comes from MariaDB, and is put back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from touchline.feature_store.stores import folds
from touchline.feature_store.stores.cache import VectorCache
from touchline.football.catalogue import LATEST
from touchline.runtime import metrics
from touchline.runtime.database import Database
from touchline.runtime.errors import Unavailable
from touchline.runtime.logs import log
from touchline.schemas.vectors import CachedVector, match_key, player_key, team_key

Kind = Literal["match", "team", "player"]
KEYS = {"match": match_key, "team": team_key, "player": player_key}


@dataclass(frozen=True, slots=True)
class Online:
    """Reads vectors of matches, teams and players as they stand now."""

    cache: VectorCache
    database: Database

    async def latest(
        self, kind: Kind, entities: Sequence[str], catalogue_version: int = LATEST
    ) -> list[CachedVector | None]:
        """One vector an entity, in the order asked for; None for one that is not known.

        One round trip to Redis, and one to MariaDB only for what is not there. A cache that is away costs time alone.

        Raises:
            Unavailable: MariaDB does not answer either.
        """
        keys = [KEYS[kind](entity, catalogue_version) for entity in entities]
        try:
            found = await self.cache.read(keys)
        except Unavailable as error:
            metrics.CACHE_FAILURES.labels("feature-store").inc()
            log.warning("the cache does not answer", error=str(error))
            found = [None] * len(keys)
        missing = {entity for entity, vector in zip(entities, found, strict=True) if vector is None}
        if not missing:
            return found
        stored = await self._stored(kind, sorted(missing), catalogue_version)
        return [vector or stored.get(key) for key, vector in zip(keys, found, strict=True)]

    async def _stored(self, kind: Kind, entities: Sequence[str], version: int) -> Mapping[str, CachedVector]:
        async with self.database.transaction() as connection:
            rows = await folds.features_of(connection, kind, entities, version)
        vectors = {
            KEYS[kind](row.entity, version): CachedVector(
                row.revision, row.event_time, version, row.document_set, row.values
            )
            for row in rows
        }
        try:
            await self.cache.advance(vectors)
        except Unavailable as error:
            log.warning("the cache could not be filled", error=str(error))
        return vectors
