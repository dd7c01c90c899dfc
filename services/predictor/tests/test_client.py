"""`touchline-client` against a real server: what its README shows, tags, problems, changes, and no server at all."""

import ast
import asyncio
import re
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import httpx
import pytest
from changes import sealed, tell
from known_keys import Clock, KeyTable, gate_of
from known_state import FAR, KNOWN
from running import running
from test_push_api import parts_of

from touchline.client import AsyncTouchline, Refused, Touchline, Unreachable
from touchline.predictor.serving.parts import Parts
from touchline.schemas.topics import RAW_DOCUMENTS

README = Path(__file__).parents[3] / "libs" / "client" / "README.md"
T = TypeVar("T")


@pytest.fixture
async def parts(make: Any) -> Parts:
    return parts_of(make)


@pytest.fixture
async def address(parts: Parts) -> AsyncIterator[str]:
    async with running(parts) as (port, _):
        yield f"http://127.0.0.1:{port}"


async def waited(address: str, ask: Callable[[Touchline], T], **options: Any) -> T:
    """What the client that waits says, beside the server that this test runs."""

    def work() -> T:
        with Touchline(address, **options) as touchline:
            return ask(touchline)

    return await asyncio.to_thread(work)


async def test_the_quick_start_of_the_readme_runs(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    sync, awaited, *_of_topics = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    await asyncio.to_thread(exec, sync, {"address": address, "key": None})
    said = capsys.readouterr().out
    assert KNOWN in said
    assert "by model 1" in said
    assert said.endswith("True\n")
    await eval(compile(awaited, "README", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), {"address": address, "key": None})
    assert capsys.readouterr().out.startswith("open ")


async def test_both_clients_say_the_same_with_types(address: str) -> None:
    async with AsyncTouchline(address + "/") as touchline:
        one, many, fixtures = (
            await touchline.match(KNOWN),
            await touchline.matches([{"match_id": KNOWN}, {"home": "chelsea", "away": "everton", "date": None}]),
            await touchline.fixtures(),
        )
        meeting = await touchline.meeting("chelsea", "everton")
    assert await waited(address, lambda sync: sync.match(KNOWN)) == one
    assert await waited(address, lambda sync: sync.matches([{"match_id": KNOWN}])) == many[:1]
    assert await waited(address, lambda sync: sync.fixtures()) == fixtures
    assert (one.chances.home, one.model_version, one.hypothetical) == (pytest.approx(0.5), "1", False)
    assert (meeting.match_id, meeting.prediction_id, meeting.hypothetical) == (None, None, True)
    assert sum((one.chances.home, one.chances.draw, one.chances.away)) == pytest.approx(1.0)
    by_id = {one.match_id: one for one in fixtures}
    assert by_id[KNOWN].reason is None
    assert (by_id[FAR].chances, "horizon" in (by_id[FAR].reason or "")) == (None, True)


async def test_an_answer_that_stands_costs_no_body_and_is_as_old_as_it_is(
    parts: Parts, address: str, make: Any
) -> None:
    heard: list[httpx.Response] = []

    class Listening(httpx.AsyncHTTPTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            heard.append(await super().handle_async_request(request))
            return heard[-1]

    async with AsyncTouchline(address, transport=Listening()) as touchline:
        first = await touchline.match(KNOWN)
        day = make.noon + timedelta(days=1)
        parts.state.apply(RAW_DOCUMENTS, make.message(RAW_DOCUMENTS, [make.raw_document()], day), day)
        second = await touchline.match(KNOWN)
    assert [one.status_code for one in heard] == [200, 304]
    assert second.age_seconds - first.age_seconds == 86400
    assert second.football_time - first.football_time == timedelta(days=1)
    assert second.chances == first.chances


async def test_what_is_refused_says_the_field_and_what_may_pass(make: Any) -> None:
    table, clock = KeyTable(), Clock()
    key, gate = table.make(burst=3, per_minute=1), gate_of(table, clock)
    await gate.keys.look()
    async with running(parts_of(make, gate=gate)) as (port, _):
        address = f"http://127.0.0.1:{port}"
        async with AsyncTouchline(address) as nobody, AsyncTouchline(address, key=key) as touchline:
            with pytest.raises(Refused, match="no-key"):
                await nobody.fixtures()
            with pytest.raises(Refused) as unknown:
                await touchline.meeting("arsnal", "chelsea")
            with pytest.raises(Refused) as batch:
                await touchline.matches([{"match_id": "nobody"}])
            assert await touchline.fixtures()
            with pytest.raises(Refused) as too_often:
                await touchline.fixtures()
        with pytest.raises(Refused) as stream:
            await waited(address, lambda sync: next(sync.changes()), key=key)
    assert (unknown.value.status, unknown.value.errors[0]["field"]) == (404, "home")
    assert "did you mean arsenal?" in unknown.value.errors[0]["expected"]
    assert batch.value.errors[0]["field"] == "matches.0.match_id"
    for error in (too_often.value, stream.value):
        assert (error.status, error.may_pass) == (429, True)
        assert (error.retry_after or 0) > 0


async def test_changes_are_told_as_they_happen_and_go_on_after_the_last_id(
    parts: Parts, address: str, make: Any
) -> None:
    async with AsyncTouchline(address) as touchline:
        changes = touchline.changes(match_id=[KNOWN])
        assert (await anext(changes)).name == "open"
        tell(parts.state, parts.feed, make, [sealed(make, KNOWN, 7)], 0)
        first = await anext(changes)
        await changes.aclose()  # type: ignore[attr-defined]
        tell(parts.state, parts.feed, make, [sealed(make, KNOWN, 8)], 1)

    def resumed(sync: Touchline) -> list[Any]:
        found = sync.changes(after=first.id, match_id=[KNOWN])
        return [next(found), next(found)]

    opened, second = await waited(address, resumed)
    assert (first.name, first.data["revision"]) == ("prediction", 7)
    assert (opened.name, opened.data["resumed"]) == ("open", True)
    assert (second.name, second.data["revision"]) == ("prediction", 8)


async def test_a_server_that_is_away_is_an_error_of_this_client() -> None:
    with pytest.raises(Unreachable, match="no answer"):
        await waited("http://127.0.0.1:9", lambda sync: sync.fixtures())
    async with AsyncTouchline("http://127.0.0.1:9") as touchline:
        with pytest.raises(Unreachable):
            await touchline.match(KNOWN)
