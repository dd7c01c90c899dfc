"""A provider's key reaches its provider, and nothing and nobody else."""

import logging
import traceback
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import httpx
import pytest
import stamina
from aiolimiter import AsyncLimiter
from pydantic import SecretStr

from touchline.ingestor.addresses import AddressPolicy
from touchline.ingestor.errors import FetchFailed, Reason
from touchline.ingestor.fetching import Fetcher
from touchline.ingestor.keys import HIDDEN, Keys
from touchline.ingestor.record import record_of
from touchline.ingestor.sources.card import Kind, PlannedDocument
from touchline.ingestor.sources.circuit import Circuit

SECRET = "s3cret/+key"
QUOTED = "s3cret%2F%2Bkey"
KEYS = Keys(headers={"X-Auth-Token": SecretStr(SECRET)}, query={"apiKey": SecretStr(SECRET)})
PLANNED = PlannedDocument("api/odds", "odds", complete=True, kind=Kind.JSON)


async def public(host: str) -> list[str]:
    return ["93.184.215.14"]


def reply(status: int, **headers: str) -> httpx.Response:
    """Not read yet, as it comes from a connection."""

    async def body() -> AsyncIterator[bytes]:
        yield b"{}"

    return httpx.Response(status, content=body(), headers={name.replace("_", "-"): headers[name] for name in headers})


def asking(transport: httpx.MockTransport) -> Fetcher:
    policy = AddressPolicy(frozenset({"api.example", "cdn.example"}), resolve=public)
    client = httpx.AsyncClient(transport=transport)
    return Fetcher(client, policy, AsyncLimiter(1000, 1), Circuit(9, 60), attempts=2, keys=KEYS)


def gives_away(text: str) -> bool:
    return SECRET in text or QUOTED in text


@pytest.fixture(autouse=True)
def logged(caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """No test here may leave a key in a log of ours or of a library, from warnings up, as the services set them."""
    with caplog.at_level(logging.WARNING):
        yield
    assert not gives_away(caplog.text)
    out, err = capsys.readouterr()
    assert not gives_away(out + err)


async def test_the_key_is_sent_and_stands_in_no_record() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return reply(200, ETag=f'"{SECRET}"', Last_Modified=str(request.url))

    answered = await asking(httpx.MockTransport(answer)).get("https://api.example/odds?regions=uk")
    robots, odds = seen
    assert not gives_away(f"{robots.url} {robots.headers}")
    assert (odds.headers["X-Auth-Token"], odds.url.params["apiKey"], odds.url.params["regions"]) == (
        SECRET,
        SECRET,
        "uk",
    )
    record = record_of(PLANNED, answered, None, datetime(2020, 2, 28, tzinfo=UTC), 0)
    assert not gives_away(record.encode().decode())
    assert record.url == "https://api.example/odds?regions=uk"


async def test_after_a_redirect_to_another_host_the_key_stays_behind() -> None:
    seen: dict[str, httpx.Request] = {}

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return reply(404)
        seen[request.headers["Host"]] = request
        if request.headers["Host"] == "api.example":
            return reply(302, Location=f"https://cdn.example/odds?{request.url.query.decode()}")
        return reply(200)

    await asking(httpx.MockTransport(answer)).get("https://api.example/odds?regions=uk")
    assert gives_away(str(seen["api.example"].url))
    assert not gives_away(f"{seen['cdn.example'].url} {seen['cdn.example'].headers}")
    assert seen["cdn.example"].url.params["regions"] == "uk"


async def test_a_redirect_that_carries_the_key_elsewhere_is_refused() -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers["Host"])
        target = f"https://cdn.example/odds/{QUOTED}"
        return reply(404) if request.url.path == "/robots.txt" else reply(302, Location=target)

    with pytest.raises(FetchFailed, match="gives our key away") as refusal:
        await asking(httpx.MockTransport(answer)).get("https://api.example/odds")
    assert refusal.value.reason is Reason.REDIRECTS
    assert "cdn.example" not in seen


async def test_no_error_of_the_connection_repeats_the_key() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return reply(404)
        raise httpx.RemoteProtocolError(f"illegal header line: {request.headers['X-Auth-Token']} {request.url}")

    with stamina.set_testing(True, attempts=2, cap=True), pytest.raises(FetchFailed) as failure:
        await asking(httpx.MockTransport(answer)).get("https://api.example/odds")
    told = "".join(traceback.format_exception(failure.value))
    assert HIDDEN in told
    assert not gives_away(told)


def test_a_key_that_no_header_can_hold_is_refused_without_being_shown() -> None:
    for secret in ("", "line\nbreak", " padded", "ключ"):
        with pytest.raises(ValueError, match="'X-Auth-Token' is empty or holds") as refusal:
            Keys(headers={"X-Auth-Token": SecretStr(secret)})
        assert not secret.strip() or secret not in str(refusal.value)


def test_a_fetcher_that_is_printed_shows_no_key() -> None:
    assert not gives_away(repr(asking(httpx.MockTransport(lambda request: reply(200)))))
