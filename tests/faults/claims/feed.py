"""Requests as Kafka carries them in bad times: repeated, out of order, several in a message."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from touchline.schemas import Envelope, batch_of, encode
from touchline.schemas.records import Cause, RetrainingRequest
from touchline.schemas.topics import RETRAINING_REQUESTS

REPEATED = 0.4  # share of the requests that come again, some of them twice
FURTHEST = 40  # places by which a request may come too late
MOST_IN_A_MESSAGE = 3
FOOTBALL_TIME = datetime(2021, 5, 22, 18, tzinfo=UTC)


def ids(events: int, seed: int, of: str) -> list[str]:
    """The ids of so many requests.

    >>> ids(2, 7, "mass")
    ['mass-7-0000', 'mass-7-0001']
    """
    return [f"{of}-{seed}-{number:04d}" for number in range(events)]


def deliveries(request_ids: Sequence[str], seed: int) -> list[list[str]]:
    """The requests in the order and the messages in which they are sent; each at least once.

    >>> sent = deliveries(ids(50, 1, "mass"), 1)
    >>> flat = [one for message in sent for one in message]
    >>> set(flat) == set(ids(50, 1, "mass")), len(flat) > 50, flat != sorted(flat), max(map(len, sent)) <= 3
    (True, True, True, True)
    """
    dice = random.Random(seed)
    places = [(place + dice.uniform(0, FURTHEST), one) for place, one in enumerate(request_ids)]
    for place, one in enumerate(request_ids):
        while dice.random() < REPEATED:
            places.append((place + dice.uniform(0, 3 * FURTHEST), one))
    return list(_messages([one for _, one in sorted(places)], dice))


def _messages(ordered: Sequence[str], dice: random.Random) -> Iterator[list[str]]:
    place = 0
    while place < len(ordered):
        size = dice.randint(1, MOST_IN_A_MESSAGE)
        yield list(ordered[place : place + size])
        place += size


def message(request_ids: Sequence[str], repeat: int) -> tuple[bytes, bytes, list[tuple[str, bytes]]]:
    """Key, value and headers, as the drift monitor sends them."""
    rows = [_request(one) for one in request_ids]
    topic = RETRAINING_REQUESTS
    headers = Envelope(f"{request_ids[0]}#{repeat}", "/test", topic.name, FOOTBALL_TIME, topic.name, "").headers()
    return request_ids[0].encode(), encode(batch_of(RetrainingRequest, rows)), headers


def _request(request_id: str) -> RetrainingRequest:
    return RetrainingRequest(
        request_id=request_id,
        cause=Cause.DRIFT.value,
        drift_id=f"drift of {request_id}",
        pool="ENG",
        model_name="touchline-match",
        reason="a request of the campaign",
        event_time=FOOTBALL_TIME,
        available_at=FOOTBALL_TIME,
        recorded_at=FOOTBALL_TIME,
        revision=1,
    )
