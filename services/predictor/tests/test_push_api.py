"""Server-sent events over a real server: what a GET says, resumed, filtered, refused, dropped, ended."""

import asyncio
import json
import logging
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from changes import sealed, tell
from known_facts import KnownFacts
from known_state import FAR, KNOWN, NO_BUNDLES, KnownSources, known_state
from running import running

from tests.listening import Listener, listen
from touchline.predictor.access.gate import Gate
from touchline.predictor.serving.parts import Parts, feed_of
from touchline.predictor.serving.push.asking import model_of
from touchline.predictor.serving.push.events import Model
from touchline.runtime import metrics

OTHER = "E0:2019-20:chelsea:everton"


def parts_of(
    make: Any, *, kept: int = 1000, room: int = 1000, limit: int = 10, silence: float = 30.0, gate: Gate | None = None
) -> Parts:
    state = known_state(make)
    feed = feed_of(state, kept=kept, room=room, limit=limit)
    feed.begin("0a1b2c3d", [0])
    return Parts.around(state, KnownSources(make.document), KnownFacts(), NO_BUNDLES, feed, silence, gate=gate)


async def opened(port: int, query: str = "", *, lazy: bool = False) -> Listener:
    """A listener that has heard the first word."""
    listener = await listen(port, query, lazy=lazy)
    assert (listener.status, listener.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert (await listener.heard()).name == "open"
    return listener


async def cut(listener: Listener) -> bool:
    """Whether its connection ends in the middle of something."""
    try:
        while True:
            await listener.any()
    except (asyncio.IncompleteReadError, ConnectionResetError):
        return True
    except EOFError as end:
        return "cut" in str(end)


async def until(done: Callable[[], bool]) -> None:
    """Let everything else run until it is so."""
    async with asyncio.timeout(120):
        while not done():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_a_change_is_told_with_exactly_what_a_get_of_the_match_answers(make: Any) -> None:
    parts = parts_of(make)
    async with running(parts) as (port, _), httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        listener = await opened(port)
        tell(parts.state, parts.feed, make, [sealed(make, KNOWN, 2)], 5)
        event = await listener.heard()
        answer = await client.get("/v1/predict/match", params={"match_id": KNOWN})
    assert (event.name, event.id) == ("prediction", "0a1b2c3d:5.1")
    assert event.data == answer.json()
    assert event.data["revision"] == 2


async def test_a_repeat_and_an_older_revision_are_no_news(make: Any) -> None:
    parts = parts_of(make)
    second = sealed(make, KNOWN, 2)
    async with running(parts) as (port, _):
        listener = await opened(port)
        tell(parts.state, parts.feed, make, [second], 0)
        tell(parts.state, parts.feed, make, [second, sealed(make, KNOWN, 1), sealed(make, KNOWN, 3)], 1)
        heard = [await listener.heard() for _ in range(2)]
    assert [(one.data["revision"], one.id) for one in heard] == [(2, "0a1b2c3d:0.1"), (3, "0a1b2c3d:1.3")]


@pytest.mark.parametrize("named", ["header", "query"])
async def test_who_comes_back_with_its_last_id_misses_nothing(make: Any, named: str) -> None:
    parts = parts_of(make)
    async with running(parts) as (port, _):
        listener = await opened(port)
        tell(parts.state, parts.feed, make, [sealed(make, KNOWN, 2)], 0)
        last = (await listener.heard()).id
        listener.close()
        tell(parts.state, parts.feed, make, [sealed(make, KNOWN, 3), sealed(make, OTHER, 1)], 1)
        back = await listen(port, *(("", last) if named == "header" else (f"?after={last}",)))
        first, *missed = [await back.heard() for _ in range(3)]
    assert first.data["resumed"] is True
    assert [(one.data["match_id"], one.data["revision"]) for one in missed] == [(KNOWN, 3), (OTHER, 1)]


async def test_who_comes_back_too_late_hears_a_reset_that_says_why(make: Any) -> None:
    parts = parts_of(make, kept=1)
    async with running(parts) as (port, _):
        for number in range(2, 5):
            tell(parts.state, parts.feed, make, [sealed(make, KNOWN, number)], number)
        back = await listen(port, "", "0a1b2c3d:2.1")
        first, reset = await back.heard(), await back.heard()
    assert (first.data["resumed"], reset.name, reset.id) == (False, "reset", "0a1b2c3d:4.1")
    assert "no longer held" in reset.data["reason"]


async def test_filters_choose_and_a_name_that_nobody_knows_is_refused_with_a_hint(make: Any) -> None:
    parts = parts_of(make)
    async with running(parts) as (port, _):
        listener = await opened(port, "?team=everton&team=paris&competition=E0")
        for number, match in enumerate((KNOWN, OTHER)):
            tell(parts.state, parts.feed, make, [sealed(make, match, 5)], number)
        assert (await listener.heard()).data["match_id"] == OTHER
        refused = await listen(port, "?team=arsnal")
        assert (refused.status, (await refused.problem())["errors"][0]["expected"]) == (
            404, "the id of a known team; did you mean arsenal?",
        )  # fmt: skip
        assert [(await listen(port, query)).status for query in ("?match_id=x", "?competition=E9", "?team=")] == [
            404, 404, 422,
        ]  # fmt: skip
        assert (await listen(port, "?" + "&".join(["team=arsenal"] * 101))).status == 422
        assert (await listen(port, f"?match_id={FAR}")).status == 200


async def test_beyond_the_limit_and_before_it_is_ready_the_replica_says_so(make: Any) -> None:
    parts = parts_of(make, limit=1)
    refused = metrics.SUBSCRIBERS_REFUSED._value.get()
    async with running(parts) as (port, _):
        first = await opened(port)
        turned_away = await listen(port)
        assert (turned_away.status, (await turned_away.problem())["type"]) == (503, "/problems/too-many-subscribers")
        first.close()
        await until(lambda: not parts.feed.subscriptions)
        await opened(port)
        parts.state.ready, parts.state.served = False, None
        unready = await listen(port)
        assert (unready.status, (await unready.problem())["type"]) == (503, "/problems/unready")
    assert metrics.SUBSCRIBERS_REFUSED._value.get() == refused + 1


async def test_silence_is_broken_by_heartbeats(make: Any) -> None:
    parts = parts_of(make, silence=0.05)
    async with running(parts) as (port, _):
        listener = await opened(port)
        beats = [await listener.any() for _ in range(2)]
        assert [(beat.name, beat.data, beat.id) for beat in beats] == [("", None, "0a1b2c3d:0.0")] * 2


async def test_a_swap_of_the_model_is_told(make: Any) -> None:
    parts = parts_of(make)
    async with running(parts) as (port, _):
        listener = await listen(port)
        assert (await listener.heard()).data["model"] == {"name": "touchline-match", "version": "1", "since": "2019-12-26T12:00:00Z"}  # fmt: skip  # noqa: E501
        model = model_of(parts.state)
        assert model is not None
        parts.feed.swapped(Model(model.name, "2", model.since))
        event = await listener.heard()
    assert (event.name, event.data["version"], event.id) == ("model", "2", "0a1b2c3d:0.0")


async def test_who_does_not_read_is_cut_off_and_counted_while_others_hear_everything(
    make: Any, caplog: pytest.LogCaptureFixture
) -> None:
    parts = parts_of(make, room=20)
    dropped = metrics.SUBSCRIBERS_GONE.labels("slow")._value.get()
    async with running(parts) as (port, _):
        slow, quick = await opened(port, lazy=True), await opened(port)
        told, heard = 0, []
        while len(parts.feed.subscriptions) == 2:
            told += 1
            assert told < 10_000, "a subscriber that does not read is still served"
            tell(parts.state, parts.feed, make, [sealed(make, KNOWN, 1 + told)], told)
            heard.append((await quick.heard()).data["revision"])
        assert slow.writer.transport.is_closing() or await cut(slow)
    assert heard == list(range(2, told + 2))
    assert metrics.SUBSCRIBERS_GONE.labels("slow")._value.get() == dropped + 1
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("reads", [True, False])
async def test_an_ending_replica_ends_its_streams_well_before_the_server_loses_patience(
    make: Any, reads: bool, caplog: pytest.LogCaptureFixture
) -> None:
    parts = parts_of(make)
    async with running(parts) as (port, server):
        listener = await opened(port, lazy=not reads)
        for number in range(2, 10 if reads else 100):  # half a megabyte: more than both sockets hold
            tell(parts.state, parts.feed, make, [sealed(make, KNOWN, number)], number)
        server.should_exit = True
        if reads:
            assert [one.data["revision"] async for one in listener.rest()] == list(range(2, 10))
        await until(lambda: not parts.feed.subscriptions and not server.server_state.connections)
    # the server says so when it had to wait until its patience ended
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_openapi_describes_the_stream_as_it_is(make: Any) -> None:
    parts = parts_of(make)
    async with running(parts) as (port, _), httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
        described = (await client.get("/openapi.json")).json()["paths"]["/v1/stream/predictions"]["get"]
        listener = await listen(port)
        tell(parts.state, parts.feed, make, [sealed(make, KNOWN, 2)], 0)
        real = [await listener.heard() for _ in range(2)]
    example = described["responses"]["200"]["content"]["text/event-stream"]["example"]
    shown = dict(re.findall(r"event: (\w+)\ndata: (.*)\n", example))
    assert {name: json.loads(data).keys() for name, data in shown.items()} == {
        one.name: one.data.keys() for one in real
    }
