"""Push on real parts: from a vector to subscribers, a thousand of them, slow ones, and replicas that die."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from changes import sealed

from tests.calling import Calls
from tests.listening import Listener, listen
from tests.replicas import Replica, consuming, everybody, produce, producing, serving
from tests.stack import RunningStack
from touchline.runtime.settings import Settings
from touchline.runtime.topics import read_topic
from touchline.schemas.records import MatchPrediction
from touchline.schemas.rpc import predictor_pb2 as rpc
from touchline.schemas.topics import MATCH_FEATURES, MATCH_PREDICTIONS, POOLS

pytestmark = pytest.mark.stack

MATCHES = [f"E0:2019-20:arsenal:club-{number}" for number in range(POOLS)]  # one in each partition
LAST = 99_999  # revision of the last change of a partition that is to be heard
PATIENCE = 120.0


@pytest.fixture
async def producer(ground: RunningStack) -> AsyncIterator[Any]:
    async with producing(ground) as open_producer:
        yield open_producer


async def change(producer: Any, make: Any, number: int, partition: int) -> None:
    """The `number`-th prediction of a partition's match."""
    row = sealed(make, MATCHES[partition], number)
    await produce(producer, MATCH_PREDICTIONS, [row], make.noon, partition)


async def opened(replica: Replica, query: str = "", last_id: str | None = None, *, lazy: bool = False) -> Listener:
    listener = await listen(replica.rest, query, last_id, lazy=lazy)
    assert listener.status == 200
    assert (await listener.heard(PATIENCE)).name == "open"
    return listener


async def test_a_changed_vector_reaches_subscribers_of_both_ways_as_what_a_get_answers(
    crowned: RunningStack, producer: Any, make: Any, tmp_path: Path
) -> None:
    vectors = [make.features(revision=number, values=make.vector(chances_rate_home=1 + number)) for number in (1, 2)]
    match_id = vectors[0].match_id
    async with consuming(crowned, tmp_path), serving(crowned, "a", tmp_path) as replica, Calls(replica.grpc) as calls:
        everything, stream = await opened(replica), calls.StreamPredictions(rpc.StreamPredictionsRequest())
        assert (await stream.read()).WhichOneof("event") == "open"
        heard = []
        for row in vectors:
            await produce(producer, MATCH_FEATURES, [row], make.noon)
            heard.append((await everything.heard(PATIENCE), await stream.read()))
        narrow = await listen(replica.rest, f"?match_id={match_id}", heard[0][0].id)
        again = [await narrow.heard(PATIENCE) for _ in range(2)][1]
        async with httpx.AsyncClient(trust_env=False, base_url=f"http://127.0.0.1:{replica.rest}") as client:
            answer = (await client.get("/v1/predict/match", params={"match_id": match_id})).json()
    (first, _), (second, called) = heard
    assert second.data["probabilities"]["home"] > first.data["probabilities"]["home"]
    assert second.data["supersedes"] == first.data["prediction_id"]
    times = ("topics_read_at", "football_time", "age_seconds")  # of other topics' messages since
    assert {**answer, **{name: second.data[name] for name in times}} == second.data
    assert again == second
    assert (called.position, called.prediction.prediction_id) == (second.id, second.data["prediction_id"])
    assert list(called.prediction.grid) == [cell for row in second.data["grid"] for cell in row]


async def test_a_thousand_subscribers_of_one_worker_each_hear_everything_in_order(
    crowned: RunningStack, producer: Any, make: Any, tmp_path: Path
) -> None:
    async with serving(crowned, "a", tmp_path) as replica:
        listeners = [await opened(replica) for _ in range(1000)]
        for number in range(1, 6):
            await change(producer, make, number, partition=0)

        async def five(listener: Listener) -> list[tuple[str, int]]:
            return [(one.id, one.data["revision"]) for one in [await listener.heard(PATIENCE) for _ in range(5)]]

        told = await everybody(five(listener) for listener in listeners)
        assert "touchline_push_subscribers 1000.0" in await replica.metrics()
        replica.process.terminate()
        assert await asyncio.to_thread(replica.process.wait, 60) == 0
        ends = await everybody(_rest(listener) for listener in listeners)
    assert [revision for _, revision in told[0]] == [1, 2, 3, 4, 5]
    assert all(one == told[0] for one in told)
    assert all(end == 0 for end in ends)
    assert "graceful" not in (tmp_path / "a.log").read_text()  # uvicorn's complaint when it lost patience


async def _rest(listener: Listener) -> int:
    return len([one async for one in listener.rest() if one.data is not None])


async def test_a_slow_reader_is_dropped_and_the_others_hear_everything(
    crowned: RunningStack, producer: Any, make: Any, tmp_path: Path
) -> None:
    async with serving(crowned, "a", tmp_path, push_waiting=20) as replica:
        slow, quick = await opened(replica, lazy=True), await opened(replica)
        number, heard = 100, []
        while 'touchline_push_subscribers_gone_total{why="slow"} 1.0' not in await replica.metrics():
            for _ in range(20):
                number += 1
                await change(producer, make, number, partition=1)
                heard.append((await quick.heard(PATIENCE)).data["revision"])
            assert number < 5000
        slow.close()
        assert "touchline_push_subscribers 1.0" in await replica.metrics()
    assert heard == list(range(101, number + 1))


async def test_a_subscriber_that_moves_between_replicas_as_they_die_misses_nothing_and_hears_nothing_twice(
    crowned: RunningStack, producer: Any, make: Any, tmp_path: Path
) -> None:
    """Changes in all partitions go on while replicas are killed and started; the last id is all that is carried."""
    begin, rounds = 10_000, 3

    async def go_on() -> None:
        number = begin
        while not enough.is_set():
            number += 1
            await change(producer, make, number, partition=number % POOLS)
            await asyncio.sleep(0.01)
        for partition in range(POOLS):  # a replica reads partitions in an order of its own: each has its last
            await change(producer, make, LAST, partition)

    enough, heard, last = asyncio.Event(), [], None
    async with AsyncExitStack() as held:
        replicas = [await held.enter_async_context(serving(crowned, name, tmp_path)) for name in ("a", "b")]
        listener = await opened(replicas[0])
        last = listener.last_id
        changing = asyncio.create_task(go_on())
        for turn in range(rounds):
            heard += [await listener.heard(PATIENCE) for _ in range(40)]
            doomed = replicas.pop(0)
            doomed.kill()
            heard += [one async for one in listener.rest() if one.data is not None]
            last = listener.last_id
            name = f"again-{turn}"
            replicas.append(await held.enter_async_context(serving(crowned, name, tmp_path)))
            listener = await listen(replicas[0].rest, "", last)
            first = await listener.heard(PATIENCE)
            assert first.data["resumed"] is True
        enough.set()
        while sum(one.data["revision"] == LAST for one in heard) < POOLS:
            heard.append(await listener.heard(PATIENCE))
        await changing
    told = [(one.data["match_id"], one.data["revision"]) for one in heard]
    written = await _written(crowned, begin)
    assert sorted(told) == sorted(written)
    for match_id in MATCHES:
        revisions = [revision for match, revision in told if match == match_id]
        assert revisions == sorted(revisions)


async def _written(ground: RunningStack, begin: int) -> list[tuple[str, int]]:
    """What the topic holds of the test that began there."""
    return [
        (row.match_id, row.revision)
        async for message in read_topic(Settings(), MATCH_PREDICTIONS)
        for row in message.rows(MatchPrediction)
        if row.revision > begin and row.match_id in MATCHES
    ]
