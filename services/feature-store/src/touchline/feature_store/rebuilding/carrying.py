"""Revisions: a vector that is equal keeps the one it has; one that differs is left to the fold worker.

Consumers apply only greater revisions, and only the fold worker gives them out and publishes. So what differs goes into
the shadow as it stands in the live table, stale, and the worker finds and tells it as it does any other change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from touchline.feature_store.rebuilding.tables import Table
from touchline.feature_store.stores import marks, prices
from touchline.feature_store.stores.rows import aware
from touchline.runtime.transaction import Connection

MATCHES, TEAMS, PLAYERS = "match_features", "team_features", "player_features"


@dataclass(frozen=True, slots=True)
class Carried:
    """What the fold worker will find: whose vectors differ; and those that have none any more."""

    matches: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    players: tuple[str, ...] = ()
    gone: tuple[tuple[str, str, int], ...] = ()  # table, entity, catalogue


@dataclass(frozen=True, slots=True)
class _Sides:
    """One table of vectors in both databases."""

    table: Table
    live: str
    shadow: str

    @property
    def entity(self) -> str:
        return self.table.group

    @property
    def both(self) -> str:
        return (
            f"{self.shadow}.{self.table.name} s %s {self.live}.{self.table.name} l USING ({', '.join(self.table.key)})"
        )

    @property
    def equal(self) -> str:
        return " AND ".join(f"s.{name} <=> l.{name}" for name in self.table.content)


async def carry(connection: Connection, tables: dict[str, Table], live: str, shadow: str) -> Carried:
    """Prepare the vectors of the shadow for the live tables; the connection works on the shadow."""
    found, gone = dict[str, _Changed](), list[tuple[str, str, int]]()
    for name in (MATCHES, TEAMS, PLAYERS):
        sides = _Sides(tables[name], live, shadow)
        gone += await _gone(connection, sides)
        found[name] = await _changed(connection, sides)
        await _take_over(connection, sides)
    await _mark_matches(connection, found[MATCHES])
    for pool, since, newest in _spans(found[TEAMS]):
        await marks.mark(connection, marks.RESULTS, pool, since, since, newest)
    for pool, since, newest in _spans(found[PLAYERS]):
        await marks.mark(connection, marks.PEOPLE, pool, since, since, newest)
    return Carried(_names(found[MATCHES]), _names(found[TEAMS]), _names(found[PLAYERS]), tuple(gone))


_Changed = list[tuple[str, str, datetime, datetime]]  # entity, pool, event time, available at


async def _changed(connection: Connection, sides: _Sides) -> _Changed:
    rows = await connection.fetch_all(
        f"SELECT s.{sides.entity}, s.pool, MIN(s.event_time), MIN(s.available_at) FROM {sides.both % 'LEFT JOIN'}"
        f" WHERE l.pool IS NULL OR NOT ({sides.equal}) GROUP BY s.{sides.entity}, s.pool"
    )
    return [(entity, pool, aware(event_time), aware(moment)) for entity, pool, event_time, moment in rows]


async def _gone(connection: Connection, sides: _Sides) -> list[tuple[str, str, int]]:
    rows = await connection.fetch_all(
        f"SELECT l.{sides.entity}, l.catalogue_version FROM {sides.both % 'RIGHT JOIN'} WHERE s.pool IS NULL"
    )
    return [(sides.table.name, entity, version) for entity, version in rows]


async def _take_over(connection: Connection, sides: _Sides) -> None:
    """Equal: the live revision. Different: the live row as it is. Not there: not here either, yet."""
    await connection.execute(
        f"UPDATE {sides.both % 'JOIN'} SET s.revision = l.revision, s.recorded_at = l.recorded_at WHERE {sides.equal}"
    )
    names = ", ".join(sides.table.columns)
    await connection.execute(
        f"REPLACE INTO {sides.shadow}.{sides.table.name} ({names})"
        f" SELECT {', '.join(f'l.{name}' for name in sides.table.columns)} FROM {sides.both % 'JOIN'}"
        f" WHERE NOT ({sides.equal})"
    )
    await connection.execute(f"DELETE s FROM {sides.both % 'LEFT JOIN'} WHERE l.pool IS NULL")


async def _mark_matches(connection: Connection, changed: _Changed) -> None:
    if changed:
        newest = max(moment for *_, moment in changed)
        await prices.mark_stale(connection, {match_id: pool for match_id, pool, *_ in changed}, newest)


def _spans(changed: _Changed) -> Iterator[tuple[str, datetime, datetime]]:
    """By pool, since when something differs, and the newest moment of it."""
    for pool in sorted({one[1] for one in changed}):
        times = [(event_time, moment) for _, of, event_time, moment in changed if of == pool]
        yield pool, min(map(min, times)), max(moment for _, moment in times)


def _names(changed: _Changed) -> tuple[str, ...]:
    return tuple(sorted({one[0] for one in changed}))
