"""Prices and squads beside each meeting, as they stand of its kick-off."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime

from touchline.feature_store.folding import Aside, Beside
from touchline.feature_store.pricing import KIND as MARKET
from touchline.feature_store.replaying import Row
from touchline.feature_store.stores import folds, history
from touchline.football.resolution import ResolvedMatch
from touchline.runtime.transaction import Connection


async def beside_of(connection: Connection, meetings: Sequence[ResolvedMatch]) -> Aside:
    """What each of these meetings reads besides results, read at once."""
    markets = await history.standing_of(connection, MARKET, [one.match_id for one in meetings])
    names = {row.document_set for rows in markets.values() for row in rows}
    documents = await folds.documents_of(connection, names)

    def beside(match: ResolvedMatch) -> Beside:
        row = latest(markets, match.match_id, match.event_time)
        if row is None or not row.values:
            return Beside()
        return Beside(market=row.values, documents=documents[row.document_set], known_at=row.as_of)

    return beside


def latest(timelines: Mapping[str, Sequence[Row]], entity: str, moment: datetime) -> Row | None:
    """An entity's latest row of a moment or before; rows are in the order of `as_of`."""
    rows = timelines.get(entity, ())
    place = bisect_right(rows, moment, key=lambda row: row.as_of)
    return rows[place - 1] if place else None
