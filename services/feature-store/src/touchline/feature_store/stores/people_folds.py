"""What the fold of people remembers between two folds, and which meetings it makes stale."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from touchline.feature_store.people.content import HOLDS, PLAYER, SQUAD, Entity
from touchline.feature_store.people.replaying import Superseded
from touchline.feature_store.stores import folds, history, prices
from touchline.feature_store.stores.rows import aware, in_list, to_sql
from touchline.feature_store.superseding import spans
from touchline.runtime.transaction import Connection
from touchline.schemas.competitions import INTERNATIONAL

KINDS = (PLAYER, SQUAD)


async def changed_from(connection: Connection, pool: str, moment: datetime) -> dict[Entity, tuple[datetime, datetime]]:
    """Whose rows rest on knowledge of a moment or later, or were corrected by it; their first and last `as_of`."""
    rows = await connection.fetch_all(
        f"SELECT kind, entity, MIN(as_of), MAX(as_of) FROM history WHERE pool = %s AND kind IN ({in_list(KINDS)})"
        " AND (known_at >= %s OR superseded_at >= %s) GROUP BY kind, entity",
        (pool, *KINDS, to_sql(moment), to_sql(moment)),
    )
    return {(kind, entity): (aware(first), aware(last)) for kind, entity, first, last in rows}


async def supersede(connection: Connection, superseded: Iterable[Superseded]) -> None:
    """Rows stored earlier stand no longer than until a correction was known; all were known before the first."""
    found: dict[Entity, list[Superseded]] = {}
    for one in superseded:
        found.setdefault((one.kind, one.entity), []).append(one)
    await connection.execute_many(
        "UPDATE history SET superseded_at = %s WHERE kind = %s AND entity = %s AND as_of >= %s AND as_of < %s"
        " AND superseded_at IS NULL",
        [
            (to_sql(span.known_at), *entity, to_sql(span.since), to_sql(span.until or history.END))
            for entity, corrections in found.items()
            for span in spans(corrections)
        ],
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
