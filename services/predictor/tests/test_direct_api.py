"""What is answered at once leaves byte for byte as what goes through parser and application."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_facts import KnownFacts
from known_keys import Clock, KeyTable, gate_of
from known_state import KNOWN, NO_BUNDLES, KnownSources, known_state
from prometheus_client import REGISTRY
from running import running

from touchline.predictor.serving.app import Server
from touchline.predictor.serving.connection import Connection
from touchline.predictor.serving.parts import Parts

TREES = "touchline-match-lightgbm-1x2"
MATCH = f"/v1/predict/match?match_id={KNOWN}"
INFER = f"/v2/models/{TREES}/infer"
LAST = b"GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"
DATE = re.compile(rb"date: [^\r]*\r\n")
BODY = json.dumps({"inputs": [{"name": "features", "datatype": "FP64", "shape": [2], "data": [1650.0, 1480.5],
                               "parameters": {"names": "elo_home,elo_away"}}]}).encode()  # fmt: skip
PATIENCE = 10


class Counting(Connection):
    """Counts what the parser began to read."""

    parsed = 0

    def on_message_begin(self) -> None:
        Counting.parsed += 1
        super().on_message_begin()


class Ordinary(Connection):
    """Answers nothing at once."""

    def _is_resting(self) -> bool:
        return False


@dataclass
class World:
    """A replica, its keys, and two ports: where it answers at once what it can, and where it never does."""

    parts: Parts
    table: KeyTable
    clock: Clock
    key: str
    direct: int
    ordinary: int
    server: Server

    async def open(self, port: int) -> "Client":
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        return Client(reader, writer)

    async def both(self, pieces: Sequence[bytes]) -> tuple[bytes, bytes]:
        """All that comes back where it may be answered at once, asked a second time, and where not."""
        await self.all_of(self.direct, pieces)
        return await self.all_of(self.direct, pieces), await self.all_of(self.ordinary, pieces)

    async def all_of(self, port: int, pieces: Sequence[bytes]) -> bytes:
        client = await self.open(port)
        async with asyncio.timeout(PATIENCE):
            for piece in pieces:
                client.writer.write(piece)
                await client.writer.drain()
                await asyncio.sleep(0.003)
            said = await client.reader.read(-1)
        client.writer.close()
        return DATE.sub(b"", said)


@dataclass
class Client:
    """One connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def ask(self, *pieces: bytes) -> tuple[int, bytes]:
        """The status of the next answer, and all of it but its date; a piece is on its way before the next."""
        async with asyncio.timeout(PATIENCE):
            for place, piece in enumerate(pieces):
                if place:
                    await asyncio.sleep(0.01)
                self.writer.write(piece)
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", head)
            body = await self.reader.readexactly(int(length[1])) if length else b""
        return int(head.split()[1]), DATE.sub(b"", head) + body


@pytest.fixture
async def world(make: Any) -> AsyncIterator[World]:
    async with world_of(make) as made:
        yield made


@asynccontextmanager
async def world_of(make: Any, keep_alive: int = 5, **key: Any) -> AsyncIterator[World]:
    state, table, clock = known_state(make), KeyTable(), Clock()
    assert state.served is not None
    state.served = replace(state.served, model=make.model(trees=True))
    made = table.make(**({"per_minute": 6_000_000, "burst": 100_000} | key))
    gate = gate_of(table, clock)
    await gate.keys.look()
    parts = Parts.around(state, KnownSources(make.document), KnownFacts(), NO_BUNDLES, gate=gate)
    async with (
        running(parts, http=Counting, keep_alive=keep_alive) as (direct, server),
        running(parts, http=Ordinary) as (ordinary, _),
    ):
        yield World(parts, table, clock, made, direct, ordinary, server)


def request(
    key: str, method: str = "GET", path: str = MATCH, body: bytes | None = None, version: str = "1.1", **headers: str
) -> bytes:
    """A request as bytes."""
    said = {"host": "x", "authorization": f"Bearer {key}", **headers}
    if body is not None:
        said |= {"content-type": "application/json", "content-length": str(len(body))} | headers
    lines = [f"{method} {path} HTTP/{version}", *(f"{name.replace('_', '-')}: {value}" for name, value in said.items())]
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


async def warmed(client: Client, asked: bytes) -> bytes:
    """The answer by the parser, which everything like it is from now on answered without."""
    for _ in range(20):  # the first ones that count on a quota wait for it
        before = Counting.parsed
        _, said = await client.ask(asked)
        if Counting.parsed == before:
            return said
    raise AssertionError("it is never answered at once")


async def test_what_was_asked_before_is_answered_without_parser_as_with_it(world: World) -> None:
    client = await world.open(world.direct)
    for asked in (request(world.key), request(world.key, "POST", INFER, BODY)):
        at_once = await warmed(client, asked)
        ordinary = await (await world.open(world.ordinary)).ask(asked)
        assert (ordinary[0], at_once) == (200, ordinary[1])


