"""What the fold of people remembers between two folds, and which meetings it makes stale."""

import hashlib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from touchline.feature_store.features.people.state import PeopleState
from touchline.feature_store.people.checkpoints import ended, kept
from touchline.feature_store.people.content import HOLDS, PLAYER, SQUAD, Entity
from touchline.feature_store.people.replaying import Superseded
from touchline.feature_store.stores import folds, prices
from touchline.feature_store.stores.rows import aware, in_list, to_sql
from touchline.football.catalogue import LATEST
from touchline.runtime.transaction import Connection
from touchline.schemas.competitions import INTERNATIONAL

KINDS = (PLAYER, SQUAD)
_COMPRESSION = 1  # as of checkpoints of results


async def state_before(connection: Connection, pool: str, moment: datetime) -> PeopleState:
    """The latest checkpoint before a moment, or the empty state."""
    row = await connection.fetch_one(
        "SELECT state FROM people_checkpoints WHERE pool = %s AND until < %s AND catalogue_version = %s"
        " ORDER BY until DESC LIMIT 1",
        (pool, to_sql(moment), LATEST),
    )
    return PeopleState.from_bytes(zlib.decompress(row[0])) if row else PeopleState()


async def write_checkpoints(connection: Connection, pool: str, states: Sequence[PeopleState]) -> None:
    """Put the states after the first in place of all that came after it, and thin what has become old."""
    start, reached = states[0].as_of, states[-1].as_of
    after = to_sql(start) if start else "1000-01-01"
    await connection.execute("DELETE FROM people_checkpoints WHERE pool = %s AND until > %s", (pool, after))
    found = ended(states)
    if reached is None or not found:
        return
    earlier = await connection.fetch_all("SELECT until FROM people_checkpoints WHERE pool = %s", (pool,))
    stored = {aware(row[0]) for row in earlier}
    staying = kept([*stored, *found], reached)
    if dropped := sorted(stored - staying):
        query = f"DELETE FROM people_checkpoints WHERE pool = %s AND until IN ({in_list(dropped)})"
        await connection.execute(query, (pool, *map(to_sql, dropped)))
    await connection.execute_many(
        "INSERT INTO people_checkpoints (pool, until, catalogue_version, state, state_hash, document_set)"
        " VALUES (%s, %s, %s, %s, %s, %s)",
        [_checkpoint(pool, found[moment]) for moment in sorted((found.keys() & staying) - stored)],
    )


async def changed_from(connection: Connection, pool: str, moment: datetime) -> dict[Entity, tuple[datetime, datetime]]:
    """Whose rows rest on knowledge of a moment or later, or were corrected by it; their first and last `as_of`."""
    rows = await connection.fetch_all(
        f"SELECT kind, entity, MIN(as_of), MAX(as_of) FROM history WHERE pool = %s AND kind IN ({in_list(KINDS)})"
        " AND (known_at >= %s OR superseded_at >= %s) GROUP BY kind, entity",
        (pool, *KINDS, to_sql(moment), to_sql(moment)),
    )
    return {(kind, entity): (aware(first), aware(last)) for kind, entity, first, last in rows}


async def supersede(connection: Connection, superseded: Iterable[Superseded]) -> None:
    """Rows stored earlier stand no longer than until a correction was known."""
    await connection.execute_many(
        "UPDATE history SET superseded_at = %s WHERE kind = %s AND entity = %s AND as_of >= %s"
        " AND superseded_at IS NULL AND known_at < %s",
        [(to_sql(one.known_at), one.kind, one.entity, to_sql(one.as_of), to_sql(one.known_at)) for one in superseded],
    )


async def mark_meetings(
    connection: Connection, pool: str, squads: Mapping[str, tuple[datetime, datetime]], football_time: datetime
) -> None:
    """What stands beside the meetings of these teams is new: each from a moment on, as long as what is known at another
    moment holds.

    They meet in cups of another pool too. Its fold waits for the end of this transaction, and finds squads and marks.
    """
    if not squads:
        return
    if pool != INTERNATIONAL:
        await folds.lock_pool(connection, INTERNATIONAL)
    holds = {team: (first, last + HOLDS) for team, (first, last) in squads.items()}
    rows = await connection.fetch_all(
        "SELECT match_id, pool, home_team, away_team, event_time FROM matches"
        " WHERE pool IN (%s, %s) AND event_time BETWEEN %s AND %s",
        (
            pool,
            INTERNATIONAL,
            to_sql(min(first for first, _ in holds.values())),
            to_sql(max(last for _, last in holds.values())),
        ),
    )
    found = {
        match_id: of
        for match_id, of, *teams, kick_off in rows
        if any(team in holds and holds[team][0] <= aware(kick_off) <= holds[team][1] for team in teams)
    }
    await prices.mark_stale(connection, found, football_time)


def _checkpoint(pool: str, state: PeopleState) -> tuple[object, ...]:
    content = state.to_bytes()
    blob, digest = zlib.compress(content, _COMPRESSION), hashlib.sha256(content).hexdigest()
    return pool, to_sql(state.as_of), LATEST, blob, digest, state.document_set
