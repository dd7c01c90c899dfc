"""Prices and squads beside each meeting, as they stand of its kick-off."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import datetime

from touchline.feature_store.folding import NOTHING_BESIDE, Aside, Beside
from touchline.feature_store.people.content import SQUAD, says
from touchline.feature_store.pricing import KIND as MARKET
from touchline.feature_store.replaying import Row
from touchline.feature_store.stores import folds, history
from touchline.football.resolution import ResolvedMatch
from touchline.runtime.transaction import Connection


async def beside_of(connection: Connection, meetings: Sequence[ResolvedMatch]) -> Aside:
    """What each of these meetings reads besides results, read at once."""
    if not meetings:
        return lambda _: NOTHING_BESIDE
    teams = sorted({team for one in meetings for team in (one.home_team, one.away_team)})
    asked = (
        history.standing_of(connection, MARKET, [one.match_id for one in meetings]),
        history.standing_of(connection, SQUAD, teams),
    )
    markets, squads = await asked[0], await asked[1]
    names = {row.document_set for timelines in (markets, squads) for rows in timelines.values() for row in rows}
    documents = await folds.documents_of(connection, names)

    def beside(match: ResolvedMatch) -> Beside:
        market = latest(markets, match.match_id, match.event_time)
        home, away = (_squad(squads, team, match.event_time) for team in (match.home_team, match.away_team))
        rows = [row for row in (market, home, away) if row is not None and row.values]
        return Beside(
            market=market.values if market and market.values else None,
            home_squad=home.values if home else None,
            away_squad=away.values if away else None,
            documents=tuple(one for row in rows for one in documents[row.document_set]),
            known_at=max((row.as_of for row in rows), default=None),
        )

    return beside


def _squad(squads: Mapping[str, Sequence[Row]], team: str, kick_off: datetime) -> Row | None:
    """The row of a team's squad that says something of a match."""
    row = latest(squads, team, kick_off)
    return row if row is not None and says(row.values, row.as_of, kick_off) else None


def latest(timelines: Mapping[str, Sequence[Row]], entity: str, moment: datetime) -> Row | None:
    """An entity's latest row of a moment or before; rows are in the order of `as_of`."""
    rows = timelines.get(entity, ())
    place = bisect_right(rows, moment, key=lambda row: row.as_of)
    return rows[place - 1] if place else None
