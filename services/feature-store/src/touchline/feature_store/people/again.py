"""People made again from what was told alone, in memory."""

from dataclasses import dataclass
from datetime import UTC, datetime

from touchline.feature_store.features.people.state import PeopleState
from touchline.feature_store.people.features import latest_served, player_rows
from touchline.feature_store.people.replaying import replay
from touchline.feature_store.people.versions import RECORDS, Revision, revised, versions_of
from touchline.feature_store.replaying import Row
from touchline.feature_store.stores import marks, people_told, people_versions
from touchline.feature_store.vectors import Stored
from touchline.runtime.transaction import Connection

BEGINNING = datetime(1000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Again:
    """What the tables should hold of a pool's people, and how what is known differs from what they hold."""

    revision: Revision
    rows: list[Row]
    features: list[Stored]
    reached: datetime | None  # when the newest of it became known

    @property
    def versions(self) -> int:
        """How many versions of facts differ."""
        return len({one.key for one in (*self.revision.written, *self.revision.dropped)})


async def people_again(connection: Connection, pool: str) -> Again:
    """Everything from nothing."""
    told = [await people_told.told_in_pool(connection, record, pool) for record in RECORDS]
    known = [version for of_record in told for version in versions_of(of_record)]
    replayed = replay(PeopleState(), [], known)
    return Again(
        revised(await people_versions.versions_in_pool(connection, pool), known),
        replayed.rows,
        player_rows(latest_served(replayed.rows).values()),
        max((one.known_at for one in known), default=None),
    )


async def apply(connection: Connection, pool: str, again: Again) -> None:
    """Put what is known right, and mark the pool's people stale from their beginning."""
    await people_versions.write(connection, again.revision)
    if again.reached is not None:
        await marks.mark(connection, marks.PEOPLE, pool, BEGINNING, BEGINNING, again.reached)
