"""What handlers keep, and what they mark as unsettled."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast

import pyarrow as pa
import pytest
from watched_players import forecast_row, line_row
from watched_rows import TIME, match, odds, prediction, vector

from touchline.drift_monitor.handlers import Handlers
from touchline.runtime.errors import InvalidRecord
from touchline.runtime.message import Message
from touchline.runtime.transaction import Transaction
from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.records import Match, MatchFeatures, MatchPrediction, Odds, PlayerPrediction

NO_TRANSACTION = cast(Transaction, None)


class FakeWatched:
    """Keeps what it is given."""

    def __init__(self) -> None:
        self.kept: list[object] = []
        self.unsettled: Counter[tuple[str, str, datetime]] = Counter()

    async def keep_results(self, rows: Sequence[Match]) -> None:
        self.kept += rows

    async def keep_odds(self, rows: Sequence[Odds]) -> None:
        self.kept += rows

    async def keep_vectors(self, rows: Sequence[MatchFeatures]) -> None:
        self.kept += rows

    async def keep_predictions(self, rows: Sequence[MatchPrediction]) -> None:
        self.kept += rows

    async def keep_lines(self, batch: pa.RecordBatch) -> None:
        self.kept += batch.column("player_id").to_pylist()

    async def keep_forecasts(self, rows: Iterable[PlayerPrediction]) -> None:
        self.kept += rows

    async def mark_unsettled(self, pool: str, match_ids: Collection[str], football_time: datetime) -> None:
        self.unsettled.update((pool, match_id, football_time) for match_id in match_ids)


def over(watched: FakeWatched) -> Handlers:
    return Handlers(lambda _: watched, lambda _: watched)


def message(*rows: object) -> Message:
    """A message that carries these rows."""
    record = type(rows[0])
    envelope = Envelope("id", "/touchline/test", "test", TIME, "test", "")
    return Message("a topic", 0, 0, b"ENG", encode(batch_of(record, rows)), envelope.headers())


async def test_results_are_kept_and_their_matches_unsettled_at_football_time() -> None:
    watched = FakeWatched()
    await over(watched).record_matches(message(match("a"), match("b", "SCO")), NO_TRANSACTION)
    assert [row.match_id for row in watched.kept if isinstance(row, Match)] == ["a", "b"]
    assert set(watched.unsettled) == {("ENG", "a", TIME), ("SCO", "b", TIME)}


async def test_only_average_odds_on_the_result_are_kept() -> None:
    watched = FakeWatched()
    rows = odds("a"), odds("b", bookmaker="b365"), odds("c", market="over-2.5"), odds("d", prices=(2.0, 2.0))
    await over(watched).record_odds(message(*rows), NO_TRANSACTION)
    assert set(watched.unsettled) == {("ENG", "a", TIME)}
    assert len(watched.kept) == 1


async def test_a_message_without_a_watched_price_touches_nothing() -> None:
    watched = FakeWatched()
    rows = [odds("a", bookmaker=f"b{number}", market="over-under") for number in range(100)]
    await over(watched).record_odds(message(*rows), NO_TRANSACTION)
    assert not watched.kept
    assert not watched.unsettled


async def test_predictions_are_kept_and_their_matches_unsettled() -> None:
    watched = FakeWatched()
    await over(watched).record_predictions(message(prediction("a")), NO_TRANSACTION)
    assert set(watched.unsettled) == {("ENG", "a", TIME)}


async def test_a_message_with_shares_that_are_no_probabilities_is_unreadable_and_leaves_nothing_behind() -> None:
    watched = FakeWatched()
    rows = prediction("a"), replace(prediction("b"), prediction_id="q", draw=0.5)
    with pytest.raises(InvalidRecord, match=r"prediction q: probabilities sum to 1, these to 1\.25"):
        await over(watched).record_predictions(message(*rows), NO_TRANSACTION)
    assert not watched.kept
    assert not watched.unsettled


async def test_vectors_settle_nothing() -> None:
    watched = FakeWatched()
    await over(watched).record_vectors(message(vector("a")), NO_TRANSACTION)
    assert len(watched.kept) == 1
    assert not watched.unsettled


async def test_what_players_did_and_what_was_forecast_of_them_unsettle_their_matches() -> None:
    watched = FakeWatched()
    handlers = over(watched)
    await handlers.record_lines(message(line_row("p1", match_id="a"), line_row("p2", match_id="b")), NO_TRANSACTION)
    await handlers.record_forecasts(message(forecast_row("p1", match_id="a")), NO_TRANSACTION)
    assert watched.kept[:2] == ["p1", "p2"]
    assert len(watched.kept) == 3
    assert watched.unsettled == {("ENG", "a", TIME): 2, ("ENG", "b", TIME): 1}


async def test_a_forecast_whose_features_nobody_knows_is_unreadable_and_leaves_nothing_behind() -> None:
    watched = FakeWatched()
    with pytest.raises(InvalidRecord, match="1 values, 55 are known"):
        await over(watched).record_forecasts(message(forecast_row("p1", values=[0.5])), NO_TRANSACTION)
    assert not watched.kept
