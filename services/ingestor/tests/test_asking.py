"""Sources share one client, and neither a connection nor a wrong key of one is another's."""

import ssl
from typing import Any

import httpcore
import httpx
import pytest
from pydantic import SecretStr

from touchline.ingestor.addresses import AddressPolicy
from touchline.ingestor.asking import keys_of
from touchline.ingestor.config import IngestorSettings
from touchline.ingestor.errors import FetchFailed
from touchline.ingestor.exchange import Line, Size
from touchline.ingestor.keys import NO_KEYS
from touchline.ingestor.sources.registry import CARDS

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class OneMachine(httpcore.AsyncMockBackend):
    """Serves several hosts at one address, and notes for which name each connection's certificate was checked."""

    def __init__(self) -> None:
        super().__init__([])
        self.checked: list[str | None] = []

    async def connect_tcp(self, *args: Any, **rest: Any) -> httpcore.AsyncNetworkStream:
        return Connection(self.checked)


class Connection(httpcore.AsyncMockStream):
    def __init__(self, checked: list[str | None]) -> None:
        super().__init__([ANSWER, ANSWER])
        self.checked = checked

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        self.checked.append(server_hostname)
        return self


async def same_address(host: str) -> list[str]:
    return ["93.184.215.14"]


async def test_no_host_is_asked_over_a_connection_whose_certificate_is_anothers() -> None:
    machine, transport = OneMachine(), httpx.AsyncHTTPTransport()
    transport._pool = httpcore.AsyncConnectionPool(network_backend=machine)
    async with httpx.AsyncClient(transport=transport) as client:
        line = Line(client, AddressPolicy(frozenset({"news.example", "api.example"}), resolve=same_address), "us")
        for host in ("news.example", "api.example"):
            reply = await line.ask(httpx.URL(f"https://{host}/a"), {}, Size(100), 5, NO_KEYS)
            assert reply.body == b"ok"
    assert machine.checked == ["news.example", "api.example"]


def test_a_key_that_came_with_the_end_of_its_line_fails_its_source_alone_and_is_not_shown() -> None:
    settings = IngestorSettings(the_odds_api_key=SecretStr("s3cret\n"))
    with pytest.raises(FetchFailed, match="the-odds-api: the key") as failure:
        keys_of(settings, CARDS["the-odds-api"])
    assert "s3cret" not in str(failure.value)
