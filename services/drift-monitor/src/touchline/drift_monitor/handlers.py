"""One handler per topic: keep what it says, and mark the matches it is about as unsettled."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import pyarrow.compute as pc

from touchline.drift_monitor.ports import Watched, WatchedPlayers
from touchline.football.outcome import Probabilities
from touchline.football.player_inputs import VECTOR
from touchline.runtime.errors import InvalidRecord
from touchline.runtime.message import Message
from touchline.runtime.transaction import Transaction
from touchline.schemas import decode, rows_of
from touchline.schemas.records import Match, MatchFeatures, MatchPrediction, Odds, PlayerMatch, PlayerPrediction

WatchedIn = Callable[[Transaction], Watched]
PlayersIn = Callable[[Transaction], WatchedPlayers]
WATCHED_BOOKMAKER = "average"
WATCHED_MARKET = "1x2"


class Handlers:
    """The handlers over whatever keeps things; running one twice changes nothing."""

    def __init__(self, watched: WatchedIn, players: PlayersIn) -> None:
        self._watched = watched
        self._players = players

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

    async def record_lines(self, message: Message, transaction: Transaction) -> None:
        """Keep what documents say that players did."""
        batch = decode(PlayerMatch, message.value)
        await self._players(transaction).keep_lines(batch)
        named = zip(*(batch.column(name).to_pylist() for name in ("pool", "match_id")), strict=True)
        await _mark_all(self._watched(transaction), message, named)

    async def record_forecasts(self, message: Message, transaction: Transaction) -> None:
        """Keep every forecast of a match's players."""
        rows = message.rows(PlayerPrediction)
        for row in rows:
            believe_forecast(row)
        await self._players(transaction).keep_forecasts(rows)
        await _mark_all(self._watched(transaction), message, ((row.pool, row.match_id) for row in rows))


def believe_forecast(row: PlayerPrediction) -> None:
    """Refuse what could never be scored before it is kept.

    Raises:
        InvalidRecord: the features are not those of a known catalogue.
    """
    if len(row.values) <= len(VECTOR):  # and whether he is banned
        raise InvalidRecord(f"forecast {row.forecast_id}: {len(row.values)} values, {len(VECTOR) + 1} are known")


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
    await _mark_all(watched, message, ((row.pool, row.match_id) for row in rows))


async def _mark_all(watched: Watched, message: Message, named: Iterable[tuple[str, str]]) -> None:
    matches: dict[str, set[str]] = defaultdict(set)
    for pool, match_id in named:
        matches[pool].add(match_id)
    for pool, match_ids in matches.items():
        await watched.mark_unsettled(pool, match_ids, message.envelope.time)
