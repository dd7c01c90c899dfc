"""One handler per topic: keep what it says, and mark the matches it is about as unsettled."""

from collections import defaultdict
from collections.abc import Callable, Sequence

import pyarrow.compute as pc

from touchline.drift_monitor.ports import Watched
from touchline.football.outcome import Probabilities
from touchline.runtime.errors import InvalidRecord
from touchline.runtime.message import Message
from touchline.runtime.transaction import Transaction
from touchline.schemas import decode, rows_of
from touchline.schemas.records import Match, MatchFeatures, MatchPrediction, Odds

WatchedIn = Callable[[Transaction], Watched]
WATCHED_BOOKMAKER = "average"
WATCHED_MARKET = "1x2"


class Handlers:
    """The handlers over whatever keeps things; running one twice changes nothing."""

    def __init__(self, watched: WatchedIn) -> None:
        self._watched = watched

    async def record_matches(self, message: Message, transaction: Transaction) -> None:
        """Keep the latest assertion of each document about each match."""
        rows, watched = message.rows(Match), self._watched(transaction)
        await watched.keep_results(rows)
        await _mark(watched, message, rows)

    async def record_odds(self, message: Message, transaction: Transaction) -> None:
        """Keep the market's average prices on the result."""
        rows = watched_odds(message)
        watched = self._watched(transaction)
        if rows:
            await watched.keep_odds(rows)
            await _mark(watched, message, rows)

    async def record_vectors(self, message: Message, transaction: Transaction) -> None:
        """Keep the inputs that models see."""
        await self._watched(transaction).keep_vectors(message.rows(MatchFeatures))

    async def record_predictions(self, message: Message, transaction: Transaction) -> None:
        """Keep every seal; which one counts is known only when the match has been played."""
        rows, watched = message.rows(MatchPrediction), self._watched(transaction)
        for row in rows:
            believe(row)
        await watched.keep_predictions(rows)
        await _mark(watched, message, rows)


def believe(row: MatchPrediction) -> None:
    """Refuse what could never be scored before it is kept: kept, it would stop the settler at every start.

    Raises:
        InvalidRecord: the shares are no probabilities.
    """
    try:
        Probabilities(row.home, row.draw, row.away)
    except ValueError as error:
        raise InvalidRecord(f"prediction {row.prediction_id}: {error}") from error


def watched_odds(message: Message) -> list[Odds]:
    """The prices that are watched; all others are passed over as columns and never become records."""
    batch = decode(Odds, message.value)
    watched = pc.and_(
        pc.equal(batch.column("bookmaker"), WATCHED_BOOKMAKER), pc.equal(batch.column("market"), WATCHED_MARKET)
    )
    return [row for row in rows_of(Odds, batch.filter(watched)) if len(row.prices) == 3]


async def _mark(watched: Watched, message: Message, rows: Sequence[Match | Odds | MatchPrediction]) -> None:
    matches: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        matches[row.pool].add(row.match_id)
    for pool, match_ids in matches.items():
        await watched.mark_unsettled(pool, match_ids, message.envelope.time)
