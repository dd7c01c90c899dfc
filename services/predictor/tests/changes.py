"""Changes of predictions for tests of push: sealed one after the other, put into messages as Kafka brings them."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from touchline.predictor.prediction.sealing import next_seal
from touchline.predictor.prediction.seals import Chain
from touchline.predictor.serving.push.feed import Feed
from touchline.predictor.serving.state import State
from touchline.runtime.message import Message
from touchline.schemas.records import MatchPrediction
from touchline.schemas.topics import MATCH_PREDICTIONS


def sealed(make: Any, match_id: str, number: int, before: MatchPrediction | None = None) -> MatchPrediction:
    """The `number`-th prediction of a match, each of other chances."""
    home = 0.3 + 0.4 * (number % 97) / 97
    said = make.said(home, 0.25, 0.75 - home)
    row = next_seal(
        make.fixture(match_id=match_id), said, make.champion(), before=before, chain=Chain(), clock=make.noon,
        incarnation=0, recorded_at=make.noon,
    )  # fmt: skip
    assert row is not None
    return replace(row, revision=number, prediction_id=sha256(f"{match_id}@{number}".encode()).hexdigest()[:32])


def tell(
    state: State, feed: Feed, make: Any, rows: Sequence[MatchPrediction], offset: int, partition: int = 0
) -> Message:
    """One message, as the reader of the topic takes it."""
    message = replace(make.message(MATCH_PREDICTIONS, rows), partition=partition, offset=offset)
    feed.take(partition, offset, state.apply(MATCH_PREDICTIONS, message, make.noon))
    return message
