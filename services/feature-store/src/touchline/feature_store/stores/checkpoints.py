"""States from which a pool can be folded again, of its results and of its people."""

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, Self, TypeVar

from touchline.feature_store.features.people.state import PeopleState
from touchline.feature_store.features.state import PoolState
from touchline.feature_store.keeping import ended, kept
from touchline.feature_store.stores.rows import aware, in_list, to_sql
from touchline.football.catalogue import LATEST
from touchline.runtime.transaction import Connection

_COMPRESSION = 1  # a state is JSON of numbers: the fastest level takes most of what there is to take


class State(Protocol):
    """What a fold has come to; the empty one is made of nothing."""

    def __init__(self) -> None: ...
    @property
    def as_of(self) -> datetime | None: ...
    @property
    def document_set(self) -> str: ...
    def to_bytes(self) -> bytes: ...
    @classmethod
    def from_bytes(cls, content: bytes, /) -> Self: ...


S = TypeVar("S", bound=State)


@dataclass(frozen=True, slots=True)
class Checkpoints(Generic[S]):
    """One table of states: of which `keeping` tells which are written and which stay."""

    table: str
    state: type[S]

    async def before(self, connection: Connection, pool: str, moment: datetime) -> S:
        """The latest checkpoint before a moment, or the empty state."""
        row = await connection.fetch_one(
            f"SELECT state FROM {self.table} WHERE pool = %s AND until < %s AND catalogue_version = %s"
            " ORDER BY until DESC LIMIT 1",
            (pool, to_sql(moment), LATEST),
        )
        return self.state.from_bytes(zlib.decompress(row[0])) if row else self.state()

    async def write(self, connection: Connection, pool: str, states: Sequence[S], *, later: bool = True) -> None:
        """Put the states after the first in place of all that came after it, and thin what has become old.

        `later` says whether there may be some that came after the first.
        """
        if later:
            start = states[0].as_of
            after = to_sql(start) if start else "1000-01-01"
            await connection.execute_many(f"DELETE FROM {self.table} WHERE pool = %s AND until > %s", [(pool, after)])
        found = ended(states)
        if not found:
            return
        earlier = await connection.fetch_all(f"SELECT until FROM {self.table} WHERE pool = %s", (pool,))
        stored = {aware(row[0]) for row in earlier}
        staying = kept([*stored, *found])
        if dropped := sorted(stored - staying):
            query = f"DELETE FROM {self.table} WHERE pool = %s AND until IN ({in_list(dropped)})"
            await connection.execute_many(query, [(pool, *map(to_sql, dropped))])
        await connection.execute_many(
            f"INSERT INTO {self.table} (pool, until, catalogue_version, state, state_hash, document_set)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [_row(pool, found[moment]) for moment in sorted((found.keys() & staying) - stored)],
        )


def _row(pool: str, state: State) -> tuple[object, ...]:
    content = state.to_bytes()
    blob, digest = zlib.compress(content, _COMPRESSION), hashlib.sha256(content).hexdigest()
    return pool, to_sql(state.as_of), LATEST, blob, digest, state.document_set


RESULTS = Checkpoints("checkpoints", PoolState)
PEOPLE = Checkpoints("people_checkpoints", PeopleState)
