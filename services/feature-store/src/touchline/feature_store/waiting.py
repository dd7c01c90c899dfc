"""What of a pool waits for a fold, and what it is folded from: asked for together, in as few round trips as may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from touchline.feature_store.features.state import PoolState
from touchline.feature_store.memory import Remembered
from touchline.feature_store.stores import checkpoints, knowledge, marks, prices
from touchline.feature_store.versions import MatchVersion
from touchline.runtime.transaction import Asked, Transaction

END = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What of a pool waits for a fold, as it was asked for together."""

    people: Asked[marks.StaleMark | None]
    results: Asked[marks.StaleMark | None]
    prices: Asked[dict[str, prices.StalePrice]]


def ask_waiting(transaction: Transaction, pool: str) -> Waiting:
    """Ask for it; nothing may be asked before the pool's row is."""
    return Waiting(
        marks.marked(transaction, marks.PEOPLE, pool),
        marks.marked(transaction, marks.RESULTS, pool),
        prices.stale(transaction, pool),
    )


@dataclass(frozen=True, slots=True)
class Stale:
    """Why a pool is folded: what was known from a moment on, and the matches whose prices or squads are new."""

    mark: marks.StaleMark | None
    priced: Mapping[str, prices.StalePrice]

    @property
    def known_from(self) -> datetime:
        """What was known before this moment still stands."""
        return self.mark.known_from if self.mark else END

    @property
    def causes(self) -> list[str]:
        """`traceparent` of whatever made it stale."""
        priced = [cause for one in self.priced.values() for cause in one.causes]
        return [*priced, *(self.mark.causes if self.mark else ())]

    @property
    def football_time(self) -> datetime:
        """Of the newest message that made it stale."""
        moments = [one.football_time for one in self.priced.values()]
        return max([*moments, self.mark.football_time] if self.mark else moments)


async def read_for(
    transaction: Transaction, pool: str, held: Remembered, stale: Stale
) -> tuple[list[MatchVersion], PoolState, list[MatchVersion]]:
    """What became known, the state to go on from, and what stood before.

    A state in memory is tried first with what the marks touch, so that all is read at once: what became known rarely
    touches more.
    """
    kick_offs = [one.kick_off for one in stale.priced.values() if one.kick_off]
    marked = min([*kick_offs, stale.mark.from_time] if stale.mark else kick_offs, default=END)
    asked = knowledge.known_from(transaction, pool, stale.known_from)
    tried = held.before(marked)
    before = knowledge.known_before(transaction, pool, stale.known_from, tried.as_of) if tried else None
    later = await asked if stale.mark else []
    touches = min([marked, *(one.touches for one in later)])
    start = held.before(touches) or await checkpoints.RESULTS.before(transaction, pool, touches)
    if before is None or start is not tried:
        before = knowledge.known_before(transaction, pool, stale.known_from, start.as_of)
    stood = [one for asked in before for one in await asked]
    return later, start, list({one.match.match_id: one for one in stood}.values())
