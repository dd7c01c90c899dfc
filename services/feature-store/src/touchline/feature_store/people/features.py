"""The latest snapshot of each player, as it is stored and as it travels. Pure."""

from collections.abc import Iterable
from datetime import datetime

from touchline.feature_store.folding import hashed
from touchline.feature_store.people.content import PLAYER
from touchline.feature_store.replaying import Row
from touchline.feature_store.vectors import Stored, travelling
from touchline.football.catalogue import CATALOGUES, project
from touchline.schemas.records import PlayerFeatures

VERSIONS = tuple(version for version in sorted(CATALOGUES) if CATALOGUES[version].players)


def player_rows(served: Iterable[Row]) -> list[Stored]:
    """Latest served rows in each catalogue version, without a revision yet; a row without values is none.

    `event_time` is the moment of which it tells, `available_at` when that was known.
    """
    return [
        Stored(
            row.entity,
            version,
            project("player", row.values, version),
            row.document_set,
            hashed(list(row.values)),
            row.as_of,
            row.known_at,
        )
        for row in served
        if row.values
        for version in VERSIONS
    ]


def latest_served(rows: Iterable[Row]) -> dict[str, Row]:
    """What is served of each player after these rows, which are in the order of what was known."""
    return {row.entity: row for row in rows if row.served and row.kind == PLAYER}


def player_records(rows: Iterable[Stored], pool: str, now: datetime) -> list[PlayerFeatures]:
    """The rows as they travel."""
    return [PlayerFeatures(player_id=row.entity, pool=pool, **travelling(row, now)) for row in rows]
