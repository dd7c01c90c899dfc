"""Quotas while Redis is refused, silent, or back: requests go on, counted alone, and hardly wait."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

import pytest
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from tests.integration.ground import free_port
from touchline.predictor.access.allowance import Allowance
from touchline.predictor.access.counting import PAUSE, RedisCounts, quick_redis
from touchline.predictor.access.quotas import Quotas

QUOTA = Allowance(per_minute=60, burst=5, streams=0)


class Moved:
    """A monotonic clock with a push."""

    def __init__(self) -> None:
        self.pushed = 0.0

    def __call__(self) -> float:
        return monotonic() + self.pushed


@asynccontextmanager
async def counts_at(port: int, now: Moved) -> AsyncIterator[RedisCounts]:
    redis = quick_redis(f"redis://127.0.0.1:{port}/0")
    try:
        yield RedisCounts(redis, now)
    finally:
        await redis.aclose()


@asynccontextmanager
async def server(answer: bytes | None, asked: list[bytes]) -> AsyncIterator[int]:
    """Something on Redis' port that answers every command so, or not at all."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            asked.append(data)
            if answer is not None:
                writer.write(answer)
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[1]
    finally:
        listening.close()


def alone() -> float:
    return REGISTRY.get_sample_value("touchline_quota_alone_total") or 0.0


async def test_without_redis_a_replica_counts_alone_and_says_so_once() -> None:
    before = alone()
    async with counts_at(free_port(), Moved()) as counts:
        quotas = Quotas(counts, monotonic)
        with capture_logs() as logs:
            waits = [await quotas.take("key:a", QUOTA) for _ in range(7)]
    assert [wait > 0 for wait in waits] == [False] * 5 + [True] * 2
    assert [each["event"] for each in logs] == ["quotas are counted alone"]
    assert alone() > before


async def test_a_redis_that_does_not_answer_holds_up_a_request_and_then_one_a_second_at_most() -> None:
    asked: list[bytes] = []
    now = Moved()
    async with server(None, asked) as port, counts_at(port, now) as counts:
        for _ in range(50):
            await counts.take("key:a", QUOTA, 1, 0)
        assert len(asked) == 1
        now.pushed += PAUSE
        await asyncio.gather(*(counts.take("key:a", QUOTA, 1, 0) for _ in range(50)))
    assert len(asked) == 2


@pytest.mark.parametrize("answer", [b"-READONLY You can't write against a read only replica.\r\n", b"-OOM used\r\n"])
async def test_a_redis_that_refuses_is_as_good_as_none(answer: bytes) -> None:
    async with server(answer, []) as port, counts_at(port, Moved()) as counts:
        assert (await counts.take("key:a", QUOTA, 3, 0)).requests == 3


async def test_once_redis_is_back_requests_are_counted_there_again() -> None:
    now, before = Moved(), alone()
    asked: list[bytes] = []
    async with server(b"*2\r\n:1\r\n:0\r\n" * 1, asked) as port:
        away = quick_redis(f"redis://127.0.0.1:{free_port()}/0")
        counts = RedisCounts(away, now)
        await counts.take("key:a", QUOTA, 1, 0)
        assert alone() == before + 1
        back = quick_redis(f"redis://127.0.0.1:{port}/0")
        counts._script.registered_client = back
        await counts.take("key:a", QUOTA, 1, 0)
        assert (alone(), asked) == (before + 2, [])  # not asked again at once
        now.pushed += PAUSE
        for _ in range(3):
            await counts.take("key:a", QUOTA, 1, 0)
        assert alone() == before + 2
        assert len(asked) >= 3
        await away.aclose()
        await back.aclose()
