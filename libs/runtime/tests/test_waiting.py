"""What a consumer says of its outbox and its lag, in the exposition that Prometheus reads."""

import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from kafka.errors import UnknownBrokerIdError
from prometheus_client import REGISTRY

from touchline.runtime import metrics
from touchline.runtime.backlog import Backlog
from touchline.runtime.brokers import Brokers
from touchline.runtime.unit_of_work import Partition
from touchline.runtime.waiting import begin_at_zero, tell_lags, tell_outbox, watch_waiting
from touchline.schemas.topics import ODDS

TOPIC = "football.odds.v1"


def service() -> str:
    """A name of its own: the registry is the process's."""
    return f"test-{secrets.token_hex(4)}"


def shown(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, labels)


def test_a_counter_stands_at_zero_before_anything_happens_so_that_the_first_rise_is_seen() -> None:
    name = service()
    assert shown("touchline_fenced_total", service=name) is None
    begin_at_zero(name, [TOPIC])
    assert shown("touchline_fenced_total", service=name) == 0
    assert {
        shown("touchline_messages_total", service=name, topic=TOPIC, answer=one) for one in metrics.ANSWER.values
    } == {0}


def test_the_outbox_is_as_old_as_its_oldest_lane_and_as_long_as_all() -> None:
    name, backlog = service(), Backlog[str]()
    tell_outbox(name, {"a": (0, 2), "b": (4, 5)}, backlog, 100.0)
    tell_outbox(name, {"a": (2, 3), "b": (4, 9)}, backlog, 130.0)
    assert shown("touchline_outbox_pending_messages", service=name) == 6
    assert shown("touchline_outbox_pending_seconds", service=name) == 30
    tell_outbox(name, {}, backlog, 140.0)
    assert shown("touchline_outbox_pending_seconds", service=name) == 0


def test_lag_is_summed_over_partitions_its_age_is_the_oldest_and_a_partition_given_away_leaves_none() -> None:
    name, first, second = service(), Partition(TOPIC, 0), Partition(TOPIC, 1)
    tell_lags(name, [TOPIC], {first: 3, second: 4}, {first: 12.0, second: 40.0})
    assert shown("touchline_lag_messages", service=name, topic=TOPIC) == 7
    assert shown("touchline_lag_seconds", service=name, topic=TOPIC) == 40
    tell_lags(name, [TOPIC], {}, {})
    assert shown("touchline_lag_messages", service=name, topic=TOPIC) == 0
    assert shown("touchline_lag_seconds", service=name, topic=TOPIC) == 0


class EmptyOutbox:
    """A database in which nothing waits."""

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator["EmptyOutbox"]:
        yield self

    async def fetch_all(self, sql: str, args: Sequence[object] = ()) -> list[Any]:
        return []


async def test_a_broker_that_loses_sight_of_itself_under_load_ends_no_service() -> None:
    looks = 0

    async def lost(*_: object) -> None:
        raise UnknownBrokerIdError(-1)

    async def third(_: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 3:
            raise TimeoutError

    with pytest.raises(TimeoutError):
        await watch_waiting(EmptyOutbox(), Brokers("nowhere:9092"), service(), [ODDS], third, lost)