async def test_who_has_the_answer_hears_304_at_once(world: World) -> None:
    client = await world.open(world.direct)
    _, whole = await client.ask(request(world.key))
    found = re.search(rb"etag: ([^\r]*)", whole)
    assert found is not None
    at_once = await warmed(client, request(world.key, if_none_match=found[1].decode()))
    assert at_once.startswith(b"HTTP/1.1 304 ")
    assert at_once.endswith(b"\r\n\r\n")


async def test_head_and_body_may_come_apart(world: World) -> None:
    client = await world.open(world.direct)
    asked = request(world.key, "POST", INFER, BODY)
    head, body = asked[: -len(BODY)], asked[-len(BODY) :]
    said = [await client.ask(head, body) for _ in range(3)]
    at_once = await warmed(client, asked)
    parsed = Counting.parsed
    said += [await client.ask(head, body), await client.ask(asked)]
    assert Counting.parsed == parsed
    said += [await client.ask(head, body[:9], body[9:]), await client.ask(head[:50], head[50:], body)]
    assert said == [(200, at_once)] * 7


async def test_another_body_with_the_same_head_is_another_question(world: World) -> None:
    client = await world.open(world.direct)
    other = BODY.replace(b"1650.0", b"1250.0")
    first = await warmed(client, request(world.key, "POST", INFER, BODY))
    at_once = await warmed(client, request(world.key, "POST", INFER, other))
    assert at_once != first
    assert at_once == (await (await world.open(world.ordinary)).ask(request(world.key, "POST", INFER, other)))[1]


async def test_a_revoked_key_opens_nothing_more_though_its_question_is_known(world: World) -> None:
    client = await world.open(world.direct)
    await warmed(client, request(world.key))
    world.table.revoke(world.key)
    await world.parts.gate.keys.look()
    assert (await client.ask(request(world.key)))[0] == 401


async def test_an_expired_key_likewise(world: World) -> None:
    client = await world.open(world.direct)
    await warmed(client, request(world.key))
    world.clock.move(2 * 86400)
    assert (await client.ask(request(world.key)))[0] == 401


async def test_requests_are_counted_however_they_are_answered(make: Any) -> None:
    async with world_of(make, per_minute=1, burst=40) as world:
        client = await world.open(world.direct)
        said = [(await client.ask(request(world.key)))[0] for _ in range(45)]
    assert said == [200] * 40 + [429] * 5


async def test_requests_are_measured_however_they_are_answered(world: World) -> None:
    def counted() -> float:
        labels = {"route": "/predict/match", "status": "200"}
        return REGISTRY.get_sample_value("touchline_request_seconds_count", labels) or 0.0

    client, before = await world.open(world.direct), counted()
    for _ in range(20):
        await client.ask(request(world.key))
    assert counted() - before == 20


async def test_what_was_read_since_is_in_the_answer_at_once(world: World, make: Any) -> None:
    client, state = await world.open(world.direct), world.parts.state
    before = await warmed(client, request(world.key))
    assert state.served is not None
    state.served = replace(state.served, model=make.model("2", bias=0.5))
    hypothetical = request(world.key, path="/v1/predict/match?home=chelsea&away=everton")
    after = await warmed(client, hypothetical)
    assert b'"version":"2"' in after or b'"model_version":"2"' in after
    state.read_at = datetime(2030, 1, 1, tzinfo=UTC)
    state.turn += 1
    parsed = Counting.parsed
    later = await client.ask(request(world.key))
    assert Counting.parsed == parsed
    assert (later[0], b"2030-01-01T00:00:00Z" in later[1], b"2030-01-01T00:00:00Z" in before) == (200, True, False)


@pytest.mark.parametrize(
    "headers",
    [{"connection": "close"}, {"expect": "100-continue"}, {"origin": "https://a.example"}, {"upgrade": "h2c"},
     {"transfer_encoding": "chunked"}, {"content_length": "0"}],
)  # fmt: skip
async def test_a_head_that_says_more_is_left_to_the_parser(world: World, headers: dict[str, str]) -> None:
    asked = request(world.key, **headers) + (b"0\r\n\r\n" if "transfer_encoding" in headers else b"")
    for _ in range(3):
        client, parsed = await world.open(world.direct), Counting.parsed
        status, _ = await client.ask(asked)
        assert (status, Counting.parsed) == (200, parsed + 1)


async def test_heads_that_are_not_asked_any_more_are_forgotten(world: World) -> None:
    direct = world.server.config.app.state.direct  # type: ignore[union-attr]
    client, direct._most = await world.open(world.direct), 5
    for number in range(9):
        await client.ask(request(world.key, user_agent=str(number)))
    assert len(direct) == 5


