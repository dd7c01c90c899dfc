"""What Alertmanager is answered, over HTTP."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from aiohttp.test_utils import TestServer
from alertmanager import alert, message
from fake_ledger import FakeLedger
from pydantic import SecretStr, ValidationError
from watched_matches import NOW

from touchline.drift_monitor.alerts import Alert
from touchline.drift_monitor.config import DriftMonitorSettings
from touchline.drift_monitor.receiving import LARGEST, application, receiver
from touchline.drift_monitor.requesting import Answer, consider
from touchline.runtime.errors import Unavailable

TOKEN = SecretStr("a token")
SHOWN = {"Authorization": "Bearer a token"}


class Desk:
    """Takes alerts over a ledger in memory; `down` as often as is said."""

    def __init__(self, down: int = 0) -> None:
        self.ledger = FakeLedger(settled=200)
        self.down = down

    async def take(self, alert: Alert) -> Answer:
        if self.down and self.ledger.requests:
            self.down -= 1
            raise Unavailable("MariaDB")
        return (await consider(alert, self.ledger, NOW))[0]


@asynccontextmanager
async def heard_by(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a receiver on a port of its own."""
    async with (
        TestServer(application(TOKEN, desk.take)) as server,
        httpx.AsyncClient(base_url=str(server.make_url("/")), trust_env=False) as client,
    ):
        yield client


@pytest.mark.parametrize(
    "shown",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "a token"},
        {"Authorization": "Basic a token"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer another"},
        {"Authorization": "Bearer a tokens"},
        {"Authorization": b"Bearer \xff"},
    ],
    ids=str,
)
async def test_without_the_token_nothing_is_read_and_nothing_asked(shown: dict[str, str]) -> None:
    desk = Desk()
    async with heard_by(desk) as client:
        answer = await client.post("/alerts", content=message(alert()), headers=shown)
        unread = await client.post("/alerts", content=b"{", headers=shown)
    assert (answer.status_code, answer.headers["WWW-Authenticate"], unread.status_code) == (401, "Bearer", 401)
    assert not desk.ledger.requests


async def test_two_alerts_of_one_group_ask_each_once_however_often_the_group_is_repeated() -> None:
    desk = Desk()
    async with heard_by(desk) as client:
        group = message(alert("ENG"), alert("GER"), alert("ESP", status="resolved"))
        first, again = [await client.post("/alerts", content=group, headers=SHOWN) for _ in range(2)]
    asked = [{"pool": pool, "answer": "asked"} for pool in ("ENG", "GER")]
    assert (first.status_code, first.json()["answers"]) == (200, asked)
    assert [one["answer"] for one in again.json()["answers"]] == ["asked before"] * 2
    assert [request.pool for request, _ in desk.ledger.requests] == ["ENG", "GER"]


async def test_what_cannot_be_read_is_answered_so_that_it_is_not_repeated() -> None:
    desk = Desk()
    async with heard_by(desk) as client:
        answer = await client.post("/alerts", content=b"{", headers=SHOWN)
        large = await client.post("/alerts", content=b" " * (LARGEST + 1), headers=SHOWN)
        asked = await client.get("/alerts", headers=SHOWN)
    assert (answer.status_code, large.status_code, asked.status_code) == (400, 413, 405)
    assert "Invalid JSON" in answer.json()["error"]


async def test_while_the_database_is_down_alertmanager_is_told_to_come_again_and_then_nothing_is_asked_twice() -> None:
    desk = Desk(down=1)
    async with heard_by(desk) as client:
        group = message(alert("ENG"), alert("GER"))
        down, up = [await client.post("/alerts", content=group, headers=SHOWN) for _ in range(2)]
    assert (down.status_code, up.status_code) == (503, 200)
    assert [one["answer"] for one in up.json()["answers"]] == ["asked before", "asked"]
    assert len(desk.ledger.requests) == 2


async def test_the_receiver_listens_until_it_is_ended(unused_tcp_port: int) -> None:
    listening = asyncio.ensure_future(receiver("127.0.0.1", unused_tcp_port, TOKEN, Desk().take)())
    address = f"http://127.0.0.1:{unused_tcp_port}/alerts"
    async with httpx.AsyncClient(trust_env=False) as client:
        while True:
            try:
                answer = await client.post(address, content=message(), headers=SHOWN)
                break
            except httpx.ConnectError:
                await asyncio.sleep(0)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        with pytest.raises(httpx.ConnectError):
            await client.post(address, content=message(), headers=SHOWN)
    assert answer.json() == {"answers": []}


def test_a_port_for_alerts_without_a_token_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOUCHLINE_ALERTS_PORT", "9000")
    with pytest.raises(ValidationError, match="opens a port that nothing would guard"):
        DriftMonitorSettings()
    monkeypatch.setenv("TOUCHLINE_ALERT_TOKEN", "a token")
    assert DriftMonitorSettings().alerts_port == 9000