async def test_no_key_stays_in_memory(world: World) -> None:
    direct = world.server.config.app.state.direct  # type: ignore[union-attr]
    await warmed(await world.open(world.direct), request(world.key))
    assert len(direct) == 1
    assert world.key.split("_", 2)[2] not in f"{direct._known!r}"


async def test_an_answer_at_once_keeps_a_connection_open_and_silence_ends_it(make: Any) -> None:
    async with world_of(make, keep_alive=1) as world:
        client = await world.open(world.direct)
        for _ in range(40):  # until a piece of the quota is large enough for what follows
            await warmed(client, request(world.key))
        for _ in range(5):
            await asyncio.sleep(0.4)
            parsed = Counting.parsed
            assert (await client.ask(request(world.key)))[0] == 200
            assert Counting.parsed == parsed
        async with asyncio.timeout(PATIENCE):
            assert await client.reader.read(1) == b""


async def test_a_request_that_came_in_part_is_answered_before_the_end(make: Any) -> None:
    async with world_of(make) as world:
        client, resting = await world.open(world.direct), await world.open(world.direct)
        asked = request(world.key, "POST", INFER, BODY)
        await warmed(client, asked)
        await warmed(resting, asked)
        client.writer.write(asked[:-5])
        await asyncio.sleep(0.05)
        world.server.should_exit = True
        async with asyncio.timeout(PATIENCE):
            assert await resting.reader.read(1) == b""  # nothing was under way there
        assert (await client.ask(asked[-5:]))[0] == 200
        assert await client.reader.read(1) == b""


async def test_a_reader_who_does_not_read_is_not_written_to_without_end(world: World) -> None:
    client = await world.open(world.direct)
    await warmed(client, request(world.key))
    for _ in range(3000):
        client.writer.write(request(world.key))
    (connection,) = world.server.server_state.connections
    async with asyncio.timeout(PATIENCE):
        while not connection.flow.write_paused:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert connection.transport.get_write_buffer_size() < 256 * 1024
    for _ in range(3000):
        assert (await client.ask())[0] == 200


TARGETS = (MATCH, "/predict/match?home=chelsea&away=everton&date=2020-01-11", "/v1/predict/match?match_id=nobody",
           "/v1/predict/match?x=1", "/v1/fixtures", "/health/live", "/nowhere")  # fmt: skip
ODD_BODIES = (BODY, b"", b"{", b"[" * 5000, BODY.replace(b"1650.0", b"NaN"), BODY.replace(b"[2]", b"[3]"),
              BODY.replace(b"elo_home", b"elo"), b" " * 70_000, BODY + b"\n",
              BODY.replace(b"1650.0", b"true"))  # fmt: skip
HEADERS = st.dictionaries(
    st.sampled_from(["if_none_match", "accept", "AUTHORIZATION", "connection", "origin", "x_forwarded_for", "expect",
                     "accept_encoding", "content_type"]),
    st.sampled_from(["*", 'W/"a"', "keep-alive", "gzip", "Bearer x", "192.0.2.1", "application/json", ""]), max_size=3,
)  # fmt: skip
ASKED = st.one_of(
    st.tuples(st.sampled_from(["GET", "GET", "HEAD", "DELETE"]), st.sampled_from(TARGETS), st.none(), HEADERS),
    st.tuples(st.just("POST"), st.sampled_from([INFER, "/v2/models/x/infer", "/v1/predict/match"]),
              st.sampled_from(ODD_BODIES), HEADERS),
)  # fmt: skip


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(asked=st.lists(ASKED, min_size=1, max_size=4), cuts=st.lists(st.integers(1, 6000), max_size=4))
async def test_whatever_is_asked_is_answered_alike(world: World, asked: list[Any], cuts: list[int]) -> None:
    """Each request when the one before is answered, and all of them in pieces that end anywhere."""
    requests = [*(request(world.key, *one, "1.1", **headers) for *one, headers in asked), LAST]
    whole = b"".join(requests)
    places = sorted({0, *(cut % len(whole) for cut in cuts), len(whole)})
    for pieces in (requests, [whole[begin:end] for begin, end in pairwise(places)]):
        direct, ordinary = await world.both(pieces)
        assert direct == ordinary


@pytest.mark.parametrize(
    "data",
    [b"\r\n\r\n", b"GET\r\n\r\n", b"\x16\x03\x01\x02\x00", b"GET / HTTP/9.9\r\n\r\n", b"GET " + b"x" * 100_000,
     b"GET / HTTP/1.1\r\ncontent-length: x\r\n\r\n", b"GET / HTTP/1.1\r\na b: c\r\n\r\n"],
)  # fmt: skip
async def test_what_is_no_request_behind_one_that_was_answered_is_refused_alike(world: World, data: bytes) -> None:
    direct, ordinary = await world.both([request(world.key), data + b"\r\n" + LAST])
    assert direct == ordinary
